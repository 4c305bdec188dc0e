"""Looks of cells as a terminal is told them (SGR), and the shortest way from one to another."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

PLAIN: Final = ""
"""The look of a terminal that was told nothing."""

_COLOUR_SIZES: Final = {"5": 2, "2": 4}
"""Numbers that follow 38 and 48: a colour of the palette, or three parts of one."""


class _Parts(NamedTuple):
    attributes: frozenset[str]
    front: str
    back: str


@lru_cache(maxsize=4096)
def change(old: str, new: str) -> str:
    """The order that turns the look `old` into `new`; both are the numbers of an SGR order."""
    if old == new:
        return ""
    if not new:
        return "\x1b[m"
    before, after = _parts(old), _parts(new)
    anew = f"\x1b[0;{new}m"
    if before.attributes - after.attributes:
        # Attributes end one by one in ways that terminals do not share: all end at once.
        return anew
    codes = sorted(after.attributes - before.attributes, key=int)
    codes += [after.front] * (after.front != before.front)
    codes += [after.back] * (after.back != before.back)
    return min(f"\x1b[{';'.join(codes)}m", anew, key=len) if codes else ""


@lru_cache(maxsize=1024)
def _parts(look: str) -> _Parts:
    attributes, front, back = set(), "39", "49"
    codes = look.split(";") if look else []
    while codes:
        code = codes.pop(0)
        kind = int(code or 0)
        if kind in (38, 48):
            size = _COLOUR_SIZES.get(codes[0], 0) if codes else 0
            code = ";".join([code, *codes[:size]])
            del codes[:size]
        if 30 <= kind <= 39 or 90 <= kind <= 97:
            front = code
        elif 40 <= kind <= 49 or 100 <= kind <= 107:
            back = code
        else:
            attributes.add(code)
    return _Parts(frozenset(attributes), front, back)
