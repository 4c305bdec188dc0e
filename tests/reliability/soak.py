"""Hours of use in minutes: a person who goes everywhere, again and again, and rests in between, in
time that is moved on; and what the program holds after each round."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import pkgutil
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Container, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import FunctionType, MappingProxyType
from typing import Any, Final
from weakref import WeakSet

import httpx
import pytest
from listening import on_loopback
from people import Person, at_the_keyboard
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widget import Widget

import tui
from tui import clock
from tui.api import service as services
from tui.api.transport import Transport
from tui.browser import SAMPLE_DAY
from tui.links import parse_link
from tui.sample.app import SampleSite
from tui.sample.names import object_id, resource_id
from tui.screens.place import Place
from tui.settings import SITES

SLUG: Final = "population-des-communes-francaises"
ROWS: Final = resource_id(f"{SLUG}/0")
CONSOLE: Final = "openapi:http://www.sample.invalid/api/1/swagger.json"
SITE: Final = replace(SITES["sample"], name="www")
"""The sample site as a real one: what it answers is kept on disk, what was visited too."""

PAUSE: Final = 1.0
"""Seconds between two keys."""

REST: Final = 1200.0
"""Seconds without a key after each round: longer than anything is kept in memory."""


class Ahead:
    """The clocks of the process, moved on by as many seconds as one wants."""

    def __init__(self) -> None:
        self.by = 0.0

    def pass_(self, seconds: float) -> None:
        """Let `seconds` go by at once."""
        self.by += seconds
        clock.fix(SAMPLE_DAY + timedelta(seconds=self.by))


@cache
def _all_modules() -> None:
    """Import whatever takes a clock as a default, before the clocks are others."""
    for found in pkgutil.walk_packages(tui.__path__, "tui."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


@contextmanager
def moved_on() -> Iterator[Ahead]:
    """Every clock of the process but those of pytest is `Ahead`'s in the block: those of event
    loops and of timers, and those that the program's functions are given by default."""
    _all_modules()
    from textual import _time

    ahead = Ahead()
    monotonic, wall = time.monotonic, time.time
    others: dict[Any, Callable[[], float]] = {
        monotonic: lambda: monotonic() + ahead.by,
        wall: lambda: wall() + ahead.by,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "monotonic", others[monotonic])
        patch.setattr(time, "time", others[wall])
        patch.setattr(_time, "get_time", others[monotonic])
        for function in _functions():
            defaults = function.__kwdefaults__ or {}
            for name, value in list(defaults.items()):
                if value in (monotonic, wall):
                    patch.setitem(defaults, name, others[value])
        yield ahead


def _functions() -> Iterator[FunctionType]:
    """The functions and methods of the program."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("tui."):
            for value in tuple(vars(module).values()):
                for one in (value, *vars(value).values()) if isinstance(value, type) else (value,):
                    if isinstance(one, FunctionType):
                        yield one


class Loopback(httpx.AsyncHTTPTransport):
    """Takes every request to one server of this machine, under the name that it was sent to."""

    def __init__(self, address: str) -> None:
        super().__init__(limits=httpx.Limits(max_connections=24, keepalive_expiry=30))
        self._there = httpx.URL(address)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        there = request.url.copy_with(scheme="http", host=self._there.host, port=self._there.port)
        return await super().handle_async_request(
            httpx.Request(
                request.method,
                there,
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )


@dataclass(frozen=True)
class Held:
    """What the process holds at a moment of rest.

    Attributes:
        objects: Those that the collector of garbage follows, after it ran.
        memory: Bytes of the process that are in memory.
        kept: Bytes of answers in memory; disk: bytes of all files.
    """

    at: float
    objects: int
    memory: int
    tasks: int
    threads: int
    files: int
    workers: int
    timers: int
    screens: int
    widgets: int
    places: int
    stack: int
    history: int
    entries: int
    watchers: int
    connections: int
    answers: int
    kept: int
    disk: int
    calls: int
    news: int


BOUNDS: Final[dict[str, int]] = {
    "workers": 0,
    "places": 8,
    "stack": 2,
    "history": 200,
    "entries": 500,
    "watchers": 1,
    "connections": 24,
    "kept": 32 * 1024 * 1024,
    "calls": 200,
}
"""What the program says that it holds at most, whatever one does. Places: the nearest six, the
first one, and the one that was let go last."""


def held(person: Person, ahead: Ahead, folder: Path, others: Container[object]) -> Held:
    """What is held now, of which nobody has a use is first let go; `others` are places of tests
    that ran before in this process."""
    app = person.app
    for _turn in range(2):
        gc.collect()
    followed = gc.get_objects()
    counted = Counter(map(type, followed))
    service = app.session.opened()
    assert service is not None
    transport = service.transport
    pool = getattr(transport._client._transport, "_pool", None)
    desk = app.session._desk
    return Held(
        at=ahead.by,
        objects=len(followed),
        memory=_resident(),
        tasks=len(asyncio.all_tasks()),
        # Python bounds those of the pools of loops: which round needs one more is chance.
        threads=sum(not one.name.startswith("asyncio_") for one in threading.enumerate()),
        files=len(os.listdir("/proc/self/fd")),
        workers=sum(not worker.is_finished for worker in app.workers),
        timers=counted[Timer],
        screens=_of(counted, Screen),
        widgets=_of(counted, Widget),
        places=sum(isinstance(one, Place) and one not in others for one in followed),
        stack=len(app.screen_stack),
        history=len(app.history.entries),
        entries=len(service.journal.entries),
        watchers=len(app.session._watchers),
        connections=len(pool.connections) if pool is not None else 0,
        answers=len(transport._cache),
        kept=transport._cache.size,
        disk=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        calls=len(desk.history.entries) if desk is not None else 0,
        news=len(app._notifications),
    )


def _of(counted: Counter[type], kind: type) -> int:
    return sum(number for one, number in counted.items() if issubclass(one, kind))


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The median of the slopes between any two `points` (Theil–Sen): no single one bends it."""
    return statistics.median(
        (there[1] - here[1]) / (there[0] - here[0])
        for index, here in enumerate(points)
        for there in points[index + 1 :]
    )


@dataclass
class Soak:
    """Someone who uses the program for long."""

    person: Person
    ahead: Ahead
    folder: Path
    others: Container[object]

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.ahead.pass_(PAUSE)
            await self.person.press(key)

    async def type(self, text: str) -> None:
        self.ahead.pass_(PAUSE)
        await self.person.type(text)

    async def go(self, address: str) -> None:
        """Open a place by its address."""
        await self.close()
        self.ahead.pass_(PAUSE)
        await self.person.app.go(parse_link(address, self.person.app.settings.site))
        await self.person.rest()

    async def close(self) -> None:
        """Close what dialogs are open."""
        for _dialog in range(6):
            if not isinstance(self.person.app.screen, ModalScreen):
                return
            await self.press("escape")
        raise AssertionError(f"a dialog that esc does not close\n{self.person.screen}")

    async def rest(self, seconds: float = REST) -> None:
        """Do nothing for a while: what is to happen in the meantime happens."""
        for _part in range(2):
            self.ahead.pass_(seconds / 2)
            await self.person.rest()

    async def round(self, number: int, *tasks: str) -> Held:
        """All there is to do, once, or `tasks` of it, then a rest; `number` changes the words and
        the objects."""
        for name in tasks or TASKS:
            await getattr(self, name)(number)
            await self.close()
            screen = self.person.screen
            assert not any(word in screen for word in ("Traceback", "unexpected")), screen
        await self.go("search:")
        await self.rest()
        return held(self.person, self.ahead, self.folder, self.others)

    async def for_hours(self, hours: float) -> list[Held]:
        """Round after round until so much time is over; what was held after each, once the caches
        of the libraries are full."""
        rounds: list[Held] = []
        while self.ahead.by < hours * 3600:
            rounds.append(await self.round(len(rounds)))
        return rounds[2:]

    async def glimpse(self, number: int) -> None:
        """A little of much, within few keys; always the same."""
        await self.go("search:eau")
        await self.press("enter")
        await self.go(f"resource:{ROWS}")
        await self.press("right", "s", "i", "escape")
        await self.tools(0)
        await self.close()
        await self.press("left_square_bracket")

    async def search(self, number: int) -> None:
        await self.press("f2")
        await self.type(("eau", "population", "transport")[number % 3])
        await self.press("enter", "down", "down", "p", "down", "p", "s", "down", "enter")
        await self.press("f", "down", "space", "escape", "F", "down", "enter", "escape")
        await self.close()
        await self.press("X", "2", "3", "4", "6", "1", "W")

    async def dataset(self, number: int) -> None:
        await self.go(f"dataset:{SLUG}")
        await self.press(*["tab"] * 9, "1", "down", "i", "escape", "slash")
        await self.type("csv")
        await self.press("enter", "R", "escape")
        await self.close()
        await self.press("b")

    async def rows(self, number: int) -> None:
        await self.go(f"resource:{ROWS}")
        await self.press("right", "right", "slash")
        await self.type(("75", "69", "13")[number % 3])
        await self.press("enter", "s", "s", "G", "g", "e", "escape", "E", "escape", "O", "escape")
        await self.press("v", "right", "right", "escape", "enter", "escape", "m", "M", "U", "R")
        await self.press("ctrl+f")
        await self.type("saint")
        await self.press("enter", "n", "i", "right", "escape", "full_stop", "b", "l", "escape")
        await self.close()
        await self.press("X", "C", "escape", "y", "escape", "F")
        await self.press("enter", "backspace", "I", "i", "escape", "backspace")

    async def metrics(self, number: int) -> None:
        await self.press("f6")
        await self.press("m", "enter", "s", "l", "b", "y", "escape", "backspace", "T", "h", "s")
        await self.close()
        await self.go(f"metrics:dataset:{object_id('dataset', SLUG)}")
        await self.press("right", "enter", "w", "x")

    async def objects(self, number: int) -> None:
        for address in (
            ("organization:ville-de-paris", "organization:metropole-de-lyon")[number % 2],
            "reuse:tableau-de-bord-allocataires-par-commune-3",
            "topic:mobilites-du-quotidien",
            "harvest:",
            ("license:", "tag:", "zone:")[number % 3],
            "quality:ville-de-paris",
            "feeds:",
            "account:",
        ):
            await self.go(address)
            await self.press("tab", "tab", "down")

    async def apis(self, number: int) -> None:
        await self.go(("dataservice:api-bornes-de-recharge#listerObjets", CONSOLE)[number % 2])
        await self.press("down", "i", "escape", "tab", "tab", "slash")
        await self.type("GET /datasets/ ")
        await self.press("enter")
        await self.calls(number)
        await self.press("down", "i", "escape", "v", "right", "i", "escape", "escape", "y")
        await self.close()
        await self.press("c")

    async def calls(self, number: int) -> None:
        await self.go(f"{CONSOLE}#list_datasets")
        await self.press("e")
        await self.type(("eau", "air")[number % 2])
        await self.press("ctrl+s")
        assert "200 OK" in self.person.screen, self.person.screen

    async def tools(self, number: int) -> None:
        await self.go("mcp:search_dataservices")
        await self.press("e")
        await self.type(("jours", "bornes")[number % 2])
        await self.press("ctrl+s")
        assert "200 OK" in self.person.screen, self.person.screen
        await self.press("enter", "escape")

    async def everywhere(self, number: int) -> None:
        await self.press("ctrl+p")
        await self.type("metr")
        await self.press("escape", "question_mark", "pagedown", "escape", "L", "down", "escape")
        await self.close()
        await self.press("H", "down", "escape", "B", "escape", "w", "escape", "r")

    async def there_and_back(self, number: int) -> None:
        for _step in range(9):
            await self.press("left_square_bracket")
            await self.close()
        for _step in range(9):
            await self.press("right_square_bracket")

    async def other_faces(self, number: int) -> None:
        await self.press("t", "down", "enter", "t", "up", "enter")
        for size in ((120, 40), (60, 20), (80, 24)):
            await self.person.pilot.resize_terminal(*size)
            await self.person.rest()
        await self.press("f3", "down", "enter", "f3", "up", "enter")

    async def other_site(self, number: int) -> None:
        app = self.person.app
        await app.switch_site("sample")
        await self.person.rest()
        await self.type("eau")
        await self.press("enter", "down", "enter")
        await app.switch_site("www")
        await self.person.rest()


TASKS: Final = (
    *("search", "dataset", "rows", "metrics", "objects", "apis", "tools", "everywhere"),
    *("there_and_back", "other_faces"),
)


@asynccontextmanager
async def soaking(folder: Path) -> AsyncIterator[Soak]:
    """Someone at the keyboard of the program, whose services listen on this machine."""
    sites = {"www": SITE, "sample": SITES["sample"]}
    client = services._client
    gc.collect()
    others = WeakSet(one for one in gc.get_objects() if isinstance(one, Place))
    with (
        moved_on() as ahead,
        on_loopback(SampleSite(), keep_alive=3600) as address,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(
            services,
            "_client",
            lambda _app, _transport, timeout: client(None, Loopback(address), timeout),
        )
        patch.setattr("tui.browser.SITES", MappingProxyType(sites))
        patch.setattr(Transport, "in_process", property(lambda _self: True))
        patch.setenv("DATAGOUV_TUI_API_KEY", "sample-key")
        patch.setenv("DATAGOUV_TUI_API_KEY_SAMPLE", "sample-key")
        async with at_the_keyboard(
            site=SITE, data_dir=folder / "data", cache_dir=folder / "cache"
        ) as person:
            yield Soak(person, ahead, folder, others)
