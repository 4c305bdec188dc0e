"""A sample site whose every answer has the fault of one's choice, in time that waits for nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from clocks import Clock

from tui.sample.app import SampleSite
from tui.sample.failing import Fault, Message, Receive, Send, failing
from tui.settings import ASGIApp


@cache
def sample() -> SampleSite:
    """One sample site for all: its catalogue is made once."""
    return SampleSite()


@dataclass
class Faulty:
    """`app`, which fails as `fault` says while there is one, for the paths that hold `only`.

    What is read of it is made once: the same is asked again and again.
    """

    app: ASGIApp
    clock: Clock
    fault: Fault | None = None
    only: str = ""
    asked: list[str] = field(default_factory=list)
    _known: dict[object, list[Message]] = field(default_factory=dict)

    def wrap(self, app: ASGIApp) -> ASGIApp:
        """Stand before `app`."""
        self.app = app
        return self

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        app: ASGIApp = self._answer
        if self.fault is not None and self.only in scope["path"]:
            self.asked.append(scope["path"])
            number = len(self.asked)
            app = failing(self.fault, app, sleep=self.clock.sleep, clock=self.clock, number=number)
        await app(scope, receive, send)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        asked = (scope["raw_path"], scope["query_string"], tuple(scope["headers"]))
        if asked not in self._known:
            answer: list[Message] = []

            async def keep(message: Message) -> None:
                answer.append(message)

            await self.app(scope, receive, keep)
            self._known[asked] = answer
        for message in self._known[asked]:
            await send(dict(message))
