"""What the places of figures share: one pane, asked again, left and come back to with the place."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from tui.api.errors import ApiError
from tui.screens.dataset_tabs import PaneChanged
from tui.screens.figures_pane import GROUPS, FiguresPane
from tui.screens.place import Place


class FiguresPlace(Place):
    """A place that is a pane of figures.

    Attributes:
        pane: What shows them; subclasses make it.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    pane: FiguresPane

    @property
    def problem(self) -> ApiError | None:
        return self.pane.problem

    def compose_body(self) -> Iterable[Widget]:
        yield self.pane

    @on(PaneChanged)
    def _pane_changed(self) -> None:
        self.say_where()
        self.refresh_bindings()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.pane.come_back()

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        if not self.app.screen.is_modal:
            self.pane.leave()

    def reload(self) -> None:
        if self.pane.has_service:
            self.pane.load(reload=True)

    def cancel(self) -> bool:
        if not self.cancel_workers(*GROUPS, "csv"):
            return False
        self.pane.cancelled()
        return True
