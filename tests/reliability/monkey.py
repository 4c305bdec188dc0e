"""A driver that knows nothing: keys, texts, pastes, clicks and sizes, many before one is answered.

A seed makes a list of events, which is plain data: a run that fails is cut down to the shortest
list that still does (``python tests/reliability/monkey.py SEED``), kept under ``seeds/`` and driven
again by every run.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

import pytest
import textual.screen
from hostility import PAYLOADS, assert_harmless
from tenacity import wait_none
from textual import events
from textual.app import App
from textual.worker import Worker

from tui import i18n
from tui.actions import ACTIONS
from tui.api import retries
from tui.app import DatagouvApp
from tui.headless import screen_text, send_key
from tui.links import parse_link
from tui.sample.app import create_app
from tui.sample.data.catalogue import catalogue_of
from tui.sample.faults import Faults
from tui.sample.names import object_id, resource_id
from tui.settings import SITES, ASGIApp, Settings
from tui.tables.export import names
from tui.tables.export.problems import ExportError

Event: TypeAlias = tuple[Any, ...]
"""``(name, argument...)``: what `Driver` does by its method of that name."""

SEEDS: Final = Path(__file__).parent / "seeds"

ANSWER: Final = 30.0
"""Seconds in which a key must be answered, whatever else runs, on a busy machine."""
CALM: Final = 60.0
"""Seconds in which all that was begun must have ended, once nothing is pressed."""
LOOK: Final = 40
"""Events between two looks at the screen."""
IN_FLIGHT: Final = 5
"""Events that are sent at once."""
TASKS: Final = 60
"""Tasks that are neither a widget's nor a test's: requests, workers, files that are written."""
WIDGETS: Final = 600
"""Widgets of all the places that are kept and the dialogs over them."""
TIMERS: Final = 200

SLUG: Final = "population-des-communes-francaises"
TABLE: Final = f"resource:{resource_id(f'{SLUG}/0')}"
_SOURCE: Final = catalogue_of().sources[0]

PLACES: Final = (
    "search:",
    "search:eau",
    "search:quitter",
    "search:?kind=organizations",
    "search:?kind=discussions",
    "search:zzzz introuvable",
    f"dataset:{SLUG}",
    f"dataset:{SLUG}#about",
    f"dataset:{SLUG}#quality",
    "dataset:textes-hostiles#about",
    "dataset:n-existe-pas",
    "organization:metropole-de-lyon",
    "dataservice:api-jours-feries",
    "dataservice:api-bornes-de-recharge#listerObjets",
    "openapi:https://api-nappes.invalid/openapi.yaml",
    "reuse:tableau-de-bord-allocataires-par-commune-3",
    "topic:mobilites-du-quotidien",
    "user:jerome-martin",
    "post:les-donnees-de-lenergie",
    "discussion:7c32cffc5e8c1e5374de4ac4",
    f"contact:{object_id('contact', 'Ville de Paris')}",
    f"harvest:{_SOURCE.id}",
    "harvest:",
    f"job:{_SOURCE.jobs[0].id}",
    "zone:fr:region:11",
    "level:fr:region",
    "tag:transport",
    "tag:",
    "license:lov2",
    "license:",
    "schema:etalab/schema-irve-statique",
    "activity:",
    "account:",
    "mcp:",
    "mcp:search_dataservices?query=adresse",
    "openapi:http://www.sample.invalid/api/1/swagger.json",
    "feeds:",
    "feeds:ville-de-paris",
    "quality:ville-de-paris",
    TABLE,
    TABLE,
    f"{TABLE}#structure",
    f"{TABLE}?region__groupby&region__count",
    f"metrics:dataset:{object_id('dataset', SLUG)}",
    "metrics:top",
    "metrics:site",
)

MOVES: Final = ("down", "up", "left", "right", "pagedown", "pageup", "home", "end", "tab", "enter")
WORDS: Final = (
    "eau",
    "transport scolaire",
    "75056",
    "a = 1 and (b > 2 or c ~ x)",
    "dataset:x",
    "https://www.data.gouv.fr/datasets/population/",
    "../../x.csv",
    "12",
    "-1",
    "99999999999999999999",
    "sortie.json",
    "é漢👨\u200d👩\u200d👧e\u0301",
)
SIZES: Final = ((20, 5), (40, 12), (80, 24), (80, 24), (100, 30), (120, 40), (140, 50), (300, 100))
THEME, LANGUAGE, SITE = "t", "f3", "f4"
_KEYS: Final = sorted({key for action in ACTIONS for key in action.keys} - {"q", "ctrl+q"})
_BY_SCOPE: Final = sorted({action.scope for action in ACTIONS} - {"app"})


# A seed, as events


def made(seed: int, count: int) -> list[Event]:
    """`count` events; the same ones for the same seed."""
    random = Random(seed)  # noqa: S311 - nothing secret hangs on it
    told: list[Event] = [("go", PLACES[seed % len(PLACES)]), ("wait", 60)]
    while len(told) < count:
        told.extend(_phrase(random))
    return told[:count]


def _phrase(random: Random) -> list[Event]:
    """A few events that belong together."""
    die = random.random()
    if die < 0.03:
        return [("go", random.choice(PLACES)), *[("rest",)] * random.randint(0, 1)]
    if die < 0.25:
        return [("key", random.choice(_KEYS)) for _ in range(random.randint(1, 4))]
    if die < 0.45:
        scope = random.choice(_BY_SCOPE)
        keys = [key for action in ACTIONS if action.scope == scope for key in action.keys]
        return [("key", random.choice(keys)) for _ in range(random.randint(2, 8))]
    if die < 0.60:
        return [("key", random.choice(MOVES))] * random.randint(1, 12)
    if die < 0.65:
        return [("key", random.choice((*MOVES, *_KEYS))) for _ in range(random.randint(20, 40))]
    if die < 0.71:
        return [("type", random.choice(WORDS)), ("key", random.choice(("enter", "escape", "tab")))]
    if die < 0.74:
        return [("paste", random.choice((*PAYLOADS, *WORDS))[:2_000])]
    if die < 0.77:
        return [("size", *random.choice(SIZES))]
    if die < 0.78:
        return [("size", random.randint(20, 300), random.randint(5, 100)), ("size", 80, 24)]
    if die < 0.82:
        return [("click", random.randint(0, 100), random.randint(0, 40))] * random.randint(1, 2)
    if die < 0.84:
        return [("wheel", random.choice((-1, 1)))] * random.randint(1, 5)
    if die < 0.86:
        chooser = random.choice((THEME, THEME, LANGUAGE, SITE))
        return [
            *[("key", "escape")] * 3,
            ("key", chooser),
            *[("key", "down")] * random.randint(0, 4),
            ("key", "enter"),
        ]
    if die < 0.93:
        return [("key", "escape")] * random.randint(1, 5)
    if die < 0.945:
        return [("rest",)]
    return [("wait", random.choice((1, 5, 20, 60)))]


# What watches


@dataclass
class Seen:
    """What a run met."""

    screens: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    sent: int = 0


class Watched(DatagouvApp):
    """The application, which leaves only when it is meant to and tells what it did."""

    seen: Seen
    leaving = False

    async def _dispatch_action(self, namespace: Any, action_name: str, params: Any) -> bool:
        bindings = getattr(namespace, "_bindings", None)
        if bindings is not None:
            for _key, binding in bindings:
                if binding.action == action_name and binding.id:
                    self.seen.actions[binding.id] += 1
                    break
        return await super()._dispatch_action(namespace, action_name, params)

    def exit(self, *args: Any, **options: Any) -> None:
        if self.leaving:
            super().exit(*args, **options)


async def refusing(_scope: Any, _receive: Any, _send: Any) -> None:
    """A site that cannot be reached."""
    raise ConnectionRefusedError("nobody is there")


@contextmanager
def a_world_of_its_own(seed: int, folder: Path, seen: Seen) -> Iterator[Settings]:
    """A slow, faulty sample site; no other one can be reached; files stay in `folder`. Whatever is
    raised where nobody awaits it is told to `seen`."""
    from tui.sample import failing
    from tui.screens import (
        export,
        preview,
        record,
        search,
        session,
        small_export,
        suggest_one,
        ways,
    )
    from tui.widgets import grid

    def site_of(settings: Settings) -> ASGIApp:
        if settings.site.name != "sample":
            return refusing
        return Faults(create_app(), latency=0.004, rate=0.08, seed=seed)

    typed_path = names.typed_path

    def inside(text: str, where: Path, name: str) -> Path:
        path = typed_path(text, where, name)
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ExportError("elsewhere")
        return path

    run = Worker._run

    async def told(self: Worker[Any], app: App[Any]) -> None:
        await run(self, app)
        error = self.error
        if error is not None and not isinstance(error, asyncio.CancelledError):
            seen.failures.append(f"worker {self.group} {self.name}: {_traced(error)}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATAGOUV_TUI_API_KEY_SAMPLE", "sample-key")
        patch.setenv("HOME", str(folder))
        patch.chdir(folder)
        patch.setattr(failing, "HANG", 0.03)
        patch.setattr(failing, "RETRY_AFTER", 0)
        patch.setattr(session, "asgi_app", site_of)
        patch.setattr(textual.screen, "UPDATE_PERIOD", 0.1)
        patch.setattr(retries, "_BACKOFF", wait_none())
        for module in (names, export, small_export):
            patch.setattr(module, "typed_path", inside)
        for resting in (grid, record, preview, ways):
            patch.setattr(resting, "REST", 0.005)
        for typing in (search, suggest_one):
            patch.setattr(typing, "TYPING_REST", 0.005)
        patch.setattr(Worker, "_run", told)
        patch.setattr(
            sys, "unraisablehook", lambda hook: seen.failures.append(f"{hook.exc_value!r} unraised")
        )
        yield Settings(
            site=SITES["sample"],
            writes=True,
            data_dir=folder / "data",
            cache_dir=folder / "cache",
        )
    i18n.install("en")


class Driver:
    """Does what events say, and looks at what came of it."""

    def __init__(self, app: Watched, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot
        self.seen = app.seen

    async def drive(self, told: Sequence[Event]) -> None:
        """Do all of `told`, then wait for calm.

        Raises:
            AssertionError: Something failed.
        """
        for number, (name, *arguments) in enumerate(told):
            await getattr(self, name)(*arguments)
            if number % IN_FLIGHT == 0:
                await asyncio.sleep(0)
            if number % 8 == 0:
                self.seen.screens[type(self.app.screen).__name__] += 1
            if number % LOOK == LOOK - 1:
                await self.look()
        await self.look()
        await self.rest()

    # Events

    async def go(self, address: str) -> None:
        place = self.app.place
        if place is not None and place.is_mounted:
            place.go(parse_link(address, self.app.settings.site))

    async def key(self, name: str) -> None:
        self.seen.sent += 1
        send_key(self.app, name)

    async def type(self, text: str) -> None:
        for character in text:
            await self.key(character)

    async def paste(self, text: str) -> None:
        self._send(events.Paste(text))

    async def size(self, width: int, height: int) -> None:
        self.seen.sent += 1
        await self.pilot.resize_terminal(width, height)

    async def click(self, x: int, y: int) -> None:
        for kind in (events.MouseDown, events.MouseUp):
            self._send(kind(None, x, y, 0, 0, 1, False, False, False, x, y))

    async def wheel(self, by: int) -> None:
        kind = events.MouseScrollDown if by > 0 else events.MouseScrollUp
        width, height = self.app.size
        x, y = width // 2, height // 2
        self._send(kind(None, x, y, 0, 0, 0, False, False, False, x, y))

    async def wait(self, milliseconds: int) -> None:
        await asyncio.sleep(milliseconds / 1_000)

    async def rest(self) -> None:
        """Wait until nothing runs, then see whether anything was left behind."""
        try:
            async with asyncio.timeout(CALM):
                while not self.app.is_idle and self.app.is_running:  # noqa: ASYNC110
                    await asyncio.sleep(0.002)
        except TimeoutError:
            from tui.headless import _what_runs

            raise AssertionError(f"it never rests: {_what_runs(self.app)}") from None
        await self.look()
        self._count_what_is_left()

    def _send(self, event: Any) -> None:
        self.seen.sent += 1
        event.set_sender(self.app)
        driver = self.app._driver
        assert driver is not None
        driver.send_message(event)

    # What came of it

    async def look(self) -> None:
        """See that the application answers, shows something, and that nothing failed."""
        app = self.app
        await self._answered()
        assert app._exception is None, _traced(app._exception)
        assert app.is_running, "it left"
        assert not self.seen.failures, "\n".join(self.seen.failures)
        assert app.session.failures == []
        assert_harmless(app)
        await self._something_is_shown()

    async def _something_is_shown(self) -> None:
        """Wait until there is something on the screen: it is painted when it is laid out."""
        try:
            async with asyncio.timeout(ANSWER):
                while not screen_text(self.app).strip():  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"an empty screen: {self.app.screen}") from None

    async def _answered(self) -> None:
        """Wait until what was sent is done by the application, the screen and what has the focus:
        a key goes this way."""
        app = self.app
        try:
            async with asyncio.timeout(ANSWER):
                for _way in range(2):
                    for node in (app, app.screen, app.focused):
                        if node is not None and node.is_running:
                            done = asyncio.Event()
                            if node.call_later(done.set):
                                await self._done(done, node)
        except TimeoutError:
            raise AssertionError(f"no answer in {ANSWER} s: {app.screen}, {app.focused}") from None

    async def _done(self, done: asyncio.Event, node: Any) -> None:
        while not done.is_set() and node.is_running and self.app._exception is None:
            try:
                async with asyncio.timeout(0.2):
                    await done.wait()
            except TimeoutError:
                continue

    def _count_what_is_left(self) -> None:
        """See that nothing piles up, at rest."""
        app = self.app
        tasks = [task for task in asyncio.all_tasks() if not _pumps(task)]
        assert len(tasks) < TASKS, f"{len(tasks)} tasks: {Counter(map(_called, tasks))}"
        nodes = list(app._registry)
        assert len(nodes) < WIDGETS, f"{len(nodes)} widgets: {_kinds(nodes)}"
        timers = sum(len(node._timers) for node in nodes)
        assert timers < TIMERS, f"{timers} timers"


def _traced(error: BaseException | None) -> str:
    """`error` and the last steps that led to it."""
    return "" if error is None else "".join(traceback.format_exception(error)[-6:])


def _pumps(task: asyncio.Task[Any]) -> bool:
    return task.get_name().startswith("message pump") or "_process_messages" in repr(
        task.get_coro()
    )


def _called(task: asyncio.Task[Any]) -> str:
    return getattr(task.get_coro(), "__qualname__", "?")


def _kinds(nodes: Sequence[Any]) -> list[tuple[str, int]]:
    return Counter(type(node).__name__ for node in nodes).most_common(8)


async def driven(told: Sequence[Event], folder: Path, *, seed: int = 0) -> Seen:
    """Drive the application by `told`.

    Raises:
        AssertionError: Something failed; or what the application itself raised.
    """
    seen = Seen()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda _loop, context: seen.failures.append(
            f"{context.get('message')}: {_traced(context.get('exception'))}"
        )
    )
    try:
        with a_world_of_its_own(seed, folder, seen) as settings, warnings.catch_warnings():
            warnings.simplefilter("error")
            i18n.install("en")
            app = Watched(settings)
            app.seen = seen
            async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
                await Driver(app, pilot).drive(told)
                app.leaving = True
    finally:
        loop.set_exception_handler(None)
    assert not seen.failures, "\n".join(seen.failures)
    return seen


# A failure cut down


def shortest(told: list[Event], folder: Path, seed: int) -> list[Event]:
    """The fewest events of `told` that still fail: halves, quarters... are left out by turns."""

    def fails(part: list[Event]) -> bool:
        try:
            asyncio.run(driven(part, folder, seed=seed))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is the failure
            if isinstance(error, KeyboardInterrupt):
                raise
            return True
        finally:
            gc.collect()
        return False

    parts = 2
    while len(told) >= 2:
        size = max(1, len(told) // parts)
        for start in range(0, len(told), size):
            rest = told[:start] + told[start + size :]
            if fails(rest):
                told, parts = rest, max(2, parts - 1)
                break
        else:
            if size == 1:
                break
            parts = min(len(told), parts * 2)
    return told


def kept(path: Path) -> list[Event]:
    """The events of a file of `SEEDS`."""
    return [tuple(event) for event in json.loads(path.read_text(encoding="utf-8"))["events"]]


def main() -> None:
    """Cut a seed that fails down to few events, and print them."""
    import tempfile

    seed, count = int(sys.argv[1]), int(sys.argv[2])
    folder = Path(tempfile.mkdtemp(prefix="monkey-"))
    told = shortest(made(seed, count), folder, seed)
    sys.stdout.write(json.dumps({"why": "", "events": told}, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
