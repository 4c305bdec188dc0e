"""What Textual would keep of widgets that are gone."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from textual.color import Color
from textual.style import Style

try:
    from textual._styles_cache import StylesCache
except ImportError:  # Another Textual, which keeps what it likes.
    StylesCache = None  # type: ignore[assignment, misc]

_NAME: Final = "get_inner_outer"


@lru_cache(1024)
def _inner_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    """The looks inside of a border and outside of it."""
    return Style(background=base_background + background), Style(background=base_background)


def _of_colours_alone(
    _kept: object, base_background: Color, background: Color
) -> tuple[Style, Style]:
    return _inner_outer(base_background, background)


def let_go_of_lines() -> None:
    """Keep no line of a widget that is gone.

    Textual keeps the last thousand answers of a method under the object that was asked, which
    holds every line that its widget drew: those of the last thousand widgets stayed in memory.
    What the method answers depends on the two colours alone.
    """
    if hasattr(getattr(StylesCache, _NAME, None), "cache_info"):
        setattr(StylesCache, _NAME, _of_colours_alone)
