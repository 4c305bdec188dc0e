"""What a terminal may say of keys and of its size."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import ComposeResult
from textual.driver import Driver
from textual.events import Key, Resize
from textual.geometry import Size
from textual.widgets import Input

from tui.widgets.sturdy import KEYS, SturdyApp
from tui.widgets.terminal import TALLEST, WIDEST, Parser, TerminalDriver, forget_odd_sizes


def keys_of(parser: Parser, data: str) -> list[str]:
    return [event.key for event in parser.feed(data) if isinstance(event, Key)]


@pytest.mark.parametrize(
    "sequence", ["\x1b[1114112u", "\x1b[55296u", "\x1b[97;1;1114112u", "\x1b[9999999999999999999u"]
)
def test_a_number_that_stands_for_no_key_is_passed_over(sequence: str) -> None:
    assert keys_of(Parser(), f"{sequence}a\x1b[98u") == ["a", "b"]


@pytest.mark.parametrize(
    ("told", "taken"),
    [((120, 40), (120, 40)), ((0, 1), (0, 1)), ((20_000, 99_999), (WIDEST, TALLEST))],
)
def test_a_terminal_without_end_is_drawn_on_as_far_as_can_be_seen(
    told: tuple[int, int], taken: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[Any] = []
    monkeypatch.setattr(Driver, "process_message", lambda _self, message: passed.append(message))
    monkeypatch.setattr("shutil.get_terminal_size", lambda: told)
    driver = TerminalDriver.__new__(TerminalDriver)
    driver.process_message(Resize.from_dimensions(told, (7, 9)))
    (event,) = passed
    assert event.size == event.container_size == taken
    assert event.pixel_size == Size(7, 9)
    assert driver._get_terminal_size() == (taken[0] or 80, taken[1])


@pytest.mark.parametrize("text", ["", "0x10", "-5", "²", "9" * 5_000, "99999999"])
def test_a_size_of_the_environment_that_no_terminal_has_is_left_out(text: str) -> None:
    environment = {"COLUMNS": text, "LINES": text, "TERM": "xterm"}
    forget_odd_sizes(environment)
    assert environment == {"TERM": "xterm"}
    environment = {"COLUMNS": "120", "LINES": "40"}
    forget_odd_sizes(environment)
    assert environment == {"COLUMNS": "120", "LINES": "40"}


def test_keys_that_nobody_types_do_not_keep_one_from_leaving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed: list[Any] = []
    waiting = iter([False, False, True])
    monkeypatch.setattr(Driver, "process_message", lambda _self, key: passed.append(key.key))
    monkeypatch.setattr(SturdyApp, "is_swamped", lambda _self: next(waiting))
    driver = TerminalDriver.__new__(TerminalDriver)
    driver._app, driver._swamped = SturdyApp(), False
    for key in ("a", "b", "c", "d", "ctrl+c", "enter", "ctrl+q"):
        driver.process_message(Key(key, None))
    assert passed == ["a", "b", "ctrl+c", "ctrl+q"]


async def test_more_keys_than_anybody_types_are_seen_to_wait_unless_a_text_takes_them() -> None:
    class Writing(SturdyApp[None]):
        def compose(self) -> ComposeResult:
            yield Input()

    app = Writing()
    assert not app.is_swamped()
    async with app.run_test() as pilot:
        for _rank in range(KEYS + 1):
            app.screen.post_message(Key("f20", None))
        assert not app.is_swamped()
        app.screen.set_focus(None)
        assert app.is_swamped()
        await pilot.pause()
        assert not app.is_swamped()
