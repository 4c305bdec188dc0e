"""The portals that are known, and where their services are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

SiteName = Literal["www", "demo", "sample"]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the services of one portal are. URLs are the server's root, without a slash at the end.

    Attributes:
        name: Which of the known sites this is.
        web_url: The pages for a browser.
        main_url: The Main API (catalogue).
        tabular_url: The Tabular API (rows).
        metrics_url: The Metrics API; None where the site has none.
        mcp_url: The MCP server, with its path; None where the site has none.
    """

    name: SiteName
    web_url: str
    main_url: str
    tabular_url: str
    metrics_url: str | None
    mcp_url: str | None = None


SITES: Final[Mapping[SiteName, Site]] = MappingProxyType(
    {
        "www": Site(
            "www",
            web_url="https://www.data.gouv.fr",
            main_url="https://www.data.gouv.fr",
            tabular_url="https://tabular-api.data.gouv.fr",
            metrics_url="https://metric-api.data.gouv.fr",
            mcp_url="https://mcp.data.gouv.fr/mcp",
        ),
        "demo": Site(
            "demo",
            web_url="https://demo.data.gouv.fr",
            main_url="https://demo.data.gouv.fr",
            tabular_url="https://tabular-api.preprod.data.gouv.fr",
            metrics_url=None,
        ),
        # Names under .invalid never resolve: a request that missed the embedded site cannot leave
        # the machine.
        "sample": Site(
            "sample",
            web_url="http://www.sample.invalid",
            main_url="http://www.sample.invalid",
            tabular_url="http://tabular-api.sample.invalid",
            metrics_url="http://metric-api.sample.invalid",
            mcp_url="http://mcp.sample.invalid/mcp",
        ),
    }
)
