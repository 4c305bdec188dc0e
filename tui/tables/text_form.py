"""A filter as a person types it: ``dep = 75 and (prix > 1000 or ville ~ "Saint")``.

Operators are ``= != < <= > >=``, ``~`` (contains) and ``!~``, ``in (a, b)``, ``not in (a)``,
``is null``, ``is not null``; joined by ``and`` and ``or`` (``et`` and ``ou`` too). An odd name goes
between backticks, an odd value between double quotes. ``~*`` and ``!~*`` take a pattern.
"""

from __future__ import annotations

from tui.tables.query import Condition, Filter, Group, Pattern
from tui.tables.text_completion import COMPLETION_LIMIT, Completion, complete
from tui.tables.text_parser import TextFormError, Want, parse
from tui.tables.text_words import WRITTEN, written_name, written_value

__all__ = [
    "COMPLETION_LIMIT",
    "Completion",
    "TextFormError",
    "Want",
    "complete",
    "format_filter",
    "parse",
]


def format_filter(group: Group) -> str:
    """Return the text that says `group`: safe on one line, empty when all rows pass."""
    return _joined(group.simplified())


def _joined(group: Group) -> str:
    return f" {group.joint} ".join(_written(item) for item in group)


def _written(item: Filter) -> str:
    if isinstance(item, Group):
        return f"({_joined(item)})"
    name, sign = written_name(item.column), WRITTEN[item.op]
    if item.value is None:
        return f"{name} {sign}"
    if isinstance(item.value, tuple):
        return f"{name} {sign} ({', '.join(written_value(value) for value in item.value)})"
    return f"{name} {_sign(item)} {written_value(item.value)}"


def _sign(condition: Condition) -> str:
    sign = WRITTEN[condition.op]
    return f"{sign}*" if isinstance(condition.value, Pattern) else sign
