"""The history of places behaves as a browser's does."""

from __future__ import annotations

from tui.links import Link
from tui.navigation import Entry, History


def entry(name: str) -> Entry[str]:
    return Entry(Link("dataset", name), page=name)


def visited(*names: str) -> History[str]:
    history: History[str] = History()
    for name in names:
        history.visit(entry(name))
    return history


def test_back_then_forward_leads_to_the_same_place() -> None:
    history = visited("a", "b", "c")
    back = history.step(-1)
    assert back is not None
    assert back.page == "b"
    forward = history.step(1)
    assert forward is not None
    assert forward.page == "c"


def test_there_is_nothing_before_the_first_and_after_the_last() -> None:
    history = visited("a")
    assert history.step(-1) is None
    assert history.step(1) is None
    assert not history.can_go_back
    assert not history.can_go_forward


def test_visiting_forgets_what_was_ahead() -> None:
    history = visited("a", "b", "c")
    history.step(-2)
    dropped = history.visit(entry("d"))
    assert [gone.page for gone in dropped] == ["b", "c"]
    assert [kept.page for kept in history.entries] == ["a", "d"]


def test_only_a_bounded_number_of_entries_and_pages_is_kept() -> None:
    history: History[str] = History(limit=10, live_limit=3)
    for number in range(30):
        history.visit(entry(str(number)))
        for surplus in list(history.surplus_pages()):
            surplus.page = None
    assert len(history.entries) == 10
    assert [e.page for e in history.entries if e.page is not None] == ["27", "28", "29"]


def test_the_pages_kept_alive_are_those_nearest_to_the_current_one() -> None:
    history: History[str] = History(live_limit=3)
    for name in "abcdefg":
        history.visit(entry(name))
    history.step(-3)
    assert {e.page for e in history.surplus_pages()} == {"a", "b", "f", "g"}


def test_clearing_hands_back_the_live_pages() -> None:
    history = visited("a", "b")
    assert [e.page for e in history.clear()] == ["a", "b"]
    assert history.current is None
