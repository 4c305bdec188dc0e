"""Screens that come and go while keys, answers and timers are under way."""

from __future__ import annotations

import asyncio
import gc
import warnings

from people import at_the_keyboard
from textual.events import Key

from tui.screens.dialogs import AskScreen, ChooseScreen, Option, OptionLines
from tui.widgets.dialog_prompt import DialogPrompt
from tui.widgets.results import ResultList


async def test_a_line_chosen_of_a_list_that_changed_opens_nothing() -> None:
    async with at_the_keyboard("search:eau") as person:
        results = person.app.screen.query_one(ResultList)
        results.post_message(results.Chosen(results, results.count - 1))
        results.set_count(0)
        results.items = []
        await person.rest()
        assert person.app.place is person.app.screen
        assert person.app._exception is None


async def test_a_key_waits_for_the_parts_of_the_dialog_that_it_is_for() -> None:
    async with at_the_keyboard("search:eau") as person:
        app = person.app
        screen = ChooseScreen("?", [Option("one"), Option("two")])
        app.push_screen(screen)
        assert await app.run_action("move(1)", screen)
        assert screen.query_one(OptionLines).cursor == 1
        app.pop_screen()
        assert await app.run_action("move(1)", screen)
        await person.rest()
        assert app._exception is None


async def test_what_a_dialog_wanted_after_a_painting_is_dropped_once_it_is_gone() -> None:
    async with at_the_keyboard("search:eau") as person:
        app, done = person.app, []
        screen = ChooseScreen("?", [Option("one")])
        await app.push_screen(screen)
        place = app.screen_stack[-2]
        place._invoke_later(lambda: done.append("place"), place)
        place._invoke_later(lambda: done.append("dialog"), screen)
        app.pop_screen()
        await person.rest()
        assert done == ["place"]


async def test_a_dialog_closes_whose_asker_was_cancelled() -> None:
    async with at_the_keyboard("search:eau") as person:
        app, asked = person.app, asyncio.Event()

        async def ask() -> None:
            answer = app.push_screen(AskScreen("?"), wait_for_dismiss=True)
            asked.set()
            await answer

        worker = app.run_worker(ask(), exit_on_error=False)
        await asked.wait()
        worker.cancel()
        await asyncio.sleep(0)
        await person.press("escape")
        assert app.place is app.screen
        assert app._exception is None


async def test_a_dialog_taken_away_before_it_has_its_parts() -> None:
    async with at_the_keyboard("search:eau") as person:
        app = person.app
        app.push_screen(ChooseScreen("?", [Option("x")]))
        app.pop_screen()
        await person.rest()
        assert app.screen is app.place
        assert app._exception is None


async def test_work_that_is_cancelled_at_once_leaves_no_warning() -> None:
    async with at_the_keyboard("search:eau") as person:
        started = []

        async def work() -> None:
            started.append(1)

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for _time in range(3):
                person.app.run_worker(work(), group="one", exclusive=True)
            await person.rest()
            gc.collect()
        assert started == [1]


async def test_a_key_of_a_dialog_that_is_left_does_not_wait_for_the_place() -> None:
    async with at_the_keyboard("search:eau") as person:
        await person.press("H")
        prompt = person.app.screen.query_one(DialogPrompt)
        async with asyncio.timeout(5), person.app._door:
            gone = person.app.pop_screen()
            await prompt._on_key(Key("escape", None))
            await gone
