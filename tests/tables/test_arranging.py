"""Columns arranged, steps undone, rows marked, texts found: the values beneath the grid."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tui.tables.find import Finder
from tui.tables.link_form import list_of, list_text
from tui.tables.marks import Marks
from tui.tables.past import Past
from tui.tables.query import Column, Query, Schema, Sort
from tui.tables.source import Row, Window
from tui.tables.store import RowStore
from tui.tables.view import WIDE, View, columns_to_ask, moved, shown_columns

NAMES = st.lists(st.text(min_size=1, max_size=8), unique=True, min_size=1, max_size=8)


def schema_of(names: list[str]) -> Schema:
    return Schema(tuple(Column(name) for name in names))


@given(items=st.lists(st.text(max_size=10)))
def test_a_list_of_any_texts_is_read_back(items: list[str]) -> None:
    assert list_of(list_text(items)) == items


@given(names=NAMES, data=st.data())
def test_a_view_is_read_back_from_its_link(names: list[str], data: st.DataObject) -> None:
    view = View()
    for name in data.draw(st.lists(st.sampled_from(names), max_size=6)):
        view = view.turned(name) if data.draw(st.booleans()) else view.widened(name, 12)
    assert View.of_pairs(view.to_pairs()) == view


@given(text=st.text(max_size=40))
def test_a_view_of_any_link_is_a_view(text: str) -> None:
    view = View.of_pairs([("pin", text), ("width", text)])
    assert all(cells <= 2_000 for _name, cells in view.widths)


def test_a_column_pinned_twice_is_no_longer_pinned() -> None:
    assert View().turned("a").turned("b").turned("a") == View(pinned=("b",))


@given(names=NAMES, data=st.data())
def test_pinned_columns_come_first_and_each_is_shown_once(
    names: list[str], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from([*names, "nowhere?"]), unique=True))
    pinned = data.draw(st.lists(st.sampled_from(names), unique=True))
    shown = [column.name for column in shown_columns(schema_of(names), chosen, pinned)]
    wanted = [name for name in chosen if name in names] if chosen else names
    assert sorted(shown) == sorted(wanted)
    kept = [name for name in pinned if name in wanted]
    assert shown[: len(kept)] == kept
    assert shown[len(kept) :] == [name for name in wanted if name not in kept]


@given(names=NAMES, data=st.data(), by=st.integers(-10, 10))
def test_moving_a_name_keeps_the_others_in_order(
    names: list[str], data: st.DataObject, by: int
) -> None:
    name = data.draw(st.sampled_from(names))
    after = moved(names, name, by)
    assert [n for n in after if n != name] == [n for n in names if n != name]
    assert after.index(name) == min(max(0, names.index(name) + by), len(names) - 1)


def test_few_columns_of_a_wide_table_are_asked_for_alone() -> None:
    wide = schema_of([f"c{number}" for number in range(300)])
    names = [column.name for column in wide]
    asked = columns_to_ask(wide, ["c7", "c3"], ())
    assert asked == ("c3", "c7")
    # One more hidden asks for nothing; one more shown does.
    assert columns_to_ask(wide, ["c7"], asked) == asked
    assert columns_to_ask(wide, ["c7", "c8"], asked) == ("c7", "c8")
    # Most columns, or all: no choice is worth saying.
    assert columns_to_ask(wide, names[:200], ()) == ()
    assert columns_to_ask(wide, [], ()) == ()
    # Far fewer than are asked: ask for less.
    assert columns_to_ask(wide, ["c1"], tuple(names[:100])) == ("c1",)
    # A name that old services would cut in two.
    assert columns_to_ask(schema_of([*names, "a,b"]), ["a,b"], ()) == ()
    assert columns_to_ask(schema_of(names[:WIDE]), ["c1"], ()) == ()


class Steps(RuleBasedStateMachine):
    """Somebody changes a value, undoes and redoes; a list of all values is the judge."""

    def __init__(self) -> None:
        super().__init__()
        self.past = Past(0)
        self.values = [0]
        self.at = 0

    @rule(value=st.integers(0, 5))
    def change(self, value: int) -> None:
        self.past.change(value)
        if value != self.values[self.at]:
            self.values = [*self.values[: self.at + 1], value]
            self.at += 1

    @rule(value=st.integers(6, 9))
    def amend(self, value: int) -> None:
        self.past.amend(value)
        self.values[self.at] = value

    @rule()
    def undo(self) -> None:
        self.at = max(0, self.at - 1)
        assert self.past.undo() == self.values[self.at]

    @rule()
    def redo(self) -> None:
        self.at = min(len(self.values) - 1, self.at + 1)
        assert self.past.redo() == self.values[self.at]

    @invariant()
    def both_agree(self) -> None:
        assert self.past.now == self.values[self.at]
        assert self.past.can_undo == (self.at > 0)
        assert self.past.can_redo == (self.at < len(self.values) - 1)


TestSteps = Steps.TestCase


def test_what_never_came_is_dropped_without_a_trace() -> None:
    past = Past("a")
    past.change("b")
    assert past.drop() == "a"
    assert not past.can_redo


def test_marked_rows_come_in_the_order_of_the_file_with_the_cells_asked_for() -> None:
    marks = Marks()
    assert marks.turn(9, {"a": 1, "b": None})
    assert marks.turn(2, {"a": "x"})
    assert marks.rows(["b", "a"]) == [(None, "x"), (None, 1)]
    assert not marks.turn(9, {})
    assert list(marks) == [2]
    marks.clear()
    assert len(marks) == 0


def test_the_sort_of_a_column_turns_up_down_and_off() -> None:
    query = Query(sorts=(Sort("a"), Sort("b", descending=True)))
    assert query.turned("a").sorts == (Sort("a", descending=True),)
    assert query.turned("b").sorts == ()
    assert query.turned("c").sorts == (Sort("c"),)
    assert query.turned_too("a").sorts == (Sort("a", descending=True), Sort("b", descending=True))
    assert query.turned_too("b").sorts == (Sort("a"),)
    assert query.turned_too("c").sorts == (*query.sorts, Sort("c"))


WORDS = st.text(alphabet="abA é.", max_size=4)


@given(
    rows=st.lists(st.tuples(WORDS, WORDS), max_size=30),
    needle=st.text(alphabet="abA é.", min_size=1, max_size=2),
    spot=st.tuples(st.integers(0, 30), st.integers(-1, 2)),
)
def test_what_is_found_is_everywhere_the_text_is(
    rows: list[Row], needle: str, spot: tuple[int, int]
) -> None:
    store = RowStore(7)
    for start in range(0, len(rows), 7):
        page = tuple(rows[start : start + 7])
        ids = tuple(range(start, start + len(page)))
        store.put(Window(Query(), start, ("x", "y"), page, ids, len(rows), at_end=False))
    finder = Finder(needle, [lambda row: str(row[0]), lambda row: str(row[1])])
    list(finder.steps(store))
    expected = [
        (position, index)
        for position, row in enumerate(rows)
        for index in (0, 1)
        if needle.lower() in str(row[index]).lower()
    ]
    assert finder.spots == expected
    assert finder.rows_read == len(rows)
    later = [s for s in expected if s > spot]
    earlier = [s for s in expected if s < spot]
    assert finder.after(spot) == ((later or expected)[0] if expected else None)
    assert finder.before(spot) == ((earlier or expected)[-1] if expected else None)


def test_pages_that_come_later_are_looked_at_too() -> None:
    store = RowStore(2)
    rows: tuple[Row, ...] = (("a",), ("b",))
    store.put(Window(Query(), 0, ("x",), rows, (1, 2), 4, at_end=False))
    finder = Finder("b", [lambda row: str(row[0])])
    assert len(list(finder.steps(store))) == 1
    store.put(Window(Query(), 2, ("x",), rows, (3, 4), 4, at_end=True))
    assert len(list(finder.steps(store))) == 1
    assert finder.spots == [(1, 0), (3, 0)]
