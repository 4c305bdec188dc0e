"""Lines of which some are chosen, narrowed by typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.fuzzy import Matcher

from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList


@dataclass(frozen=True, slots=True)
class Pick:
    """A line that may be chosen.

    Attributes:
        title: What it is, safe to draw.
        word: Another word by which it is found.
        detail: What kind of thing, at right.
        why_not: Why it cannot be chosen, in a few words; empty when it can.
    """

    title: str
    word: str = ""
    detail: str = ""
    why_not: str = ""


class PickLines(LineList):
    """Lines of which some are chosen, in the order in which they were; narrowed by typing.

    Attributes:
        picks: Every line.
        chosen: Positions of the chosen ones among `picks`.
        kept: Positions of those in sight.
    """

    def __init__(self, picks: Sequence[Pick], chosen: Sequence[int], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.picks = tuple(picks)
        self.chosen = list(chosen)
        # What can be chosen comes first: in a wide table it may be one line of hundreds.
        self.order = sorted(range(len(picks)), key=lambda index: bool(picks[index].why_not))
        self.kept = list(self.order)

    @property
    def titles(self) -> list[str]:
        """What is chosen."""
        return [self.picks[index].title for index in self.chosen]

    @property
    def current(self) -> int | None:
        """Position of the line under the cursor among `picks`."""
        return self.kept[self.cursor] if self.cursor < len(self.kept) else None

    def narrow(self, words: str) -> None:
        """Keep the lines that match `words`, best first."""
        self.kept = list(self.order)
        if words.strip():
            matcher = Matcher(words.strip())
            scores = {index: _score(matcher, self.picks[index]) for index in self.order}
            self.kept = sorted(
                (index for index in self.order if scores[index] > 0),
                key=lambda index: (bool(self.picks[index].why_not), -scores[index]),
            )
        self.set_count(len(self.kept), cursor=0)

    def turn(self) -> bool:
        """Choose the line under the cursor, or no longer. Returns whether it could be."""
        index = self.current
        if index is None or self.picks[index].why_not:
            return False
        if index in self.chosen:
            self.chosen.remove(index)
        else:
            self.chosen.append(index)
        self.refresh()
        return True

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        place = self.kept[index]
        pick = self.picks[place]
        detail = cut(pick.why_not or pick.detail, max(0, width // 2))
        room = max(4, width - width_of(detail) - 7)
        tone = "dim" if pick.why_not else "strong" if place in self.chosen else "plain"
        return [
            (f" {self._box(place)} {fit(pick.title, room)} ", self.style_of(tone)),
            (detail + " ", self.style_of("dim")),
        ]

    def _box(self, place: int) -> str:
        if self.picks[place].why_not:
            return "   "
        if place not in self.chosen:
            return "[ ]"
        number = self.chosen.index(place) + 1
        return f"[{number}]" if number < 10 else "[×]"


def _score(matcher: Matcher, pick: Pick) -> float:
    said = matcher.match(pick.title)
    return said or (matcher.match(f"{pick.word} {pick.title}") if pick.word else 0)
