"""Lines that moved on the screen: found, and moved by the terminal instead of painted again.

A terminal told to scroll a part of its screen (DECSTBM, then lines deleted or inserted at its top)
moves the lines itself. Deleting and inserting are as old as the VT102 and known to more terminals
than the orders made for scrolling (SU, SD), which the console of Linux lacks.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

FEWEST: Final = 3
"""Lines that must have moved together before the terminal is told to move them."""

_KNOWN: Final = re.compile(
    r"(xterm|screen|tmux|rxvt|alacritty|foot|kitty|ghostty|wezterm|contour|konsole|gnome|vte|st|"
    r"putty|mintty|iterm2?|linux|vt(102|[2-5]\d\d))(?![a-z])",
    re.IGNORECASE,
)


class Move(NamedTuple):
    """Lines `top` to `bottom` (not included) go up by `by`; down where it is negative."""

    top: int
    bottom: int
    by: int

    @property
    def order(self) -> str:
        """What tells the terminal. The cursor may be anywhere after it."""
        lines = f"{self.by}M" if self.by > 0 else f"{-self.by}L"
        return f"\x1b[{self.top + 1};{self.bottom}r\x1b[{self.top + 1}H\x1b[{lines}\x1b[r"


def can_scroll(mode: str, environment: Mapping[str, str]) -> bool:
    """Whether the terminal may be told: by the setting and, for ``auto``, by the name it bears."""
    if mode != "auto":
        return mode == "on"
    return sys.platform != "win32" and bool(_KNOWN.match(environment.get("TERM", "")))


def find_move(old: Sequence[str], new: Sequence[str], top: int = 0) -> Move | None:
    """How most lines of `old` came to where they are in `new`; None where painting is better.

    Args:
        old: The lines as they are on the screen.
        new: As many, as they are to be.
        top: Where on the screen both begin.
    """
    places: dict[str, int] = {}
    for place, text in enumerate(old):
        places[text] = -1 if text in places else place
    moves = {place: places.get(text, -1) - place for place, text in enumerate(new)}
    votes = Counter(by for place, by in moves.items() if by and place + by >= 0)
    if not votes:
        return None
    by, count = votes.most_common(1)[0]
    moved = [place for place, way in moves.items() if way == by and place + by >= 0]
    first, last = moved[0], moved[-1]
    begin, end = min(first, first + by), max(last, last + by) + 1
    height = end - begin
    if abs(by) > height // 2 or count < max(FEWEST, (height - abs(by)) // 2):
        return None
    return Move(top + begin, top + end, by)
