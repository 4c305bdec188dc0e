"""One filter of a query put in the place of another: what an editor of a filter answers."""

from __future__ import annotations

from dataclasses import dataclass

from tui.tables.query import Condition, Filter, Group


@dataclass(frozen=True, slots=True)
class FilterChange:
    """A filter to add, to change or to remove.

    Attributes:
        added: The new filter; None to remove only.
        replaces: The one whose place it takes; None to add only.
    """

    added: Filter | None
    replaces: Filter | None = None

    def applied(self, where: Group) -> Group:
        """`where` after the change: nothing is said twice at its top, and order is kept."""
        new = [] if self.added is None else [self.added]
        items = list(where.items)
        if self.replaces in items:
            place = items.index(self.replaces)
            items[place : place + 1] = new
        else:
            items += new
        return Group(where.joint, tuple(dict.fromkeys(items)))


def standing_filter(where: Group, column: str) -> Filter | None:
    """The one filter of `where` on `column`, where there is one alone and nothing else on it.

    It is a condition, or a group of conditions that all apply, as a period of dates is.
    """
    if where.joint != "and":
        return None
    found = [item for item in where if column in _columns(item)]
    only = found[0] if len(found) == 1 else None
    if isinstance(only, Group) and (only.joint == "or" or _columns(only) != {column}):
        return None
    return only


def _columns(item: Filter) -> set[str]:
    if isinstance(item, Condition):
        return {item.column}
    return {name for inner in item for name in _columns(inner)}
