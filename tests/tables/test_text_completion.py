"""Proposals for the typed form: they never fail, and what is taken leads on to a filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_queries import SCHEMA, filters

from tui.tables.likely import Likely
from tui.tables.query import Column, ColumnType, Condition, Group, Op, Schema
from tui.tables.text_completion import complete, is_unfinished
from tui.tables.text_form import TextFormError, format_filter, parse
from tui.tables.text_parser import Want

VALUES = {
    ColumnType.STRING: ("Nîmes", "Saint-Étienne", "a, b", "null", "", "ligne\n1"),
    ColumnType.BOOL: ("true", "false"),
    ColumnType.DATE: ("2024-03-01",),
    ColumnType.DATETIME: ("2024-03-01T05:00:00",),
    ColumnType.DATETIME_TZ: ("2024-03-01T05:00:00+00:00",),
}


def values_of(column: Column) -> list[Likely]:
    texts = VALUES.get(column.type, ("1", "20"))
    return [Likely(text, 3) for text in texts] if column.type is not ColumnType.JSON else []


SHORT = Schema((Column("dep"), Column("ville"), Column("prix", ColumnType.FLOAT)))


def problem_of(text: str) -> TextFormError | None:
    try:
        parse(text, SCHEMA)
    except TextFormError as error:
        return error
    return None


def taken(text: str, label: str, cursor: int | None = None) -> str:
    """`text` once the proposal `label` was taken, ``|`` where one types on."""
    at = len(text) if cursor is None else cursor
    found = next(c for c in complete(text, at, SHORT, values_of) if c.label == label)
    after, place = found.taken(text)
    return f"{after[:place]}|{after[place:]}"


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("", "dep", "dep |"),
        ("de", "dep", "dep |"),
        ("dep", "dep", "dep |"),
        ("dep ", "=", "dep = |"),
        ("dep ", "in", "dep in (|"),
        ("dep no", "not in", "dep not in (|"),
        ("dep ", "is null", "dep is null |"),
        ("dep = ", "Nîmes", "dep = Nîmes |"),
        ("dep = ni", "Nîmes", "dep = Nîmes |"),
        ("dep = ", "a, b", 'dep = "a, b" |'),
        ('dep = "a,', "a, b", 'dep = "a, b" |'),
        ("dep = saint-", "Saint-Étienne", "dep = Saint-Étienne |"),
        ("dep in (", "Nîmes", "dep in (Nîmes |"),
        ("dep in (Nîmes ", ",", "dep in (Nîmes, |"),
        ("dep in (Nîmes ", ")", "dep in (Nîmes) |"),
        ("dep = 1 ", "and", "dep = 1 and |"),
        ("(dep = 1 ", ")", "(dep = 1) |"),
    ],
)
def test_what_is_taken_leads_to_what_comes_next(text: str, label: str, expected: str) -> None:
    assert taken(text, label) == expected


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("vi| = 1", "ville", "ville |= 1"),
        ("vi|ll = 1", "ville", "ville |= 1"),
        ("dep in (ni|)", "Nîmes", "dep in (Nîmes|)"),
        ("dep in (ni|, x)", "Nîmes", "dep in (Nîmes|, x)"),
        ('dep = "ni|" and prix > 1', "Nîmes", "dep = Nîmes |and prix > 1"),
        ("dep i| (1)", "in", "dep in |(1)"),
    ],
)
def test_what_is_taken_in_the_middle_takes_the_whole_word(
    text: str, label: str, expected: str
) -> None:
    cursor = text.index("|")
    assert taken(text.replace("|", ""), label, cursor) == expected


def test_a_proposal_says_what_it_stands_for() -> None:
    column, operator, value = (
        complete(text, len(text), SHORT, values_of)[0] for text in ("pr", "prix ", "prix > ")
    )
    assert (column.kind, column.about) == (Want.COLUMN, SHORT.column("prix"))
    assert (operator.kind, operator.about) == (Want.OPERATOR, Op.EXACT)
    assert (value.kind, value.about) == (Want.VALUE, Likely("1", 3))


@given(filters(), st.data())
def test_a_start_of_a_filter_is_gone_on_with_and_never_fails(
    where: Group, data: st.DataObject
) -> None:
    """What is proposed is taken, and taken again, until the filter can be read."""
    text = format_filter(where)
    text = text[: data.draw(st.integers(0, len(text)), label="cut")]
    for _step in range(12):
        proposals = complete(text, len(text), SCHEMA, values_of)
        if not proposals:
            return
        before, text = text, data.draw(st.sampled_from(proposals)).taken(text)[0]
        assert text != before
    problem = problem_of(text)
    # At most its end is missing: nothing that was taken is at fault.
    assert problem is None or is_unfinished(text, len(text), problem)


@given(filters(), st.data())
def test_proposals_anywhere_in_a_filter_never_fail(where: Group, data: st.DataObject) -> None:
    text = format_filter(where)
    cursor = data.draw(st.integers(0, len(text)))
    for proposal in complete(text, cursor, SCHEMA, values_of):
        assert 0 <= proposal.start <= cursor <= proposal.end <= len(text)
        after, place = proposal.taken(text)
        assert 0 <= place <= len(after)


@given(st.text(alphabet='dep= "`()<>~,in and1\\', max_size=15), st.integers(0, 15))
def test_proposals_in_any_text_never_fail(text: str, cursor: int) -> None:
    for proposal in complete(text, min(cursor, len(text)), SHORT, values_of):
        proposal.taken(text)


@given(filters())
def test_taking_what_a_name_is_offered_for_says_that_column(where: Group) -> None:
    for column in SCHEMA:
        name = format_filter(Group("and", (Condition(column.name, Op.ISNULL),)))
        name = name.removesuffix(" is null")
        labels = complete(name, len(name), SCHEMA, values_of)
        assert column in [found.about for found in labels]


@pytest.mark.parametrize(
    ("text", "calm"),
    [
        ("de", True),
        ("dep", True),
        ("dep ", True),
        ("dep =", True),
        ("dep = 1 an", True),
        ("dep = 1 and vi", True),
        ('dep = "Saint D', True),
        ("`dep", True),
        ("(dep = 1", True),
        ("prix = ab", True),
        ("prix = ab ", False),
        ("dpe = 1", False),
        ("dep = 1) and", False),
        ("prix ~ 1", False),
    ],
)
def test_a_word_being_typed_is_not_an_error_yet(text: str, calm: bool) -> None:
    with pytest.raises(TextFormError) as caught:
        parse(text, SHORT)
    assert is_unfinished(text, len(text), caught.value) is calm


def test_an_error_after_the_cursor_is_an_error() -> None:
    with pytest.raises(TextFormError) as caught:
        parse("dep = 1 and popo", SHORT)
    assert not is_unfinished("dep = 1 and popo", 3, caught.value)
