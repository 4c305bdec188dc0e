"""The services of a site as the API console opens them: where each describes itself."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from tui.i18n import N_
from tui.settings import SITES, Site

MAIN_PATHS: Final = ("/api/1/swagger.json", "/api/2/swagger.json")
"""Where the Main API describes each of its versions (Swagger 2.0)."""

ROWS_PATH: Final = "/api/doc/swagger.json"
"""Where the Tabular API and the Metrics API describe themselves (OpenAPI 3.0)."""


class Described(NamedTuple):
    """A service and its description.

    Attributes:
        name, about: What it is called, and what it is; translate before drawing.
        url: Where its description is; empty where the site has no such service.
    """

    name: str
    about: str
    url: str


def services(site: Site) -> tuple[Described, ...]:
    """The services of `site`, those it lacks included."""
    metrics = site.metrics_url
    return (
        Described(N_("Main API 1"), N_("the catalogue, and its changes"), _main(site, 0)),
        Described(N_("Main API 2"), N_("searches, topics, files apart"), _main(site, 1)),
        Described(N_("Tabular API"), N_("the rows of files"), site.tabular_url + ROWS_PATH),
        Described(
            N_("Metrics API"),
            N_("visits and downloads"),
            metrics + ROWS_PATH if metrics else "",
        ),
    )


def of_table(site: Site, rid: str) -> str:
    """Where the Tabular API describes what may be asked of the table of one file."""
    return f"{site.tabular_url}/api/resources/{quote(rid, safe='')}/swagger/"


def is_main(site: Site, url: str) -> bool:
    """Whether `url` is where the Main API of `site` describes itself: it takes the site's key."""
    return url in (_main(site, 0), _main(site, 1))


def described_at(site: Site, url: str) -> Described | None:
    """The service of `site` that describes itself at `url`; None where that is something else."""
    return next((found for found in services(site) if url and found.url == url), None)


def asks_site(site: Site, url: str) -> bool:
    """Whether a request to `url` goes to a service of `site`, or of a site that is known: changes
    may be off there. Over http too, which such sites turn into https."""
    roots = [
        root
        for known in (site, *SITES.values())
        for root in (known.main_url, known.tabular_url, known.metrics_url)
    ]
    return _server(url) in {_server(root) for root in roots if root}


def _server(url: str) -> tuple[str, int]:
    """The server of an address, and its port where it is none of the usual ones."""
    parts = urlsplit(url)
    port = parts.port or 0
    return (parts.hostname or "").rstrip(".").lower(), 0 if port in (80, 443) else port


def _main(site: Site, version: int) -> str:
    return site.main_url + MAIN_PATHS[version]
