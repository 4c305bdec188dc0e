"""The datasets a search found, two lines each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList

if TYPE_CHECKING:
    from tui.api.models import DatasetSummary

SCORE_WIDTH = 5


class ResultList(LineList):
    """Datasets: title and quality, then producer, age, files, licence and use."""

    ITEM_HEIGHT = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.items: list[DatasetSummary] = []

    def show(self, items: Iterable[DatasetSummary], *, cursor: int = 0) -> None:
        """Show these datasets in place of what was shown."""
        self.items = list(items)
        self.scroll_to(y=0, animate=False, force=True)
        self.set_count(len(self.items), cursor=cursor)

    def extend(self, items: Iterable[DatasetSummary]) -> None:
        """Show these datasets after the others."""
        self.items.extend(items)
        self.grow(len(self.items))

    @property
    def current(self) -> DatasetSummary | None:
        """The dataset under the cursor."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    @property
    def text(self) -> str:
        """The datasets as plain text, two lines each."""
        lines: list[str] = []
        for item in self.items:
            facts = (producer_of(item), *self._essentials(item), *self._use(item))
            lines += [item.title, "  " + " · ".join(facts)]
        return "\n".join(lines)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        dataset = self.items[index]
        return self._title(dataset, width) if line == 0 else self._facts(dataset, width)

    def _title(self, dataset: DatasetSummary, width: int) -> list[Piece]:
        mark = _state_mark(dataset)
        score = score_bar(dataset.quality_score)
        room = max(8, width - 3 - SCORE_WIDTH - (width_of(mark) + 1 if mark else 0))
        pieces = [
            (" ", self.style_of("plain")),
            (fit(dataset.title, room), self.style_of("strong")),
        ]
        if mark:
            pieces.append((f" {mark}", self.style_of("warning")))
        return [*pieces, (f" {score} ", self.style_of("accent"))]

    def _facts(self, dataset: DatasetSummary, width: int) -> list[Piece]:
        essentials = "".join(f" · {part}" for part in self._essentials(dataset))
        use = "".join(f" · {part}" for part in self._use(dataset))
        room = width - 4
        left = room - width_of(essentials) - 2  # for what says that there is more
        producer = cut(producer_of(dataset), max(room // 2, left))
        return [("   " + cut(producer + essentials + use, room), self.style_of("dim"))]

    def _essentials(self, dataset: DatasetSummary) -> Iterable[str]:
        if dataset.last_update is not None:
            yield fmt.ago(dataset.last_update, clock.now())
        files = dataset.resources_count
        if files is not None:
            yield ngettext("{count} file", "{count} files", files).format(count=fmt.number(files))

    def _use(self, dataset: DatasetSummary) -> Iterable[str]:
        metrics = dataset.metrics
        if metrics.views:
            yield _("{count} views").format(count=fmt.compact(metrics.views))
        if metrics.resources_downloads:
            yield _("{count} downloads").format(count=fmt.compact(metrics.resources_downloads))
        if metrics.reuses:
            yield ngettext("{count} reuse", "{count} reuses", metrics.reuses).format(
                count=fmt.number(metrics.reuses)
            )
        if metrics.followers:
            yield ngettext("{count} follower", "{count} followers", metrics.followers).format(
                count=fmt.number(metrics.followers)
            )
        if dataset.license and dataset.license != "notspecified":
            yield dataset.license


def producer_of(dataset: DatasetSummary) -> str:
    """Who publishes `dataset`: the organization with its certification mark, else the person."""
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


def _state_mark(dataset: DatasetSummary) -> str:
    if dataset.deleted is not None:
        return _("deleted")
    if dataset.archived is not None:
        return _("archived")
    if dataset.private:
        return _("private")
    if dataset.access_type == "restricted":
        return _("restricted")
    return ""
