"""Hostile text never comes out of `tui.text` as it went in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import LINE_LIMIT, MARKS_LIMIT, clean_line, clean_prose, is_safe_line

ANY_TEXT = st.text(alphabet=st.characters(codec=None), max_size=300)
NASTY = st.text(
    alphabet="\x00\x07\x1b\x7f\x9b\u200b\u202e\u2066\ufeff\u2028\ud800\u0301\ufe0f[]abc\r\n\t\U000e0041",
    max_size=80,
)


@given(ANY_TEXT | NASTY)
def test_a_cleaned_line_holds_no_control_and_no_hidden_character(raw: str) -> None:
    line = clean_line(raw)
    assert is_safe_line(line)
    for character in line:
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(ANY_TEXT | NASTY)
def test_cleaned_prose_holds_line_breaks_and_no_other_control_character(raw: str) -> None:
    for line in clean_prose(raw).split("\n"):
        assert is_safe_line(line)


@given(NASTY)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    assert clean_line(clean_line(raw)) == clean_line(raw)
    assert clean_prose(clean_prose(raw)) == clean_prose(raw)


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S")), max_size=100))
def test_ordinary_text_goes_through_untouched(text: str) -> None:
    if is_safe_line(text):
        assert clean_line(text) == text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("one\r\ntwo\nthree\rfour", "one⏎two⏎three⏎four"),
        ("a\tb", "a⇥b"),
        ("x\x9b31m", "x�31m"),
        ("gnp\u202efdc", "gnp�fdc"),
        ("pay\u200bpal", "pay·pal"),
        ("\x00\x7f", "␀␡"),
        ("❤\ufe0f", "❤"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_what_was_hidden_becomes_visible(raw: str, shown: str) -> None:
    assert clean_line(raw) == shown


def test_a_pile_of_combining_marks_is_cut_to_a_few() -> None:
    assert clean_line("e" + "\u0301" * 500) == "e" + "\u0301" * 4


@pytest.mark.parametrize(
    "mark",
    [
        "\u05b0",
        "\u064b",
        "\u093e",
        "\u0e49",
        "\u0f71",
        "\u3099",
        "\ua953",
        "\U0001e8d0",
        "\u1161\u11a8",
    ]
    + ["\u0301\u064b", "\u1ad0"],
)
def test_marks_of_every_script_are_no_pile(mark: str) -> None:
    assert len(clean_line("x" + mark * 80)) == 1 + MARKS_LIMIT
    assert clean_line(f"x{mark}y") == f"x{mark}y"
    assert is_safe_line(clean_line(mark * 80))


def test_texts_of_other_scripts_are_left_alone() -> None:
    for text in ("नमस्ते दुनिया", "שָׁלוֹם", "السَّلَامُ عَلَيْكُمْ", "ภาษาไทยน้ำ", "한국어 각", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢"):
        assert clean_line(text) == text


def test_the_colour_of_a_skin_which_few_terminals_draw_over_what_is_before_is_left_out() -> None:
    assert clean_line("👍🏽 " + "🏿" * 50) == "👍 "
    assert not is_safe_line("🏿")


def test_a_hostile_length_is_cut_before_anything_else() -> None:
    line = clean_line("\x1b" * 10_000_000)
    assert len(line) == LINE_LIMIT
    assert line.endswith("…")


def test_prose_keeps_its_lines_and_turns_tabs_to_spaces() -> None:
    assert clean_prose("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd    e"
