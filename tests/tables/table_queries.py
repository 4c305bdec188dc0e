"""Made-up tables and queries for Hypothesis, and an evaluator of queries that knows no SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cmp_to_key
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tui.tables.operators import functions_for, operators_for, sortable, supports
from tui.tables.query import (
    ROW_ID,
    Aggregate,
    Column,
    ColumnType,
    Condition,
    Filter,
    Function,
    Group,
    Op,
    Pattern,
    Query,
    Scalar,
    Schema,
    Sort,
)
from tui.tables.values import like_escaped, like_meaning

CellValue: TypeAlias = str | int | float | bool | date | None
Record: TypeAlias = dict[str, CellValue]

WORDS = ("Nîmes", "nîmes", "Saint-Étienne", "a,b", "(x)", 'dit "le"', "100%", "a_b", "\\", "é*", "")
ODD_WORDS = (
    "#tag",
    "%41",
    "x.count()",
    "a&b=c;d+e",
    "ligne\n1",
    "\t",
    " bord ",
    "null",
    "or",
    "🚲",
)
NULLS = st.sampled_from((None, "first", "last"))

SCHEMA = Schema(
    (
        Column("ville", ColumnType.STRING),
        Column("Ville", ColumnType.STRING),
        Column('l\'été "chaud", (à) 50%41 #1', ColumnType.STRING),
        Column("habitants", ColumnType.INT),
        Column("prix.moyen", ColumnType.FLOAT),
        Column("a__isnull", ColumnType.BOOL),
        Column("back\\slash", ColumnType.DATE),
        Column("or", ColumnType.DATETIME),
        Column("vu__à", ColumnType.DATETIME_TZ),
        Column("objet", ColumnType.JSON),
    )
)

texts = st.one_of(
    st.sampled_from(WORDS + ODD_WORDS),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6),
)
"""What a cell of text may hold, the worst included."""

folding_texts = st.one_of(
    st.sampled_from(WORDS + ODD_WORDS), st.text("abÉé%_\\*,)(\" '#.", max_size=5)
)
"""Texts whose case folds alike everywhere."""


def values_of(kind: ColumnType, words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Scalar]:
    """Values of a column of type `kind`."""
    moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
    strategies: dict[ColumnType, st.SearchStrategy[Scalar]] = {
        ColumnType.INT: st.one_of(st.integers(-3, 3), st.integers(-(2**63), 2**63 - 1)),
        ColumnType.FLOAT: st.one_of(
            st.sampled_from((Decimal("0.1"), Decimal("-2.50"), Decimal("1E+20"))),
            st.decimals("-1e9", "1e9", allow_nan=False, places=3),
        ),
        ColumnType.BOOL: st.booleans(),
        ColumnType.DATE: st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        ColumnType.DATETIME: moments,
        ColumnType.DATETIME_TZ: moments.map(lambda moment: moment.replace(tzinfo=UTC)),
    }
    return strategies.get(kind, words)


@st.composite
def conditions(
    draw: st.DrawFn, words: st.SearchStrategy[str] = texts, patterns: bool = True
) -> Condition:
    """A condition that the service can apply."""
    column = draw(st.sampled_from(SCHEMA.columns))
    op = draw(st.sampled_from([op for op in Op if supports(column.type, op)]))
    if op in (Op.ISNULL, Op.ISNOTNULL):
        return Condition(column.name, op)
    if op in (Op.IN, Op.NOTIN):
        listed = st.lists(values_of(column.type, words), max_size=4, unique=True)
        return Condition(column.name, op, tuple(draw(listed)))
    if op in (Op.CONTAINS, Op.NOTCONTAINS) and patterns:
        meant = like_meaning(draw(words))
        return Condition(column.name, op, meant)
    return Condition(column.name, op, draw(values_of(column.type, words)))


def filters(
    words: st.SearchStrategy[str] = texts, patterns: bool = True
) -> st.SearchStrategy[Group]:
    """A filter tree whose root is an ``and``, in its simplest form."""
    tree = st.recursive(
        conditions(words, patterns),
        lambda inner: st.builds(
            Group, st.sampled_from(("and", "or")), st.lists(inner, max_size=3).map(tuple)
        ),
        max_leaves=6,
    )
    return st.lists(tree, max_size=3).map(lambda items: Group("and", tuple(items)).simplified())


def sorts_of(names: Sequence[str]) -> st.SearchStrategy[tuple[Sort, ...]]:
    """A few sorts, one a column."""
    if not names:
        return st.just(())
    return st.lists(
        st.builds(Sort, st.sampled_from(names), st.booleans(), NULLS),
        max_size=3,
        unique_by=lambda sort: sort.column,
    ).map(tuple)


@st.composite
def row_queries(
    draw: st.DrawFn, words: st.SearchStrategy[str] = texts, patterns: bool = True
) -> Query:
    """A query for rows."""
    names = [column.name for column in SCHEMA]
    return Query(
        columns=tuple(draw(st.lists(st.sampled_from([ROW_ID, *names]), max_size=3, unique=True))),
        where=draw(filters(words, patterns)),
        sorts=draw(sorts_of([c.name for c in SCHEMA if sortable(c.type)])),
    )


@st.composite
def group_queries(draw: st.DrawFn, words: st.SearchStrategy[str] = texts) -> Query:
    """A query for groups."""
    measures = [Aggregate(c.name, f) for c in SCHEMA for f in functions_for(c.type)]
    groups = [column.name for column in SCHEMA if sortable(column.type)]
    group_by = tuple(draw(st.lists(st.sampled_from(groups), max_size=2, unique=True)))
    return Query(
        where=draw(filters(words, patterns=False)),
        sorts=draw(sorts_of(group_by)),
        group_by=group_by,
        aggregates=tuple(
            draw(st.lists(st.sampled_from(measures), min_size=1, max_size=3, unique=True))
        ),
    )


@st.composite
def records(draw: st.DrawFn, words: st.SearchStrategy[str] = folding_texts) -> list[Record]:
    """Rows of `SCHEMA`, numbered from 1, a cell in four null."""
    found: list[Record] = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        record: Record = {ROW_ID: number}
        for column in SCHEMA:
            cell = draw(values_of(column.type, words)) if draw(st.integers(0, 3)) else None
            record[column.name] = _cell(cell)
        found.append(record)
    return found


def offered_only(query: Query) -> bool:
    """Whether every condition uses an operator that a person is offered."""
    return all(
        condition.op in operators_for(found.type)
        for condition in query.conditions()
        if (found := SCHEMA.column(condition.column)) is not None
    )


def evaluate(query: Query, rows: Iterable[Record]) -> list[tuple[CellValue, ...]]:
    """Answer `query` row by row, as the facts about the service say."""
    kept = passing(query.where, rows)
    if query.aggregates:
        return _grouped(query, kept)
    kept = in_order(kept, query.sorts)
    names = query.columns or query.group_by or (ROW_ID, *(column.name for column in SCHEMA))
    return [tuple(row[name] for name in names) for row in kept]


def passing(where: Group, rows: Iterable[Record]) -> list[Record]:
    """The rows that `where` lets through."""
    return [row for row in rows if _passes(where, row) is True]


def in_order(rows: list[Record], sorts: Sequence[Sort]) -> list[Record]:
    """The rows in that order, those that tie as they were."""
    for sort in reversed(sorts):
        rows = _sorted(rows, sort)
    return rows


def _passes(item: Filter, row: Record) -> bool | None:
    """Three-valued: None is SQL's unknown."""
    if isinstance(item, Condition):
        return _holds(item, row[item.column])
    answers = [_passes(inner, row) for inner in item]
    deciding = item.joint == "or"
    if deciding in answers and answers:
        return deciding
    if None in answers:
        return None
    return not deciding or not answers


def _holds(condition: Condition, cell: CellValue) -> bool | None:
    op, value = condition.op, condition.value
    if op is Op.ISNULL or op is Op.ISNOTNULL:
        return (cell is None) is (op is Op.ISNULL)
    if isinstance(value, tuple):
        if not value:
            return op is Op.NOTIN
        return None if cell is None else (cell in [_cell(v) for v in value]) is (op is Op.IN)
    if op is Op.DIFFERS:
        return cell is None or cell != _cell(value)
    if cell is None:
        return None
    if op is Op.CONTAINS or op is Op.NOTCONTAINS:
        return _matches(value, str(cell)) is (op is Op.CONTAINS)
    return _compares(op, _key(cell), _key(_cell(value)))


def _compares(op: Op, left: Any, right: Any) -> bool:
    before: bool = left < right
    answers: dict[Op, bool] = {
        Op.EXACT: left == right,
        Op.LESS: before or left == right,
        Op.STRICTLY_LESS: before,
        Op.GREATER: not before,
        Op.STRICTLY_GREATER: not before and left != right,
    }
    return answers[op]


def _cell(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _key(cell: CellValue) -> Any:
    """Text compares by code point, which UTF-8 keeps."""
    return cell.encode() if isinstance(cell, str) else cell


def _matches(value: object, text: str) -> bool:
    pattern = value.text if isinstance(value, Pattern) else like_escaped(str(value))
    regex = ""
    for token in re.findall(r"\\.|.", f"%{pattern}%", re.DOTALL):
        regex += {"%": ".*", "_": "."}.get(token, re.escape(token[-1].lower()))
    return re.fullmatch(regex, text.lower(), re.DOTALL) is not None


def _sorted(rows: list[Record], sort: Sort) -> list[Record]:
    nulls_first = sort.nulls == "first" or (sort.nulls is None and sort.descending)

    def compare(left: Record, right: Record) -> int:
        a, b = left[sort.column], right[sort.column]
        if a is None or b is None:
            return ((a is not None) - (b is not None)) * (1 if nulls_first else -1)
        order = _compares(Op.STRICTLY_GREATER, _key(a), _key(b)) - _compares(
            Op.STRICTLY_LESS, _key(a), _key(b)
        )
        return -order if sort.descending else order

    return sorted(rows, key=cmp_to_key(compare))


def _grouped(query: Query, rows: list[Record]) -> list[tuple[CellValue, ...]]:
    groups: dict[tuple[CellValue, ...], list[Record]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in query.group_by), []).append(row)
    if not query.group_by:
        groups.setdefault((), [])
    answers = [
        dict(zip(query.group_by, key, strict=True))
        | {a.name: _measured(a, inside) for a in query.aggregates}
        for key, inside in groups.items()
    ]
    rest = [Sort(name) for name in query.group_by if query.sort_of(name) is None]
    answers = in_order(answers, [*query.sorts, *rest])
    names = (*query.group_by, *(a.name for a in query.aggregates))
    return [tuple(answer[name] for name in names) for answer in answers]


def _measured(aggregate: Aggregate, rows: list[Record]) -> CellValue:
    function = aggregate.function
    known: list[Any] = [row[aggregate.column] for row in rows if row[aggregate.column] is not None]
    if function is Function.COUNT:
        return len(known)
    if not known:
        return None
    answers: dict[Function, Callable[[], CellValue]] = {
        Function.MIN: lambda: min(known, key=_key),
        Function.MAX: lambda: max(known, key=_key),
        Function.SUM: lambda: sum(known),
        Function.AVG: lambda: sum(known) / len(known),
    }
    return answers[function]()
