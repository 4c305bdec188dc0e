"""One session with one site: its services, and the journal of what they are asked.

Importing this is cheap; `open_service` pays for the HTTP client and the models, in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tui import __version__
from tui.api.journal import Journal

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    import httpx

    from tui.api.account import Account
    from tui.api.catalogue import Catalogue
    from tui.api.disk import Disk
    from tui.api.mcp.service import McpService
    from tui.api.metrics import Metrics
    from tui.api.portal import Portal
    from tui.api.related import Related
    from tui.api.tabular import Tabular
    from tui.api.transport import Transport
    from tui.settings import ASGIApp, Secret, Site


MEMORY_FRESH: Final = 300.0
"""Seconds that an answer stays in memory at most."""

ANSWERS: Final = "answers.db"


@dataclass(frozen=True, slots=True)
class Keep:
    """How answers are kept.

    Attributes:
        folder: Where they are on disk; None keeps them in memory only.
        room: Bytes on disk.
        fresh: Seconds that one is shown without asking the service again.
    """

    folder: Path | None = None
    room: int = 0
    fresh: float = MEMORY_FRESH


@dataclass(frozen=True, slots=True)
class Service:
    """The services of a site. Call `aclose` when done."""

    site: Site
    journal: Journal
    catalogue: Catalogue
    related: Related
    portal: Portal
    tabular: Tabular
    metrics: Metrics
    account: Account
    mcp: McpService
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
    keep: Keep | None = None,
    find_key: Callable[[], Secret | None] | None = None,
) -> Service:
    """The services of `site`, ready to be asked; nothing is sent yet.

    Args:
        lang: Language of the labels and messages that the Main API sends.
        asgi_app: Answers in this process, instead of the network.
        transport: Takes the place of the network; for tests.
        timeout: Seconds for one attempt at one request.
        keep: How answers are kept.
        find_key: Finds the key of the site; called in a thread, when a key is first needed, and
            raises `KeyProblem`. Without it there is none.
    """
    kept = keep or Keep()
    finder = find_key or _no_key
    return await asyncio.to_thread(_open, site, lang, asgi_app, transport, timeout, kept, finder)


def _no_key() -> Secret | None:
    return None


def _open(
    site: Site,
    lang: str,
    asgi_app: ASGIApp | None,
    transport: httpx.AsyncBaseTransport | None,
    timeout: float,
    keep: Keep,
    find_key: Callable[[], Secret | None],
) -> Service:
    from tui.api.account import Account
    from tui.api.cache import Cache
    from tui.api.catalogue import Catalogue
    from tui.api.mcp.service import McpService
    from tui.api.metrics import Metrics
    from tui.api.portal import Portal
    from tui.api.related import Related
    from tui.api.tabular import Tabular
    from tui.api.transport import Transport

    journal = Journal()
    carrier = Transport(
        _client(asgi_app, transport, timeout),
        journal,
        cache=Cache(max_age=min(MEMORY_FRESH, keep.fresh)),
        disk=_disk(site, keep),
        timeout=timeout,
        in_process=asgi_app is not None,
    )
    return Service(
        site=site,
        journal=journal,
        catalogue=Catalogue(carrier, site.main_url, lang=lang),
        related=Related(carrier, site.main_url, lang=lang),
        portal=Portal(carrier, site.main_url, lang=lang),
        tabular=Tabular(carrier, site.tabular_url),
        metrics=Metrics(carrier, site.metrics_url),
        account=Account(carrier, site, find_key, lang=lang),
        mcp=McpService(carrier, site.mcp_url),
        transport=carrier,
    )


def _disk(site: Site, keep: Keep) -> Disk | None:
    if keep.folder is None or not keep.room:
        return None
    from tui.api.disk import Disk
    from tui.memory.answers import AnswerFile

    return Disk(AnswerFile(keep.folder / ANSWERS, keep.room), site, keep.fresh)


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
        # A handshake that is given up by the client itself closes its socket; one that is cancelled
        # from outside, as a deadline does, would leave it to the garbage collector.
        timeout=httpx.Timeout(timeout, connect=timeout * 0.75),
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
