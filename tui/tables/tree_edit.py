"""Edits of a filter tree, one at a time: each gives another tree and where the edited line is.

A line of the tree has a path: the positions to follow from the root, which is ``()``. A group that
an edit leaves empty goes too, since an empty group would let every row through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from tui.tables.query import Filter, Group

Path: TypeAlias = tuple[int, ...]

DEPTH_LIMIT = 20
"""Groups inside groups that an edit may make."""

_OTHER: dict[Literal["and", "or"], Literal["and", "or"]] = {"and": "or", "or": "and"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a tree: a condition, or a group whose items are the lines after it."""

    path: Path
    item: Filter


@dataclass(frozen=True, slots=True)
class Edited:
    """A tree after an edit, and the path of the line that was edited, or of its neighbour."""

    root: Group
    path: Path


def lines(root: Group) -> list[Line]:
    """Every line of the tree from top to bottom, the root first."""
    return list(_lines(root, ()))


def item_at(root: Group, path: Path) -> Filter:
    """The line at `path`. Raises IndexError where there is none."""
    here: Filter = root
    for index in path:
        if not isinstance(here, Group):
            raise IndexError(path)
        here = here.items[index]
    return here


def with_item(root: Group, path: Path, item: Filter) -> Edited:
    """Put `item` in place of the line at `path`, which is not the root."""
    inside = group_at(root, path[:-1])
    return Edited(_with_items(root, path[:-1], _spliced(inside, path[-1], item, skip=1)), path)


def added(root: Group, path: Path, item: Filter) -> Edited:
    """Add `item` at the end of the group at `path`, or after the condition there."""
    here = item_at(root, path)
    place = (*path, len(here.items)) if isinstance(here, Group) else (*path[:-1], path[-1] + 1)
    inside = group_at(root, place[:-1])
    return Edited(_with_items(root, place[:-1], _spliced(inside, place[-1], item)), place)


def removed(root: Group, path: Path) -> Edited:
    """Remove the line at `path`; the root keeps its place and loses its items."""
    if not path:
        return Edited(replace(root, items=()), ())
    items = group_at(root, path[:-1]).items
    left = items[: path[-1]] + items[path[-1] + 1 :]
    if not left and len(path) > 1:
        return removed(root, path[:-1])
    near = (*path[:-1], min(path[-1], len(left) - 1)) if left else ()
    return Edited(_with_items(root, path[:-1], left), near)


def turned(root: Group, path: Path) -> Edited:
    """Turn ``and`` into ``or`` or back, for the group at `path` or that of the condition there."""
    here = path if isinstance(item_at(root, path), Group) else path[:-1]
    group = group_at(root, here)
    return Edited(_with_group(root, here, replace(group, joint=_OTHER[group.joint])), path)


def wrapped(root: Group, path: Path) -> Edited:
    """Put the line at `path` in a group of its own, joined the other way than its neighbours."""
    if not path:
        if not root.items:
            return Edited(root, ())
        made = Group(_OTHER[root.joint], (root,))
        return _bounded(root, (), Edited(made, ()))
    parent = group_at(root, path[:-1])
    made = Group(_OTHER[parent.joint], (item_at(root, path),))
    return _bounded(root, path, Edited(_with_line(root, path, made), path))


def unwrapped(root: Group, path: Path) -> Edited:
    """Put the items of the group at `path`, or of the condition's there, among its neighbours."""
    here = path if isinstance(item_at(root, path), Group) else path[:-1]
    inside = group_at(root, here)
    if not here:
        only = root.items[0] if len(root.items) == 1 else None
        return Edited(only, ()) if isinstance(only, Group) else Edited(root, path)
    items = group_at(root, here[:-1]).items
    placed = items[: here[-1]] + inside.items + items[here[-1] + 1 :]
    shift = path[len(here)] if len(path) > len(here) else 0
    return Edited(_with_items(root, here[:-1], placed), (*here[:-1], here[-1] + shift))


def moved(root: Group, path: Path, by: Literal[-1, 1]) -> Edited:
    """Move the line at `path` one line up or down, into a group on the way, or out of its own.

    The first and the last of the root stay where they are.
    """
    if not path:
        return Edited(root, path)
    parent, index = group_at(root, path[:-1]), path[-1]
    beside = index + by
    if not 0 <= beside < len(parent.items):
        return _moved_out(root, path, by)
    neighbour = parent.items[beside]
    if isinstance(neighbour, Group):
        return _bounded(root, path, _moved_in(root, path, beside))
    items = list(parent.items)
    items[index], items[beside] = items[beside], items[index]
    return Edited(_with_items(root, path[:-1], tuple(items)), (*path[:-1], beside))


def group_at(root: Group, path: Path) -> Group:
    """The group at `path`. Raises IndexError where there is none."""
    here = item_at(root, path)
    if not isinstance(here, Group):
        raise IndexError(path)
    return here


def _moved_in(root: Group, path: Path, beside: int) -> Edited:
    """Move the line at `path` to the near end of the group beside it."""
    parent, index = group_at(root, path[:-1]), path[-1]
    item, group = parent.items[index], group_at(root, (*path[:-1], beside))
    down = beside > index
    filled = replace(group, items=(item, *group.items) if down else (*group.items, item))
    items = list(parent.items)
    items[beside] = filled
    del items[index]
    near = (*path[:-1], index, 0) if down else (*path[:-1], beside, len(group.items))
    return Edited(_with_items(root, path[:-1], tuple(items)), near)


def _moved_out(root: Group, path: Path, by: Literal[-1, 1]) -> Edited:
    """Move the line at `path`, first or last of its group, beside that group."""
    if len(path) == 1:
        return Edited(root, path)
    item, outer = item_at(root, path), path[:-2]
    inside, index = group_at(root, path[:-1]), path[-2]
    left = inside.items[: path[-1]] + inside.items[path[-1] + 1 :]
    kept = (replace(inside, items=left),) if left else ()
    placed = (*kept, item) if by > 0 else (item, *kept)
    items = group_at(root, outer).items
    place = index + (len(kept) if by > 0 else 0)
    return Edited(
        _with_items(root, outer, (*items[:index], *placed, *items[index + 1 :])), (*outer, place)
    )


def _lines(item: Filter, path: Path) -> Iterator[Line]:
    yield Line(path, item)
    if isinstance(item, Group):
        for index, inner in enumerate(item):
            yield from _lines(inner, (*path, index))


def _spliced(group: Group, index: int, item: Filter, *, skip: int = 0) -> tuple[Filter, ...]:
    """The items of `group` with `item` at `index`: a group joined in the same way comes apart."""
    same = isinstance(item, Group) and item.joint == group.joint
    new = item.items if same and isinstance(item, Group) else (item,)
    return (*group.items[:index], *new, *group.items[index + skip :])


def _with_items(root: Group, path: Path, items: tuple[Filter, ...]) -> Group:
    return _with_group(root, path, replace(group_at(root, path), items=items))


def _with_group(root: Group, path: Path, group: Group) -> Group:
    return _with_line(root, path, group) if path else group


def _with_line(root: Group, path: Path, item: Filter) -> Group:
    """The tree with another line at `path`, and nothing else changed."""
    index, rest = path[0], path[1:]
    inner = root.items[index]
    if rest:
        item = _with_line(inner, rest, item) if isinstance(inner, Group) else inner
    return replace(root, items=(*root.items[:index], item, *root.items[index + 1 :]))


def _bounded(root: Group, path: Path, edited: Edited) -> Edited:
    """`edited`, or the tree as it was where that is too deep to be followed."""
    deepest = max(len(line.path) for line in lines(edited.root))
    return edited if deepest <= DEPTH_LIMIT else Edited(root, path)
