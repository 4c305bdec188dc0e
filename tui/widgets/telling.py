"""An application whose keys never do nothing in silence: what cannot be done now says why."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol, runtime_checkable

from textual.actions import ActionParseResult
from textual.app import ReturnType
from textual.dom import DOMNode
from textual.events import Key
from textual.widget import Widget

from tui.widgets.wire import NarrowApp

MOUNTING = 2.0
"""Seconds that a key waits for the screen that it is for."""


@runtime_checkable
class Reasoned(Protocol):
    """What can say why an action is not available."""

    def why_not(self, action: str) -> str: ...


def why_not(node: object, action: str) -> str:
    """Why `node` cannot do `action` now; empty when it can, or when it does not say."""
    return node.why_not(action) if isinstance(node, Reasoned) else ""


async def _is_there(node: Widget) -> bool:
    """Whether `node` has its parts, once it was put on the screen: a key may come before that, and
    after it was taken away."""
    if not node.is_mounted and node.is_attached:
        with suppress(TimeoutError):
            async with asyncio.timeout(MOUNTING):
                await node._mounted_event.wait()
    return node.is_mounted and not node._pruning


class TellingApp(NarrowApp[ReturnType]):
    """An application that says why a key does nothing."""

    _refusal = ""

    def say(self, text: str) -> None:
        """Say something to the person."""
        raise LookupError(text)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, or keep the reason why it cannot be: the first one, if none of those that
        the key names can."""
        if isinstance(default_namespace, Widget) and not await _is_there(default_namespace):
            return True
        reason = ""
        if isinstance(action, str) and default_namespace is not None:
            reason = why_not(default_namespace, action)
        done = await super().run_action(action, default_namespace, namespaces)
        # What has a reason and runs all the same has taken the key, and done nothing with it.
        self._refusal = "" if done and not reason else self._refusal or reason
        return done

    def on_key(self, event: Key) -> None:
        """A key that nothing has taken: what is bound to it comes next, then what it says."""
        self._refusal = ""
        self.call_later(self._say_refusal)

    def _say_refusal(self) -> None:
        said, self._refusal = self._refusal, ""
        if said:
            self.say(said)
