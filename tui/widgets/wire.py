"""An application that writes to the terminal only what differs from what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any, cast

from rich.console import Console, RenderableType
from textual.app import App, ReturnType
from textual.events import Resize
from textual.geometry import Offset
from textual.screen import Screen

from tui.widgets.painted import Frame, NotTextError, Painted, Partial

try:
    from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
except ImportError:  # Another Textual, which keeps them elsewhere: it writes as it likes.
    ChopsUpdate = CompositorUpdate = LayoutUpdate = object  # type: ignore[misc, assignment]


def textual_is_known() -> bool:
    """Whether this Textual paints in the way that `NarrowApp` reads."""
    return (
        hasattr(App, "_display")
        and {"strips", "region"} <= signature(LayoutUpdate).parameters.keys()
        and {"chops", "spans", "chop_ends"} <= signature(ChopsUpdate).parameters.keys()
    )


class NarrowApp(App[ReturnType]):
    """An application that knows what the terminal shows.

    Textual hands every update of the screen to `_display`. The update is compared there with what
    the terminal shows. What cannot be compared is written as Textual would.
    """

    _painted: Painted | None = None
    _scroll = False
    _cursor_written: Offset | None = None

    def narrow_wire(self, *, scroll: bool) -> None:
        """Write differences from now on.

        Args:
            scroll: Whether the terminal may be told to move lines (`scroll_region.can_scroll`).
        """
        if textual_is_known():
            self._painted = Painted(self.console)
            self._scroll = scroll

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self._painted is None or renderable is None or self.is_headless:
            super()._display(screen, renderable)
            return
        frame = self._frame(self._painted, screen, renderable)
        if frame is None:
            self._painted.forget()
            super()._display(screen, renderable)
        elif frame.text or self._cursor_written != self.cursor_position:
            difference = _Difference(self, self._painted, frame)
            super()._display(screen, cast(RenderableType, difference))
        else:
            self.post_display_hook()

    def _frame(self, painted: Painted, screen: Screen[Any], update: RenderableType) -> Frame | None:
        """`update` as a difference; None where it cannot be one."""
        try:
            if isinstance(update, ChopsUpdate):
                part = Partial(update.chops, update.spans, update.chop_ends)
                # A dialog covers the screen under it: nothing moves there.
                return painted.partial(part, scroll=self._scroll and not screen.is_modal)
            if isinstance(update, LayoutUpdate) and not any(update.region.offset):
                return painted.whole(update.strips, update.region.width)
        except NotTextError:
            pass
        return None

    def on_resize(self, event: Resize) -> None:
        """The terminal has another size, or was given back: it may show anything."""
        self._lose_sight()

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Another program takes the terminal meanwhile."""
        self._lose_sight()
        with super().suspend():
            yield

    def _lose_sight(self) -> None:
        if self._painted is not None and self._painted.is_known:
            self._painted.forget()
            self.screen.refresh()


class _Difference(CompositorUpdate):
    """A frame on its way to the terminal."""

    def __init__(self, app: NarrowApp[Any], painted: Painted, frame: Frame) -> None:
        self._app = app
        self._painted = painted
        self._frame = frame

    def render_segments(self, console: Console) -> str:
        """The frame, which is written at once: from here on the terminal shows it."""
        self._painted.keep(self._frame)
        self._app._cursor_written = self._app.cursor_position
        return self._frame.text
