"""Folders that are not there, disks that are full, terminals and locales of every kind."""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from ptys import PROGRAM, ROOT, seat, world

from tui import logfile
from tui.widgets.plain_bytes import encoded

NOWHERE = ("--site", "www", "--main-url", "http://127.0.0.1:9")
SHOWN = "cannot be reached"


@pytest.fixture
def no_log() -> Iterator[None]:
    before = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = before


def run(home: Path, *arguments: str, shell: str = "") -> subprocess.CompletedProcess[str]:
    """The command without a terminal, with `shell` redirections."""
    line = f'exec "$@" {shell}'
    return subprocess.run(
        ["sh", "-c", line, "sh", *PROGRAM, "--lang", "en", *arguments],
        env=world(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("shell", [">/dev/full", ">&-"])
def test_a_standard_output_that_takes_nothing_is_said(shell: str, tmp_path: Path) -> None:
    arguments = NOWHERE if shell == ">&-" else ("--version",)
    done = run(tmp_path, *arguments, shell=shell)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_folders_that_cannot_be_made_are_said_and_browsing_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folders = {f"XDG_{name}_HOME": str(tmp_path / "file" / name) for name in ("DATA", "STATE")}
    with seat(tmp_path, *NOWHERE, "--lang", "en", **folders) as at:  # type: ignore[arg-type]
        at.until("Not a directory")
        at.until(SHOWN)
        at.type(b"q")
        assert at.ends() == 0
        assert at.is_restored()


def test_a_terminal_that_cannot_be_drawn_on_gets_the_place_as_text(tmp_path: Path) -> None:
    with seat(tmp_path, *NOWHERE, TERM="dumb") as at:
        assert at.ends(20.0) == 1
        assert b"nothing can be drawn" in at.written
        assert SHOWN.encode() in at.written
        assert b"\x1b" not in at.written


def test_a_terminal_that_is_no_utf8_gets_its_own_letters(tmp_path: Path) -> None:
    variables = {"PYTHONIOENCODING": "latin-1", "TERM": "vt100", "NO_COLOR": "1"}
    with seat(tmp_path, *NOWHERE, command=PROGRAM, **variables) as at:  # type: ignore[arg-type]
        at.until(SHOWN)
        at.type(b"q")
        assert at.ends() == 0
        assert at.is_restored()
        assert all(byte < 128 or byte >= 160 for byte in at.written)
        assert b"\\u" not in at.written


def test_what_cannot_be_said_keeps_its_width() -> None:
    assert encoded("é… 漢字→", "latin-1") == b"\xe9. ????>"
    assert encoded("é…", "ascii") == b"?."
    assert encoded("é…漢", "utf-8") == "é…漢".encode()


@pytest.mark.usefixtures("no_log")
def test_a_log_on_a_full_disk_ends_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    mode = os.stat("/dev/full").st_mode
    logfile.start(Path("/dev/full"))
    for _ in range(3):
        logging.getLogger("tui").warning("something")
    error = logfile.problem()
    assert error is not None
    assert error.strerror == "No space left on device"
    assert capsys.readouterr().err == ""
    assert os.stat("/dev/full").st_mode == mode


def test_a_log_to_a_pipe_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="No such device"):
        logfile.start(tmp_path / "pipe")
