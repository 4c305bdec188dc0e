"""What drives the application by events and watches what comes of it; see ``monkey.py``."""

from __future__ import annotations

import asyncio
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
import textual.screen
from hostility import assert_harmless
from monkey_walks import Event
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
from tui.sample.faults import Faults
from tui.settings import SITES, ASGIApp, Settings
from tui.tables.export import names
from tui.tables.export.problems import ExportError

ANSWER: Final = 30.0
"""Seconds in which a key must be answered, whatever else runs, on a busy machine."""
CALM: Final = 60.0
"""Seconds in which all that was begun must have ended, once nothing is pressed."""
STEP: Final = 3.0
"""Seconds that a step of a walk may take before the next one is made all the same."""
LOOK: Final = 60
"""Events between two looks at the screen."""
IN_FLIGHT: Final = 8
"""Events that are sent at once."""
FRAME: Final = 0.25
"""Seconds between two paintings of the screen: what is pressed counts here, not its beauty."""
TASKS: Final = 60
"""Tasks that are neither a widget's nor a test's: requests, workers, files that are written."""
WIDGETS: Final = 600
"""Widgets of all the places that are kept and the dialogs over them."""
TIMERS: Final = 200
LEAVING: Final = frozenset({"q", "ctrl+q", "ctrl+c", "escape"})
"""Keys that end what is shown: they come by themselves, not among the keys of a screen."""


@dataclass
class Seen:
    """What a run met."""

    screens: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    sent: int = 0

    def add(self, other: Seen) -> None:
        """Add what another run met."""
        self.screens += other.screens
        self.actions += other.actions
        self.sent += other.sent

    def coverage(self) -> str:
        """What was reached, and which actions never were."""
        never = [action.id for action in ACTIONS if action.id not in self.actions]
        screens = ", ".join(f"{name} {number}" for name, number in self.screens.most_common())
        return (
            f"{self.sent} events. Screens: {screens}\n"
            f"{len(ACTIONS) - len(never)} of {len(ACTIONS)} actions; never {', '.join(never)}"
        )


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


def a_keyring() -> dict[str, ModuleType]:
    """The modules of a keyring that holds things in memory."""
    held: dict[tuple[str, str], str] = {}
    library, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    failing = type("KeyringError", (Exception,), {})
    vars(errors).update(KeyringError=failing, NoKeyringError=type("NoKeyringError", (failing,), {}))
    vars(library).update(
        get_password=lambda app, name: held.get((app, name)),
        set_password=lambda app, name, text: held.update({(app, name): text}),
        delete_password=lambda app, name: held.pop((app, name), None),
    )
    return {"keyring": library, "keyring.errors": errors}


async def refusing(_scope: Any, _receive: Any, _send: Any) -> None:
    """A site that cannot be reached."""
    raise ConnectionRefusedError("nobody is there")


@contextmanager
def a_world_of_its_own(seed: int, folder: Path, seen: Seen, faults: float) -> Iterator[Settings]:
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
        return Faults(create_app(), latency=0.004, rate=faults, seed=seed)

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
        for name, module in a_keyring().items():
            patch.setitem(sys.modules, name, module)
        patch.chdir(folder)
        patch.setattr(failing, "HANG", 0.03)
        patch.setattr(failing, "RETRY_AFTER", 0)
        patch.setattr(session, "asgi_app", site_of)
        patch.setattr(textual.screen, "UPDATE_PERIOD", FRAME)
        patch.setattr(retries, "_BACKOFF", wait_none())
        for user in (names, export, small_export):
            patch.setattr(user, "typed_path", inside)
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

    async def here(self, number: int) -> None:
        """One of the keys that what is shown has, its own rather than those of everywhere."""
        chain = self.app.screen._modal_binding_chain if self.app.screen_stack else []
        own = [bindings for node, bindings in chain if node is not self.app or number % 8 == 0]
        keys = [key for bindings in own for key in bindings.key_to_bindings if key not in LEAVING]
        await self.key(keys[number % len(keys)] if keys else "down")

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

    async def calm(self) -> None:
        """Wait a while for what was begun, and for what that begins."""
        for _turn in range(3):
            await self._answered()
            if not await self._until_idle(STEP):
                break

    async def rest(self) -> None:
        """Wait until nothing runs, then see whether anything was left behind."""
        if not await self._until_idle(CALM):
            from tui.headless import _what_runs

            raise AssertionError(f"it never rests: {_what_runs(self.app)}")
        await self.look()
        self._count_what_is_left()

    async def _until_idle(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                while not self.app.is_idle and self.app.is_running:  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
        except TimeoutError:
            return False
        return True

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


async def driven(
    told: Sequence[Event], folder: Path, *, seed: int = 0, faults: float = 0.08
) -> Seen:
    """Drive the application by `told`, on a site that fails in a share of `faults` of its answers.

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
        with (
            a_world_of_its_own(seed, folder, seen, faults) as settings,
            warnings.catch_warnings(),
        ):
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
