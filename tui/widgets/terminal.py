"""The terminal, whatever happens to it: signals, hang-ups, stops, a line that does not move.

Textual's own driver leaves a terminal in raw mode when a signal ends the program, spins when the
terminal is gone, and dies of a byte that is no UTF-8. Signals only schedule here what the event
loop does next: a handler that waited for a lock could wait for the very code that it interrupts.
"""

from __future__ import annotations

import os
import select
import selectors
import signal
import sys
import termios
from codecs import getincrementaldecoder
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from textual._xterm_parser import XTermParser
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Resize
from textual.geometry import Size
from textual.keys import Keys

from tui.widgets.plain_bytes import encoded
from tui.widgets.sturdy import SturdyApp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping
    from types import FrameType

    from textual.message import Message

DEADLY: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
"""Signals that end the program, after the terminal is given back."""

HUNG_UP: Final = 128 + signal.SIGHUP
"""Exit status where the terminal is gone, whether or not a signal said so."""

PATIENCE: Final = 3.0
"""Seconds that leaving may take: a thread that waits for a network would be waited for."""

LOST: Final = 1.0
"""Seconds that an order to leave may wait for room on the line."""

WIDEST: Final = 1_000
TALLEST: Final = 400
"""Cells that are drawn at most, wherever a terminal says that it ends: each of them costs time."""

QUITTING: Final = frozenset({"ctrl+c", "ctrl+q"})
"""Keys that are heard however many wait."""

LEAVING: Final = (
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?2048l\x1b[?7h"
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Every mode that is set here, taken back."""


class Writer(WriterThread):
    """Writes to the terminal from a thread of its own, and goes on emptying its queue where that
    is gone: whoever writes would wait for room for ever.

    Args:
        lost: Called once, on the thread, when nothing can be written any more.
    """

    def __init__(self, file: Any, lost: Callable[[], None]) -> None:
        super().__init__(file)
        self._lost = lost
        self._descriptor: int = file.fileno()
        self._encoding: str = file.encoding or "utf-8"

    def run(self) -> None:
        gone = False
        texts: list[str] = []
        while (text := self._queue.get()) is not None:
            texts.append(text)
            if not self._queue.empty():
                continue
            data, texts = encoded("".join(texts), self._encoding), []
            if not gone and not _write(self._descriptor, data):
                gone = True
                self._lost()
        if not gone:
            _write(self._descriptor, encoded("".join(texts), self._encoding))


class Parser(XTermParser):
    """Textual's reader of keys, which no number that stands for none ends."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        try:
            keys = list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            keys = []
            unknown = True
        else:
            unknown = any("\ud800" <= char <= "\udfff" for k in keys for char in k.character or "")
        return [Key(Keys.Ignore, sequence)] if unknown else keys


class TerminalDriver(LinuxDriver):
    """Textual's driver, made to survive."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._writer: Writer | None = None
        self._stopped = False
        self._swamped = False
        self._ends: int | None = None
        self._watch: Timer | None = None
        self._first_attributes: list[Any] | None = None
        super().__init__(*arguments, **options)
        with suppress(termios.error):
            self._first_attributes = termios.tcgetattr(self.fileno)
        for number in DEADLY:
            # What was ignored when we came, by nohup for one, stays ignored.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_deadly)

    # What the driver writes through

    @property
    def _writer_thread(self) -> WriterThread | None:
        return self._writer

    @_writer_thread.setter
    def _writer_thread(self, writer: WriterThread | None) -> None:
        self._writer = Writer(self._file, self._lost) if writer is not None else None

    # Endings

    def _on_deadly(self, number: int, _frame: FrameType | None) -> None:
        if self._ends is not None and number != signal.SIGHUP:
            self._abandon()  # asked twice: at once, then
        self.leave(128 + number)

    def _lost(self) -> None:
        self.leave(HUNG_UP)

    def leave(self, status: int) -> None:
        """End the application with `status`, from any thread, and in a bounded time."""
        if self._ends is not None:
            return
        self._ends = status
        self._bound_leaving()
        with suppress(RuntimeError):  # The loop has ended: so have we.
            self._loop.call_soon_threadsafe(self._app.exit, None, status)

    def _bound_leaving(self) -> None:
        if self._watch is None:
            self._watch = Timer(PATIENCE, self._abandon)
            self._watch.daemon = True
            self._watch.start()

    def _abandon(self) -> None:
        """Give the terminal back and end here, whatever is still waited for."""
        self._restore_attributes()
        with suppress(OSError):
            os.set_blocking(self._file.fileno(), False)  # type: ignore[union-attr]
            os.write(self._file.fileno(), LEAVING.encode())  # type: ignore[union-attr]
            os.set_blocking(self._file.fileno(), True)  # type: ignore[union-attr]
        status = self._ends if self._ends is not None else self._app.return_code
        os._exit(status or 0)

    def _restore_attributes(self) -> None:
        if self._first_attributes is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._first_attributes)

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._first_attributes is not None:
            # Taken while the terminal was raw, after a stop that nobody told us of.
            self.attrs_before = self._first_attributes

    def stop_application_mode(self) -> None:
        if not self._app._running:
            self._bound_leaving()
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
            self._mouse_pixels = False
        super().stop_application_mode()

    # Stops

    def _sigtstp_application(self, *_: object) -> None:
        self._soon(self._stop)

    def _sigcont_application(self, *_: object) -> None:
        self._soon(self._go_on)

    def _soon(self, work: Callable[[], None]) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(work)

    def _stop(self) -> None:
        if self._auto_restart and self._writer is not None and self._ends is None:
            self.suspend_application_mode()
            self._writer = None
            self._stopped = True
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        if not self._auto_restart or self._ends is not None or not self._app._running:
            return
        if not self._stopped:
            # Stopped by SIGSTOP, which nobody is told of: the shell took the terminal meanwhile.
            self.write("\x1b[<u")  # What was pushed is taken back: it will be pushed again.
            self.disable_input()
            self.close()
            self._writer = None
            self._stopped = True
        self._must_signal_resume = True
        self.start_application_mode()
        # In the background it may not start: the next SIGCONT will.
        self._stopped = self._writer is None

    # Sizes

    def _get_terminal_size(self) -> tuple[int, int]:
        return bounded(*super()._get_terminal_size())

    def process_message(self, message: Message) -> None:
        """Send `message` on; a size that the terminal tells within its keys is bounded too.

        Keys that come while too many wait are dropped until they pause: what leaves would wait
        behind them all.
        """
        if isinstance(message, Resize):
            size = Size(*bounded(*message.size))
            message = Resize(size, size, pixel_size=message.pixel_size)
        if isinstance(message, Key) and message.key not in QUITTING:
            if not self._swamped and isinstance(self._app, SturdyApp):
                self._swamped = self._app.is_swamped()
            if self._swamped:
                return
        super().process_message(message)

    # Keys

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - whatever it is, the application has to know
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys until told to end; leave where there is nobody left to type them."""
        parser = Parser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        data = os.read(self.fileno, 4096)
                    except BlockingIOError:
                        continue
                    except OSError:
                        data = b""
                    if not data:
                        self.leave(HUNG_UP)
                        return
                    for event in parser.feed(decode(data)):
                        self.process_message(event)
                else:
                    self._swamped = False
                for event in parser.tick():
                    self.process_message(event)


def _write(descriptor: int, data: bytes) -> bool:
    """Write all of `data`; gives whether the terminal is still there."""
    while data:
        try:
            data = data[os.write(descriptor, data) :]
        except BlockingIOError:
            # Another program on this terminal made it so.
            select.select([], [descriptor], [], LOST)
        except OSError:
            return False
    return True


def bounded(width: int, height: int) -> tuple[int, int]:
    """As much of a size as is drawn."""
    return min(width, WIDEST), min(height, TALLEST)


def forget_odd_sizes(environment: MutableMapping[str, str]) -> None:
    """Leave out of `environment` the sizes that no terminal has: they would count."""
    for name, most in (("COLUMNS", WIDEST), ("LINES", TALLEST)):
        text = environment.get(name, "")
        if not (text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= most):
            environment.pop(name, None)


def can_drive() -> bool:
    """Whether this driver goes with this system, and nobody asked for another one."""
    return sys.platform != "win32" and not os.environ.get("TEXTUAL_DRIVER")
