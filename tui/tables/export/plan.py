"""By which way rows are best had, before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass

from tui.api.tabular import STREAM_ROWS
from tui.i18n import gettext as _
from tui.tables.export.progress import Route
from tui.tables.query import Query
from tui.tables.remote import AT_ONCE, PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows will come.

    Attributes:
        route: In one stream, page by page, or from memory.
        rows: How many; None while nobody counted them.
        requests: For the rows, without the few that count them; None while unknown.
        at_once: Requests that are under way together, as a rule.
        is_all: Whether it is the whole table as it is, so that its file is worth looking at.
        why_not: Why these rows cannot be had, as a sentence; empty when they can.
        note: What there is to know beforehand, as a sentence; empty when there is nothing.
    """

    route: Route
    rows: int | None
    requests: int | None
    at_once: int = 1
    is_all: bool = False
    why_not: str = ""
    note: str = ""


def plan_for(query: Query, total: int | None, *, sorts_plainly: bool = False) -> Plan:
    """The way to the rows of `query`, of which there are `total`.

    `sorts_plainly` says that the service was seen to sort by one column only, ties in any order.
    """
    is_all = not (query.where.items or query.columns or query.sorts)
    doubtful = bool(query.sorts) and sorts_plainly
    if not needs_pages(total):
        note = _("This service sorts by one column only: rows that tie come in any order.")
        requests = None if total is None else 1
        said = note if doubtful else ""
        return Plan(Route.STREAM, total, requests, is_all=is_all, note=said)
    requests = -(-(total or 0) // PAGE_SIZE)
    # Filtered rows are asked for after the last one, which is known when it came.
    at_once = AT_ONCE if query.sorts or not query.where.items else 1
    why_not = ties_problem() if doubtful else ""
    return Plan(Route.PAGES, total, requests, at_once, is_all, why_not)


def plan_for_held(count: int) -> Plan:
    """The way to rows that are here."""
    return Plan(Route.HELD, count, 0)


def needs_pages(total: int | None, limit: int | None = None) -> bool:
    """Whether so many rows are more than the service streams; unknown numbers are tried."""
    return total is not None and total > (STREAM_ROWS if limit is None else limit)


def ties_problem() -> str:
    """Why pages cannot be put together where ties come in any order."""
    return _(
        "This service sorts by one column only: page by page, rows that tie would come twice or "
        "never. Remove the order."
    )


def follows_ids(query: Query) -> bool:
    """Whether rows come in the order of `ROW_ID`."""
    return not query.sorts
