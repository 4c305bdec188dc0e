"""The profile of a column as a list: figures, then values and steps with their bars.

Most lines stand for rows: enter keeps those, ! keeps the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from textual.message import Message

from tui import format as fmt
from tui.tables.query import Filter
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, fit, width_of
from tui.widgets.lines import LineList

WIDEST_BAR = 48
"""Cells of the longest bar."""

NARROWEST_BAR = 4

SMALLEST_SHARE = 0.001
"""Shares below this are said to be so."""

EMPTY = '""'
"""Stands for a text without a character."""

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_NAME_WIDTH = 16


class Rows(NamedTuple):
    """The rows that a line stands for.

    Attributes:
        keep: The filter that keeps them; None where there is none.
        drop: The filter that keeps the others.
        why_not: Why there is no filter, as a sentence.
    """

    keep: Filter | None = None
    drop: Filter | None = None
    why_not: str = ""


class Heading(NamedTuple):
    """What the lines under it are, and of what."""

    text: str
    note: str = ""


class Note(NamedTuple):
    """Something to know of the figures; `tone` is the last name of a component class."""

    text: str
    tone: str = "dim"
    indent: str = " "


class Fact(NamedTuple):
    """A figure, its text raw for copies, and the rows it is of where it is of some."""

    name: str
    value: str
    raw: str = ""
    rows: Rows | None = None


class Bar(NamedTuple):
    """A value or a step.

    Attributes:
        label: What it is, safe to draw.
        held: Rows that hold it; None where that is not known.
        share: Of how many rows that is, from 0 to 1; None where that makes no sense.
        size: The length of its bar, from 0 to 1.
        raw: What a copy of it gives.
        rows: Those that hold it.
    """

    label: str
    held: int | None
    share: float | None
    size: float
    raw: str
    rows: Rows


Entry: TypeAlias = Heading | Note | Fact | Bar


class _Widths(NamedTuple):
    label: int
    held: int
    share: int
    bar: int


class ProfileLines(LineList):
    """What is known of a column.

    Attributes:
        entries: The lines.
    """

    BINDINGS = bindings_for("columnprofile")

    class Turned(Message):
        """The person wants the next column, or the one before."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Picked(Message):
        """The rows of a line are wanted, or the others."""

        def __init__(self, entry: Entry, *, keep: bool) -> None:
            super().__init__()
            self.entry = entry
            self.keep = keep

    class CopyWanted(Message):
        """Something of the profile is to be copied."""

    def __init__(self) -> None:
        super().__init__(id="figures")
        self.entries: tuple[Entry, ...] = ()
        self._widths: tuple[int, _Widths] | None = None

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these lines from the top, the cursor on the first value."""
        self.entries = tuple(entries)
        self._widths = None
        bars = (place for place, entry in enumerate(entries) if isinstance(entry, Bar))
        self.scroll_to(y=0, animate=False, force=True)
        self.set_count(len(entries), cursor=next(bars, 0))

    @property
    def current(self) -> Entry | None:
        """The line under the cursor."""
        return self.entries[self.cursor] if self.cursor < len(self.entries) else None

    def is_choice(self, index: int) -> bool:
        if not super().is_choice(index):
            return False
        entry = self.entries[index]
        return isinstance(entry, Bar) or (isinstance(entry, Fact) and entry.rows is not None)

    # Drawing

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        entry = self.entries[index]
        if isinstance(entry, Heading):
            note = f"  {entry.note}" if entry.note else ""
            return [(f" {entry.text}", self.style_of("strong")), (note, self.style_of("dim"))]
        if isinstance(entry, Note):
            return [(f"{entry.indent}{entry.text}", self.style_of(entry.tone))]
        if isinstance(entry, Fact):
            name = fit(entry.name, _NAME_WIDTH)
            return [
                (f"   {name}", self.style_of("dim")),
                (f" {entry.value}", self.style_of("plain")),
            ]
        return self._bar_pieces(entry, width)

    def _bar_pieces(self, entry: Bar, width: int) -> list[Piece]:
        widths = self._widths_for(width)
        numbers = fit(_held(entry), widths.held, right=True)
        numbers += "  " + fit(_share(entry), widths.share, right=True)
        label = fit(entry.label or EMPTY, widths.label)
        return [
            (f"   {label}  ", self.style_of("plain")),
            (f"{numbers}  ", self.style_of("dim")),
            (bar(entry.size, widths.bar), self.style_of("accent")),
        ]

    def _widths_for(self, width: int) -> _Widths:
        """Cells of each part of a line, the same for all of them."""
        if self._widths is not None and self._widths[0] == width:
            return self._widths[1]
        bars = [entry for entry in self.entries if isinstance(entry, Bar)]
        held = max((width_of(_held(entry)) for entry in bars), default=0)
        share = max((width_of(_share(entry)) for entry in bars), default=0)
        room = width - held - share - 10
        label = max((width_of(entry.label) for entry in bars), default=0)
        label = min(max(8, label), max(12, room * 3 // 4))
        length = min(WIDEST_BAR, room - label)
        widths = _Widths(label, held, share, length if length >= NARROWEST_BAR else 0)
        self._widths = (width, widths)
        return widths

    # Keys

    def action_keep(self) -> None:
        self._pick(keep=True)

    def action_choose(self) -> None:
        self._pick(keep=True)

    def action_exclude(self) -> None:
        self._pick(keep=False)

    def _pick(self, *, keep: bool) -> None:
        entry = self.current
        if entry is not None and self.is_choice(self.cursor):
            self.post_message(self.Picked(entry, keep=keep))

    def action_next(self) -> None:
        self.post_message(self.Turned(1))

    def action_previous(self) -> None:
        self.post_message(self.Turned(-1))

    def action_copy(self) -> None:
        self.post_message(self.CopyWanted())


def bar(size: float, width: int) -> str:
    """A bar of `size` (0 to 1) in at most `width` cells; what is not nothing shows."""
    eighths = round(min(1.0, max(0.0, size)) * width * 8)
    whole, part = divmod(max(eighths, 1) if size > 0 and width > 0 else eighths, 8)
    return "█" * whole + _EIGHTHS[part].strip()


def _held(entry: Bar) -> str:
    return "" if entry.held is None else fmt.number(entry.held)


def _share(entry: Bar) -> str:
    if entry.share is None:
        return ""
    if 0 < entry.share < SMALLEST_SHARE:
        return f"<{fmt.percent(SMALLEST_SHARE, 1)}"
    return fmt.percent(entry.share, 1)
