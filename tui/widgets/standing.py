"""A screen that hears only what still concerns it.

Keys, answers and timers come at any moment: while a screen is taken down its parts are gone one by
one, and what one of them said a moment ago may be of a list that is another one now.
"""

from __future__ import annotations

from typing import Generic

from textual._callback import invoke
from textual._types import CallbackType
from textual.events import Compose, Mount, Unmount
from textual.message import Message
from textual.message_pump import MessagePump
from textual.messages import InvokeLater, Prune
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from tui.widgets.lines import LineList


class StandingScreen(Screen[ScreenResultType], Generic[ScreenResultType]):
    """A screen that hears nothing more once it is being taken down, nor what is no longer true."""

    @property
    def stands(self) -> bool:
        """Whether all its parts are here."""
        return self.is_mounted and not self._pruning and self.is_running

    @property
    def leaves(self) -> bool:
        """Whether it is being taken down: its parts may be gone."""
        return self._pruning

    async def _dispatch_message(self, message: Message) -> None:
        if isinstance(message, Prune):
            for node in self.walk_children(with_self=True):
                self.workers.cancel_node(node)
                # Timers call us past the queue of messages, whatever is left of our parts.
                for timer in tuple(node._timers):
                    timer.stop()
        if self._pruning and not self._to_the_end(message):
            return
        if self._closing and isinstance(message, Mount):
            return  # the application ended meanwhile: Textual made no part of it
        if isinstance(message, LineList.Chosen | LineList.Highlighted) and message.is_stale:
            return
        await super()._dispatch_message(message)

    def _invoke_later(self, callback: CallbackType, sender: MessagePump) -> None:
        """What is to be done after the next painting, for a part of this screen or of another: not
        for what is taken down by then."""

        async def unless_gone() -> None:
            gone = isinstance(sender, Widget) and (sender._pruning or not sender.is_attached)
            if not gone:
                await invoke(callback)

        super()._invoke_later(unless_gone, sender)

    def _to_the_end(self, message: Message) -> bool:
        """Whether `message` must be heard by a screen that is taken down: Textual's orders, which
        are its own business, but not those that call us."""
        is_order = type(message).__module__ == Prune.__module__
        return isinstance(message, Compose | Unmount) or (
            is_order and not isinstance(message, InvokeLater)
        )
