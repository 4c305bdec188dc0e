"""Things of one kind, two lines each; or a few words where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.strip import Strip

from tui.widgets.draw import Piece, cut, cut_facts, fit, strip, width_of, wrap
from tui.widgets.lines import LineList


class Entry(NamedTuple):
    """What a list says of one thing.

    Attributes:
        title: What it is called.
        facts: What is said of it on the second line, most telling first.
        side: A word or two at right of the title.
        mark: One cell before the title.
        tone: The last name of the component class that `mark` and `side` are drawn with.
    """

    title: str
    facts: tuple[str, ...] = ()
    side: str = ""
    mark: str = "·"
    tone: str = "dim"


class EntryList(LineList):
    """Entries that are made when they are drawn: subclasses give `entry_at`."""

    ITEM_HEIGHT = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._said: tuple[tuple[str, str], ...] = ()

    def entry_at(self, index: int) -> Entry:
        """What is said of item `index`."""
        raise LookupError(index)

    def say(self, paragraphs: Sequence[tuple[str, str]]) -> None:
        """What is written where there is nothing to list: texts and their tones."""
        if self._said != tuple(paragraphs):
            self._said = tuple(paragraphs)
            self.refresh()

    @property
    def text(self) -> str:
        """The entries, or what is said in their place, as plain text."""
        if not self.count:
            return "\n".join(text for text, _tone in self._said)
        entries = (self.entry_at(index) for index in range(self.count))
        return "\n".join(line for entry in entries for line in _as_lines(entry))

    def render_line(self, y: int) -> Strip:
        if self.count:
            return super().render_line(y)
        width, base = self.size.width, self.style_of("plain")
        lines = [
            (line, tone) for text, tone in self._said for line in wrap(text, max(10, width - 2))
        ]
        if y >= len(lines):
            return strip(width, base, ())
        line, tone = lines[y]
        return strip(width, base, [(f" {line}", self.style_of(tone))])

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        entry = self.entry_at(index)
        if line:
            facts = cut_facts(entry.facts, max(4, width - 4))
            return [("   " + facts, self.style_of("dim"))]
        side = cut(entry.side, max(8, width // 3))
        room = max(8, width - 5 - width_of(side))
        return [
            (f" {entry.mark} ", self.style_of(entry.tone)),
            (fit(entry.title, room), self.style_of("strong")),
            (f" {side} ", self.style_of(entry.tone)),
        ]


def _as_lines(entry: Entry) -> Iterable[str]:
    yield f"{entry.mark} {entry.title}" + (f" · {entry.side}" if entry.side else "")
    yield "  " + " · ".join(fact for fact in entry.facts if fact)
