"""Every setting: its name in the file, the environment and the command line, and its values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from tui.i18n import LANGUAGES, N_
from tui.i18n import gettext as _
from tui.settings.chosen import SCROLL_REGIONS, Settings
from tui.settings.site import SITES
from tui.text import clean_line

ENVIRONMENT_PREFIX: Final = "DATAGOUV_TUI_"
LONGEST_LATENCY: Final = 60.0
"""Seconds."""

LONGEST_FRESH: Final = 24 * 60
"""Minutes."""

LARGEST_CACHE: Final = 2_000
"""Megabytes."""

_DURATION: Final = r"(?P<number>\d+(\.\d+)?|\.\d+)\s*(?P<unit>ms|s)?"
_API_SUFFIX: Final = r"(/api(/[12])?)?/*$"
_WORDS: Final = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


class OptionError(ValueError):
    """A value that a setting cannot take. Its message is for people, safe for one line."""


class Option(NamedTuple):
    """A setting.

    Attributes:
        key: Its name in the settings file.
        metavar: What stands for its value in the help.
        help: What it does (translate before drawing).
        choose: Returns the settings with a value, given as TOML or text; raises `OptionError`.
        flag: Its name on the command line.
        takes_value: Whether the flag is followed by a value.
        bare: What a flag that takes no value stands for.
    """

    key: str
    metavar: str
    help: str
    choose: Callable[[Settings, object], Settings]
    flag: str
    takes_value: bool = True
    bare: str = "false"

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return ENVIRONMENT_PREFIX + self.key.upper()


def _site(settings: Settings, raw: object) -> Settings:
    for name, site in SITES.items():
        if raw == name:
            return replace(settings, site=site)
    raise OptionError(_one_of(raw, tuple(SITES)))


def _lang(settings: Settings, raw: object) -> Settings:
    if raw not in LANGUAGES or not isinstance(raw, str):
        raise OptionError(_one_of(raw, LANGUAGES))
    return replace(settings, lang=raw)


def _theme(settings: Settings, raw: object) -> Settings:
    return replace(settings, theme=_text(raw))


def _main_url(settings: Settings, raw: object) -> Settings:
    url = server_root(raw)
    return replace(settings, site=replace(settings.site, main_url=url, web_url=url))


def _tabular_url(settings: Settings, raw: object) -> Settings:
    return replace(settings, site=replace(settings.site, tabular_url=server_root(raw)))


def _metrics_url(settings: Settings, raw: object) -> Settings:
    url = None if raw == "none" else server_root(raw)
    return replace(settings, site=replace(settings.site, metrics_url=url))


def _mcp_url(settings: Settings, raw: object) -> Settings:
    url = None if raw == "none" else _address(raw)
    return replace(settings, site=replace(settings.site, mcp_url=url))


def _latency(settings: Settings, raw: object) -> Settings:
    return replace(settings, latency=seconds(raw))


def _fault_rate(settings: Settings, raw: object) -> Settings:
    return replace(settings, fault_rate=share(raw))


def _faults(settings: Settings, raw: object) -> Settings:
    from tui.settings.fault import Fault

    given = raw if isinstance(raw, list | tuple) else re.split(r"[\s,]+", _text(raw).strip(", "))
    chosen, refused = [], []
    for name in map(_written, given):
        try:
            chosen.append(Fault(name.lower()).value)
        except ValueError:
            refused.append(name)
    if refused or not chosen:
        raise OptionError(_one_of(", ".join(refused), tuple(Fault)))
    return replace(settings, faults=tuple(dict.fromkeys(chosen)))


def _mouse(settings: Settings, raw: object) -> Settings:
    return replace(settings, mouse=_truth(raw))


def _history(settings: Settings, raw: object) -> Settings:
    return replace(settings, history=_truth(raw))


def _writes(settings: Settings, raw: object) -> Settings:
    return replace(settings, writes=_truth(raw))


def _cache_minutes(settings: Settings, raw: object) -> Settings:
    return replace(settings, cache_minutes=_number(raw, LONGEST_FRESH))


def _cache_size(settings: Settings, raw: object) -> Settings:
    return replace(settings, cache_size=int(_number(raw, LARGEST_CACHE)))


def _scroll_region(settings: Settings, raw: object) -> Settings:
    value = _written(raw).lower()
    value = {"true": "on", "false": "off"}.get(value, value)
    if value not in SCROLL_REGIONS:
        raise OptionError(_one_of(raw, SCROLL_REGIONS))
    return replace(settings, scroll_region=value)


def _log_file(settings: Settings, raw: object) -> Settings:
    text = _text(raw)
    try:
        if "\0" not in text:
            return replace(settings, log_file=Path(text).expanduser())
    except RuntimeError:  # of somebody who is not known here
        pass
    raise OptionError(_("“{value}” names no file").format(value=_shown(raw)))


# In the order they are applied: the URLs change the site that was chosen before them.
OPTIONS: Final = (
    Option("site", "www|demo|sample", N_("The portal to read."), _site, "site"),
    Option("lang", "fr|en", N_("The language."), _lang, "lang"),
    Option("theme", N_("NAME"), N_("The colours."), _theme, "theme"),
    Option("main_url", "URL", N_("A server of the Main API."), _main_url, "main-url"),
    Option("tabular_url", "URL", N_("A server of the Tabular API."), _tabular_url, "tabular-url"),
    Option(
        "metrics_url",
        "URL",
        N_("A server of the Metrics API, or none."),
        _metrics_url,
        "metrics-url",
    ),
    Option("mcp_url", "URL", N_("An MCP server, or none."), _mcp_url, "mcp-url"),
    Option("log_file", N_("FILE"), N_("Write a log to this file."), _log_file, "log-file"),
    Option("latency", "300ms", N_("Make the sample site slow."), _latency, "latency"),
    Option(
        "fault_rate", "0.1", N_("Make the sample site fail at times."), _fault_rate, "fault-rate"
    ),
    Option("faults", "429,stall", N_("How the sample site fails."), _faults, "faults"),
    Option("mouse", "", N_("Leave the mouse to the terminal."), _mouse, "no-mouse", False),
    Option(
        "scroll_region",
        "auto|on|off",
        N_("Let the terminal move lines that scroll."),
        _scroll_region,
        "scroll-region",
    ),
    Option(
        "history",
        "",
        N_("Keep no history, bookmark or answer on disk."),
        _history,
        "no-history",
        False,
    ),
    Option(
        "cache_minutes",
        "5",
        N_("Show an answer kept on disk that many minutes."),
        _cache_minutes,
        "cache-minutes",
    ),
    Option("cache_size", "50", N_("Megabytes of answers to keep."), _cache_size, "cache-size"),
    Option(
        "writes",
        "",
        N_("Allow changes on the site, each shown before it is sent."),
        _writes,
        "writes",
        False,
        "true",
    ),
)

URL_KEYS: Final = frozenset({"main_url", "tabular_url", "metrics_url", "mcp_url"})


def server_root(raw: object) -> str:
    """The root of a server, given alone or with the prefix of an API after it.

    Raises:
        OptionError: When it is not the URL of a web server.
    """
    parts = urlsplit(_address(raw))
    return f"{parts.scheme}://{parts.netloc}{re.sub(_API_SUFFIX, '', parts.path, count=1)}"


def _address(raw: object) -> str:
    """The address of a server and its path. Raises `OptionError`."""
    text = _text(raw)
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        valid = False
    if not valid or re.search(r"[\s\x00-\x20]", text):
        raise OptionError(
            _("“{value}” is not an http:// or https:// address").format(value=clean_line(text, 100))
        )
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise OptionError(_("leave only the server's address and path"))
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def seconds(raw: object) -> float:
    """A duration: ``300ms``, ``0.3s``, or a number of seconds. Raises `OptionError`."""
    match = re.fullmatch(_DURATION, _written(raw).strip()) if not isinstance(raw, bool) else None
    if match is None:
        raise OptionError(
            _("“{value}” is not a duration, such as 300ms or 2s").format(value=_shown(raw))
        )
    duration = float(match["number"]) / (1000 if match["unit"] == "ms" else 1)
    if duration > LONGEST_LATENCY:
        raise OptionError(_("“{value}” is over a minute").format(value=_shown(raw)))
    return duration


def share(raw: object) -> float:
    """A share from 0 to 1, also written ``10%``. Raises `OptionError`."""
    text = _written(raw).strip()
    try:
        value = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        value = math.nan
    if isinstance(raw, bool) or not 0 <= value <= 1:
        raise OptionError(_("“{value}” is not a number from 0 to 1").format(value=_shown(raw)))
    return value


def _truth(raw: object) -> bool:
    value = _WORDS.get(raw.lower()) if isinstance(raw, str) else raw
    if not isinstance(value, bool):
        raise OptionError(_one_of(raw, ("true", "false")))
    return value


def _number(raw: object, most: float) -> float:
    """A number from 0 to `most`. Raises `OptionError`."""
    try:
        value = math.nan if isinstance(raw, bool) else float(_written(raw).strip())
    except ValueError:
        value = math.nan
    if not 0 <= value <= most:
        message = _("“{value}” is not a number from 0 to {most}")
        raise OptionError(message.format(value=_shown(raw), most=most))
    return value


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise OptionError(_("“{value}” is not a text").format(value=_shown(raw)))
    return raw.strip()


def _one_of(raw: object, choices: tuple[str, ...]) -> str:
    message = _("“{value}” is not one of {choices}")
    return message.format(value=_shown(raw), choices=", ".join(choices))


def _shown(raw: object) -> str:
    return clean_line(_written(raw), 60)


def _written(raw: object) -> str:
    try:
        return str(raw)
    except ValueError:  # a number of thousands of digits
        return "…"
