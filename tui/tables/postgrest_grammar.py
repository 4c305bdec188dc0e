"""The part of PostgREST's grammar that the Tabular API's parameters reach, read as it reads it.

What is after the end of a list or of a group is dropped without a word, as PostgREST does.
Every reader raises `QueryError` with code ``PGRST100``.
"""

from __future__ import annotations

from typing import Literal

from tui.tables.query import Condition, Filter, Group, Op, QueryError, Sort, Value
from tui.tables.values import like_meaning

DEPTH_LIMIT = 40
"""Groups inside groups that are followed, so that no text can exhaust the stack."""

_BLANKS = " \t"
_ENDS = ",)"
_COMPARISONS = {
    "eq": Op.EXACT,
    "gte": Op.GREATER,
    "gt": Op.STRICTLY_GREATER,
    "lte": Op.LESS,
    "lt": Op.STRICTLY_LESS,
    "isdistinct": Op.DIFFERS,
}


def read_key(text: str) -> str:
    """Return the column named by a parameter's key, ``"dep"`` or ``dep``."""
    return Scan(text).field()


def read_condition(column: str, text: str) -> Condition:
    """Return the filter written ``eq.75`` or ``not.in.("a","b")``; the value's type is text."""
    return _condition(Scan(text), column, grouped=False)


def read_group(text: str) -> Group:
    """Return the group written ``or("a".eq.1,and("b".lt.2,"c".is.null))``."""
    return _group(Scan(text))


def read_order(text: str) -> tuple[Sort, ...]:
    """Return the sorts written ``"a".desc.nullslast,__id.asc``."""
    scan = Scan(text)
    sorts = [_sort(scan)]
    while scan.take(","):
        sorts.append(_sort(scan))
    scan.expect_end()
    return tuple(sorts)


def read_names(text: str) -> tuple[str, ...]:
    """Return the names written ``"a","b"``; none for ``*``."""
    if text == "*":
        return ()
    scan = Scan(text)
    names = [scan.field()]
    while scan.take(","):
        names.append(scan.field())
    scan.expect_end()
    return tuple(dict.fromkeys(names))


class Scan:
    """A text and a position in it. Its readers move past what they read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def enter(self) -> None:
        """Go into a group. Raises `QueryError` beyond `DEPTH_LIMIT`."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise self.error("expecting fewer groups inside groups")

    def leave(self) -> None:
        self.depth -= 1

    def rest(self) -> str:
        return self.text[self.at :]

    def take(self, token: str) -> bool:
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def expect(self, token: str) -> None:
        if not self.take(token):
            raise self.error(f'expecting "{token}"')

    def expect_end(self) -> None:
        if self.at < len(self.text):
            raise self.error("expecting end of input")

    def skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _BLANKS:
            self.at += 1

    def field(self) -> str:
        """A name between double quotes, or made of letters, digits and ``_ $ -`` or blanks."""
        self.skip_blanks()
        name = self.quoted()
        if name is None:
            start = self.at
            while self.at < len(self.text) and _in_identifier(self.text[self.at]):
                self.at += 1
            name = self.text[start : self.at].strip()
        if not name:
            raise self.error("expecting field name (* or [a..z0..9_$])")
        self.skip_blanks()
        return name

    def quoted(self) -> str | None:
        """What is between double quotes here; None, without moving, if there are none."""
        if not self.text.startswith('"', self.at):
            return None
        found: list[str] = []
        position = self.at + 1
        while position < len(self.text):
            char = self.text[position]
            if char == '"':
                self.at = position + 1
                return "".join(found)
            if char == "\\":
                position += 1
            found.append(self.text[position : position + 1])
            position += 1
        return None

    def element(self) -> str:
        """A value that ends at a comma or a parenthesis, between double quotes or not."""
        start = self.at
        value = self.quoted()
        if value is not None and (self.at == len(self.text) or self.text[self.at] in _ENDS):
            return value
        self.at = start
        while self.at < len(self.text) and self.text[self.at] not in _ENDS:
            self.at += 1
        return self.text[start : self.at]

    def everything(self) -> str:
        found = self.rest()
        self.at = len(self.text)
        return found

    def error(self, expected: str) -> QueryError:
        seen = repr(self.text[self.at]) if self.at < len(self.text) else "end of input"
        reason = f"unexpected {seen} at column {self.at + 1} of {self.text!r}, {expected}"
        return QueryError(reason, code="PGRST100")


def _in_identifier(char: str) -> bool:
    return char.isalpha() or char in "0123456789_ $-"


def _sort(scan: Scan) -> Sort:
    column = scan.field()
    descending = False
    if not scan.take(".asc"):
        descending = scan.take(".desc")
    nulls: Literal["first", "last"] | None = None
    if scan.take(".nullsfirst"):
        nulls = "first"
    elif scan.take(".nullslast"):
        nulls = "last"
    if scan.at < len(scan.text) and not scan.text.startswith(",", scan.at):
        raise scan.error('expecting "asc", "desc", "nullsfirst" or "nullslast"')
    return Sort(column, descending, nulls)


def _group(scan: Scan) -> Group:
    if scan.take("and"):
        joint: Literal["and", "or"] = "and"
    elif scan.take("or"):
        joint = "or"
    else:
        raise scan.error("expecting logic operator (and, or)")
    scan.skip_blanks()
    scan.expect("(")
    scan.enter()
    items = [_tree(scan)]
    while scan.take(","):
        items.append(_tree(scan))
    scan.expect(")")
    scan.leave()
    scan.skip_blanks()
    return Group(joint, tuple(items))


def _tree(scan: Scan) -> Filter:
    scan.skip_blanks()
    start = scan.at
    if scan.text.startswith(("and(", "or("), start):
        return _group(scan)
    column = scan.field()
    scan.expect(".")
    condition = _condition(scan, column, grouped=True)
    scan.skip_blanks()
    return condition


def _condition(scan: Scan, column: str, *, grouped: bool) -> Condition:
    negated = scan.take("not.")
    if scan.take("is.null"):
        return Condition(column, Op.ISNOTNULL if negated else Op.ISNULL)
    if scan.take("in."):
        return Condition(column, Op.NOTIN if negated else Op.IN, _list(scan))
    read = scan.element if grouped else scan.everything
    if scan.take("ilike."):
        return Condition(
            column, Op.NOTCONTAINS if negated else Op.CONTAINS, _searched(scan, read())
        )
    word, dot, _rest = scan.rest().partition(".")
    op = _COMPARISONS.get(word)
    if not dot or op is None or negated:
        raise scan.error("expecting operator (eq, gt, ...)")
    scan.at += len(word) + 1
    return Condition(column, op, read())


def _list(scan: Scan) -> Value:
    scan.skip_blanks()
    scan.expect("(")
    scan.skip_blanks()
    values = [scan.element()]
    while scan.take(","):
        values.append(scan.element())
    scan.expect(")")
    scan.skip_blanks()
    # One empty element is the empty list; our own writer says an empty text twice instead.
    if values == [""]:
        return ()
    return ("",) if values == ["", ""] else tuple(values)


def _searched(scan: Scan, pattern: str) -> Value:
    """What `contains` was given, from ``*given*``."""
    if pattern == "*":
        return ""
    if len(pattern) < 2 or not (pattern.startswith("*") and pattern.endswith("*")):
        raise scan.error("expecting a pattern between asterisks")
    return like_meaning(pattern[1:-1].replace("*", "%"))
