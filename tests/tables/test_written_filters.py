"""Every filter can be written as text, as a link and as parameters, and read back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from table_queries import SCHEMA, filters, group_queries, row_queries, texts

from tui.tables.link_form import from_pairs, to_pairs
from tui.tables.query import (
    ROW_ID,
    Group,
    Query,
    QueryError,
    Sort,
)
from tui.tables.tabular_form import from_params, inexact, to_params
from tui.tables.text_form import TextFormError, format_filter, parse
from tui.text import is_safe_line

EXAMPLES = settings(deadline=None)
LINK_NAMES = ("or", "ville__in", "columns", "ville__sort", "ville__contains", "é__x__exact")
anything = st.one_of(texts, st.text(st.sampled_from("abe and or()=!<>~`\"\\,.#%'é\n"), max_size=30))


@EXAMPLES
@given(group=filters())
def test_a_written_filter_reads_back(group: Group) -> None:
    assert parse(format_filter(group), SCHEMA) == group


@EXAMPLES
@given(group=filters())
def test_a_written_filter_is_safe_to_draw(group: Group) -> None:
    assert is_safe_line(format_filter(group))


@EXAMPLES
@given(query=st.one_of(row_queries(), group_queries()))
def test_a_link_reads_back(query: Query) -> None:
    assert from_pairs(to_pairs(query), SCHEMA) == query


@EXAMPLES
@given(query=st.one_of(row_queries(), group_queries()))
def test_parameters_read_back_as_the_service_reads_them(query: Query) -> None:
    if inexact(query):
        return
    read = from_params(to_params(query, SCHEMA), SCHEMA)
    assert read.where.simplified() == query.where
    assert read.columns == query.columns
    assert read.sorts == with_row_id(query)
    assert (read.group_by, read.aggregates) == (query.group_by, query.aggregates)


@EXAMPLES
@given(query=row_queries())
def test_parameters_are_plain_ascii_with_nothing_that_the_service_loses(query: Query) -> None:
    raw = to_params(query, SCHEMA)
    assert raw.isascii()
    assert not set(raw) & set("#;+ \t\n\"'\\")
    assert "%23" not in raw.replace("%2523", "")
    assert "" not in raw.split("&") or raw == ""


@EXAMPLES
@given(text=anything)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    place = 0
    try:
        parse(text, SCHEMA)
    except TextFormError as error:
        place = error.position
    assert 0 <= place <= len(text)


@EXAMPLES
@given(raw=anything.map(lambda text: text.encode().decode("latin-1")))
def test_any_query_string_is_read_or_refused_with_a_status(raw: str) -> None:
    status = 200
    try:
        from_params(raw, SCHEMA)
    except QueryError as error:
        status = error.status
    assert status in (200, 400, 404, 500)


@EXAMPLES
@given(pairs=st.lists(st.tuples(st.sampled_from(LINK_NAMES), anything)))
def test_any_link_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        read = from_pairs(pairs)
    except QueryError:
        return
    assert from_pairs(to_pairs(read)).where.simplified() == read.where.simplified()


def with_row_id(query: Query) -> tuple[Sort, ...]:
    return (*query.sorts, Sort(ROW_ID)) if query.sorts and not query.is_aggregated else query.sorts
