"""What of a place can be written to a file: its rows, the marked ones, its groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.tables.export.held_rows import GroupRows, HeldRows, SourceRows
from tui.tables.export.plan import Plan, plan_for, plan_for_held
from tui.tables.export.progress import Route
from tui.tables.export.rows import Rows
from tui.tables.export.service_rows import ServiceRows
from tui.tables.operators import describe_filter
from tui.tables.query import ROW_ID, Condition, Op, Query, Schema, Sort
from tui.tables.remote import PAGE_SIZE, RemoteTable
from tui.tables.view import shown_columns
from tui.text import SafeText, clean_line

if TYPE_CHECKING:
    from tui.api.journal import Entry
    from tui.api.models import Resource
    from tui.screens.session import Session
    from tui.tables.groups import GroupedTable
    from tui.tables.marks import Marks
    from tui.tables.source import RowSource

ENOUGH_PAGES = 3
"""Pages that must have come before anything is said of how long others will take."""

SHORT_TITLE = 12
"""Characters below which a file's title says too little without its dataset's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Rows that can be written.

    Attributes:
        title: What they are, in a few words.
        chips: Their filters and their order, in words.
        plan: How they would come.
        make: What gives them.
        page_seconds: Seconds that a page took lately; None while unknown.
    """

    title: str
    chips: tuple[SafeText, ...]
    plan: Plan
    make: Callable[[], Rows]
    page_seconds: float | None = None

    @property
    def seconds(self) -> float | None:
        """Seconds that the rows may take; None while nobody knows."""
        if self.plan.route is not Route.PAGES or not self.plan.requests or not self.page_seconds:
            return None
        return self.plan.requests * self.page_seconds / self.plan.at_once


@dataclass(frozen=True, slots=True)
class Address:
    """Where the same table is already a file.

    Attributes:
        title: What it is.
        about: Its format and size.
        url: As the producer wrote it.
    """

    title: str
    about: str
    url: str


def rows_offer(
    session: Session, source: RemoteTable, schema: Schema, query: Query, total: int | None
) -> Offer:
    """The rows of `query`, of which there are `total`."""
    columns = len(query.columns or schema)
    plan = plan_for(query, total, sorts_plainly=source.sorts_plainly)
    return Offer(
        _rows_words(total, columns),
        _chips(query),
        plan,
        lambda: ServiceRows(source, schema, query),
        page_seconds(session, source.rid),
    )


def marked_offer(source: RemoteTable, schema: Schema, query: Query, marks: Marks) -> Offer:
    """The rows that are marked, in the file's order. Those whose cells are not all here are asked
    for again."""
    columns = shown_columns(schema, query.columns, ())
    names = [column.name for column in columns]
    said = ngettext("{count} marked row", "{count} marked rows", len(marks))
    title = said.format(count=fmt.number(len(marks)))
    if marks.have(names):
        rows = marks.rows(names)
        return Offer(title, (), plan_for_held(len(rows)), lambda: HeldRows(columns, rows))
    asked = Query(query.columns).filtered(Condition(ROW_ID, Op.IN, tuple(sorted(marks))))
    plan = replace(plan_for(asked, len(marks)), is_all=False)
    return Offer(title, (), plan, lambda: ServiceRows(source, schema, asked))


def held_offers(
    source: RowSource, schema: Schema, query: Query, total: int | None, marks: Marks
) -> list[Offer]:
    """The rows of a table that is in memory: the marked ones, where there are some, and those of
    `query`, of which there are `total`."""
    columns = shown_columns(schema, query.columns, ())
    asked = replace(query, columns=tuple(column.name for column in columns))
    words = _rows_words(total, len(columns))
    made = partial(SourceRows, source, asked, columns)
    offers = [Offer(words, _chips(query), plan_for_held(total or 0), made)]
    if marks:
        rows = marks.rows(asked.columns)
        said = ngettext("{count} marked row", "{count} marked rows", len(rows))
        title = said.format(count=fmt.number(len(rows)))
        held = partial(HeldRows, columns, rows)
        offers.insert(0, Offer(title, (), plan_for_held(len(rows)), held))
    return offers


def groups_offer(source: RemoteTable, schema: Schema, query: Query, groups: GroupedTable) -> Offer:
    """The groups of `query`; those at hand, if they are all of them."""
    if groups.is_complete and not groups.is_doubtful:
        rows = groups.ordered(query.sorts)
        title = _groups_words(len(rows), len(groups.columns))
        held = plan_for_held(len(rows))
        return Offer(title, _chips(query), held, lambda: HeldRows(groups.columns, rows))
    plan = Plan(Route.PAGES, None, None)
    title = _("all groups × {columns}").format(columns=_columns_words(len(groups.columns)))
    return Offer(title, _chips(query), plan, lambda: GroupRows(source, schema, query))


def addresses_of(resource: Resource | None) -> tuple[Address, ...]:
    """Where the file itself is, and its Parquet copy."""
    if resource is None:
        return ()
    size = fmt.size(resource.size) if resource.size is not None else ""
    about = " · ".join(text for text in (clean_line(resource.format, 20), size) if text)
    found = [
        Address(_("The file itself"), about, resource.url),
        Address(_("Its Parquet copy"), _("made by the site"), resource.parquet_url),
    ]
    return tuple(address for address in found if address.url.startswith(("http://", "https://")))


def name_of(crumbs: Sequence[str]) -> str:
    """What a file of rows is named after: the file they come from, and its dataset where that says
    too little."""
    file = crumbs[-1] if crumbs else ""
    return " ".join(crumbs[-2:]) if len(file) < SHORT_TITLE else file


def page_seconds(session: Session, rid: str) -> float | None:
    """Seconds that a page of the table took lately; None where too few came."""
    service = session.opened()
    entries = service.journal.entries if service is not None else ()
    times = [entry.milliseconds for entry in entries if _is_page(entry, rid)]
    known = [time for time in times if time is not None]
    return median(known) / 1000 if len(known) >= ENOUGH_PAGES else None


def _is_page(entry: Entry, rid: str) -> bool:
    asked = f"/{rid}/data/?" in entry.url and f"page_size={PAGE_SIZE}" in entry.url
    return asked and entry.status == 200 and not entry.cached


def _rows_words(total: int | None, columns: int) -> str:
    if total is None:
        return _("all rows × {columns}").format(columns=_columns_words(columns))
    said = ngettext("{count} row × {columns}", "{count} rows × {columns}", total)
    return said.format(count=fmt.number(total), columns=_columns_words(columns))


def _groups_words(count: int, columns: int) -> str:
    said = ngettext("{count} group × {columns}", "{count} groups × {columns}", count)
    return said.format(count=fmt.number(count), columns=_columns_words(columns))


def _columns_words(count: int) -> str:
    return ngettext("{count} column", "{count} columns", count).format(count=fmt.number(count))


def _chips(query: Query) -> tuple[SafeText, ...]:
    filters = [describe_filter(item) for item in query.where]
    return (*filters, *(_order_words(sort) for sort in query.sorts))


def _order_words(sort: Sort) -> SafeText:
    name = _("place in the file") if sort.column == ROW_ID else sort.column
    return clean_line(f"{'▼' if sort.descending else '▲'} {name}")
