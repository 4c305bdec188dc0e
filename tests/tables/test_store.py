"""The rows a grid holds: never wrong, never asked for twice, never more than agreed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tui.tables.query import Query
from tui.tables.source import Row, Window
from tui.tables.store import PAGES_KEPT, RowStore

PAGE = 5


def row_at(position: int) -> Row:
    return (position, f"r{position}")


def window(
    start: int, stop: int, *, size: int, total: int | None = None, at_end: bool | None = None
) -> Window:
    """Rows `start` to `stop` of a table of `size` rows, which says `total`."""
    rows = tuple(row_at(position) for position in range(start, min(stop, size)))
    return Window(
        query=Query(),
        start=start,
        columns=("n", "text"),
        rows=rows,
        ids=tuple(position + 1 for position in range(start, start + len(rows))),
        total=total,
        at_end=stop >= size if at_end is None else at_end,
    )


def holes(store: RowStore, start: int, stop: int) -> list[int]:
    """Rows of the table from `start` to `stop` that are neither here nor known to fail."""
    end = min(stop, store.count) if store.is_sized else stop
    return [
        position
        for position in range(max(0, start), end)
        if store.row(position) is None and not store.failure(position)
    ]


class Reading(RuleBasedStateMachine):
    """Somebody reads a table of `size` rows anywhere, on a service that fails at times."""

    says_total = True

    def __init__(self) -> None:
        super().__init__()
        self.size = 0
        self.kept = 3
        self.store = RowStore(PAGE, pages_kept=self.kept)
        self.failed: set[int] = set()

    @precondition(lambda self: not self.store.columns)
    @rule(size=st.integers(0, 60))
    def the_table_has(self, size: int) -> None:
        self.size = size

    @rule(page=st.integers(0, 12), pages=st.integers(1, 3))
    def rows_come(self, page: int, pages: int) -> None:
        start, stop = page * PAGE, (page + pages) * PAGE
        if not self.says_total and start > self.size:
            return
        total = self.size if self.says_total else None
        assert self.store.put(window(start, stop, size=self.size, total=total))
        self.failed -= set(range(page, page + pages))
        for position in range(start, min(stop, self.size)):
            assert self.store.row(position) == row_at(position)

    @rule(page=st.integers(0, 12))
    def rows_fail(self, page: int) -> None:
        self.store.fail(page * PAGE, (page + 1) * PAGE, "out of order")
        if self.store.row(page * PAGE) is None:
            self.failed.add(page)

    @rule()
    def failures_are_forgiven(self) -> None:
        self.store.forgive()
        self.failed.clear()
        assert not any(self.store.failure(position) for position in range(80))

    @rule(start=st.integers(-7, 70), length=st.integers(0, 14))
    def somebody_looks(self, start: int, length: int) -> None:
        wanted = self.store.missing(start, start + length)
        left = holes(self.store, start, start + length)
        if wanted is None:
            assert not left
            return
        begin, end = wanted
        assert begin % PAGE == end % PAGE == 0
        assert 0 <= begin < end
        assert begin <= min(left, default=begin)
        assert max(left, default=begin) < end
        assert begin > max(0, start) - PAGE
        assert end < start + length + PAGE
        for edge in (begin, end - PAGE):
            assert self.store.row(edge) is None
            assert not self.store.failure(edge)

    @invariant()
    def no_row_is_another_one(self) -> None:
        for position in range(80):
            held = self.store.row(position)
            assert held is None or held == row_at(position)

    @invariant()
    def no_more_is_held_than_agreed(self) -> None:
        here = sum(self.store.row(position) is not None for position in range(80))
        assert self.store.rows_held == here <= self.kept * PAGE

    @invariant()
    def the_number_of_rows_is_never_too_large(self) -> None:
        assert self.store.count <= self.size
        if self.store.is_sized:
            assert self.store.count == self.size


class ReadingWithoutTotal(Reading):
    """The same, on a service that never says how many rows there are, read from the start on.

    The end is where a page says that it is the last.
    """

    says_total = False

    @precondition(lambda self: not self.store.columns)
    @rule()
    def all_is_read(self) -> None:
        for start in range(0, self.size + 1, PAGE):
            self.store.put(window(start, start + PAGE, size=self.size))
        assert self.store.is_sized
        assert self.store.count == self.size


QUICK = settings(max_examples=30, stateful_step_count=25, deadline=None)
Reading.TestCase.settings = QUICK
ReadingWithoutTotal.TestCase.settings = QUICK
TestReading = Reading.TestCase
TestReadingWithoutTotal = ReadingWithoutTotal.TestCase


@given(first=st.integers(0, 40), second=st.integers(0, 40), silent=st.booleans())
def test_a_total_that_changes_is_told_once_and_then_believed(
    first: int, second: int, silent: bool
) -> None:
    store = RowStore(PAGE)
    assert store.put(window(0, PAGE, size=first, total=first))
    said = None if silent else second
    assert store.put(window(0, PAGE, size=second, total=said)) == (silent or first == second)
    assert store.count == (first if silent else second)
    assert store.put(window(0, PAGE, size=second, total=store.total))


@given(size=st.integers(0, 60))
def test_without_a_total_the_rows_seen_count_until_the_last_page_says_so(size: int) -> None:
    store = RowStore(PAGE)
    start = 0
    while not store.is_sized:
        assert store.count == start
        assert store.missing(start, start + 1) == (start, start + PAGE)
        store.put(window(start, start + PAGE, size=size))
        start += PAGE
    assert store.count == size
    assert store.missing(0, 1_000) is None


def test_a_total_said_late_wins_over_the_rows_seen() -> None:
    store = RowStore(PAGE)
    store.put(window(0, PAGE, size=40, at_end=False))
    before = (store.is_sized, store.count)
    assert before == (False, PAGE)
    store.put(window(PAGE, 2 * PAGE, size=40, total=40))
    assert (store.is_sized, store.count) == (True, 40)


def test_what_failed_is_not_asked_for_until_it_is_forgiven() -> None:
    store = RowStore(PAGE)
    store.fail(0, 2 * PAGE, "out of order")
    assert store.missing(0, 2 * PAGE) is None
    assert store.failure(2 * PAGE - 1) == "out of order"
    assert store.failure(2 * PAGE) == ""
    assert store.missing(0, 3 * PAGE) == (2 * PAGE, 3 * PAGE)
    store.forgive()
    assert store.missing(0, 2 * PAGE) == (0, 2 * PAGE)


def test_rows_that_came_are_not_lost_to_a_failure_that_comes_later() -> None:
    store = RowStore(PAGE)
    store.put(window(0, PAGE, size=20, total=20))
    store.fail(0, 2 * PAGE, "out of order")
    assert store.row(0) == row_at(0)
    assert store.failure(0) == ""
    assert store.failure(PAGE) == "out of order"
    store.put(window(PAGE, 2 * PAGE, size=20, total=20))
    assert store.failure(PAGE) == ""


def test_ten_thousand_rows_are_held_and_those_that_came_first_are_let_go() -> None:
    store = RowStore(50)
    for start in range(0, 20_000, 50):
        store.put(window(start, start + 50, size=1_000_000, total=1_000_000))
    assert store.rows_held == PAGES_KEPT * 50 == 10_000
    assert store.row(0) is None
    assert store.missing(0, 50) == (0, 50)
    assert store.row(10_000) == row_at(10_000)
    assert store.missing(10_000, 20_000) is None


def test_a_page_that_comes_again_counts_as_new() -> None:
    store = RowStore(PAGE, pages_kept=2)
    for start in (0, PAGE, 0, 2 * PAGE):
        store.put(window(start, start + PAGE, size=40, total=40))
    assert store.row(0) == row_at(0)
    assert store.row(PAGE) is None


def test_nothing_is_missing_from_a_table_without_rows() -> None:
    store = RowStore(PAGE)
    store.put(window(0, PAGE, size=0, total=0))
    assert store.is_sized
    assert store.missing(0, 50) is None
    assert store.row(0) is None
