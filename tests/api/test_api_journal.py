"""What the journal keeps, hides and tells."""

from __future__ import annotations

import pytest

from tui.api.journal import Journal, redact
from tui.text import is_safe_line


def test_a_request_is_told_when_it_leaves_and_when_it_ends() -> None:
    journal = Journal(clock=lambda: 42.0)
    seen: list[tuple[int, int | None]] = []
    journal.subscribe(lambda: seen.append((journal.running, journal.entries[-1].status)))
    number = journal.begin("GET", "https://x.test/", attempt=2)
    entry = journal.entries[-1]
    assert (entry.number, entry.method, entry.attempt) == (number, "GET", 2)
    assert entry.started == 42.0
    assert entry.running
    journal.finish(number, milliseconds=12.5, status=200, size=10)
    entry = journal.entries[-1]
    assert (entry.status, entry.milliseconds, entry.bytes, entry.error) == (200, 12.5, 10, "")
    assert not entry.running
    assert seen == [(1, None), (0, 200)]


def test_nobody_is_told_after_unsubscribing_and_that_may_happen_while_being_told() -> None:
    journal = Journal()
    told: list[str] = []

    def once() -> None:
        told.append("once")
        leave()

    leave = journal.subscribe(once)
    journal.subscribe(lambda: told.append("always"))
    journal.begin("GET", "https://x.test/")
    journal.begin("GET", "https://x.test/")
    leave()
    assert told == ["once", "always", "always"]


def test_the_journal_is_bounded_and_still_counts_what_it_forgot() -> None:
    journal = Journal(limit=3)
    numbers = [journal.begin("GET", f"https://x.test/{n}") for n in range(5)]
    assert [entry.number for entry in journal.entries] == numbers[2:]
    assert journal.running == 5
    for number in numbers:
        journal.finish(number, milliseconds=1.0)
    assert journal.running == 0
    assert len(journal.entries) == 3


def test_an_answer_from_memory_is_marked() -> None:
    journal = Journal()
    journal.answered_from_memory("GET", "https://x.test/", status=200, size=9)
    entry = journal.entries[0]
    assert (entry.cached, entry.status, entry.bytes, entry.milliseconds) == (True, 200, 9, 0.0)
    assert journal.running == 0


def test_why_a_request_waits_is_told_until_the_last_one_goes_on() -> None:
    journal = Journal()
    first, second = journal.wait("wait 3 s"), journal.wait("wait 4 s")
    assert journal.waiting == "wait 3 s"
    journal.resume(first)
    assert journal.waiting == "wait 4 s"
    journal.resume(second)
    journal.resume(second)
    assert journal.waiting == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pw@x.test/a?b=1", "https://…@x.test/a?b=1"),
        ("https://x.test/?api_key=s3cret&q=a", "https://x.test/?api_key=…&q=a"),
        ("https://x.test/?q=a&X-API-KEY=s3cret", "https://x.test/?q=a&X-API-KEY=…"),
        ("https://x.test/?token=s3cret#f", "https://x.test/?token=…#f"),
        ("https://x.test/?monkey=1&tokens=2", "https://x.test/?monkey=1&tokens=2"),
        ("https://x.test/?q=me@home", "https://x.test/?q=me@home"),
    ],
)
def test_secrets_in_an_address_are_not_shown(url: str, shown: str) -> None:
    assert redact(url) == shown


def test_an_address_is_safe_to_draw() -> None:
    journal = Journal()
    number = journal.begin("GET", "https://x.test/\x1b[31m\u202e")
    journal.finish(number, milliseconds=1.0, error="bad\nthing")
    assert is_safe_line(journal.entries[0].url)
    assert is_safe_line(journal.entries[0].error)
