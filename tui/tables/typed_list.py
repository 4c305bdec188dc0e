r"""Several values typed on one line: ``75, 2A, "a, b"``.

Commas separate, blanks around a value do not count, and a value that holds a comma goes between
double quotes, where ``\"`` and ``\\`` are escapes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tui.i18n import gettext as _
from tui.tables.likely import folded
from tui.tables.operators import BadValueError
from tui.tables.text_words import MARKED, quoted_value, unescaped
from tui.text import is_safe_line


def read_list(text: str) -> list[str]:
    """Return the values that `text` lists, empty ones left out unless quoted.

    Raises `BadValueError` with a sentence for people.
    """
    found: list[str] = []
    at = _blanks(text, 0)
    while at < len(text):
        value, at = _element(text, at)
        if value is not None:
            found.append(value)
        at = _blanks(text, at)
        if at < len(text) and text[at] != ",":
            raise BadValueError(_("A comma is missing after a value between quotes."))
        at = _blanks(text, at + 1)
    return found


def values_so_far(text: str) -> list[str]:
    """Return the values that `text` lists; none while a quote is open."""
    try:
        return read_list(text)
    except BadValueError:
        return []


def written_list(values: Iterable[str]) -> str:
    """Return the line that `read_list` reads back as `values`, without a hidden character."""
    return ", ".join(_written(value) for value in values)


def last_element(text: str) -> tuple[int, str]:
    """Where the value being typed at the end of `text` starts, and what there is of it."""
    start = at = _blanks(text, 0)
    while at < len(text):
        try:
            value, at = _element(text, at)
        except BadValueError:
            return start, unescaped(text[start + 1 :])
        comma = text.find(",", at)
        if comma < 0:
            return start, value or ""
        start = at = _blanks(text, comma + 1)
    return start, ""


def unfinished(text: str, known: Collection[str]) -> str:
    """Return the last value of `text` while it is being typed: none of those that are known."""
    value = last_element(text)[1]
    return "" if value in known else value


def turned(text: str, value: str, partial: str = "") -> str:
    """Return `text` with `value` in the list, or without it where it is there already.

    It takes the place of the last value where that is `partial`, and a part of it.
    """
    try:
        listed = read_list(text)
    except BadValueError:
        listed = read_list(text[: last_element(text)[0]])
    if partial and listed[-1:] == [partial] and folded(partial) in folded(value):
        listed.pop()
    left = [one for one in listed if one != value]
    return written_list(left if len(left) < len(listed) else [*listed, value])


def _element(text: str, at: int) -> tuple[str | None, int]:
    if text[at] != '"':
        end = text.find(",", at)
        end = len(text) if end < 0 else end
        return text[at:end].strip() or None, end
    quoted = MARKED['"'].match(text, at)
    if quoted is None:
        raise BadValueError(_("This is never closed: {mark}").format(mark='"'))
    return unescaped(quoted[1]), quoted.end()


def _written(value: str) -> str:
    plain = value and value == value.strip() and "," not in value and not value.startswith('"')
    return value if plain and is_safe_line(value) else quoted_value(value)


def _blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
