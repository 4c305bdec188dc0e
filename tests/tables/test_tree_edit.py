"""Edits of a filter tree change what they say, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from table_queries import Record, conditions, filters, passing, records

from tui.tables import tree_edit
from tui.tables.query import Condition, Filter, Group, Op
from tui.tables.tree_edit import Edited, Path, item_at, lines

A, B, C, D = (Condition(name, Op.EXACT, "1") for name in "abcd")
TREE = Group("and", (A, Group("or", (B, C)), D))

Edit = Callable[[Group, Path], Edited]
KEEPING: dict[str, Edit] = {
    "turned": tree_edit.turned,
    "wrapped": tree_edit.wrapped,
    "unwrapped": tree_edit.unwrapped,
    "moved down": lambda root, path: tree_edit.moved(root, path, 1),
    "moved up": lambda root, path: tree_edit.moved(root, path, -1),
}


def counted(item: Filter) -> Counter[Condition]:
    if isinstance(item, Condition):
        return Counter([item])
    return sum((counted(inner) for inner in item), Counter())


def same_rows(one: Group, two: Group, rows: list[Record]) -> bool:
    return passing(one, rows) == passing(two, rows)


def path_in(data: st.DataObject, root: Group) -> Path:
    return data.draw(st.sampled_from([line.path for line in lines(root)]), label="path")


def assert_whole(edited: Edited) -> None:
    """The path leads somewhere, and no group but the root is empty."""
    item_at(edited.root, edited.path)
    for line in lines(edited.root)[1:]:
        assert not isinstance(line.item, Group) or line.item.items


# What each edit does


def test_the_lines_of_a_tree_come_from_top_to_bottom() -> None:
    assert [line.path for line in lines(TREE)] == [(), (0,), (1,), (1, 0), (1, 1), (2,)]
    assert [line.item for line in lines(TREE)][3:] == [B, C, D]


@pytest.mark.parametrize(
    ("edit", "path", "expected", "where"),
    [
        ("turned", (1,), Group("and", (A, Group("and", (B, C)), D)), (1,)),
        ("turned", (1, 0), Group("and", (A, Group("and", (B, C)), D)), (1, 0)),
        ("turned", (0,), Group("or", (A, Group("or", (B, C)), D)), (0,)),
        ("wrapped", (0,), Group("and", (Group("or", (A,)), Group("or", (B, C)), D)), (0,)),
        ("wrapped", (1, 1), Group("and", (A, Group("or", (B, Group("and", (C,)))), D)), (1, 1)),
        ("wrapped", (), Group("or", (TREE,)), ()),
        ("unwrapped", (1,), Group("and", (A, B, C, D)), (1,)),
        ("unwrapped", (1, 1), Group("and", (A, B, C, D)), (2,)),
        ("unwrapped", (0,), TREE, (0,)),
        ("moved down", (0,), Group("and", (Group("or", (A, B, C)), D)), (0, 0)),
        ("moved up", (2,), Group("and", (A, Group("or", (B, C, D)))), (1, 2)),
        ("moved down", (1, 1), Group("and", (A, Group("or", (B,)), C, D)), (2,)),
        ("moved up", (1, 0), Group("and", (A, B, Group("or", (C,)), D)), (1,)),
        ("moved down", (1, 0), Group("and", (A, Group("or", (C, B)), D)), (1, 1)),
        ("moved down", (2,), TREE, (2,)),
        ("moved up", (0,), TREE, (0,)),
        ("moved up", (), TREE, ()),
    ],
)
def test_an_edit_gives_the_tree_and_the_line_to_be_on(
    edit: str, path: Path, expected: Group, where: Path
) -> None:
    assert KEEPING[edit](TREE, path) == Edited(expected, where)


def test_what_leaves_a_group_empty_takes_the_group_with_it() -> None:
    alone = Group("and", (A, Group("or", (B,))))
    assert tree_edit.removed(alone, (1, 0)) == Edited(Group("and", (A,)), (0,))
    assert tree_edit.moved(alone, (1, 0), 1) == Edited(Group("and", (A, B)), (1,))
    assert tree_edit.moved(alone, (1, 0), -1) == Edited(Group("and", (A, B)), (1,))
    deep = Group("and", (Group("or", (Group("and", (A,)),)),))
    assert tree_edit.removed(deep, (0, 0, 0)) == Edited(Group(), ())
    assert tree_edit.removed(TREE, ()) == Edited(Group(), ())


def test_a_condition_is_added_after_the_line_or_at_the_end_of_the_group() -> None:
    assert tree_edit.added(Group(), (), A) == Edited(Group("and", (A,)), (0,))
    assert tree_edit.added(TREE, (0,), D).path == (1,)
    assert tree_edit.added(TREE, (1,), D) == Edited(
        Group("and", (A, Group("or", (B, C, D)), D)), (1, 2)
    )


def test_a_period_comes_apart_among_its_like_and_stays_together_elsewhere() -> None:
    period = Group("and", (A, B))
    assert tree_edit.added(Group("and", (C,)), (0,), period).root == Group("and", (C, A, B))
    assert tree_edit.with_item(Group("or", (C, D)), (0,), period).root == Group("or", (period, D))


def test_a_root_of_one_group_is_unwrapped_into_it() -> None:
    assert tree_edit.unwrapped(Group("or", (TREE,)), ()) == Edited(TREE, ())
    assert tree_edit.wrapped(Group(), ()) == Edited(Group(), ())


def test_groups_are_not_made_deeper_than_can_be_followed() -> None:
    root, path = Group("and", (A, B)), (0,)
    for _time in range(3 * tree_edit.DEPTH_LIMIT):
        root = tree_edit.wrapped(root, path).root
    assert max(len(line.path) for line in lines(root)) == tree_edit.DEPTH_LIMIT
    assert tree_edit.moved(root, (1,), -1).path == (0, 1)


@pytest.mark.parametrize("path", [(3,), (0, 0), (1, 2)])
def test_a_path_that_leads_nowhere_is_an_error(path: Path) -> None:
    with pytest.raises(IndexError):
        item_at(TREE, path)


# Whatever the tree


@pytest.mark.parametrize("edit", list(KEEPING.values()), ids=list(KEEPING))
@given(data=st.data(), root=filters())
def test_an_edit_of_groups_keeps_every_condition(
    edit: Edit, data: st.DataObject, root: Group
) -> None:
    edited = edit(root, path_in(data, root))
    assert counted(edited.root) == counted(root)
    assert_whole(edited)


@given(data=st.data(), root=filters())
def test_removing_a_line_keeps_every_other_condition(data: st.DataObject, root: Group) -> None:
    path = path_in(data, root)
    edited = tree_edit.removed(root, path)
    assert counted(edited.root) == counted(root) - counted(item_at(root, path))
    assert_whole(edited)


@given(data=st.data(), root=filters(), new=conditions())
def test_a_new_condition_is_where_the_edit_says(
    data: st.DataObject, root: Group, new: Condition
) -> None:
    path = path_in(data, root)
    edited = tree_edit.added(root, path, new)
    assert item_at(edited.root, edited.path) == new
    assert counted(edited.root) == counted(root) + Counter([new])
    assert tree_edit.removed(edited.root, edited.path).root == root


@given(data=st.data(), root=filters(), new=conditions())
def test_a_changed_condition_takes_the_place_of_the_other(
    data: st.DataObject, root: Group, new: Condition
) -> None:
    places = [line.path for line in lines(root) if isinstance(line.item, Condition)]
    assume(places)
    path = data.draw(st.sampled_from(places))
    edited = tree_edit.with_item(root, path, new)
    assert item_at(edited.root, path) == new
    assert tree_edit.with_item(edited.root, path, item_at(root, path)).root == root


@given(data=st.data(), root=filters(), by=st.sampled_from((-1, 1)))
def test_a_move_is_undone_by_the_opposite_move(
    data: st.DataObject, root: Group, by: Literal[-1, 1]
) -> None:
    path = path_in(data, root)
    edited = tree_edit.moved(root, path, by)
    assume(edited.root != root)
    assert tree_edit.moved(edited.root, edited.path, -by) == Edited(root, path)


@given(data=st.data(), root=filters())
def test_turning_twice_and_wrapping_then_unwrapping_change_nothing(
    data: st.DataObject, root: Group
) -> None:
    path = path_in(data, root)
    turned = tree_edit.turned(root, path)
    assert tree_edit.turned(turned.root, turned.path) == Edited(root, path)
    wrapped = tree_edit.wrapped(root, path)
    assert tree_edit.unwrapped(wrapped.root, wrapped.path) == Edited(root, path)


# What the rows say


@given(data=st.data(), root=filters(), rows=records())
def test_a_line_in_a_group_of_its_own_lets_the_same_rows_through(
    data: st.DataObject, root: Group, rows: list[Record]
) -> None:
    wrapped = tree_edit.wrapped(root, path_in(data, root)).root
    assert same_rows(wrapped, root, rows)
    assert wrapped.simplified() == root.simplified()


@given(
    data=st.data(),
    root=filters(),
    rows=records(),
    names=st.lists(st.sampled_from(list(KEEPING)), max_size=8),
)
def test_the_simplest_form_of_an_edited_tree_lets_the_same_rows_through(
    data: st.DataObject, root: Group, rows: list[Record], names: list[str]
) -> None:
    for name in names:
        root = KEEPING[name](root, path_in(data, root)).root
    assert same_rows(root.simplified(), root, rows)


@given(data=st.data(), root=filters(), rows=records())
def test_the_order_of_conditions_in_a_group_does_not_matter(
    data: st.DataObject, root: Group, rows: list[Record]
) -> None:
    path = path_in(data, root)
    edited = tree_edit.moved(root, path, 1)
    assume(len(edited.path) == len(path) and edited.path[:-1] == path[:-1])
    assert same_rows(edited.root, root, rows)
