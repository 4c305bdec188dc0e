"""Frames that nobody looks at are not drawn.

Without a terminal a frame goes nowhere, and each key is followed by four of them. A test that reads
the screen draws it then, whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual._context import visible_screen_stack
from textual.app import App
from textual.screen import Screen


@contextmanager
def drawn_when_seen() -> Iterator[None]:
    """Draw nothing without a terminal before somebody looks, until the end of the block."""
    refresh = Screen._compositor_refresh

    def later(self: Screen[Any]) -> None:
        app = self.app
        if self is not app.screen or not app.is_headless or app.is_inline:
            refresh(self)
            return
        self._dirty_widgets.clear()
        app._update_mouse_over(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Screen, "_compositor_refresh", later)
        yield


def look(app: App[Any]) -> None:
    """Have what is drawn next know of the screens under that which is shown."""
    visible_screen_stack.set(app._background_screens)


def draw(app: App[Any]) -> None:
    """Draw what has changed on the screen that is shown."""
    screen = app.screen
    update = screen._compositor.render_update(screen_stack=app._background_screens)
    app._display(screen, update)
