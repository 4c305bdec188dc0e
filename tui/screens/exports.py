"""The downloads and the exports of a session: how far they are, stopped, gone on with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Vertical

from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Option, ReadScreen
from tui.screens.exports_texts import blocks, detail_words, state_words
from tui.screens.reading import ReadingDialog
from tui.tables.export.exports import Exports
from tui.tables.export.progress import Stage
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.job_lines import JobLines
from tui.widgets.lines import LineList

if TYPE_CHECKING:
    from tui.screens.session import Session


class ExportsScreen(ReadingDialog[None]):
    """What is written to files, alive while it goes on."""

    BINDINGS = [CLOSE, HELP, *bindings_for("exports")]

    def __init__(self, exports: Exports) -> None:
        super().__init__(classes="dialog tall")
        self._exports = exports
        self._stages: list[Stage] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield JobLines(state_words, detail_words)
            yield KeyBar()

    def on_mount(self) -> None:
        self._exports.watch(self._show)
        self.query_one(JobLines).focus()
        self._show()

    def on_unmount(self) -> None:
        self._exports.unwatch(self._show)

    def _show(self) -> None:
        if self.leaves:  # something is written while it is taken down, its parts first
            return
        jobs = tuple(self._exports)
        stages = [job.progress.stage for job in jobs]
        self.query_one(JobLines).show(jobs)
        title = self.query_one("#title", ChipLine)
        title.show(_("Downloads and exports"), ())
        running = len(self._exports.running)
        said = ngettext("{count} under way", "{count} under way", running).format(count=running)
        nothing = "" if jobs else _("nothing was written yet")
        title.status(said if running else nothing)
        if stages != self._stages:
            self._stages = stages
            self.refresh_bindings()

    # What can be done

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if action not in ("stop", "resume", "forget", "copy_path"):
            return ""
        job = self.query_one(JobLines).current
        if job is None:
            return _("There is nothing here.")
        stage = job.progress.stage
        if action == "stop" and stage.is_over:
            return _("It is over.")
        if action == "resume" and stage not in (Stage.FAILED, Stage.CANCELLED):
            return _("It is done.") if stage is Stage.DONE else _("It is under way.")
        if action == "forget" and not stage.is_over:
            return _("It is under way: x stops it.")
        return ""

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(LineList.Chosen)
    def _read(self, event: LineList.Chosen) -> None:
        job = self.query_one(JobLines).jobs[event.index]
        path = job.progress.path
        screen = ReadScreen(clean_line(path.name, 60), blocks(job), raw=str(path))
        self.app.push_screen(screen, lambda text: self.copy(text) if text else None)

    def action_stop(self) -> None:
        job = self.query_one(JobLines).current
        if job is not None:
            self.run_worker(self._exports.cancel(job), group="stop", exit_on_error=False)

    def action_resume(self) -> None:
        job = self.query_one(JobLines).current
        if job is not None:
            self._exports.resume(job)

    def action_copy_path(self) -> None:
        job = self.query_one(JobLines).current
        if job is not None:
            self.copy(str(job.progress.path))

    def action_forget(self) -> None:
        job = self.query_one(JobLines).current
        if job is not None:
            self.run_worker(self._exports.forget(job), group="forget", exit_on_error=False)


def before_leaving(app: App[int], session: Session, leave: Callable[[], None]) -> None:
    """Call `leave`, which ends the session, once the person agreed that its exports stop."""
    exports = session.begun_exports()
    running = len(exports.running) if exports is not None else 0
    if not running:
        leave()
        return
    said = ngettext(
        "{count} file is being written", "{count} files are being written", running
    ).format(count=running)
    options = [
        Option(_("Let it go on")),
        Option(_("Leave: it stops, and can go on another time")),
    ]

    def decide(index: int | None) -> None:
        if index == 1:
            leave()

    app.push_screen(ChooseScreen(said, options), decide)
