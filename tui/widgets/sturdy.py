"""An application in which no error vanishes, and none is shown as a traceback.

What its messages raise ends it: the terminal is given back, a report is written, a sentence says
where. What a worker or a forgotten task raises does not: it becomes a sentence and a report.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from textual.app import ReturnType, ScreenError
from textual.events import Event, Key, MouseDown, Paste, Resize
from textual.widgets import Input
from textual.worker import Worker

from tui import crash
from tui.crash import Crash, Section, Trail
from tui.i18n import gettext as _
from tui.text import clean_line
from tui.widgets.telling import TellingApp
from tui.widgets.work import Workers

REPORTS: Final = 5
"""Errors of one session that are reported: the same one may come with every key."""

KEYS: Final = 500
"""Keys that may wait where none goes into a text: a terminal that marks no pastes sends more."""


class _Workers(Workers):
    """Workers, whose errors are told whatever node they belong to."""

    def __init__(self, app: SturdyApp[Any], ended: Callable[[Worker[Any]], None]) -> None:
        super().__init__(app)
        self._ended = ended

    def add_worker(self, worker: Worker[Any], start: bool = True, exclusive: bool = True) -> None:
        super().add_worker(worker, start, exclusive)
        task = worker._task
        if task is not None:
            task.add_done_callback(lambda _task: self._ended(worker))


class SturdyApp(TellingApp[ReturnType]):
    """An application that tells its errors."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.crash: Crash | None = None
        self.trail = Trail()
        self._reported: set[tuple[str, str, int]] = set()
        self._workers = _Workers(self, self._worker_ended)

    # What an application says of itself

    def report_folder(self) -> Path | None:
        """Where reports go; None for nowhere."""
        return None

    def can_restore(self) -> bool:
        """Whether the place shown now can be opened again by the next session."""
        return False

    def circumstances(self) -> Sequence[Section]:
        """What a report tells beside the error."""
        return ()

    def keep_failure(self, error: BaseException) -> None:
        """Keep an error that did not end the application."""

    # The events before an error

    async def on_event(self, event: Event) -> None:
        if isinstance(event, (Key, Paste, MouseDown, Resize)) and not event.is_forwarded:
            self._note(event)
        await super().on_event(event)

    def _note(self, event: Event) -> None:
        match event:
            case Key():
                self.trail.add("(writes)" if self._writes(event) else event.key)
            case Paste():
                self.trail.add("(pastes)")
            case MouseDown():
                self.trail.add(f"(clicks {event.screen_x},{event.screen_y})")
            case Resize():
                self.trail.add(f"({event.size.width}x{event.size.height})")

    def _writes(self, event: Key) -> bool:
        """Whether a key goes into a text: what is written there is nobody else's business."""
        focused = self.focused if self.screen_stack else None
        if focused is None or not event.is_printable:
            return False
        return isinstance(focused, Input) or focused.check_consume_key(event.key, event.character)

    # More keys than anybody types

    def is_swamped(self) -> bool:
        """Whether too many keys wait, and none goes into a text. The thread that reads them asks
        for each one."""
        try:
            screen, focused = self.screen, self.focused
        except ScreenError:
            return False
        takes = focused or screen  # and hands on what it does not want
        if isinstance(takes, Input) or takes.check_consume_key("x", "x"):
            return False
        return sum(node.message_queue_size for node in takes.ancestors_with_self) > KEYS

    # Errors that end the application

    def _handle_exception(self, error: Exception) -> None:
        """Textual's gate of all errors that nothing took. It would print a traceback, with the
        values of variables: a key might be among them."""
        if self._exit and not self.is_headless:
            # Asked to leave, perhaps before all parts were there: that is what happens.
            logging.getLogger("tui").warning("while leaving", exc_info=error)
            self._close_messages_no_wait()
            return
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        if self.crash is None:
            self.crash = Crash(error, self._report(error))
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        super()._print_error_renderables()
        if self.crash is not None and not self.is_headless:
            with suppress(OSError, ValueError):
                print(crash.said(self.crash, restore=self.can_restore()), file=sys.__stderr__)

    # Errors that do not

    def failed(self, error: BaseException) -> None:
        """Tell an error that nobody foresaw, which ends nothing."""
        logging.getLogger("tui").error("unexpected", exc_info=error)
        self.keep_failure(error)
        place = _place_of(error)
        if place in self._reported or len(self._reported) >= REPORTS:
            self.tell_failure(error, None)
            return
        self._reported.add(place)
        self.tell_failure(error, self._report(error))

    def tell_failure(self, error: BaseException, report: Path | None) -> None:
        """Say that `error` happened, and where it is told."""
        text = failure_sentence(error, report)
        self.notify(text, severity="error", timeout=12, markup=False)

    def _worker_ended(self, worker: Worker[Any]) -> None:
        error = worker.error
        if isinstance(error, Exception) and not worker.exit_on_error and self.is_running:
            self.failed(error)

    def heed_forgotten_tasks(self) -> None:
        """Tell the errors of tasks that nobody waits for, too."""
        asyncio.get_running_loop().set_exception_handler(self._on_loop_error)

    def _on_loop_error(self, loop: asyncio.AbstractEventLoop, about: Mapping[str, Any]) -> None:
        error = about.get("exception")
        if isinstance(error, Exception) and self.is_running:
            self.failed(error)
        else:
            logging.getLogger("tui").error("loop: %s", about.get("message"), exc_info=error)

    def _report(self, error: BaseException) -> Path | None:
        told: list[Section] = []
        try:
            told += self.circumstances()
        except Exception as second:  # noqa: BLE001 - things are broken: the error is told first
            told.append(("No circumstances", [type(second).__name__]))
        told.append(("Last events", self.trail.events))
        told.append(("Size", [f"{self.size.width}x{self.size.height}"]))
        return crash.report(error, told, self.report_folder())


def failure_sentence(error: BaseException, report: Path | None) -> str:
    """That `error` happened, and where it is told, if anywhere."""
    name = type(error).__name__
    if report is None:
        return _("Something unexpected happened: {error}").format(error=name)
    return _("Something unexpected happened: {error}. A report is in {path}").format(
        error=name, path=clean_line(str(report), 200)
    )


def _place_of(error: BaseException) -> tuple[str, str, int]:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return type(error).__name__, "", 0
    return type(error).__name__, frame.tb_frame.f_code.co_filename, frame.tb_lineno
