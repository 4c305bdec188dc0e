"""What is typed for one column: values, lists, periods; what it may be compared with; what takes
the place of what."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from table_queries import SCHEMA, Record, conditions, passing, records, texts, values_of

from tui.api.models.table import Profile
from tui.tables.filter_change import FilterChange, standing_filter
from tui.tables.likely import Likely, folded, likely_values, matching
from tui.tables.operators import BadValueError, describe, supports
from tui.tables.query import Column, ColumnType, Condition, Filter, Group, Op, Pattern
from tui.tables.typed_condition import Typed, condition_of, typed_of
from tui.tables.typed_list import last_element, read_list, turned, unfinished, written_list

NAME = Column("ville")
DAY = Column("jour", ColumnType.DATE)
SEEN = Column("vu", ColumnType.DATETIME)
PRICE = Column("prix", ColumnType.FLOAT)
YES = Column("actif", ColumnType.BOOL)
OBJECT = Column("objet", ColumnType.JSON)


def period(column: Column, start: date, end: date) -> Group:
    return Group(
        "and",
        (Condition(column.name, Op.GREATER, start), Condition(column.name, Op.STRICTLY_LESS, end)),
    )


# Lists


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        (" , ", []),
        ("75", ["75"]),
        (" 75 , 2A,13,", ["75", "2A", "13"]),
        ('"a, b", c', ["a, b", "c"]),
        ('""', [""]),
        (r'"dit \"le\"", "a\\b", c:\d', ['dit "le"', "a\\b", "c:\\d"]),
        ('Saint "X", b', ['Saint "X"', "b"]),
        ('" bord "', [" bord "]),
    ],
)
def test_a_list_is_read_as_it_is_typed(text: str, values: list[str]) -> None:
    assert read_list(text) == values


@pytest.mark.parametrize("text", ['"a', '"a" b', 'a, "b\\"'])
def test_a_list_that_cannot_be_read_says_why(text: str) -> None:
    with pytest.raises(BadValueError, match=r"closed|comma"):
        read_list(text)


@given(st.lists(texts))
def test_a_written_list_reads_back_and_can_be_drawn(values: list[str]) -> None:
    written = written_list(values)
    assert read_list(written) == values
    assert written.isprintable() or not "".join(values).isprintable()


@given(st.text('ab", \\', max_size=12))
def test_any_text_of_a_list_is_read_or_refused(text: str) -> None:
    start, value = last_element(text)
    assert 0 <= start <= len(text)
    try:
        values = read_list(text)
    except BadValueError:
        return
    assert values[-1:] == [value] or value == ""


@given(st.lists(texts, unique=True), texts)
def test_ticking_a_value_twice_changes_nothing(values: list[str], value: str) -> None:
    assume(value not in values)
    text = written_list(values)
    once = turned(text, value)
    assert read_list(once) == [*values, value]
    assert turned(once, value) == text


def test_ticking_a_value_finishes_the_one_being_typed() -> None:
    known = {"Paris", "Pau"}
    assert unfinished("Paris, pa", known) == "pa"
    assert unfinished("Paris, Pau", known) == ""
    assert turned("Paris, pa", "Pau", "pa") == "Paris, Pau"
    assert turned("Paris, pa", "Pau") == "Paris, pa, Pau"
    assert turned('Paris, "pa', "Pau", "pa") == "Paris, Pau"
    assert turned("Paris, Lyon", "Paris", "Lyon") == "Lyon"
    assert turned("Lyon, Paris", "Paris") == "Lyon"


# Conditions


@pytest.mark.parametrize(
    ("column", "op", "text", "expected"),
    [
        (NAME, Op.IN, '"a, b", c, c', Condition("ville", Op.IN, ("a, b", "c"))),
        (PRICE, Op.NOTIN, "1, 2.50", Condition("prix", Op.NOTIN, (Decimal(1), Decimal("2.50")))),
        (NAME, Op.ISNULL, "whatever", Condition("ville", Op.ISNULL)),
        (NAME, Op.EXACT, "", Condition("ville", Op.EXACT, "")),
        (NAME, Op.CONTAINS, "a%", Condition("ville", Op.CONTAINS, "a%")),
        (DAY, Op.EXACT, "2024", period(DAY, date(2024, 1, 1), date(2025, 1, 1))),
        (DAY, Op.EXACT, "2024-02", period(DAY, date(2024, 2, 1), date(2024, 3, 1))),
        (DAY, Op.EXACT, "2024-12", period(DAY, date(2024, 12, 1), date(2025, 1, 1))),
        (DAY, Op.EXACT, "2024-02-29", Condition("jour", Op.EXACT, date(2024, 2, 29))),
        (DAY, Op.LESS, "2024-02", Condition("jour", Op.STRICTLY_LESS, date(2024, 3, 1))),
        (DAY, Op.GREATER, "2024", Condition("jour", Op.GREATER, date(2024, 1, 1))),
        (DAY, Op.STRICTLY_LESS, "2024", Condition("jour", Op.STRICTLY_LESS, date(2024, 1, 1))),
        (DAY, Op.STRICTLY_GREATER, "2024", Condition("jour", Op.GREATER, date(2025, 1, 1))),
        (
            SEEN,
            Op.EXACT,
            "2024-02-29",
            period(SEEN, datetime(2024, 2, 29), datetime(2024, 3, 1)),
        ),
        (
            Column("vu", ColumnType.DATETIME_TZ),
            Op.GREATER,
            "2024",
            Condition("vu", Op.GREATER, datetime(2024, 1, 1, tzinfo=UTC)),
        ),
    ],
)
def test_what_is_typed_is_understood(column: Column, op: Op, text: str, expected: Filter) -> None:
    assert condition_of(column, Typed(op, text)) == expected


@pytest.mark.parametrize(
    ("column", "op", "text", "word"),
    [
        (NAME, Op.CONTAINS, "", "Write a value"),
        (NAME, Op.IN, " , ", "Write a value"),
        (PRICE, Op.IN, "1, abc", "abc: Write a number"),
        (PRICE, Op.EXACT, "", "Write a number"),
        (DAY, Op.DIFFERS, "2024", "full date"),
        (DAY, Op.EXACT, "2024-13", "full date"),
        (DAY, Op.EXACT, "9999", "full date"),
        (DAY, Op.IN, "2024-03", "full date"),
        (YES, Op.EXACT, "peut-être", "true or false"),
        (OBJECT, Op.EXACT, "{}", "cannot be filtered"),
        (NAME, Op.EXACT, "a\0", "NUL"),
    ],
)
def test_what_does_not_suit_the_column_is_refused_with_a_sentence(
    column: Column, op: Op, text: str, word: str
) -> None:
    with pytest.raises(BadValueError, match=word):
        condition_of(column, Typed(op, text))


@given(conditions())
def test_a_condition_that_is_edited_and_left_alone_stays_the_same(item: Condition) -> None:
    column = SCHEMA.column(item.column)
    assert column is not None
    typed = typed_of(column, item)
    assert typed is not None
    assume(typed.text or item.op in (Op.ISNULL, Op.ISNOTNULL, Op.EXACT, Op.DIFFERS))
    assume(item.value != () and (typed.text or column.type is ColumnType.STRING or not item.value))
    assert condition_of(column, typed) == item


@given(
    st.sampled_from(
        [column for column in SCHEMA if column.type in ("date", "datetime", "datetime_tz")]
    ),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from((4, 7, 10)),
    st.sampled_from((Op.EXACT, Op.LESS, Op.GREATER, Op.STRICTLY_LESS, Op.STRICTLY_GREATER)),
    records(),
)
def test_a_period_is_compared_by_its_written_start(
    column: Column, day: date, length: int, op: Op, rows: list[Record]
) -> None:
    """`2024-03` stands for every moment that is written 2024-03 and something."""
    text = day.isoformat()[:length]
    answers = {
        Op.EXACT: lambda cell: cell == text,
        Op.LESS: lambda cell: cell <= text,
        Op.GREATER: lambda cell: cell >= text,
        Op.STRICTLY_LESS: lambda cell: cell < text,
        Op.STRICTLY_GREATER: lambda cell: cell > text,
    }
    kept = passing(Group("and", (condition_of(column, Typed(op, text)),)), rows)
    cells = [(row, row[column.name]) for row in rows]
    assert kept == [
        row
        for row, cell in cells
        if isinstance(cell, date) and answers[op](cell.isoformat()[:length])
    ]


@given(st.sampled_from((DAY, SEEN)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_period_is_edited_as_it_was_typed(column: Column, day: date) -> None:
    for text in (day.isoformat()[:4], day.isoformat()[:7], day.isoformat()):
        typed = Typed(Op.EXACT, text)
        assert typed_of(column, condition_of(column, typed)) == typed


def test_a_group_that_is_no_period_is_not_edited_as_one() -> None:
    other = Group("and", (Condition("jour", Op.LESS, date(2024, 1, 1)),))
    assert typed_of(DAY, other) is None
    assert typed_of(DAY, Group()) is None


def test_a_pattern_stays_one_as_long_as_it_is_looked_for() -> None:
    pattern = Condition("ville", Op.CONTAINS, Pattern("a%b"))
    typed = typed_of(NAME, pattern)
    assert typed == Typed(Op.CONTAINS, "a%b", is_pattern=True)
    assert condition_of(NAME, typed) == pattern
    assert condition_of(NAME, Typed(Op.EXACT, "a%b", is_pattern=True)) == Condition(
        "ville", Op.EXACT, "a%b"
    )


def test_a_chip_tells_a_comma_in_a_value_from_one_between_values() -> None:
    assert describe(Condition("ville", Op.IN, ("a, b", "c"))) == 'ville in ("a, b", c)'


# What takes the place of what


def test_a_change_takes_the_place_of_the_filter_it_replaces() -> None:
    one, two, new = (Condition("ville", Op.EXACT, text) for text in "abc")
    where = Group("and", (one, two))
    assert FilterChange(new, one).applied(where) == Group("and", (new, two))
    assert FilterChange(new).applied(where) == Group("and", (one, two, new))
    assert FilterChange(None, one).applied(where) == Group("and", (two,))
    assert FilterChange(two, one).applied(where) == Group("and", (two,))
    assert FilterChange(new, Condition("autre", Op.ISNULL)).applied(where).items[-1] == new
    assert FilterChange(one).applied(where) == where


def test_a_column_has_a_standing_filter_when_one_alone_is_on_it() -> None:
    name, price = Condition("ville", Op.EXACT, "a"), Condition("prix", Op.LESS, Decimal(1))
    march = period(DAY, date(2024, 3, 1), date(2024, 4, 1))
    where = Group("and", (name, price, march))
    assert standing_filter(where, "ville") == name
    assert standing_filter(where, "jour") == march
    assert standing_filter(where, "autre") is None
    assert standing_filter(Group("and", (name, Condition("ville", Op.ISNULL))), "ville") is None
    assert standing_filter(Group("and", (Group("or", (name, price)),)), "ville") is None
    assert standing_filter(Group("and", (name, Group("or", (name, price)))), "ville") is None
    assert standing_filter(Group("or", (name, price)), "ville") is None


# Likely values


def profile_of(kind: str, *tops: tuple[object, int], name: str = "c", **more: object) -> Profile:
    figures = {"tops": [{"value": value, "count": count} for value, count in tops]}
    return Profile.parse(
        {
            "profile": {
                "header": [name],
                "columns": {name: {"python_type": kind, "format": kind}},
                "profile": {name: figures},
                **more,
            }
        },
        "http://tabular.test/",
    )


@pytest.mark.parametrize(
    ("kind", "tops", "expected"),
    [
        ("string", [("Pau", 3), ("", 2)], [Likely("Pau", 3), Likely("", 2)]),
        ("float", [("28,7", 3), ("28.7", 1), ("?", 9)], [Likely("28.7", 4)]),
        ("bool", [("oui", 5)], [Likely("true", 5), Likely("false")]),
        ("bool", [], [Likely("true"), Likely("false")]),
        ("date", [("2024-03-01", 2), ("03/01/2024", 7)], [Likely("2024-03-01", 2)]),
        ("datetime", [("2024-03-01 05:00:00", 2)], [Likely("2024-03-01T05:00:00", 2)]),
        ("json", [("{}", 3)], []),
    ],
)
def test_likely_values_are_written_for_the_type_of_the_column(
    kind: str, tops: list[tuple[object, int]], expected: list[Likely]
) -> None:
    column = Column("c", ColumnType(kind))
    assert list(likely_values(profile_of(kind, *tops), column)) == expected


def test_the_other_known_values_come_after_the_frequent_ones() -> None:
    profile = profile_of("string", ("b", 9), unique_values={"c": ["a", "b", "z"]})
    assert likely_values(profile, Column("c")) == (Likely("b", 9), Likely("a"), Likely("z"))


def test_a_column_served_under_another_name_has_its_values() -> None:
    profile = profile_of("string", ("a", 1), name="xmin")
    assert likely_values(profile, Column("xmin__hydra_renamed")) == (Likely("a", 1),)
    assert likely_values(profile, Column("autre")) == ()
    assert likely_values(None, Column("xmin")) == ()


def test_values_that_start_with_what_is_typed_come_first_case_and_accents_aside() -> None:
    values = [Likely(text) for text in ("La Réunion", "Hauts-de-France", "RÉUNION", "Eure")]
    assert [value.text for value in matching(values, "reu")] == ["RÉUNION", "La Réunion"]
    assert matching(values, "") == values
    assert folded("Œuvre É straße") == folded("œuvre é STRASSE")


@given(values_of(ColumnType.STRING), st.integers(0, 6))
def test_a_value_is_found_by_any_start_of_it(value: str, length: int) -> None:
    assert matching([Likely(value)], value[:length]) == [Likely(value)]


def test_every_operator_of_a_condition_is_one_that_works() -> None:
    for column in SCHEMA:
        for op in Op:
            typed = Typed(op, "1")
            if not supports(column.type, op):
                with pytest.raises(BadValueError):
                    condition_of(column, typed)
