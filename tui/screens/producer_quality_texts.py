"""The quality of all the datasets of an organization: as rows, as a summary, as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.screens.quality_texts import CRITERIA
from tui.tables import row_texts
from tui.tables.listed import Listed, ListedTable, SortKey
from tui.tables.query import Column, ColumnType
from tui.tables.source import Cell
from tui.text import SafeText

if TYPE_CHECKING:
    from tui.api.models import DatasetSummary

SCORE = "score"
"""The column that rows are ordered by until one says otherwise."""

HEADS = {
    "dataset_description_quality": N_("described"),
    "resources_documentation": N_("documented"),
    "license": N_("licence"),
    "update_frequency": N_("frequency"),
    "update_fulfilled_in_time": N_("in time"),
    "has_open_format": N_("open"),
    "temporal_coverage": N_("dates"),
    "spatial": N_("places"),
    "all_resources_available": N_("answers"),
}
"""What the column of each criterion is called: a word."""

_MARKS = {True: "✓", False: "✗", None: "·"}


@dataclass(frozen=True, slots=True)
class Scored:
    """The quality of one dataset.

    Attributes:
        score: 0 to 1; None where it was not computed.
        criteria: Whether each criterion is met; those that were not measured are absent.
        updated: When it changed last; None where that is not known.
        page: Its page on the web.
    """

    id: str
    title: SafeText
    score: float | None
    criteria: Mapping[str, bool] = field(default_factory=dict)
    updated: datetime | None = None
    page: str = ""

    @property
    def unmet(self) -> int:
        """How many criteria were measured and are not met."""
        return sum(self.criteria.get(each.key) is False for each in CRITERIA)


def scored(dataset: DatasetSummary) -> Scored:
    """What a list of datasets says of the quality of one."""
    return Scored(
        dataset.id,
        dataset.title,
        dataset.quality_score,
        dataset.quality,
        dataset.last_update,
        dataset.page,
    )


def columns() -> list[Column]:
    """The columns: the title, which stays at left, the score, what misses, each criterion."""
    return [
        Column("title", title=_("Dataset")),
        Column(SCORE, ColumnType.INT, title=_("score")),
        Column("unmet", ColumnType.INT, title="✗"),
        *(Column(each.key, title=_(HEADS[each.key])) for each in CRITERIA),
        Column("updated", title=_("updated")),
    ]


def table_of(datasets: Iterable[Scored]) -> ListedTable:
    """A row a dataset."""
    return ListedTable(columns(), [_row(each) for each in datasets])


def _row(one: Scored) -> Listed:
    percent = None if one.score is None else round(one.score * 100)
    day = one.updated.date().isoformat() if one.updated is not None else ""
    met = [one.criteria.get(each.key) for each in CRITERIA]
    cells: list[Cell] = [
        one.title or _("Untitled"),
        "" if percent is None else percent,
        one.unmet,
        *(_MARKS[each] for each in met),
        day,
    ]
    keys: list[SortKey] = [
        one.title.casefold(),
        None if one.score is None else Decimal(str(one.score)),
        Decimal(one.unmet),
        *(None if each is None else Decimal(each) for each in met),
        day or None,
    ]
    return Listed(tuple(cells), tuple(keys))


def unmet_counts(datasets: Iterable[Scored]) -> dict[str, int]:
    """How many datasets miss each criterion, those that most miss first; none that nobody does."""
    listed = list(datasets)
    counts = {
        each.key: sum(one.criteria.get(each.key) is False for one in listed) for each in CRITERIA
    }
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    return {key: count for key, count in ranked if count}


def summary_words(datasets: Sequence[Scored]) -> str:
    """How many there are, and how good they are, on one line."""
    said = ngettext("{count} dataset", "{count} datasets", len(datasets))
    words = [said.format(count=fmt.number(len(datasets)))]
    scores = [one.score for one in datasets if one.score is not None]
    if scores:
        mean = fmt.percent(sum(scores) / len(scores))
        words.append(_("mean score {percent}").format(percent=mean))
    if len(scores) < len(datasets):
        said = ngettext("{count} without a score", "{count} without a score", len(datasets))
        words.append(said.format(count=fmt.number(len(datasets) - len(scores))))
    perfect = sum(not one.unmet and one.score is not None for one in datasets)
    said = ngettext("{count} misses nothing", "{count} miss nothing", perfect)
    return " · ".join([*words, said.format(count=fmt.number(perfect))])


def unmet_words(datasets: Iterable[Scored]) -> str:
    """How many miss what, the most missed first, on one line; empty where nothing misses."""
    counts = unmet_counts(datasets)
    words = " · ".join(f"{_(HEADS[key])} {fmt.number(count)}" for key, count in counts.items())
    return _("✗ {words}").format(words=words) if words else ""


def as_csv(datasets: Iterable[Scored]) -> str:
    """A line a dataset: its criteria are ``true``, ``false``, or nothing where not measured."""
    names = ["id", "title", "score", *(each.key for each in CRITERIA), "last_update", "page"]
    rows: list[tuple[Cell, ...]] = [
        (
            one.id,
            one.title,
            one.score,
            *(one.criteria.get(each.key) for each in CRITERIA),
            one.updated.isoformat() if one.updated is not None else None,
            one.page,
        )
        for one in datasets
    ]
    return row_texts.as_csv(rows, names)
