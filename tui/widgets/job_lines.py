"""Exports and downloads as a list, two lines each: how far it is, and what there is to know."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui import format as fmt
from tui.tables.export.progress import Progress, Stage
from tui.tables.export.running import Job
from tui.text import clean_line
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList

BAR = 14
"""Cells of a bar."""

_MARKS = {Stage.DONE: "✓", Stage.FAILED: "✗", Stage.CANCELLED: "‖"}
_EIGHTHS = " ▏▎▍▌▋▊▉"


class JobLines(LineList):
    """Exports and downloads, the newest first.

    Args:
        state: What the end of the first line says of a progress.
        detail: What the second line says of it.
    """

    ITEM_HEIGHT = 2

    def __init__(self, state: Callable[[Progress], str], detail: Callable[[Progress], str]) -> None:
        super().__init__(id="entries")
        self.jobs: Sequence[Job] = ()
        self._state = state
        self._detail = detail

    @property
    def current(self) -> Job | None:
        """The one under the cursor."""
        return self.jobs[self.cursor] if self.cursor < len(self.jobs) else None

    def show(self, jobs: Sequence[Job]) -> None:
        """Show these; the cursor stays on its own."""
        here = self.current
        if tuple(jobs) == tuple(self.jobs):
            self.refresh()
            return
        self.jobs = tuple(jobs)
        cursor = self.jobs.index(here) if here in self.jobs else min(self.cursor, len(self.jobs))
        self.set_count(len(self.jobs), cursor=cursor)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        progress = self.jobs[index].progress
        failed = progress.stage is Stage.FAILED
        if line:
            tone = "warning" if failed else "dim"
            return [(cut(f"   {self._detail(progress)}", width), self.style_of(tone))]
        mark = _MARKS.get(progress.stage, "⇩")
        said = cut(self._state(progress), width // 3)
        bar = _bar_pieces(progress)
        room = width - width_of(said) - sum(width_of(text) for text, _tone in bar) - 5
        name = fit(clean_line(progress.path.name), max(8, room))
        tone = "warning" if failed else "accent"
        return [
            (f" {mark} ", self.style_of(tone)),
            (f"{name} ", self.style_of("strong")),
            *((text, self.style_of(tone)) for text, tone in bar),
            (f"{said} ", self.style_of("plain")),
        ]


def _bar_pieces(progress: Progress) -> list[tuple[str, str]]:
    """A bar and a percentage while there is something to wait for."""
    share = progress.share
    if share is None or progress.stage not in (Stage.RUNNING, Stage.CANCELLED, Stage.FAILED):
        return []
    full, eighths = divmod(int(share * BAR * 8), 8)
    bar = ("█" * full + _EIGHTHS[eighths].strip())[:BAR]
    percent = fit(fmt.percent(share), 5, right=True)
    return [(bar, "accent"), ("·" * (BAR - len(bar)), "dim"), (f" {percent}  ", "plain")]
