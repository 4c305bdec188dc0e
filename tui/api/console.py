"""The services of a site as the API console opens them: where each describes itself."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import quote

from tui.i18n import N_
from tui.settings import Site

MAIN_PATHS: Final = ("/api/1/swagger.json", "/api/2/swagger.json")
"""Where the Main API describes each of its versions (Swagger 2.0)."""

ROWS_PATH: Final = "/api/doc/swagger.json"
"""Where the Tabular API and the Metrics API describe themselves (OpenAPI 3.0)."""


class Described(NamedTuple):
    """A service and its description.

    Attributes:
        title: What it is called; translate before drawing.
        url: Where its description is; empty where the site has no such service.
    """

    title: str
    url: str


def services(site: Site) -> tuple[Described, ...]:
    """The services of `site`, those it lacks included."""
    metrics = site.metrics_url
    return (
        Described(N_("Main API 1: the catalogue, and its changes"), _main(site, 0)),
        Described(N_("Main API 2: searches, topics, files apart"), _main(site, 1)),
        Described(N_("Tabular API: the rows of files"), site.tabular_url + ROWS_PATH),
        Described(N_("Metrics API: visits and downloads"), metrics + ROWS_PATH if metrics else ""),
    )


def of_table(site: Site, rid: str) -> str:
    """Where the Tabular API describes what may be asked of the table of one file."""
    return f"{site.tabular_url}/api/resources/{quote(rid, safe='')}/swagger/"


def is_main(site: Site, url: str) -> bool:
    """Whether `url` is where the Main API of `site` describes itself: it takes the site's key."""
    return url in (_main(site, 0), _main(site, 1))


def is_console(site: Site, url: str) -> bool:
    """Whether `url` is where a service of `site` describes itself."""
    return bool(url) and url in [service.url for service in services(site)]


def asks_site(site: Site, url: str) -> bool:
    """Whether a request to `url` goes to a service of `site`, where changes may be off."""
    from tui.api.calls.call import origin

    roots = (site.main_url, site.tabular_url, site.metrics_url or "")
    return origin(url) in {origin(root) for root in roots if root}


def _main(site: Site, version: int) -> str:
    return site.main_url + MAIN_PATHS[version]
