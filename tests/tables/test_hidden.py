"""What does not show in a text is found, all of it and nothing else, and has a name."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui import i18n
from tui.tables.hidden import (
    LOOKED_AT,
    HiddenCharacters,
    code_point,
    normal_form,
    official_name,
    shows,
    title_of,
    utf8_bytes,
)
from tui.text import is_safe_line

# Unicode's Default_Ignorable_Code_Point, and a letter of Braille without any dot.
IGNORABLE = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800)),
    *((0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
WITHOUT_INK = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}

ANY = st.characters(exclude_categories=())
AWKWARD = st.sampled_from(
    " \n\t\r\x00\x1b\x9b\u00a0\u00ad\u200b\u202e\u202f\ufeff\ud800\ue000eé\u0301"
)
TEXTS = st.text(alphabet=st.one_of(ANY, AWKWARD, st.sampled_from("ab ")))


def has_no_ink(char: str) -> bool:
    if char in " \n":
        return False
    ignorable = any(first <= ord(char) <= last for first, last in IGNORABLE)
    return ignorable or unicodedata.category(char) in WITHOUT_INK


def hidden_in(text: str) -> list[int]:
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    return [i for i, char in enumerate(text) if has_no_ink(char) or i < first or i >= last]


@given(ANY)
def test_a_character_shows_unless_it_has_no_ink(char: str) -> None:
    assert shows(char) is not has_no_ink(char)


def test_every_character_that_unicode_ignores_is_hidden() -> None:
    for first, last in IGNORABLE:
        assert not any(shows(chr(code)) for code in range(first, last + 1))


@given(TEXTS)
@example("")
@example("   ")
@example(" a ")
@example("a\n")
@example("a\nb")
def test_what_does_not_show_is_found_and_nothing_else(text: str) -> None:
    hidden = HiddenCharacters(text)
    assert list(hidden) == hidden_in(text)
    assert [offset for offset in range(len(text)) if offset in hidden] == hidden_in(text)


@given(TEXTS, st.integers(0, 9_000), TEXTS)
def test_one_goes_from_hidden_to_hidden_over_long_texts(start: str, gap: int, end: str) -> None:
    text = f"{start}{'x' * gap}\n{end}"
    hidden, places = HiddenCharacters(text), hidden_in(text)
    ahead = [offset for offset in [hidden.after(-1)] if offset is not None]
    while (found := hidden.after(ahead[-1]) if ahead else None) is not None:
        ahead.append(found)
    back = [offset for offset in [hidden.before(len(text))] if offset is not None]
    while (found := hidden.before(back[-1]) if back else None) is not None:
        back.append(found)
    assert ahead == places
    assert back == places[::-1]


@given(TEXTS)
def test_hidden_characters_are_counted_by_kind(text: str) -> None:
    assert HiddenCharacters(text).tally() == Counter(text[offset] for offset in hidden_in(text))


def test_a_huge_text_is_counted_at_its_start_and_at_its_end() -> None:
    text = f" {'x' * 3 * LOOKED_AT}\u200b{'x' * LOOKED_AT}\u00a0 "
    hidden = HiddenCharacters(text)
    assert hidden.tally() == {" ": 2, "\u00a0": 1}
    assert (hidden.blanks_before, hidden.blanks_after) == (1, 2)
    assert hidden.after(0) == text.index("\u200b")


@given(ANY)
def test_every_character_has_a_name_a_code_and_bytes(char: str) -> None:
    for text in (official_name(char), title_of(char)):
        assert text.strip()
        assert is_safe_line(text)
    assert chr(int(code_point(char).removeprefix("U+"), 16)) == char
    assert bytes.fromhex(utf8_bytes(char)).decode("utf-8", "surrogatepass") == char


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0)])
def test_control_characters_are_named_as_unicode_does(code: int) -> None:
    assert unicodedata.lookup(official_name(chr(code))) == chr(code)


def test_characters_without_a_name_are_said_to_be_what_they_are() -> None:
    assert official_name("\ud800") == "half of a character"
    assert official_name("\ue000") == "private use"
    assert official_name("\uffff") == "unassigned"
    assert title_of("\u2062") == "U+2062 INVISIBLE TIMES"
    assert title_of("\u00a0") == "no-break space"


@given(TEXTS)
def test_a_text_is_in_the_form_that_leaves_it_as_it_is(text: str) -> None:
    form = normal_form(text)
    forms = [name for name in ("NFC", "NFD") if unicodedata.normalize(name, text) == text]
    assert form == (forms[0] if forms else "")


def test_the_same_word_in_two_forms_is_told_apart() -> None:
    i18n.install("en")
    assert normal_form("été") == "NFC"
    assert normal_form(unicodedata.normalize("NFD", "été")) == "NFD"
    assert normal_form("é" + "e\u0301") == ""
    assert normal_form("plain") == "NFC"
