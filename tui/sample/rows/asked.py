"""What a request for rows asks, checked in the order in which the service checks it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_plus

from tui.sample.asgi import HttpError, Request
from tui.sample.rows import refusals
from tui.sample.tables.store import Table
from tui.tables.query import Query, QueryError
from tui.tables.tabular_form import REQUEST_LINE_LIMIT, from_params

PAGE_SIZE = 20
PAGE_SIZE_LIMIT = 50
UNLIMITED = 5_000
"""Rows given where the real service gives them all, page size or not."""
_AGGREGATE_CALL = re.compile(r"\.(?:count|sum|avg|min|max)\(\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the page of it that is wanted.

    Attributes:
        query: Typed and checked against the table.
        page: As asked; zero and less act as 1.
        page_size: From 0, which means no limit.
        hides_total: Whether something in the request makes the service leave the total out.
    """

    query: Query
    page: int
    page_size: int
    hides_total: bool

    @property
    def limit(self) -> int:
        """Rows to give: the service sets no limit for a page size of 0."""
        return self.page_size or UNLIMITED

    @property
    def offset(self) -> int:
        return max(0, self.page - 1) * self.page_size


def read_page(request: Request) -> tuple[int, int]:
    """The page and its size; what is not a number breaks the service, over 50 is refused."""
    try:
        page = int(_first(request.query, "page", "1"))
        size = int(_first(request.query, "page_size", str(PAGE_SIZE)))
    except ValueError:
        raise refusals.trouble() from None
    if size > PAGE_SIZE_LIMIT:
        raise refusals.invalid_query(f"Page size exceeds allowed maximum: {PAGE_SIZE_LIMIT}")
    return page, size


def read_query(request: Request, table: Table, rid: str, *, stream: bool, guarded: bool) -> Query:
    """The query of `request`; `guarded` tables refuse groups unless they allow them."""
    if len(f"{request.method} {request.path}?{request.query} HTTP/1.1") > REQUEST_LINE_LIMIT:
        body = f"Got more than {REQUEST_LINE_LIMIT} bytes when reading: bytearray(b'{request.path}"
        raise refusals.bare(400, f"{body}...').")
    try:
        said = from_params(request.query)
        if guarded:
            _check_aggregation(said, table, rid)
        return from_params(request.query, table.schema)
    except QueryError as error:
        raise refusals.of_query(error, table.relation, stream=stream) from error


def read_asked(request: Request, table: Table, rid: str, *, guarded: bool) -> Asked:
    """What a request for one page asks."""
    page, size = read_page(request)
    query = read_query(request, table, rid, stream=False, guarded=guarded)
    if size < 0:
        details = "Limit should be greater than or equal to zero."
        raise range_error(details)
    hides = bool(query.aggregates or _AGGREGATE_CALL.search(unquote_plus(request.query)))
    # A fragment cuts the rest of the address off, the limit included.
    cut = "#" in unquote_plus(request.query)
    return Asked(query, 1 if cut else page, 0 if cut else size, hides)


def range_error(details: str) -> HttpError:
    """416 of a page that does not exist."""
    message = "Requested range not satisfiable"
    return refusals.database_error(416, "PGRST103", message, details=details)


def link(request: Request, page: int, size: int) -> str:
    """The same request at another page, decoded once as the service leaves it."""
    kept = [
        part
        for part in unquote_plus(request.query).split("&")
        if part and not part.startswith("page")
    ]
    return f"{request.url}?{'&'.join([*kept, f'page={page}', f'page_size={size}'])}"


def _first(query: str, name: str, default: str) -> str:
    for part in query.split("&"):
        key, has_value, value = part.partition("=")
        if key == name and has_value:
            return unquote_plus(value)
    return default


def _check_aggregation(query: Query, table: Table, rid: str) -> None:
    used = [*query.group_by, *(aggregate.column for aggregate in query.aggregates)]
    if not used:
        return
    for column in used:
        if table.indexes is not None and column not in table.indexes:
            allowed = "{" + ", ".join(repr(name) for name in table.indexes) + "}"
            detail = f"{column} is not among the allowed columns: {allowed}"
            raise refusals.unauthorized(detail)
    if table.aggregates:
        return
    functions = dict.fromkeys(str(aggregate.function) for aggregate in query.aggregates)
    said = ", ".join(f"`{word}`" for word in (["groupby"] if query.group_by else []) + [*functions])
    raise refusals.unauthorized(
        f"Aggregation parameters {said} are not allowed for resource '{rid}'"
    )
