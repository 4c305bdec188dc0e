"""Reads the typed form of a filter: ``dep = 75 and (prix > 1000 or ville ~ "Saint")``.

``and`` binds tighter than ``or``. See `text_words` for how names and values are quoted.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from tui.i18n import gettext as _
from tui.tables.operators import BadValueError, operators_for, parse_scalar, supports
from tui.tables.query import Column, Condition, Filter, Group, Op, Scalar, Schema
from tui.tables.text_words import (
    JOINTS,
    MARKED,
    PATTERN_SIGNS,
    SIGNS,
    WRITTEN,
    is_reserved,
    unescaped,
    written_name,
)
from tui.tables.values import like_meaning
from tui.text import clean_line

DEPTH_LIMIT = 40
"""Parentheses inside parentheses that are followed."""

_NAME = re.compile(r"[^\s=!<>~≤≥≠(),\"`]+")
_WORD = re.compile(r"\w+")
_VALUE = re.compile(r"[^\s)]+")
_LISTED = re.compile(r"[^\s),]+")


class Want(StrEnum):
    """What may come at some place of the text."""

    COLUMN = "column"
    OPERATOR = "operator"
    VALUE = "value"
    NEXT = "next"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was looked for, and what."""

    start: int
    want: Want
    column: Column | None = None
    op: Op | None = None
    depth: int = 0


class TextFormError(ValueError):
    """A typed filter that cannot be read; `str()` is a sentence for people.

    Attributes:
        position: Index of the character at fault, at most the length of the text.
        expected: What could have come there, as it is written.
    """

    def __init__(self, message: str, position: int, expected: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.position = position
        self.expected = expected


def parse(text: str, schema: Schema) -> Group:
    """Return the filter that `text` says, in its simplest form. Raises `TextFormError`."""
    return Parser(text, schema).whole()


class Parser:
    """One reading of one text.

    Attributes:
        places: What was looked for, in order, the last being where reading ended.
    """

    def __init__(self, text: str, schema: Schema) -> None:
        self.text = text
        self.schema = schema
        self.at = 0
        self.depth = 0
        self.places: list[Place] = []

    def whole(self) -> Group:
        if not self.text.strip():
            self._look_for(Want.COLUMN)
            return Group()
        found = self._joined("or")
        if self.at < len(self.text):
            raise self._error(_("“and” or “or” is expected here."), ("and", "or"))
        return Group("and", (found,)).simplified()

    def _joined(self, joint: Literal["and", "or"]) -> Filter:
        items = [self._joined("and") if joint == "or" else self._item()]
        while self._take_joint(joint):
            items.append(self._joined("and") if joint == "or" else self._item())
        return items[0] if len(items) == 1 else Group(joint, tuple(items))

    def _take_joint(self, joint: str) -> bool:
        self._look_for(Want.NEXT)
        word = _WORD.match(self.text, self.at)
        if word is None or JOINTS.get(word[0].lower()) != joint:
            return False
        self.at = word.end()
        return True

    def _item(self) -> Filter:
        self._look_for(Want.COLUMN)
        if not self._take("("):
            return self._condition()
        if self.depth == DEPTH_LIMIT:
            raise self._error(_("There are too many parentheses."))
        self.depth += 1
        found = self._joined("or")
        if not self._take(")"):
            raise self._error(_("A closing parenthesis is missing."), ("and", "or", ")"))
        self.depth -= 1
        return found

    def _condition(self) -> Condition:
        column = self._column()
        self._look_for(Want.OPERATOR, column)
        start = self.at
        op, is_pattern = self._operator(column)
        if not supports(column.type, op):
            self.at = start
            reason = _("{column} cannot be filtered that way.").format(
                column=clean_line(column.name, 80)
            )
            raise self._error(reason, _signs(column))
        if op in (Op.ISNULL, Op.ISNOTNULL):
            return Condition(column.name, op)
        if op in (Op.IN, Op.NOTIN):
            return Condition(column.name, op, self._list(column, op))
        value = self._value(column, op, _VALUE)
        if is_pattern and isinstance(value, str):
            return Condition(column.name, op, like_meaning(value))
        return Condition(column.name, op, value)

    def _column(self) -> Column:
        start = self.at
        name = self._marked("`")
        if name is None:
            word = _NAME.match(self.text, self.at)
            if word is None or is_reserved(word[0]):
                raise self._error(_("A column's name is expected here."), ("column",))
            self.at = word.end()
            name = word[0]
        column = self.schema.column(name)
        if column is None:
            self.at = start
            raise self._error(*self._unknown(name))
        return column

    def _unknown(self, name: str) -> tuple[str, tuple[str, ...]]:
        known = {column.name.casefold(): column.name for column in self.schema}
        close = difflib.get_close_matches(name[:80].casefold(), list(known)[:1_000], 3, 0.6)
        names = tuple(written_name(known[key]) for key in close)
        reason = _("There is no column named {name}.").format(name=clean_line(name, 80))
        if not names:
            return reason, ("column",)
        return _("{reason} Did you mean {name}?").format(reason=reason, name=names[0]), names

    def _operator(self, column: Column) -> tuple[Op, bool]:
        for sign, op in SIGNS.items():
            if self._take(sign):
                return op, sign in PATTERN_SIGNS
        for op in (Op.NOTIN, Op.IN, Op.ISNOTNULL, Op.ISNULL):
            if self._take_words(WRITTEN[op].split()):
                return op, False
        raise self._error(_("An operator is expected here."), _signs(column))

    def _list(self, column: Column, op: Op) -> tuple[Scalar, ...]:
        self._skip_blanks()
        if not self._take("("):
            raise self._error(_("A list between parentheses is expected here."), ("(",))
        self._look_for(Want.VALUE, column, op)
        if self._take(")"):
            return ()
        values = [self._value(column, op, _LISTED)]
        self._look_for(Want.LISTED, column, op)
        while self._take(","):
            values.append(self._value(column, op, _LISTED))
            self._look_for(Want.LISTED, column, op)
        if not self._take(")"):
            raise self._error(_("A comma or a closing parenthesis is expected here."), (",", ")"))
        return tuple(values)

    def _value(self, column: Column, op: Op, bare: re.Pattern[str]) -> Scalar:
        self._look_for(Want.VALUE, column, op)
        start = self.at
        text = self._marked('"')
        if text is None:
            text = self._bare(bare)
        try:
            value = parse_scalar(column.type, text)
        except BadValueError as problem:
            self.at = start
            raise self._error(str(problem), ("value",)) from problem
        self._skip_blanks()
        return value

    def _bare(self, bare: re.Pattern[str]) -> str:
        word = bare.match(self.text, self.at)
        if word is None or word[0].lower() in JOINTS:
            raise self._error(_("A value is expected here."), ("value",))
        if word[0].lower() == "null":
            expected = (WRITTEN[Op.ISNULL], WRITTEN[Op.ISNOTNULL], '"null"')
            raise self._error(_("Write “is null” or “is not null”."), expected)
        self.at = word.end()
        return word[0]

    def _marked(self, mark: str) -> str | None:
        """What is between two `mark` here; None if there is no mark here."""
        if not self.text.startswith(mark, self.at):
            return None
        found = MARKED[mark].match(self.text, self.at)
        if found is None:
            raise self._error(_("This is never closed: {mark}").format(mark=mark), (mark,))
        self.at = found.end()
        return unescaped(found[1])

    def _take(self, token: str) -> bool:
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def _take_words(self, words: list[str]) -> bool:
        found = re.compile(r"\s+".join(words) + r"\b", re.IGNORECASE).match(self.text, self.at)
        if found is None:
            return False
        self.at = found.end()
        return True

    def _look_for(self, want: Want, column: Column | None = None, op: Op | None = None) -> None:
        self._skip_blanks()
        self.places.append(Place(self.at, want, column, op, self.depth))

    def _skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _error(self, message: str, expected: tuple[str, ...] = ()) -> TextFormError:
        return TextFormError(message, self.at, expected)


def _signs(column: Column) -> tuple[str, ...]:
    return tuple(WRITTEN[op] for op in operators_for(column.type))
