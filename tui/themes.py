"""Our own themes, dark and light, and which one to use where."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

DEFAULT_THEME = "gouv-dark"

THEMES = (
    Theme(
        name="gouv-dark",
        primary="#8585f6",
        secondary="#95b7ff",
        accent="#f6c26b",
        warning="#ffb347",
        error="#ff7a7a",
        success="#7fd6a3",
        foreground="#e6e6ee",
        background="#14151c",
        surface="#1b1d27",
        panel="#262936",
        dark=True,
    ),
    Theme(
        name="gouv-light",
        primary="#000091",
        secondary="#3a55d1",
        accent="#8a5a00",
        warning="#a04a00",
        error="#b5121b",
        success="#18753c",
        foreground="#161616",
        background="#ffffff",
        surface="#f3f3f9",
        panel="#e6e6f2",
        dark=False,
    ),
)

FEW_COLOURS = frozenset({"linux", "screen", "vt100", "ansi", "xterm"})


def theme_for(wanted: str, environment: Mapping[str, str]) -> str:
    """The theme to start with: the one asked for if it exists, else what suits the terminal.

    Without colours, and where there are sixteen of them, only the terminal's own colours are right.
    """
    known = {theme.name for theme in THEMES} | set(BUILTIN_THEMES)
    if environment.get("NO_COLOR"):
        return "ansi-dark"
    if wanted in known:
        return wanted
    few = environment.get("TERM", "") in FEW_COLOURS and not environment.get("COLORTERM")
    return "ansi-dark" if few else DEFAULT_THEME
