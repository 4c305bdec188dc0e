import datetime as dt
import time
from collections.abc import Iterator
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tui import format as fmt
from tui import i18n

NOON = dt.datetime(2026, 3, 15, 12, tzinfo=dt.UTC)
NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
    i18n.install(i18n.DEFAULT)


@pytest.fixture
def french() -> None:
    i18n.install("fr")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_separators_are_those_of_the_language(language: str) -> None:
    i18n.install(language)
    symbols = Locale.parse(language).number_symbols["latn"]
    assert (
        fmt.cell_number(1234567.5)
        == f"1{symbols['group']}234{symbols['group']}567{symbols['decimal']}5"
    )


@given(st.integers())
def test_an_integer_keeps_every_digit(value: int) -> None:
    assert int(fmt.number(value).replace(",", "")) == value
    assert fmt.cell_number(value) == fmt.number(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_of_a_table_keeps_every_digit(value: float) -> None:
    assert float(fmt.cell_number(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234.5, "1,234.5"),
        (2.0, "2"),
        (0.004, "0"),
        (-0.004, "0"),
        (100.0, "100"),
        (Decimal("1200.10"), "1,200.1"),
    ],
)
def test_a_quantity_has_two_decimals_at_most(value: fmt.Number, written: str) -> None:
    assert fmt.number(value) == written


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (12_345, "12.3K", f"12,3{NO_BREAK}k"),
        (999_999, "1M", f"1{NO_BREAK}M"),
        (1_250_000, "1.2M", f"1,2{NO_BREAK}M"),
    ],
)
def test_a_count_is_abbreviated(count: int, english: str, french: str) -> None:
    assert fmt.compact(count) == english
    i18n.install("fr")
    assert fmt.compact(count) == french


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 B", "0 o"),
        (-5, "0 B", "0 o"),
        (999, "999 B", "999 o"),
        (1000, "1 kB", "1 ko"),
        (1549, "1.5 kB", "1,5 ko"),
        (99_950, "100 kB", "100 ko"),
        (999_499, "999 kB", "999 ko"),
        (999_999, "1 MB", "1 Mo"),
        (3 * 10**9, "3 GB", "3 Go"),
        (10**21, "1,000 EB", "1_000 Eo"),
    ],
)
def test_a_size_is_in_decimal_units(count: int, english: str, french: str) -> None:
    assert fmt.size(count) == english.replace(" ", NO_BREAK)
    i18n.install("fr")
    assert fmt.size(count) == french.replace(" ", NO_BREAK).replace("_", NARROW)


@given(st.integers(min_value=0, max_value=10**20))
def test_a_size_is_short_and_never_a_thousand_of_its_unit(count: int) -> None:
    figure = fmt.size(count).split(NO_BREAK)[0]
    assert len(figure) <= 4
    assert float(figure) < 1000


def test_a_share_is_a_percentage(french: None) -> None:
    assert fmt.percent(0.1234, 1) == f"12,3{NO_BREAK}%"
    i18n.install("en")
    assert fmt.percent(0.5) == "50%"


def test_a_duration_has_the_unit_that_suits() -> None:
    assert fmt.milliseconds(0.4) == f"0{NO_BREAK}ms"
    assert fmt.milliseconds(123.4) == f"123{NO_BREAK}ms"
    assert fmt.milliseconds(12_340) == f"12.3{NO_BREAK}s"


def test_days_and_months_are_written_as_the_language_does() -> None:
    day = dt.date(2024, 1, 31)
    assert (fmt.date(day), fmt.month(day)) == ("Jan 31, 2024", "Jan 2024")
    assert fmt.long_date(day) == "Wednesday, January 31, 2024"
    i18n.install("fr")
    assert (fmt.date(day), fmt.month(day)) == ("31 janv. 2024", "janv. 2024")
    assert fmt.long_date(day) == "mercredi 31 janvier 2024"
    assert fmt.moment(NOON) == "15 mars 2026, 12:00"


def test_a_moment_is_told_in_local_time(monkeypatch: pytest.MonkeyPatch, french: None) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    late = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    assert fmt.moment(late) == "1 juil. 2026, 01:30"
    assert fmt.date(late) == "1 juil. 2026"
    assert fmt.moment(late.replace(tzinfo=None)) == fmt.moment(late)


@pytest.mark.parametrize(
    ("elapsed", "english", "french"),
    [
        (dt.timedelta(seconds=20), "just now", "à l’instant"),
        (dt.timedelta(seconds=-20), "just now", "à l’instant"),
        (dt.timedelta(minutes=5), "5 minutes ago", "il y a 5 minutes"),
        (dt.timedelta(hours=23), "23 hours ago", "il y a 23 heures"),
        (dt.timedelta(days=3), "3 days ago", "il y a 3 jours"),
        (dt.timedelta(days=800), "2 years ago", "il y a 2 ans"),
        (dt.timedelta(days=-3), "in 3 days", "dans 3 jours"),
    ],
)
def test_the_past_is_told_from_now(elapsed: dt.timedelta, english: str, french: str) -> None:
    assert fmt.ago(NOON - elapsed, NOON) == english
    i18n.install("fr")
    assert fmt.ago(NOON - elapsed, NOON) == french


def test_a_moment_without_a_time_zone_is_utc() -> None:
    assert fmt.ago(dt.datetime(2026, 3, 15, 10), NOON) == "2 hours ago"
