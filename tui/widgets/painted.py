"""A copy of what the terminal shows, and the least that makes it show something else.

Textual writes whole what may have changed. Here every frame is compared, cell by cell, with what
the terminal shows already, and only the difference is written. The copy makes moved lines safe as
well: whatever the terminal was told to move is moved in the copy, and what is then still different
is painted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.widgets.looks import PLAIN, change
from tui.widgets.scroll_region import Move, find_move

GAP: Final = 4
"""Cells that are written again rather than jumped over: an order to jump is as long."""

_LETTERS: Final = r" -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1eff"
_SIGNS: Final = r"\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u2200-\u22ff"
_SHAPES: Final = r"\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c6-\u25cf"
_SURE: Final = _LETTERS + _SIGNS + _SHAPES
"""Characters that every terminal draws one cell wide."""
_ALL_SURE: Final = re.compile(f"[{_SURE}]*").fullmatch
_UNSURE: Final = re.compile(f"[{_SURE}]?[^{_SURE}]+")
_UNIT: Final = "\0"
"""Begins a cell that holds characters whose width terminals may disagree about; the cells that they
cover with it are empty."""
_NO_WRAP, _WRAP = "\x1b[?7l", "\x1b[?7h"
_UNKNOWN: Final = "\n"
"""A cell that may show anything."""

_PLAIN_LOOK: Final = re.compile(r"(?:\x1b\[(?P<look>[0-9;]*)m)?\0(?:\x1b\[0?m)?").fullmatch
_MOST_LOOKS: Final = 4096


class NotTextError(Exception):
    """A strip holds more than text and looks, such as a hyperlink."""


class Partial(NamedTuple):
    """A part of a screen to paint: `Strip`s by line and column, and the spans that they change."""

    chops: Sequence[Mapping[int, Strip | None]]
    spans: Sequence[tuple[int, int, int]]
    chop_ends: Sequence[Sequence[int]]


@dataclass(slots=True)
class Line:
    """The cells of a line: what each shows, and its look."""

    cells: list[str]
    looks: list[str]

    @classmethod
    def unknown(cls, width: int) -> Line:
        return cls([_UNKNOWN] * width, [PLAIN] * width)

    def copy(self) -> Line:
        return Line(self.cells[:], self.looks[:])

    @property
    def text(self) -> str:
        return "".join(self.cells)


class Frame(NamedTuple):
    """What to write, and what the terminal shows then."""

    text: str
    lines: list[Line]


class Painted:
    """What a terminal shows."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lines: list[Line] = []
        self._looks: dict[Style, str] = {}

    @property
    def is_known(self) -> bool:
        """Whether what the terminal shows is known."""
        return bool(self._lines)

    def forget(self) -> None:
        """The terminal may show anything: the next whole frame is written whole."""
        self._lines = []

    def keep(self, frame: Frame) -> None:
        """`frame` was written."""
        self._lines = frame.lines

    def whole(self, strips: Sequence[Iterable[Strip]], width: int) -> Frame:
        """A frame that paints all lines. Raises `NotTextError`."""
        lines = []
        for pieces in strips:
            line, x = Line.unknown(width), 0
            for piece in pieces:
                x = self._put(line, x, piece)
            lines.append(line)
        old = self._lines
        if len(old) != len(lines) or len(old[0].cells) != width:
            old = [Line.unknown(width)] * len(lines)
        return Frame(_difference(old, dict(enumerate(lines))), lines)

    def partial(self, update: Partial, *, scroll: bool) -> Frame | None:
        """A frame that paints spans of lines; None where what the terminal shows is not known.

        Args:
            update: What to paint.
            scroll: Whether the terminal may be told to move lines.

        Raises:
            NotTextError: A strip holds what cannot be compared.
        """
        lines = self._lines
        if len(lines) != len(update.chops) or len(lines[0].cells) != update.chop_ends[0][-1]:
            return None
        changed = self._patched(update)
        moves = list(_moves(lines, changed, update)) if scroll else []
        for move in moves:
            lines = _moved(lines, move)
        text = "".join(move.order for move in moves) + _difference(lines, changed)
        return Frame(text, [changed.get(y, line) for y, line in enumerate(lines)])

    def _patched(self, update: Partial) -> dict[int, Line]:
        """The lines that `update` changes, as they will be."""
        changed: dict[int, Line] = {}
        for y, start, stop in update.spans:
            line = changed[y] if y in changed else self._lines[y].copy()
            for (x, piece), end in zip(update.chops[y].items(), update.chop_ends[y], strict=False):
                if piece is not None and x < stop and end > start:
                    self._put(line, x, piece.crop(0, min(end, stop) - x))
            changed[y] = line
        return changed

    def _put(self, line: Line, x: int, piece: Strip) -> int:
        """Write `piece` from the column `x` on; returns the column after it."""
        for text, style, _control in piece:
            cells = _cells(text)
            stop = x + len(cells)
            line.cells[x:stop] = cells
            line.looks[x:stop] = [self._look(style)] * len(cells)
            x = stop
        return x

    def _look(self, style: Style | None) -> str:
        if style is None:
            return PLAIN
        look = self._looks.get(style)
        if look is None:
            found = _PLAIN_LOOK(Strip([Segment("\0", style)]).render(self._console))
            if found is None:
                raise NotTextError
            if len(self._looks) >= _MOST_LOOKS:
                self._looks.clear()
            look = self._looks[style] = found["look"] or PLAIN
        return look


def _cells(text: str) -> list[str]:
    """What each cell shows that `text` covers."""
    if _ALL_SURE(text):
        return list(text)
    cells: list[str] = []
    end = 0
    for unit in _UNSURE.finditer(text):
        cells += text[end : unit.start()]
        cells += _unit(unit[0])
        end = unit.end()
    cells += text[end:]
    return cells if len(cells) == cell_len(text) else _unit(text)


def _unit(text: str) -> list[str]:
    """The cells of a unit. A mark with nothing to stand on would change the cell before it."""
    while text and not cell_len(text[0]):
        text = text[1:]
    return [_UNIT + text, *[""] * (cell_len(text) - 1)] if text else []


def _moves(old: Sequence[Line], new: Mapping[int, Line], update: Partial) -> Iterator[Move]:
    """Blocks of lines that the terminal may move itself.

    A line that several widgets share is covered in part by something: nothing moves around it.
    """
    width = len(old[0].cells)
    whole = sorted({y for y, start, stop in update.spans if start <= 0 and stop >= width})
    for _, block in groupby(enumerate(whole), key=lambda ranked: ranked[1] - ranked[0]):
        lines = [y for _, y in block]
        if any(len(update.chops[y]) > 1 for y in lines):
            continue
        move = find_move([old[y].text for y in lines], [new[y].text for y in lines], lines[0])
        if move is not None:
            yield move


def _moved(lines: Sequence[Line], move: Move) -> list[Line]:
    block = list(lines[move.top : move.bottom])
    come = [Line.unknown(len(block[0].cells))] * abs(move.by)
    block = [*block[move.by :], *come] if move.by > 0 else [*come, *block[: move.by]]
    return [*lines[: move.top], *block, *lines[move.bottom :]]


def _difference(old: Sequence[Line], new: Mapping[int, Line]) -> str:
    pen = _Pen()
    for y, line in new.items():
        for start, stop in _runs(old[y], line):
            pen.write(y, start, stop, line)
    return pen.end()


def _runs(old: Line, new: Line) -> Iterator[tuple[int, int]]:
    """Stretches of cells to write so that `old` becomes `new`."""
    for start, stop in _differing(old, new):
        while start > 0 and not new.cells[start]:
            start -= 1
        if _UNIT in "".join(new.cells[start:stop]):
            # The terminal may draw it over the cells after it, which then change as well.
            yield start, len(new.cells)
            return
        yield start, stop


def _differing(old: Line, new: Line) -> Iterator[tuple[int, int]]:
    if old == new:
        return
    cells = zip(old.cells, new.cells, old.looks, new.looks, strict=True)
    differing = [x for x, (was, now, had, has) in enumerate(cells) if was != now or had != has]
    start = differing[0]
    for x, following in pairwise([*differing, len(new.cells) + GAP + 1]):
        if following - x > GAP + 1 or len(set(new.looks[x : following + 1])) > 1:
            yield start, x + 1
            start = following


class _Pen:
    """Writes cells, and moves and changes looks no more than that takes."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._y = self._x = -1
        self._look = PLAIN

    def write(self, y: int, start: int, stop: int, line: Line) -> None:
        """Write the cells of `line` from `start` to `stop`."""
        x = start
        for look, same in groupby(line.looks[start:stop]):
            end = x + len(list(same))
            self._dress(look)
            self._write(y, x, line.cells[x:end], len(line.cells))
            x = end

    def end(self) -> str:
        """All that was written; the terminal is as plain after it as before."""
        self._dress(PLAIN)
        return "".join(self._out)

    def _write(self, y: int, x: int, cells: Sequence[str], width: int) -> None:
        text = "".join(cells)
        if _UNIT not in text:
            self._go(y, x)
            self._out.append(text)
            self._x = x + len(cells)
            return
        for place, cell in enumerate(cells, x):
            if cell.startswith(_UNIT):
                self._write_unit(y, place, cell.removeprefix(_UNIT), width)
            elif cell:
                self._write(y, place, [cell], width)

    def _write_unit(self, y: int, x: int, unit: str, width: int) -> None:
        """Write `unit` on blanks, which show where the terminal draws it narrower than its room.

        What follows is placed anew, wherever the terminal stands then; it does not go to the next
        line where it draws the unit over the edge.
        """
        self._go(y, x)
        self._out.append(" " * cell_len(unit))
        self._x = -1
        self._go(y, x)
        # No character is drawn wider than two cells.
        at_the_edge = x + 2 * len(unit) > width
        self._out.append(f"{_NO_WRAP}{unit}{_WRAP}" if at_the_edge else unit)
        self._x = -1

    def _go(self, y: int, x: int) -> None:
        if (y, x) == (self._y, self._x):
            return
        if y == self._y and 0 <= self._x < x:
            step = x - self._x
            self._out.append(f"\x1b[{step}C" if step > 1 else "\x1b[C")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._y, self._x = y, x

    def _dress(self, look: str) -> None:
        self._out.append(change(self._look, look))
        self._look = look
