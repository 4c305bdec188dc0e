"""What a person chose: the site, the language, the looks, the keys.

Rising order: the defaults, the settings file, ``DATAGOUV_TUI_*`` in the environment, the command
line's flags. Nothing here stops the application: what cannot be used is left out, and said in
`Settings.warnings`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

SiteName = Literal["www", "demo", "sample"]

_Message: TypeAlias = MutableMapping[str, Any]
ASGIApp: TypeAlias = Callable[
    [_Message, Callable[[], Awaitable[_Message]], Callable[[_Message], Awaitable[None]]],
    Awaitable[None],
]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the services of one portal are. URLs are the server's root, without a slash at the end.

    Attributes:
        name: Which of the known sites this is.
        web_url: The pages for a browser.
        main_url: The Main API (catalogue).
        tabular_url: The Tabular API (rows).
        metrics_url: The Metrics API; None where the site has none.
    """

    name: SiteName
    web_url: str
    main_url: str
    tabular_url: str
    metrics_url: str | None


SITES: Final[Mapping[SiteName, Site]] = MappingProxyType(
    {
        "www": Site(
            "www",
            web_url="https://www.data.gouv.fr",
            main_url="https://www.data.gouv.fr",
            tabular_url="https://tabular-api.data.gouv.fr",
            metrics_url="https://metric-api.data.gouv.fr",
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
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a person may choose.

    Attributes:
        site: The portal to read.
        lang: One of `tui.i18n.LANGUAGES`.
        theme: Name of a theme; empty for the application's own.
        latency: Seconds that the sample site waits before it answers.
        fault_rate: Share of the sample site's answers that fail, from 0 to 1.
        log_file: Where to write the log; None for no log.
        mouse: Whether the mouse is listened to.
        keys: Keys by action id, as Textual writes them, several separated by commas.
        warnings: What was wrong in the settings, in the language chosen, for people to read.
    """

    site: Site = SITES["www"]
    lang: str = "en"
    theme: str = ""
    latency: float = 0.0
    fault_rate: float = 0.0
    log_file: Path | None = None
    mouse: bool = True
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()
