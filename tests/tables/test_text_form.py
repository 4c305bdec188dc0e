"""The typed form of a filter: what is understood, what is refused and where, what is proposed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tui.tables.likely import Likely
from tui.tables.query import Column, ColumnType, Condition, Group, Op, Pattern, Query, Schema
from tui.tables.text_form import TextFormError, complete, format_filter, parse

SCHEMA = Schema(
    (
        Column("dep"),
        Column("ville"),
        Column("prix", ColumnType.FLOAT),
        Column("code insee"),
        Column("or"),
        Column("Département"),
        Column("jour", ColumnType.DATE),
        Column("actif", ColumnType.BOOL),
        Column("objet", ColumnType.JSON),
    )
)
TOPS = {"dep": ["75", "2A", "13"], "prix": ["28,7", "?"], "actif": ["true", "false"]}
ODD_NAMES: list[str] = json.loads(
    (Path(__file__).parent / "data" / "odd_names.json").read_text(encoding="utf-8")
)


def values_of(column: Column) -> list[Likely]:
    return [Likely(text) for text in TOPS.get(column.name, ())]


def eq(column: str, value: str) -> Condition:
    return Condition(column, Op.EXACT, value)


def test_and_binds_tighter_than_or() -> None:
    assert parse("dep = 1 and dep = 2 or dep = 3", SCHEMA) == Group(
        "and", (Group("or", (Group("and", (eq("dep", "1"), eq("dep", "2"))), eq("dep", "3"))),)
    )


def test_parentheses_group_and_the_words_may_be_french() -> None:
    english = parse('dep = 75 and (prix > 1000 or ville ~ "Saint")', SCHEMA)
    assert parse("dep=75 ET(prix>1000 ou ville~Saint)", SCHEMA) == english
    assert english == Group(
        "and",
        (
            eq("dep", "75"),
            Group(
                "or",
                (
                    Condition("prix", Op.STRICTLY_GREATER, Decimal(1000)),
                    Condition("ville", Op.CONTAINS, "Saint"),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("prix <= 12,5", Condition("prix", Op.LESS, Decimal("12.5"))),
        ("prix ≥ -3", Condition("prix", Op.GREATER, Decimal(-3))),
        ("prix in (1, 2.5)", Condition("prix", Op.IN, (Decimal(1), Decimal("2.5")))),
        ('prix in ("2,5")', Condition("prix", Op.IN, (Decimal("2.5"),))),
        ("dep not  in ( a,b )", Condition("dep", Op.NOTIN, ("a", "b"))),
        ("dep in ()", Condition("dep", Op.IN, ())),
        ("dep IS NOT null", Condition("dep", Op.ISNOTNULL)),
        ("objet is null", Condition("objet", Op.ISNULL)),
        ("dep <> x", Condition("dep", Op.DIFFERS, "x")),
        ("dep !~ x", Condition("dep", Op.NOTCONTAINS, "x")),
        ('dep ~* "a%i"', Condition("dep", Op.CONTAINS, Pattern("a%i"))),
        ("dep ~ a%i", Condition("dep", Op.CONTAINS, "a%i")),
        ("actif = oui", Condition("actif", Op.EXACT, True)),
        ('dep = "null"', eq("dep", "null")),
        ('dep = ""', eq("dep", "")),
        (r'dep = "a\"\\\n\u{200b}b"', eq("dep", 'a"\\\n\u200bb')),
        ("`code insee` = 75056", eq("code insee", "75056")),
        ("`or` = 1", eq("or", "1")),
        ("Département = Ain", eq("Département", "Ain")),
    ],
)
def test_a_condition_is_understood(text: str, condition: Condition) -> None:
    assert parse(text, SCHEMA) == Group("and", (condition,))


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_typed_lets_every_row_through(text: str) -> None:
    assert parse(text, SCHEMA) == Group()


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("dpe = 75", 0, "dep"),
        ("nom = 75", 0, "column"),
        ("dep", 3, "="),
        ("dep ? 75", 4, "="),
        ("dep =", 5, "value"),
        ("dep = 75 ville", 9, "and"),
        ("dep = 75 and", 12, "column"),
        ("dep = 75 and and", 13, "column"),
        ("dep = and", 6, "value"),
        ("(dep = 75", 9, ")"),
        ("dep = 75)", 8, "and"),
        ("dep = null", 6, "is null"),
        ('dep = "Saint', 6, '"'),
        ("`dep = 75", 0, "`"),
        ("prix = abc", 7, "value"),
        ("prix ~ 12", 5, "="),
        ("jour = 2024-03", 7, "value"),
        ("dep in 75", 7, "("),
        ("dep in (75", 10, ")"),
        ("objet = 1", 6, "is null"),
        ("(" * 1_000, 41, None),
    ],
)
def test_an_error_is_at_the_character_at_fault(
    text: str, position: int, expected: str | None
) -> None:
    with pytest.raises(TextFormError) as caught:
        parse(text, SCHEMA)
    assert caught.value.position == position
    assert expected is None or expected in caught.value.expected


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_can_be_typed(name: str) -> None:
    schema = Schema((Column(name),))
    group = Group("and", (eq(name, name), Condition(name, Op.IN, (name, ""))))
    assert parse(format_filter(group), schema) == group


def test_what_could_be_taken_for_something_else_is_written_between_marks() -> None:
    query = Query().filtered(eq("or", "and"), eq("code insee", "null"), eq("dep", 'a"`b'))
    assert format_filter(query.where) == (
        '`or` = "and" and `code insee` = "null" and dep = "a\\"`b"'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["dep", "ville", "prix", "`code insee`", "`or`"]),
        ("d", ["dep", "Département", "`code insee`"]),
        ("dep = 75 and vi", ["ville"]),
        ("`code", ["`code insee`"]),
        ("dep ", ["~", "!~", "=", "!=", "<="]),
        ("jour ", ["=", "!=", "<=", ">=", "<"]),
        ("objet ", ["is null", "is not null"]),
        ("dep i", ["in", "is null", "is not null", "not in"]),
        ("dep = ", ["75", "2A", "13"]),
        ("dep =", ["75", "2A", "13"]),
        ("dep = 2", ["2A"]),
        ('dep = "2', ["2A"]),
        ("dep in (75, ", ["75", "2A", "13"]),
        ("dep in (75 ", [",", ")"]),
        ("DEPARTEMENT", ["Département"]),
        ("prix > ", ["28.7"]),
        ("actif = ", ["true", "false"]),
        ("dep = 75 ", ["and", "or"]),
        ("(dep = 75 ", ["and", "or", ")"]),
        ("(dep = 75 o", ["or"]),
        ("ville = ", []),
    ],
)
def test_what_can_come_next_is_proposed(text: str, words: list[str]) -> None:
    found = [completion.text for completion in complete(text, len(text), SCHEMA, values_of)]
    assert found[: len(words)] == words
    assert len(words) >= 5 or len(found) == len(words)


def test_a_proposal_takes_the_place_of_the_word_being_typed() -> None:
    text = "dep = 75 and vi and prix > 1"
    completion = complete(text, 15, SCHEMA, values_of)[0]
    completed = text[: completion.start] + completion.text + text[completion.end :]
    assert completed == "dep = 75 and ville and prix > 1"


def test_proposals_for_a_table_of_many_columns_are_bounded() -> None:
    schema = Schema(tuple(Column(f"colonne_{number}") for number in range(3_000)))
    assert len(complete("col", 3, schema, values_of)) == 50
