"""The command: reads its arguments, then opens the application or does one thing without it.

Nothing here imports Textual before it is needed: ``--version`` and ``--help`` never do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final, TextIO

from tui import __version__, arguments, i18n, settings
from tui.arguments import Arguments, UsageError
from tui.help import usage
from tui.i18n import gettext as _
from tui.links import Link, LinkError, parse_link, site_of
from tui.settings import URL_KEYS, Settings
from tui.text import clean_line

OK: Final = 0
FAILED: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    try:
        status = _run(sys.argv[1:] if argv is None else argv, os.environ)
        _flush()
    except BrokenPipeError:
        # The reader (a pager, `head`) has seen enough.
        _close_output()
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except Unwritable as error:
        _close_output()
        return _fail(_("What was asked for cannot be written: {reason}.").format(reason=error))
    except Exception as error:  # noqa: BLE001 - none is shown as a traceback: it is reported
        return _crashed(error)
    return status


class Unwritable(Exception):
    """Standard output takes nothing. Its message says why, in a few words."""


def _flush() -> None:
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritable(error.strerror or type(error).__name__) from error


def _close_output() -> None:
    """Python would try again on exit, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _crashed(error: Exception) -> int:
    from tui import crash

    folder = settings.reporting(Settings()).state_dir
    path = crash.report(error, [("Command", [str(len(sys.argv) - 1)])], folder)
    with suppress(OSError, ValueError):
        print(crash.said(crash.Crash(error, path), restore=False), file=sys.stderr)
    return FAILED


def _run(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    sources = settings.read_sources(environment)
    i18n.install(settings.language(sources, arguments.peek_language(argv)))
    try:
        asked = arguments.parse(argv)
    except UsageError as error:
        return _refuse(str(error))
    if asked.action == "help":
        print(usage(sources.path))
        return OK
    if asked.action == "version":
        print(f"dgv {__version__}")
        return OK
    chosen = settings.resolve(sources, _with_site_of_address(asked, sources))
    return _open(asked, chosen)


def _open(asked: Arguments, chosen: Settings) -> int:
    if chosen.site.name == "sample" and not URL_KEYS.isdisjoint(asked.flags):
        return _refuse(_("The sample site is inside the program: no URL option goes with it."))
    try:
        link = parse_link(asked.address, chosen.site)
    except LinkError as error:
        return _refuse(str(error))
    if chosen.log_file is not None and (problem := _start_log(chosen)):
        return _refuse(problem)
    status = _show(asked, settings.reporting(chosen), link)
    if chosen.log_file is not None and (problem := _log_problem(chosen)):
        _fail(problem)
    return status


def _show(asked: Arguments, chosen: Settings, link: Link) -> int:
    if asked.picture is not None:
        from tui.headless import screenshot

        _say_warnings(chosen, sys.stderr)
        picture = asked.picture
        return screenshot(chosen, link, picture.output, picture.size, picture.keys)
    draws = _has_terminal()
    if draws and os.environ.get("TERM") != "dumb":
        from tui.app import run

        return run(settings.at_home(chosen), link, restore=asked.restore)
    if asked.restore:
        return _refuse(_("--restore needs a terminal."))
    from tui.headless import print_place

    _say_warnings(chosen, sys.stderr)
    if draws:
        message = _(
            "TERM is “{name}”, a terminal on which nothing can be drawn: here is the place as text."
        ).format(name="dumb")
    else:
        message = _("dgv needs a terminal to be used; here is the place as text.")
    print(message, file=sys.stderr)
    if sys.stdout is None:
        raise Unwritable(_("standard output is closed"))
    return print_place(chosen, link, sys.stdout, sys.stderr)


def _with_site_of_address(asked: Arguments, sources: settings.Sources) -> Mapping[str, str]:
    """The flags; a pasted URL chooses its own site when the command line names none."""
    name = site_of(asked.address)
    if name is None or "site" in asked.flags:
        return asked.flags
    if settings.resolve(sources, asked.flags).site.name == name:
        return asked.flags
    return {**asked.flags, "site": name}


def _has_terminal() -> bool:
    # Textual reads the keys from stdin and draws on stderr.
    # A stream that was closed before we came is None.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams)


def _start_log(chosen: Settings) -> str:
    from tui import logfile

    if chosen.log_file is None:
        return ""
    try:
        logfile.start(chosen.log_file)
    except OSError as error:
        return _no_log(chosen, error)
    return ""


def _log_problem(chosen: Settings) -> str:
    from tui import logfile

    error = logfile.problem()
    return _no_log(chosen, error) if error is not None else ""


def _no_log(chosen: Settings, error: OSError) -> str:
    message = _("The log cannot be written to {path}: {reason}.")
    return message.format(
        path=clean_line(str(chosen.log_file), 200), reason=error.strerror or error
    )


def _say_warnings(chosen: Settings, stream: TextIO) -> None:
    for warning in chosen.warnings:
        print(f"dgv: {warning}", file=stream)


def _fail(message: str) -> int:
    with suppress(OSError, ValueError):
        print(f"dgv: {message}", file=sys.stderr)
    return FAILED


def _refuse(message: str) -> int:
    print(f"dgv: {message}", file=sys.stderr)
    print(_("“dgv --help” lists the options."), file=sys.stderr)
    return WRONG_USAGE
