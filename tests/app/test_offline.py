"""A site that was read before, without a network."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from people import at_the_keyboard

from tui import clock
from tui.sample.app import create_app
from tui.settings import SITES

# The addresses of the sample site, under another name: its answers are kept as any site's are.
SITE = replace(SITES["sample"], name="www")


class Network:
    """The sample site behind a line that may be cut."""

    def __init__(self) -> None:
        self._app = create_app()
        self.is_down = False
        self.status = 0

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        if self.is_down:
            raise ConnectionResetError
        if self.status:
            await send({"type": "http.response.start", "status": self.status, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, send)


@contextmanager
def later(hours: float) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(hours=hours))
        yield


async def test_what_was_read_is_shown_with_its_age_and_a_reload_goes_past_it(
    tmp_path: Path,
) -> None:
    network = Network()
    async with at_the_keyboard(
        "search:population", site=SITE, server=network, cache_dir=tmp_path
    ) as person:
        await person.press("enter")
        await person.sees("Files (")
        assert "as of" not in person.screen
    network.is_down = True
    with later(3):
        async with at_the_keyboard(
            "search:population", site=SITE, server=network, cache_dir=tmp_path, cache_minutes=0
        ) as person:
            await person.sees("1 of 16", "offline · as of 3 hours ago")
            await person.press("enter")
            await person.sees("Files (", "offline · as of 3 hours ago")
            await person.press("r")
            await person.sees("The site cannot be reached.")
            network.is_down = False
            await person.press("r")
            await person.sees("Files (")
            assert "as of" not in person.lines[0]


async def test_a_service_that_fails_or_slows_down_leaves_what_was_read_and_says_why(
    tmp_path: Path,
) -> None:
    network = Network()
    async with at_the_keyboard(
        "search:population", site=SITE, server=network, cache_dir=tmp_path
    ) as person:
        await person.sees("1 of 16")
    for status, said in ((500, "the service fails · as of"), (429, "asked to slow down · as of")):
        network.status = status
        async with at_the_keyboard(
            "search:population", site=SITE, server=network, cache_dir=tmp_path, cache_minutes=0
        ) as person:
            await person.sees("1 of 16", said)


async def test_the_sample_site_is_not_kept(tmp_path: Path) -> None:
    async with at_the_keyboard("search:population", cache_dir=tmp_path) as person:
        await person.sees("1 of 16")
    async with at_the_keyboard(
        "search:population", site=SITE, server=Network(), cache_dir=tmp_path, history=False
    ) as person:
        await person.sees("1 of 16")
    assert not (tmp_path / "answers.db").exists()


async def test_the_age_is_for_the_place_in_sight_whoever_hears_of_it_first() -> None:
    async with at_the_keyboard("search:population") as person:
        before, session = person.app.place, person.app.session
        assert before is not None
        await person.press("enter")
        await person.sees("Files (4)")
        # A place that is covered watches until it is told so, which may be after the answer.
        session._watchers.insert(0, before._requests_changed)
        service = session.opened()
        assert service is not None
        service.journal.note_age("https://www.sample.invalid/x", 0.0)
        await person.sees("offline · as of ")
        session.unwatch(before._requests_changed)
