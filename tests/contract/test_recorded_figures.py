"""The profiles that the service gave, told line by line, and what their values lead to."""

from __future__ import annotations

import datetime as dt

import pytest
from recorded import Exchange, answered

from tui.api.models import Profile
from tui.screens.figure_texts import entries_of
from tui.tables.figures import Figures, Subject, Top, figures_of
from tui.tables.operators import BadValueError
from tui.tables.query import ColumnType
from tui.tables.remote_schema import schema_of
from tui.text import is_safe_line
from tui.widgets.profile_lines import Bar, Fact

PROFILES = answered("tabular-*profile*", lambda each: "/profile/" in each.target)
UNREAD = (ColumnType.JSON, ColumnType.BINARY)


def told(note: str) -> dict[str, Figures]:
    """The figures of the table whose recording is called `note`, by column."""
    recorded = next(each for each in PROFILES if each.note == f"profile of {note}")
    profile = Profile.parse(recorded.json)
    return {column.name: figures_of(profile, column) for column in schema_of(profile)}


@pytest.mark.parametrize("exchange", PROFILES, ids=str)
def test_every_recorded_value_is_a_filter_unless_no_filter_can_be(exchange: Exchange) -> None:
    profile = Profile.parse(exchange.json)
    for column in schema_of(profile):
        found = figures_of(profile, column, profile.total_lines)
        for top in found.tops:
            if column.type in UNREAD:
                with pytest.raises(BadValueError):
                    found.only(top)
            else:
                assert found.only(top).column == column.name


@pytest.mark.parametrize("exchange", PROFILES, ids=str)
def test_every_recorded_profile_is_told_in_safe_lines(exchange: Exchange) -> None:
    profile = Profile.parse(exchange.json)
    for column in schema_of(profile):
        for entry in entries_of(Subject(figures_of(profile, column, 10**6))):
            if isinstance(entry, Bar):
                assert is_safe_line(entry.label)
                assert entry.share is None or entry.share <= 1
            elif isinstance(entry, Fact):
                assert is_safe_line(entry.value)


def test_dates_are_read_month_first_as_the_rows_have_them() -> None:
    dates = told("dates-fr")["date_vente"]
    texts = [top.text for top in dates.tops[:3]]
    assert texts == ["01/01/2024", "02/01/2024", "03/01/2024"]
    read = [dates.only(top).value for top in dates.tops[:3]]
    assert read == [dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1)]


def test_words_and_commas_are_what_the_rows_have() -> None:
    stations = told("gares")
    assert [stations["fret"].only(top).value for top in stations["fret"].tops] == [True, False]
    amounts = told("dates-fr")["montant"]
    assert str(amounts.only(amounts.tops[1]).value) == "1003.50"


def test_a_large_file_counts_null_as_a_value_and_is_corrected() -> None:
    sales = told("dvf-mutations")
    assert (sales["type_local"].distinct, sales["type_local"].missing) == (3, 227_644)
    assert (sales["pieces"].distinct, len(sales["pieces"].tops)) == (9, 9)
    assert sales["pieces"].has_every_value


def test_the_oldest_profile_has_its_counts_in_place() -> None:
    oldest = told("aaaaaaaa-1111-bbbb-2222-cccccccccccc")
    assert oldest["decompte"].tops[0] == Top("61.0", 16)
    assert oldest["score"].tops[0] == Top("0.149", 5)
    assert oldest["decompte"].only(oldest["decompte"].tops[0]).value == 61
    assert oldest["is_true"].only(oldest["is_true"].tops[0]).value is True
