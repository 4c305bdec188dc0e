"""An error of ours: what a person sees, what is kept of it, and that no secret is."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest
from people import at_the_keyboard
from ptys import seat

from tui import crash
from tui.app import DatagouvApp
from tui.crash import KEPT, Trail
from tui.screens.place import Place
from tui.settings import Secret
from tui.widgets.sturdy import REPORTS

CANARY = "c4n4ry-5ecret-Key/+=42"


def reports(folder: Path) -> list[Path]:
    return sorted(folder.rglob("crash-*.txt"))


class Broken(RuntimeError):
    pass


def test_a_crash_gives_the_terminal_back_and_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(self: DatagouvApp) -> None:
        key = Secret(CANARY)
        raise Broken(f"with {key.reveal()} in https://me:{CANARY}@x.test/?apikey={CANARY}")

    monkeypatch.setattr(DatagouvApp, "action_journal", break_down)
    with seat(tmp_path, "search:population", DATAGOUV_TUI_API_KEY_SAMPLE=CANARY) as at:
        at.until("Population")
        at.quiet()
        at.type(b"\x1b[B")
        at.quiet()
        at.type(b"L")
        assert at.ends() == 1
        assert at.is_restored()
        said = at.written.rpartition(b"\x1b[?1004l")[2].decode()
    (report,) = reports(tmp_path)
    assert str(report) in said
    assert "Broken" in said
    assert "--restore" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 5
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    for wanted in (
        "Traceback",
        "Broken",
        "search:population",
        "xterm-256color",
        "80x24",
        "GET ",
        "L",
    ):
        assert wanted in text
    assert CANARY not in text + said
    assert str(tmp_path) not in text

    monkeypatch.undo()
    with seat(tmp_path, "--restore") as at:
        at.until("Population des communes")
        at.type(b"q")
        assert at.ends() == 0


async def test_an_error_in_a_worker_of_any_screen_is_said_and_reported(tmp_path: Path) -> None:
    async def fail() -> None:
        raise Broken

    async with at_the_keyboard() as person:
        app = person.app
        app.report_folder = lambda: tmp_path  # type: ignore[method-assign]
        place = app.place
        assert isinstance(place, Place)
        place.run_worker(fail(), group="of-a-place", exit_on_error=False)
        await person.sees("Something unexpected happened: Broken. A report")
        await person.press("f1")
        app.screen.run_worker(fail(), group="of-a-dialog", exit_on_error=False)
        await person.sees("Something unexpected happened")
        app.run_worker(fail(), group="of-the-app", exit_on_error=False)
        await person.rest()
        assert [type(error) for error in app.session.failures] == [Broken] * 3
        (report,) = reports(tmp_path)  # the same error is reported once
        assert "of-a-place" not in report.read_text()
        assert "Broken" in report.read_text()
        app.session.failures.clear()


async def test_an_error_in_a_task_that_nobody_waits_for_is_reported(tmp_path: Path) -> None:
    async with at_the_keyboard() as person:
        app = person.app
        app.report_folder = lambda: tmp_path  # type: ignore[method-assign]
        loop = asyncio.get_running_loop()
        app._on_loop_error(loop, {"message": "never retrieved", "exception": Broken()})
        await person.sees("Something unexpected happened: Broken")
        assert len(reports(tmp_path)) == 1
        for number in range(REPORTS + 3):
            app.failed(type(f"E{number}", (Exception,), {})())
        assert len(reports(tmp_path)) == REPORTS
        app.session.failures.clear()


def test_a_report_goes_elsewhere_where_its_folder_is_not_to_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    path = crash.report(Broken(), [], tmp_path / "file" / "state")
    assert path is not None
    assert path.parent == tmp_path / "elsewhere"
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file" / "no"))
    assert crash.report(Broken(), [], tmp_path / "file" / "state") is None
    assert "No report" in crash.said(crash.Crash(Broken(), None), restore=False)


def test_a_disk_that_fills_up_leaves_no_half_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    write = os.fdopen

    def full(descriptor: int, mode: str) -> object:
        write(descriptor, mode).close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    assert crash.report(Broken(), [], tmp_path) is None
    assert reports(tmp_path) == []


def test_what_cannot_even_be_told_ends_nothing(tmp_path: Path) -> None:
    class Worse(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert crash.report(Worse(), [], tmp_path) is not None
    assert crash.report(Broken(), [("x", [3])], tmp_path) is None  # type: ignore[list-item]


def test_not_more_than_a_few_reports_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        (tmp_path / f"crash-20200101-0000{number:02}-1-aa.txt").write_text("old")
    new = crash.report(Broken(), [], tmp_path)
    assert len(reports(tmp_path)) == KEPT
    assert reports(tmp_path)[-1] == new


def test_a_report_is_bounded(tmp_path: Path) -> None:
    path = crash.report(Broken("x" * 10**5), [("y", ["z" * 10**4] * 300)], tmp_path)
    assert path is not None
    assert path.stat().st_size < 2 * crash.LONGEST
    assert path.read_text().rstrip().endswith("x")


def test_keys_are_counted_and_what_is_written_is_not() -> None:
    trail = Trail(3)
    for event in ("a", "down", "down", "down", "(writes)", "(writes)"):
        trail.add(event)
    assert trail.events == ("a", "down ×3", "(writes)")


async def test_what_is_typed_in_a_box_is_not_told() -> None:
    async with at_the_keyboard() as person:
        await person.press("slash")
        await person.type("secret")
        await person.press("escape", "f1")
        assert person.app.trail.events[-3:] == ("(writes)", "escape", "f1")
