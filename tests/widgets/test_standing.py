"""A screen that is being taken down does nothing more."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.messages import Prune
from textual.widgets import Static

from tui.widgets.standing import StandingScreen


class Dialog(StandingScreen[None]):
    """A screen that says which of its timers still ring when it begins to be taken down."""

    ringing: int | None = None

    def compose(self) -> ComposeResult:
        yield Static()

    def on_mount(self) -> None:
        self.set_timer(60, self.ring)
        self.query_one(Static).set_interval(60, self.ring)

    def ring(self) -> None:
        """What a timer calls."""

    async def on_prune(self, _event: Prune) -> None:
        """Heard just before Textual stops the timers itself, one turn of the loop later."""
        timers = [timer for node in self.walk_children(with_self=True) for timer in node._timers]
        Dialog.ringing = sum(timer._task is not None for timer in timers)


async def test_no_timer_rings_once_the_parts_of_its_screen_go() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        await app.push_screen(Dialog())
        app.screen.dismiss()
        await pilot.pause()
        assert Dialog.ringing == 0


class Late(StandingScreen[None]):
    """A screen that is opened while the application ends."""

    def compose(self) -> ComposeResult:
        self._closing = True
        yield Static()

    def on_mount(self) -> None:
        self.query_one(Static).update("here")


async def test_a_screen_without_parts_begins_nothing() -> None:
    app: App[None] = App()
    async with app.run_test():
        late = Late()
        await app.push_screen(late)
        assert not late.query(Static)
        late._closing = False
