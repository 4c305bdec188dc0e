"""What a person chose, and the embedded site when that is what they chose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from tui.settings.site import SITES, Site

APPLICATION: Final = "datagouv-tui"
"""Names the folders of the settings, of the cache and of what is remembered."""

SCROLL_REGIONS: Final = ("auto", "on", "off")
"""Whether the terminal may be told to move lines: where it is known to do it, always, never."""

_Message: TypeAlias = MutableMapping[str, Any]
ASGIApp: TypeAlias = Callable[
    [_Message, Callable[[], Awaitable[_Message]], Callable[[_Message], Awaitable[None]]],
    Awaitable[None],
]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a person may choose.

    Attributes:
        site: The portal to read.
        lang: One of `tui.i18n.LANGUAGES`.
        theme: Name of a theme; empty for the application's own.
        latency: Seconds that the sample site waits before it answers.
        fault_rate: Share of the sample site's answers that fail, from 0 to 1.
        faults: How they fail, as `tui.settings.fault.Fault` names it; empty for what is usual.
        log_file: Where to write the log; None for no log.
        mouse: Whether the mouse is listened to.
        scroll_region: One of `SCROLL_REGIONS`.
        history: Whether places visited, bookmarks and answers are kept between sessions.
        cache_minutes: For how long an answer that was kept is shown without asking again.
        cache_size: Megabytes of answers kept on disk; 0 for none.
        data_dir: The folder of history and bookmarks; None keeps them in memory only.
        cache_dir: The folder of answers; None keeps them in memory only.
        state_dir: The folder of reports of errors; None writes none.
        writes: Whether what changes something on the site may be asked of it, each time after
            showing it.
        keys: Keys by action id, as Textual writes them, several separated by commas.
        warnings: What was wrong in the settings, in the language chosen, for people to read.
    """

    site: Site = SITES["www"]
    lang: str = "en"
    theme: str = ""
    latency: float = 0.0
    fault_rate: float = 0.0
    faults: tuple[str, ...] = ()
    log_file: Path | None = None
    mouse: bool = True
    scroll_region: str = "auto"
    history: bool = True
    cache_minutes: float = 5.0
    cache_size: int = 50
    data_dir: Path | None = None
    cache_dir: Path | None = None
    state_dir: Path | None = None
    writes: bool = False
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()


def at_home(settings: Settings) -> Settings:
    """The same with this person's folders, where something may be kept between sessions."""
    if not settings.history:
        return settings
    from platformdirs import user_cache_path, user_data_path

    return replace(
        settings,
        data_dir=user_data_path(APPLICATION, appauthor=False),
        cache_dir=user_cache_path(APPLICATION, appauthor=False),
    )


def reporting(settings: Settings) -> Settings:
    """The same with the folder that reports of errors go to."""
    from platformdirs import user_state_path

    return replace(settings, state_dir=user_state_path(APPLICATION, appauthor=False))


def asgi_app(settings: Settings) -> ASGIApp | None:
    """The embedded site when it is the one chosen, else None.

    Its largest table is kept in the cache folder between runs. Imports the sample site on first
    use, which is slow: call it in a thread.
    """
    if settings.site.name != "sample":
        return None
    from platformdirs import user_cache_path

    from tui.sample.app import create_app

    return create_app(
        latency=settings.latency,
        fault_rate=settings.fault_rate,
        faults=settings.faults,
        cache_dir=user_cache_path(APPLICATION, appauthor=False) / "sample",
    )
