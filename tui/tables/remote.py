"""A table of the Tabular API as a `RowSource`: windows of rows over pages of 50."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakSet

from tui.api.errors import ApiError, BadRequest, PastTheEnd, UnsupportedFilter
from tui.i18n import gettext as _
from tui.tables.query import ROW_ID, Group, Query, QueryError, Schema
from tui.tables.remote_pages import Page, PageCache
from tui.tables.remote_schema import schema_of, schema_of_rows
from tui.tables.source import Window
from tui.tables.tabular_form import request_too_long, to_params

if TYPE_CHECKING:
    from tui.api.models.table import Cell, Profile, RowsPage
    from tui.api.tabular import Tabular

PAGE_SIZE = 50
"""Rows of the service's largest page."""

AT_ONCE = 2
"""Requests of one table under way at the same time."""

GROUPS_SINCE = (0, 3, 2)
"""The release of the service that brought ``or=``."""

_TOTALS_KEPT = 100
_NAME_BYTES = 63
_REQUEST_WORDS = len("GET  HTTP/1.1")

# Services that refused the undocumented forms of a sort, for as long as they are used.
_plain_sorters: WeakSet[Tabular] = WeakSet()


class BadQuery(BadRequest):
    """A query that cannot be asked of the service; nothing was sent."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(status=None, code=code)
        self.reason = reason

    @property
    def message(self) -> str:
        return self.reason


class GroupsUnsupported(BadRequest):
    """The service is too old for filters joined by ``or``."""

    @property
    def message(self) -> str:
        return _("This service is too old to join filters by “or”.")

    @property
    def hint(self) -> str:
        return _("Use filters that all apply.")


class RemoteTable:
    """Rows of the table made from a resource. Raises `ApiError` wherever it awaits.

    Attributes:
        profile: What the service says of the source file; None before `schema`.
        changed: Whether the number of rows of a query was seen to change from a page to another:
            the table was made anew meanwhile.
    """

    def __init__(
        self, tabular: Tabular, rid: str, *, on_change: Callable[[Query], None] | None = None
    ) -> None:
        self.profile: Profile | None = None
        self.changed = False
        self._tabular = tabular
        self._rid = rid
        self._on_change = on_change
        self._schema: Schema | None = None
        self._pages = PageCache()
        self._totals: dict[Query, int] = {}
        self._reload = False
        self._opening = asyncio.Lock()
        self._turn = asyncio.Semaphore(AT_ONCE)

    @property
    def page_size(self) -> int:
        return PAGE_SIZE

    @property
    def tabular(self) -> Tabular:
        """The service that has the table."""
        return self._tabular

    @property
    def rid(self) -> str:
        """The resource that the table was made from."""
        return self._rid

    @property
    def sorts_plainly(self) -> bool:
        """Whether the service takes one sort only: rows that tie may then come twice or never."""
        return self._tabular in _plain_sorters

    async def schema(self) -> Schema:
        """``GET /api/resources/{rid}/profile/``, once."""
        async with self._opening:
            if self._schema is None:
                self.profile = await self._tabular.profile(self._rid, reload=self._reload)
                self._schema = schema_of(self.profile)
            if not self._schema.columns:
                page = await self._tabular.rows(self._rid, "", page=1, reload=self._reload)
                self._schema = schema_of_rows(page.rows)
            return self._schema

    async def allows_groups(self) -> bool:
        """``GET /api/aggregation-exceptions/``: whether the service lets rows be grouped."""
        return await self._tabular.aggregation_allowed(self._rid, reload=self._reload)

    async def window(self, query: Query, start: int, stop: int) -> Window:
        """Rows `start` to `stop` (excluded) of `query`, cut at the end of the table.

        ``GET /api/resources/{rid}/data/``, for the pages that are not held already.
        """
        schema = await self.schema()
        first, last = start // PAGE_SIZE + 1, max(start, stop - 1) // PAGE_SIZE + 1
        pages = await self._cover(query, schema, range(first, last + 1))
        skipped = start - (first - 1) * PAGE_SIZE
        kept = slice(skipped, skipped + max(0, stop - start))
        rows = [row for page in pages for row in page.rows]
        ids = [number for page in pages for number in page.ids]
        return Window(
            query=query,
            start=start,
            columns=_names(query, schema),
            rows=tuple(rows[kept]),
            ids=tuple(ids[kept]),
            total=self._totals.get(query),
            at_end=pages[-1].at_end and kept.stop >= len(rows),
        )

    def params(self, query: Query) -> str:
        """`query` as parameters of the service. Only after `schema`. Raises `BadQuery`."""
        if self._schema is None:
            raise BadQuery(_("The columns of the table are not known yet."))
        return self._params(query, self._schema, plain_sort=self.sorts_plainly)

    def stream_url(self, query: Query) -> str:
        """The address of all rows of `query` at once, up to what the service streams.

        Only after `schema`. Raises `BadQuery`.
        """
        return self._tabular.stream_url(self._rid, self.params(query), "json")

    def url(self, query: Query, row: int = 0) -> str:
        """The address of the page that holds `row` (from 0). Raises `BadQuery`.

        Only after `schema`.
        """
        params = self.params(query)
        page = row // PAGE_SIZE + 1
        return self._tabular.rows_url(self._rid, params, page=page, page_size=PAGE_SIZE)

    def request_size(self, query: Query) -> int:
        """Bytes of the request line of a page of `query`; `REQUEST_LINE_LIMIT` is what is read.

        Only after `schema`. Raises `BadQuery` where the service cannot be asked at all.
        """
        if self._schema is None:
            raise BadQuery(_("The columns of the table are not known yet."))
        return self._written(query, self._schema, plain_sort=self.sorts_plainly)[1]

    def forget(self) -> None:
        """Let go of every row, and go past caches from now on."""
        self._pages.forget()
        self._totals.clear()
        self._reload = True

    async def _cover(self, query: Query, schema: Schema, numbers: range) -> list[Page]:
        """Pages `numbers`, or those of them that the table has, the last telling its end.

        While the total is unknown, the first goes alone: it may be the only one.
        """
        first, pages, rest = numbers[0], [], list(numbers)
        if query not in self._totals:
            pages = [await self._page(query, schema, first)]
            rest = [] if pages[0].at_end else rest[1:]
        wanted = [number for number in rest if number == first or self._exists(query, number)]
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._page(query, schema, n)) for n in wanted]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        return [*pages, *(task.result() for task in tasks)]

    def _exists(self, query: Query, number: int) -> bool:
        total = self._totals.get(query)
        return total is None or (number - 1) * PAGE_SIZE < total

    async def _page(self, query: Query, schema: Schema, number: int) -> Page:
        held = self._pages.get(query, number)
        if held is not None:
            return held
        if number > 1 and not self._exists(query, number):
            return Page((), (), self._totals[query], at_end=True)
        async with self._turn:
            page = await self._fetch(query, schema, number)
        self._note_total(query, page.total)
        self._pages.put(query, number, page)
        return page

    def _note_total(self, query: Query, total: int | None) -> None:
        if total is None:
            return
        known = self._totals.pop(query, total)
        self._totals[query] = total
        if len(self._totals) > _TOTALS_KEPT:
            del self._totals[next(iter(self._totals))]
        if known == total:
            return
        self._pages.forget(query)
        self.changed = True
        # What the shared cache holds belongs to the table as it was.
        self._reload = True
        if self._on_change is not None:
            self._on_change(query)

    async def _fetch(self, query: Query, schema: Schema, number: int) -> Page:
        try:
            answer = await self._ask(query, schema, number)
        except PastTheEnd as error:
            return Page((), (), error.total, at_end=True)
        names = _names(query, schema)
        rows = tuple(_row(row, names) for row in answer.rows)
        ids = tuple(_row_id(row) for row in answer.rows)
        seen = (number - 1) * PAGE_SIZE + len(rows)
        if answer.total is None:
            at_end = len(rows) < PAGE_SIZE or not answer.has_next
        else:
            at_end = seen >= answer.total
        return Page(rows, ids, answer.total, at_end)

    async def _ask(self, query: Query, schema: Schema, number: int) -> RowsPage:
        """Ask for a page; once more with a plain sort if the service may have refused the sort."""
        plain = self.sorts_plainly
        params = self._params(query, schema, plain_sort=plain)
        try:
            return await self._rows(params, number)
        except (UnsupportedFilter, PastTheEnd):
            raise
        except BadRequest as error:
            plainer = self._params(query, schema, plain_sort=True)
            if not plain and plainer != params and error.code in ("", "PGRST100"):
                answer = await self._plainly(plainer, number)
                if answer is not None:
                    return answer
            raise await self._explained(query, error) from error

    async def _plainly(self, params: str, number: int) -> RowsPage | None:
        try:
            answer = await self._rows(params, number)
        except BadRequest:
            return None
        _plain_sorters.add(self._tabular)
        return answer

    async def _explained(self, query: Query, error: BadRequest) -> BadRequest:
        if not _has_or(query.where.simplified()) or error.code:
            return error
        try:
            health = await self._tabular.health()
        except ApiError:
            return error
        if () < health.version < GROUPS_SINCE:
            return GroupsUnsupported(error.url, status=error.status, detail=error.detail)
        return error

    async def _rows(self, params: str, number: int) -> RowsPage:
        return await self._tabular.rows(
            self._rid, params, page=number, page_size=PAGE_SIZE, reload=self._reload
        )

    def _params(self, query: Query, schema: Schema, *, plain_sort: bool) -> str:
        params, size = self._written(query, schema, plain_sort=plain_sort)
        if request_too_long(params, size - len(params)):
            raise BadQuery(_("These filters are too long for the service: use fewer values."))
        return params

    def _written(self, query: Query, schema: Schema, *, plain_sort: bool) -> tuple[str, int]:
        """The parameters of `query`, and the bytes of the request line that they make."""
        if query.columns:
            query = replace(query, columns=tuple(dict.fromkeys((ROW_ID, *query.columns))))
        try:
            params = to_params(query, schema, plain_sort=plain_sort)
        except QueryError as error:
            raise BadQuery(error.reason, error.code) from error
        url = self._tabular.rows_url(self._rid, params, page=1_000_000, page_size=PAGE_SIZE)
        return params, len(url) + _REQUEST_WORDS


def _names(query: Query, schema: Schema) -> tuple[str, ...]:
    """Names of the cells of a row of the answer."""
    if query.is_aggregated:
        return (*query.group_by, *(aggregate.name for aggregate in query.aggregates))
    return query.columns or tuple(column.name for column in schema)


def _row(row: dict[str, Cell], names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(row[name] if name in row else row.get(_cut(name)) for name in names)


def _row_id(row: dict[str, Cell]) -> int | None:
    number = row.get(ROW_ID)
    return number if isinstance(number, int) else None


def _cut(name: str) -> str:
    """The key of an aggregate whose name is too long for PostgreSQL."""
    return name.encode("utf-8", "replace")[:_NAME_BYTES].decode("utf-8", "ignore")


def _has_or(group: Group) -> bool:
    return any(isinstance(item, Group) for item in group)
