"""What a profile says of a column, whatever its age and its quirks."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.api.models.table import Profile
from tui.screens.figure_texts import as_object, entries_of, figure_copies, number_text, rounded_text
from tui.tables.figures import Figures, Subject, Top, example, figures_of, frequent
from tui.tables.operators import BadValueError
from tui.tables.query import Column, ColumnType, Condition, Op
from tui.tables.remote_schema import schema_of
from tui.tables.source import Cell
from tui.tables.source_text import read_source, reading_of
from tui.text import is_safe_line
from tui.widgets.profile_lines import Bar, Fact, Heading, Note

INT, FLOAT, BOOL = ColumnType.INT, ColumnType.FLOAT, ColumnType.BOOL
DATE, NAIVE, AWARE = ColumnType.DATE, ColumnType.DATETIME, ColumnType.DATETIME_TZ


def figures(
    told: dict[str, Any],
    kind: str = "string",
    total: int | None = None,
    detected: dict[str, Any] | None = None,
    **table: Any,
) -> Figures:
    """The figures of a column ``c`` whose profile is `told`, in a table of 100 rows."""
    column = {"python_type": kind, "format": kind, "score": 1.0, **(detected or {})}
    profile = {
        "header": ["c"],
        "columns": {"c": column},
        "profile": {"c": told},
        "total_lines": 100,
        **table,
    }
    parsed = Profile.parse({"profile": profile, "indexes": table.get("indexes")})
    (found,) = schema_of(parsed)
    return figures_of(parsed, found, total)


def tops(*pairs: tuple[object, object]) -> dict[str, Any]:
    return {"tops": [{"value": value, "count": count} for value, count in pairs]}


# Quirks of profiles


def test_whole_numbers_come_as_text() -> None:
    found = figures({"min": "-50", "max": "9007199254743991", "mean": 12.5}, "int")
    assert (found.min, found.max) == (Decimal(-50), Decimal(9007199254743991))
    assert found.mean == Decimal("12.5")


@pytest.mark.parametrize("missing", [45, 45.0, "45", "45.0"])
def test_missing_cells_are_counted_however_they_are_written(missing: object) -> None:
    found = figures({"nb_missing_values": missing, "nb_distinct": "3"})
    assert (found.missing, found.missing_share, found.distinct) == (45, 0.45, 3)


def test_old_profiles_have_the_keys_of_tops_the_other_way_round() -> None:
    found = figures({"tops": [{"count": "8c7a", "value": 3}, {"count": "d757", "value": 1}]})
    assert found.tops == (Top("8c7a", 3), Top("d757", 1))


def test_counts_are_told_from_values_where_both_are_numbers() -> None:
    old = {"tops": [{"count": 61.0, "value": 16}, {"count": 25.0, "value": 16}]}
    assert figures(old, "float").tops == (Top("61.0", 16), Top("25.0", 16))
    old = {"tops": [{"count": 0.149, "value": 5}, {"count": 0.772, "value": 5}]}
    assert figures(old, "float").tops == (Top("0.149", 5), Top("0.772", 5))
    new = {"tops": [{"count": 16, "value": 25.0}, {"count": 12, "value": 61.0}]}
    assert figures(new, "float").tops == (Top("25.0", 16), Top("61.0", 12))


def test_counts_may_be_reals_and_nonsense_is_left_out() -> None:
    found = figures(tops(("a", 12.0), ("b", "3"), (None, 2), ("c", None), ("d", -1), ({}, 4)))
    assert found.tops == (Top("a", 12), Top("b", 3))


def test_known_values_without_a_count_follow_the_frequent_ones() -> None:
    found = figures(tops(("a", 60), ("b", 40)), unique_values={"c": ["b", "a", "z"]})
    assert found.tops == (Top("a", 60), Top("b", 40), Top("z"))


def test_a_profile_that_read_too_few_lines_says_so() -> None:
    found = figures(tops(("a", 50)), total=110)
    assert (found.rows_read, found.total, found.is_partial) == (100, 110, True)
    assert found.share(50) == 0.5
    assert not figures(tops(("a", 50)), total=100).is_partial
    assert figures(tops(("a", 50)), total=90).is_outdated


def test_shares_are_of_all_rows_where_counts_are_of_more_than_those_read() -> None:
    found = figures({**tops(("a", 80), ("b", 30)), "nb_missing_values": 10}, total=120)
    assert found.share(30) == 0.25
    assert figures(tops(("a", 130)), total=120).share(130) is None


def test_nulls_are_not_a_distinct_value_of_a_large_file() -> None:
    told = {**tops(("a", 9_000), ("b", 8_000)), "nb_missing_values": "3000", "nb_distinct": 3}
    assert figures(told, total_lines=20_000).distinct == 2
    assert figures(told, total_lines=9_000).distinct == 3


@pytest.mark.parametrize("profile", [{}, {"header": ["c"]}, {"columns": {"c": {}}}, None])
def test_whatever_is_missing_is_not_known(profile: object) -> None:
    parsed = Profile.parse({"profile": profile})
    found = figures_of(parsed, Column("c"), 12)
    assert not found.is_known
    assert found == Figures(Column("c"), total=12)
    assert any(isinstance(entry, Note) and entry.tone == "warning" for entry in lines(found))


def test_columns_served_under_another_name_keep_their_profile() -> None:
    content = {"header": ["xmin"], "profile": {"xmin": {"nb_distinct": 7}}}
    parsed = Profile.parse({"profile": content, "indexes": ["xmin"]})
    (column,) = schema_of(parsed)
    assert column.name == "xmin__hydra_renamed"
    found = figures_of(parsed, column)
    assert (found.distinct, found.is_indexed) == (7, True)
    assert found.only(Top("a")) == Condition("xmin__hydra_renamed", Op.EXACT, "a")


def test_what_comes_once_each_is_all_different() -> None:
    told = {"nb_distinct": 90, "nb_missing_values": 10}
    assert figures(told).are_all_different
    assert not figures({**told, "nb_distinct": 89}).are_all_different
    assert not figures({"nb_distinct": 1, "nb_missing_values": 99}).are_all_different


def test_the_profile_of_a_column_without_one_is_told_by_its_cells() -> None:
    cells = ["b", "a", None, "a", "\x1b[31m"]
    found = figures_of(None, Column("c"), 5)
    bars = [e for e in entries_of(Subject(found, cells, 5)) if isinstance(e, Bar)]
    assert [(bar.label, bar.held) for bar in bars] == [("a", 2), ("b", 1), ("␛[31m", 1)]
    assert bars[0].rows.keep == Condition("c", Op.EXACT, "a")
    assert example(found, cells) == "b"
    assert example(found, [None, {"k": 1}]) == '{"k": 1}'
    assert example(found, []) is None


def test_cells_of_several_kinds_are_counted_apart() -> None:
    cells: list[Cell] = [1, True, 1.0, "1", 1, None, float("nan"), [1]]
    assert sorted(frequent(cells), key=repr) == sorted(
        [(1, 2), (True, 1), (Decimal("1.0"), 1), ("1", 1)], key=repr
    )


# Numbers as they are read


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0", "0"),
        ("-0.000", "0"),
        ("2046.5", "2,046.5"),
        ("57.0", "57"),
        ("9007199254743991", "9,007,199,254,743,991"),
        ("100000000000002999", "100,000,000,000,002,999"),
        ("0.0000001", "1e-7"),
        ("1" + "7" * 308, "1.77778e308"),
        ("-1.5E+300", "-1.5e300"),
        ("0.1234567890123456789012345", "0.123457"),
    ],
)
def test_numbers_show_every_digit_where_they_are_few(number: str, shown: str) -> None:
    assert number_text(Decimal(number)) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("693940.21887", "693,940"),
        ("25.480557526076563", "25.4806"),
        ("100000000000001490", "100,000,000,000,001,490"),
        ("0.000012", "0.000012"),
        ("0", "0"),
    ],
)
def test_means_have_six_digits(number: str, shown: str) -> None:
    assert rounded_text(Decimal(number)) == shown


def test_years_have_no_separators() -> None:
    assert number_text(Decimal("2015"), plain=True) == "2015"


def test_the_exact_number_goes_to_the_clipboard() -> None:
    huge = 17 * 10**300 + 1
    found = figures({"min": str(huge), "max": huge, "std": None, "mean": float("nan")}, "float")
    (smallest,) = [e for e in lines(found) if isinstance(e, Fact) and e.name == "Smallest"]
    assert smallest.value == "1.7e301"
    assert smallest.raw == str(huge)
    assert (found.std, found.mean) == (None, None)
    copies = {copy.title: copy.text for copy in figure_copies(Subject(found), smallest)}
    assert copies["Value"] == str(huge)
    assert json.loads(copies["Profile as JSON"])["min"] == huge


# What the service makes of a source text


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (BOOL, "oui", True),
        (BOOL, "O", True),
        (BOOL, "N", False),
        (BOOL, "Faux", False),
        (BOOL, "1", True),
        (BOOL, "True", True),
        (FLOAT, "28,7", Decimal("28.7")),
        (FLOAT, "1.263e+00", Decimal("1.263")),
        (FLOAT, "1000,00", Decimal("1000")),
        (INT, "100000000000002999", 100000000000002999),
        (INT, "61.0", 61),
        (DATE, "2024-01-31", date(2024, 1, 31)),
        (DATE, "02/01/2024", date(2024, 2, 1)),
        (DATE, "13/02/2024", date(2024, 2, 13)),
        (DATE, "02-01-2024", date(2024, 2, 1)),
        (DATE, "31.12.2024", date(2024, 12, 31)),
        (DATE, "20240131", date(2024, 1, 31)),
        (DATE, "2024/01/31", date(2024, 1, 31)),
        (DATE, "2024-01-31 00:00:00", date(2024, 1, 31)),
        (NAIVE, "2025-01-01 05:00:00", datetime(2025, 1, 1, 5)),
        (NAIVE, "02/01/2024 05:06", datetime(2024, 2, 1, 5, 6)),
        (AWARE, "2025-01-01T00:00:00+02:00", datetime(2024, 12, 31, 22, tzinfo=UTC)),
        (AWARE, "2025-01-01T00:00:00Z", datetime(2025, 1, 1, tzinfo=UTC)),
        (AWARE, "Tue, 19 Dec 2023 15:30:45 +0000", datetime(2023, 12, 19, 15, 30, 45, tzinfo=UTC)),
        (ColumnType.STRING, " 00123 ", " 00123 "),
        (ColumnType.STRING, "", ""),
    ],
)
def test_a_source_text_is_read_as_the_service_reads_it(
    kind: ColumnType, text: str, value: object
) -> None:
    read = read_source(kind, text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (BOOL, "peut-être"),
        (INT, "12.5"),
        (INT, "1.0E+999999999"),
        (INT, "9" * 400),
        (FLOAT, "inf"),
        (FLOAT, "nan"),
        (DATE, "02/01/24"),
        (DATE, "15 janv. 2024"),
        (DATE, "31/31/2024"),
        (DATE, "2024"),
        (DATE, "2024-W05"),
        (DATE, "0" * 10_000),
        (NAIVE, "02/01/2024 25:00"),
        (AWARE, "Tue, 99 Dec 2023"),
        (AWARE, "0001-01-01T00:00:00+14:00"),
        (ColumnType.JSON, "[1]"),
        (ColumnType.STRING, "nul\0"),
    ],
)
def test_what_is_not_known_is_said_and_never_guessed(kind: ColumnType, text: str) -> None:
    with pytest.raises(BadValueError, match=r".+"):
        read_source(kind, text)
    assert reading_of(kind, text) == ""


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("%d/%m/%Y", "02/01/2024", date(2024, 1, 2)),
        ("%m/%d/%Y", "02/01/2024", date(2024, 2, 1)),
        ("%d/%m/%y", "02/01/24", date(2024, 1, 2)),
        ("csvd:%Y-%m-%d[ 00:00:00]", "2024-01-02", date(2024, 1, 2)),
        ("csvd:%Y-%m-%d[ 00:00:00]", "2024-01-02 00:00:00", date(2024, 1, 2)),
    ],
)
def test_the_format_of_dates_that_a_profile_tells_is_used(
    form: str, text: str, value: date
) -> None:
    assert read_source(DATE, text, form) == value


@pytest.mark.parametrize("form", ["csvd:%d %b %Y", "%", "%d/%m/%Y", "[[", "%Q\\"])
def test_a_format_that_does_not_fit_is_no_reading(form: str) -> None:
    with pytest.raises(BadValueError):
        read_source(DATE, "15 janvier 2024", form)


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        (BOOL, "oui", "true"),
        (BOOL, "true", ""),
        (DATE, "02/01/2024", "2024-02-01"),
        (DATE, "2024-02-01", ""),
        (NAIVE, "2024-02-01 05:00:00", ""),
        (AWARE, "2024-03-01 05:30:00+00", ""),
        (AWARE, "2025-01-01T00:00:00+02:00", "2024-12-31 22:00:00"),
        (FLOAT, "28,7", ""),
        (ColumnType.STRING, "oui", ""),
    ],
)
def test_what_rows_show_otherwise_is_told(kind: ColumnType, text: str, shown: str) -> None:
    assert reading_of(kind, text) == shown


def test_a_top_becomes_a_filter_of_its_own_type() -> None:
    found = figures(tops(("oui", 60), ("non", 40)), "bool")
    assert found.only(found.tops[0]) == Condition("c", Op.EXACT, True)
    assert found.only(found.tops[1], Op.DIFFERS) == Condition("c", Op.DIFFERS, False)
    assert found.has_every_value
    bars = [entry for entry in lines(found) if isinstance(entry, Bar)]
    assert [bar.label for bar in bars] == ["oui → true", "non → false"]
    assert [bar.share for bar in bars] == [0.6, 0.4]
    assert [bar.size for bar in bars] == [1.0, 40 / 60]


def test_a_top_that_cannot_be_a_filter_says_why() -> None:
    found = figures(tops(("15 janvier 2024", 60)), "date")
    (bar,) = [entry for entry in lines(found) if isinstance(entry, Bar)]
    assert bar.rows.keep is None
    assert "15 janvier 2024" in bar.rows.why_not


def test_figures_lead_to_their_rows() -> None:
    found = figures({"min": "3", "max": "9", "nb_missing_values": 5}, "int")
    rows = {e.name: e.rows for e in lines(found) if isinstance(e, Fact) and e.rows is not None}
    assert rows["Missing"].keep == Condition("c", Op.ISNULL)
    assert rows["Missing"].drop == Condition("c", Op.ISNOTNULL)
    assert rows["Smallest"].keep == Condition("c", Op.EXACT, 3)
    assert rows["Largest"].drop == Condition("c", Op.DIFFERS, 9)


def test_values_that_come_once_are_not_called_frequent() -> None:
    found = figures({**tops(*((str(n), 1) for n in range(10))), "nb_distinct": 100})
    headings = [entry.text for entry in lines(found) if isinstance(entry, Heading)]
    assert headings == ["Some of its values"]
    assert {entry.size for entry in lines(found) if isinstance(entry, Bar)} == {0.0}


def test_the_histogram_is_of_the_rows_at_hand_and_says_so() -> None:
    found = figures({**tops(*((str(n), 1) for n in range(10))), "nb_distinct": 100}, "int")
    told = entries_of(Subject(found, [1, 2, 2, None], 100))
    (heading,) = [e for e in told if isinstance(e, Heading) and e.text == "Histogram"]
    assert heading.note == "of the 4 rows at hand, among 100"
    assert "1 empty" in told[told.index(heading) + 1].text  # type: ignore[union-attr]
    bars = [entry for entry in told[told.index(heading) :] if isinstance(entry, Bar)]
    assert [(bar.label, bar.held, bar.share) for bar in bars] == [("1", 1, 0.25), ("2", 2, 0.5)]


def test_values_that_are_all_there_need_no_histogram() -> None:
    found = figures({**tops(("1", 60), ("2", 40)), "nb_distinct": 2}, "int")
    told = entries_of(Subject(found, [1, 2, 2, None], 100))
    assert [e.text for e in told if isinstance(e, Heading)] == ["Values"]


def test_a_format_is_called_by_its_name() -> None:
    found = figures({"nb_distinct": 1}, detected={"format": "siren", "score": "1.5"})
    (fact,) = [e for e in lines(found) if isinstance(e, Fact) and e.name == "Format"]
    assert fact.value == "company number (SIREN) · siren · score 1.5"
    unknown = figures({"nb_distinct": 1}, detected={"format": "\x1b[31m", "score": 0.5})
    (fact,) = [e for e in lines(unknown) if isinstance(e, Fact) and e.name == "Format"]
    assert fact.value == "␛[31m · score 0.5"


def lines(found: Figures) -> list[Any]:
    return entries_of(Subject(found))


# Anything at all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
NUMBERS = st.integers(-(10**310), 10**310) | st.floats() | st.text(max_size=8)
TOP = st.fixed_dictionaries({}, optional={"count": JSON | NUMBERS, "value": JSON | NUMBERS})
COLUMN = st.fixed_dictionaries(
    {},
    optional={
        "tops": st.lists(TOP | JSON, max_size=4) | JSON,
        "nb_distinct": JSON | NUMBERS,
        "nb_missing_values": JSON | NUMBERS,
        "min": JSON | NUMBERS,
        "max": JSON | NUMBERS,
        "mean": JSON | NUMBERS,
        "std": JSON | NUMBERS,
    },
)
KINDS = st.sampled_from([*(str(kind) for kind in ColumnType), "truc"])
DETECTED = st.fixed_dictionaries(
    {"python_type": KINDS},
    optional={
        "format": st.sampled_from(["siren", "datetime_aware", "year"]) | JSON,
        "score": JSON,
        "date_format": st.sampled_from(["%d/%m/%Y", "csvd:[", "%"]) | JSON,
    },
)
CELLS = st.lists(JSON | st.integers() | st.floats() | st.datetimes().map(str), max_size=8)


@settings(deadline=None)
@given(
    told=COLUMN,
    detected=DETECTED,
    lines_read=JSON | st.integers(-5, 10**7),
    total=st.none() | st.integers(0, 10**7),
    cells=CELLS,
)
def test_any_profile_makes_safe_lines(
    told: dict[str, Any], detected: dict[str, Any], lines_read: Any, total: int | None, cells: Any
) -> None:
    found = figures(told, total=total, detected=detected, total_lines=lines_read)
    subject = Subject(found, cells, total)
    for entry in entries_of(subject):
        if isinstance(entry, Bar):
            assert 0.0 <= entry.size <= 1.0
            assert entry.share is None or 0.0 <= entry.share <= 1.0
            assert is_safe_line(entry.label)
        elif isinstance(entry, Fact):
            assert is_safe_line(entry.name + entry.value)
        else:
            assert is_safe_line(entry.text)
    for copy in figure_copies(subject, None):
        assert copy.title
    assert as_object(found)["name"] == "c"
