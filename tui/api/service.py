"""One session with one site: its three services, and the journal of what they are asked.

Importing this is cheap; `open_service` pays for the HTTP client and the models, in a thread.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tui import __version__
from tui.api.journal import Journal

if TYPE_CHECKING:
    import ssl

    import httpx

    from tui.api.catalogue import Catalogue
    from tui.api.metrics import Metrics
    from tui.api.portal import Portal
    from tui.api.tabular import Tabular
    from tui.api.transport import Transport
    from tui.settings import ASGIApp, Site


@dataclass(frozen=True, slots=True)
class Service:
    """The services of a site. Call `aclose` when done."""

    site: Site
    journal: Journal
    catalogue: Catalogue
    portal: Portal
    tabular: Tabular
    metrics: Metrics
    transport: Transport

    async def aclose(self) -> None:
        """Close every connection."""
        await self.transport.aclose()


async def open_service(
    site: Site,
    *,
    lang: str = "en",
    asgi_app: ASGIApp | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    timeout: float = 20.0,  # noqa: ASYNC109 - of the requests to come, not of this call
) -> Service:
    """The services of `site`, ready to be asked; nothing is sent yet.

    Args:
        lang: Language of the labels and messages that the Main API sends.
        asgi_app: Answers in this process, instead of the network.
        transport: Takes the place of the network; for tests.
        timeout: Seconds for one attempt at one request.
    """
    return await asyncio.to_thread(_open, site, lang, asgi_app, transport, timeout)


def _open(
    site: Site,
    lang: str,
    asgi_app: ASGIApp | None,
    transport: httpx.AsyncBaseTransport | None,
    timeout: float,
) -> Service:
    from tui.api.catalogue import Catalogue
    from tui.api.metrics import Metrics
    from tui.api.portal import Portal
    from tui.api.tabular import Tabular
    from tui.api.transport import Transport

    journal = Journal()
    carrier = Transport(_client(asgi_app, transport, timeout), journal, timeout=timeout)
    return Service(
        site=site,
        journal=journal,
        catalogue=Catalogue(carrier, site.main_url, lang=lang),
        portal=Portal(carrier, site.main_url, lang=lang),
        tabular=Tabular(carrier, site.tabular_url),
        metrics=Metrics(carrier, site.metrics_url),
        transport=carrier,
    )


def _client(
    asgi_app: ASGIApp | None, transport: httpx.AsyncBaseTransport | None, timeout: float
) -> httpx.AsyncClient:
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    if asgi_app is not None:
        from tui.api.in_process import InProcess

        transport = InProcess(asgi_app)
    return httpx.AsyncClient(
        verify=_tls_context() if transport is None else False,
        transport=transport,
        timeout=httpx.Timeout(timeout),
        limits=httpx.Limits(max_connections=24, keepalive_expiry=30),
        headers={"Accept": "application/json", "User-Agent": f"datagouv-tui/{__version__}"},
        # A key opens a cookie session that outlives it: no domain may set a cookie.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
    )


@cache
def _tls_context() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()
