"""The things a search found or a list holds, two lines each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from tui.i18n import gettext as _
from tui.widgets.draw import Piece, cut, cut_facts, fit, width_of
from tui.widgets.lines import LineList

if TYPE_CHECKING:
    from tui.api.models import Listed, OrganizationRef, UserRef
    from tui.widgets.result_words import Told

SCORE_WIDTH = 5

T = TypeVar("T")


def unlike(held: Iterable[T], found: Iterable[T]) -> list[T]:
    """Those of `found` that are not in `held` nor come twice, by their id; what has none stays.

    Lists change from a page to the next while one reads."""
    seen = {getattr(item, "id", "") for item in held}
    kept: list[T] = []
    for item in found:
        ident = getattr(item, "id", "")
        if not ident or ident not in seen:
            seen.add(ident)
            kept.append(item)
    return kept


class Published(Protocol):
    """What an organization, or a person, stands behind."""

    @property
    def organization(self) -> OrganizationRef | None: ...

    @property
    def owner(self) -> UserRef | None: ...


class ResultList(LineList):
    """Things of any kind: title, and quality of datasets, then producer, facts and use."""

    ITEM_HEIGHT = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.items: list[Listed] = []

    def show(self, items: Iterable[Listed], *, cursor: int = 0) -> None:
        """Show these in place of what was shown."""
        self.items = list(items)
        self.scroll_to(y=0, animate=False, force=True)
        self.set_count(len(self.items), cursor=cursor)

    def extend(self, items: Iterable[Listed]) -> None:
        """Show these after the others."""
        self.items.extend(items)
        self.grow(len(self.items))

    @property
    def current(self) -> Listed | None:
        """What is under the cursor."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    @property
    def text(self) -> str:
        """All of them as plain text, two lines each."""
        lines: list[str] = []
        for item in self.items:
            said = _told(item)
            facts = (said.producer, *said.essentials, *said.use)
            lines += [said.title, "  " + " · ".join(fact for fact in facts if fact)]
        return "\n".join(lines)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        item = self.items[index]
        return self._title(item, width) if line == 0 else self._facts(item, width)

    def _title(self, item: Listed, width: int) -> list[Piece]:
        said = _told(item)
        # Only datasets are given a score: the others use its room.
        score: float | None = getattr(item, "quality_score", None)
        bar = f" {score_bar(score)} " if hasattr(item, "quality_score") else " "
        room = max(8, width - 1 - width_of(bar) - (width_of(said.mark) + 1 if said.mark else 0))
        pieces = [(" ", self.style_of("plain")), (fit(said.title, room), self.style_of("strong"))]
        if said.mark:
            pieces.append((f" {said.mark}", self.style_of("warning")))
        return [*pieces, (bar, self.style_of("accent"))]

    def _facts(self, item: Listed, width: int) -> list[Piece]:
        said = _told(item)
        essentials = " · ".join(said.essentials)
        room = width - 4
        left = room - width_of(essentials) - 7  # for what parts them, and says that there is more
        producer = cut(said.producer, max(room // 2, left))
        parts = (producer, *said.essentials, *said.use)
        return [("   " + cut_facts(parts, room), self.style_of("dim"))]


def _told(item: Listed) -> Told:
    from tui.widgets.result_words import told

    return told(item)


def producer_of(dataset: Published) -> str:
    """Who publishes `dataset`, or another thing: the organization with its certification mark, else
    the person."""
    if dataset.organization is not None:
        organization = dataset.organization
        name = organization.name
        if organization.acronym and len(name) > 40:
            name = organization.acronym
        return f"{name} ✓" if organization.certified else name
    if dataset.owner is not None:
        return dataset.owner.name
    return _("no producer")


def score_bar(score: float | None) -> str:
    """A quality score from 0 to 1 as five cells; blank when unknown."""
    if score is None:
        return " " * SCORE_WIDTH
    full = round(max(0.0, min(1.0, score)) * SCORE_WIDTH)
    return "▰" * full + "▱" * (SCORE_WIDTH - full)
