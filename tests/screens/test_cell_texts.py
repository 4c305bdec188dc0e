"""What the view of a cell says of a value, without a screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hostility import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st

from tui import clock, i18n
from tui.screens.cell_texts import (
    ADDRESSES_KEPT,
    JSON_LIMIT,
    TEXT_LIMIT,
    cell_blocks,
    cell_facts,
    hidden_words,
    json_of,
    length_words,
    places_of,
    web_addresses,
)
from tui.settings import SITES
from tui.tables.hidden import HiddenCharacters
from tui.tables.query import Column, ColumnType
from tui.tables.source import Cell
from tui.text import is_safe_line
from tui.widgets.prose import as_text


def urls(value: Cell) -> list[str]:
    return [address.url for address in web_addresses(value)]


def hosts(text: str) -> list[str]:
    return [address.host for address in web_addresses(text)]


def hidden(text: str) -> list[str]:
    return hidden_words(HiddenCharacters(text))


def facts(kind: ColumnType, value: Cell, *, name: str = "x") -> dict[str, str]:
    return dict(cell_facts(Column(name, kind), value))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("voir https://a.fr/x.", ["https://a.fr/x"]),
        ("(https://a.fr/x), puis http://b.fr!", ["https://a.fr/x", "http://b.fr"]),
        ("https://fr.wikipedia.org/wiki/A_(b)", ["https://fr.wikipedia.org/wiki/A_(b)"]),
        ('<a href="https://a.fr/?x=1&y=2">', ["https://a.fr/?x=1&y=2"]),
        ("https://a.fr https://a.fr", ["https://a.fr"]),
        ("HTTPS://A.fr/B", ["HTTPS://A.fr/B"]),
        ("https://a.fr/\u200bx", ["https://a.fr/"]),
        ("ftp://a.fr javascript:alert(1) data:x https:// http://[::1/", []),
        ("https://a.fr/" + "x" * 10_000, []),
        ("https://a.fr/" + ")" * 3_000, ["https://a.fr/"]),
    ],
)
def test_web_addresses_are_found_without_the_sentence_around(text: str, found: list[str]) -> None:
    assert urls(text) == found


def test_an_address_says_where_it_really_leads() -> None:
    assert hosts("https://www.data.gouv.fr@elsewhere.example/") == ["elsewhere.example"]
    assert hosts("https://\u0430pple.com/") == [
        "xn--pple-43d.com (\u0430pple.com, letters of several alphabets)"
    ]
    assert hosts("https://" + "é" * 300 + ".fr/") == []


def test_addresses_in_json_are_read_without_its_escapes() -> None:
    text = r'{"a": ["https:\/\/a.fr\/\u00e9"], "https://key.fr": {"b": "http://b.fr"}}'
    assert urls(json_of(text)) == ["https://a.fr/é", "http://b.fr"]


def test_a_cell_full_of_addresses_keeps_the_first_ones() -> None:
    text = " ".join(f"https://a.fr/{number}" for number in range(2_000))
    assert urls(text) == text.split(" ")[:ADDRESSES_KEPT]
    assert len(urls([[text]] * 2_000)) == ADDRESSES_KEPT


def test_addresses_of_the_site_lead_to_its_places() -> None:
    text = "https://www.data.gouv.fr/datasets/a-b-c/ https://elsewhere.fr/datasets/a-b-c/"
    ((address, link),) = places_of(web_addresses(text), SITES["www"])
    assert address.host == "www.data.gouv.fr"
    assert str(link) == "dataset:a-b-c"
    assert places_of(web_addresses(text), SITES["demo"]) == []


@pytest.mark.parametrize(
    "text", ["", "abc", "12", '"x"', "true", "{", "[1, 2", "{x: 1}", "[" * 9_999]
)
def test_what_is_not_a_json_object_or_list_is_text(text: str) -> None:
    assert json_of(text) is None


def test_json_is_read_from_a_cell_or_from_its_text() -> None:
    assert json_of({"a": [1]}) == {"a": [1]}
    assert json_of(' [1, {"a": null}] ') == [1, {"a": None}]
    assert json_of("[" + "1," * JSON_LIMIT + "1]") is None
    assert json_of(12) is None


def test_what_does_not_show_is_said_the_worst_first() -> None:
    assert hidden("Paris") == []
    assert hidden("Paris ") == ["a space at the end"]
    assert hidden("  75") == ["2 spaces at the start"]
    assert hidden("75\u00a0\n") == ["2 blanks at the end", "no-break space"]
    assert hidden("a\u200bb\u200bc\td") == ["2 × zero width space", "tab"]
    assert hidden("e\u0301") == ["accents apart from their letters (NFD)"]
    assert "neither NFC nor NFD" in hidden("é e\u0301")[0]
    assert hidden("a\x00\x01\x02\x03\x04\x05b")[4:] == ["2 others"]


def test_a_text_is_measured_in_characters_and_lines() -> None:
    assert length_words("a") == "1 character"
    assert length_words("é" * 1_234) == "1,234 characters"
    assert length_words("a\nb\n") == "4 characters · 3 lines"


def test_null_empty_and_blank_are_told_apart_in_words() -> None:
    said = [as_text(cell_blocks(Column("x"), value)) for value in (None, "", " ", "\u00a0\n ")]
    assert "(null)" in said[0]
    assert "(empty text)" in said[1]
    assert "nothing but a blank" in said[2]
    assert "nothing but 3 blanks" in said[3]


def test_numbers_are_given_as_they_are_and_as_they_are_read() -> None:
    assert facts(ColumnType.INT, 1234567) == {"With separators": "1,234,567"}
    assert facts(ColumnType.FLOAT, -1234.5) == {"With separators": "-1,234.5"}
    assert facts(ColumnType.INT, 12) == {}
    assert facts(ColumnType.INT, 75056, name="code_commune") == {}
    assert facts(ColumnType.BOOL, True) == {}
    i18n.install("fr")
    assert list(facts(ColumnType.BOOL, True).values()) == ["vrai"]


def test_a_date_has_its_day_its_week_and_its_age() -> None:
    clock.fix(datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert facts(ColumnType.DATE, "2026-11-17") == {
        "Day": "Tuesday, November 17, 2026",
        "Week": "2026-W47",
        "When": "3 days ago",
    }
    assert facts(ColumnType.DATE, "2027-01-01")["Week"] == "2026-W53"
    assert "Here" in facts(ColumnType.DATETIME_TZ, "2026-11-20T08:00:00+00:00")
    assert "Here" not in facts(ColumnType.DATETIME, "2026-11-20T08:00:00")
    assert facts(ColumnType.STRING, "2026-11-17") == {}


@pytest.mark.parametrize(
    "text", ["", "n/a", "31/12/2024", "0000-00-00", "-0044-03-15", "12026-01-01"]
)
def test_what_is_no_date_is_not_explained(text: str) -> None:
    assert facts(ColumnType.DATE, text) == {}


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59:59+00:00"])
def test_the_first_and_the_last_days_can_be_read(text: str) -> None:
    assert "Week" in facts(ColumnType.DATETIME_TZ, text)


def test_a_long_text_is_cut_and_says_so() -> None:
    whole = as_text(cell_blocks(Column("x"), "a" * TEXT_LIMIT))
    assert whole == "a" * TEXT_LIMIT
    said = as_text(cell_blocks(Column("x"), "a" * (TEXT_LIMIT + 1)))
    assert said.startswith("a" * TEXT_LIMIT + "\n")
    assert "Only the first 50,000 characters are shown" in said


@given(st.text(alphabet=st.characters(exclude_categories=())) | st.sampled_from(PAYLOADS))
def test_any_text_makes_safe_lines(text: str) -> None:
    addresses = web_addresses(text)
    said = as_text(cell_blocks(Column("x"), text, addresses))
    lines = [*said.split("\n"), *hidden(text), length_words(text)]
    assert all(is_safe_line(line) for line in lines)
