"""Figures in a pane: how they are asked for, and what is said over them or in their place."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, Self

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer

from tui.api.errors import ApiError, NoService, NotFound
from tui.i18n import gettext as _
from tui.screens import metrics_texts as texts
from tui.screens.dataset_tabs import PaneChanged
from tui.screens.session import Session
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prose import Block, Paragraph, ProseView

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tui.api.models import Health

GROUPS: Final = ("figures", "names", "totals", "health")
"""The groups of the workers that the screen runs for such a pane."""

DIM_AFTER = 0.15
"""Seconds before figures that are about to be replaced are dimmed."""

SLOW_AFTER = 5.0
"""Seconds of waiting after which the service is asked how it is."""


class FiguresPane(Vertical):
    """Lines of chips, and a list of figures under them.

    Attributes:
        problem: Why the last figures could not be had, if they could not.
        usual: What is said at right of the last line of chips where there is nothing else to say.
    """

    def __init__(
        self,
        session: Session,
        heads: Sequence[ChipLine],
        lines: LineList,
        *,
        id: str,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.session = session
        self.problem: ApiError | None = None
        self.usual = ""
        self._heads = tuple(heads)
        self._lines = lines
        self._prose = ProseView(id="said")
        self._left = False
        self._waiting: list[list[Timer]] = []

    def compose(self) -> ComposeResult:
        yield from self._heads
        yield self._lines
        yield self._prose

    def on_mount(self) -> None:
        self._prose.display = False

    @abstractmethod
    def load(self, *, reload: bool = False) -> None:
        """Ask for what is to be shown."""

    @property
    def has_service(self) -> bool:
        """Whether the site counts anything."""
        return self.session.site.metrics_url is not None

    @property
    def is_empty(self) -> bool:
        """Whether no figure is shown."""
        return not self._lines.count

    # Saying

    def say_status(self, text: str, *, error: bool = False) -> None:
        """Say something at right of the last line of chips; nothing says the usual again."""
        self._heads[-1].status(text or self.usual, error=error)

    def say(self, blocks: list[Block]) -> None:
        """Say something in place of the figures; nothing shows them again."""
        self._prose.show(blocks)
        self._prose.display, self._lines.display = bool(blocks), not blocks
        if self.screen is self.app.screen and self.has_class("-shown"):
            self.focus()

    def say_no_service(self) -> None:
        """Say that the site counts nothing."""
        self.problem = NoService()
        self.say(texts.no_service(self.session.site.name))

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the figures, or what is said in their place."""
        (self._prose if self._prose.display else self._lines).focus(scroll_visible)
        return self

    # Asking

    def run(self, group: str, work: Coroutine[None, None, None]) -> None:
        """Run `work` for the screen; what ran of that group is cancelled."""
        self.screen.run_worker(work, group=group, exclusive=True, exit_on_error=False)

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        """Wait for figures: those shown are dimmed, a slow service is asked how it is, and an error
        is said and kept as the problem."""
        timers: list[Timer] = []

        def meanwhile(say: Callable[[], None]) -> Callable[[], None]:
            # A timer that is stopped may be on its way already.
            return lambda: say() if timers else None

        timers += (
            self.set_timer(DIM_AFTER, meanwhile(self._dim)),
            self.set_timer(SLOW_AFTER, meanwhile(self._slow)),
        )
        self._waiting.append(timers)
        try:
            yield
        except ApiError as error:
            self._rest(timers)
            self._failed(error)
        else:
            self.problem = None
        finally:
            self._rest(timers)
            self._waiting.remove(timers)

    def _rest(self, timers: list[Timer]) -> None:
        for timer in timers:
            timer.stop()
        timers.clear()
        if self.is_attached:
            self._lines.set_class(self.problem is not None and not self.is_empty, "-stale")
            if self.problem is None:
                self.screen.workers.cancel_group(self.screen, "health")

    def _dim(self) -> None:
        self._lines.set_class(not self.is_empty, "-stale")
        if self.is_empty:
            self.say([Paragraph(_("Asking for the figures…"))])

    def _slow(self) -> None:
        self.say_status(texts.slow())
        self.run("health", self._say_slow())

    async def _say_slow(self) -> None:
        self.say_status(f"{texts.slow()} {texts.health_text(await self._health())}")

    def _failed(self, error: ApiError) -> None:
        self.problem = error
        self._say_problem(error)
        if not isinstance(error, NotFound):  # which the Main API says of a slug
            self.run("health", self._say_health(error))
        self.post_message(PaneChanged())

    def _say_problem(self, error: ApiError, health: str = "") -> None:
        """Say it in place of the figures, or over those that were there."""
        if self.is_empty:
            self.say_status("")
            self.say(texts.failure(error, health))
        else:
            self.say_status(f"{error.message} {health}".strip(), error=True)

    async def _say_health(self, error: ApiError) -> None:
        """Say beside an error how the service says that it is."""
        said = texts.health_text(await self._health())
        if self.problem is error:
            self._say_problem(error, said)

    async def _health(self) -> Health | None:
        try:
            return await (await self.session.service()).metrics.health()
        except ApiError:
            return None

    # Leaving

    def leave(self) -> None:
        """What runs is cancelled when the person leaves, and asked for again when they are back."""
        self._left = self._cancel() or self._left

    def come_back(self) -> None:
        """Ask again for what the person did not wait for."""
        if self._left:
            self._left = False
            self.load()

    def cancelled(self) -> None:
        """Say that what was asked for will not come."""
        # Before it is cancelled indeed, one of its timers might say that it is waited for.
        for timers in self._waiting:
            self._rest(timers)
        self._lines.remove_class("-stale")
        said = f"{_('cancelled')} · {_('r asks again. ⌫ goes back.')}"
        if self.is_empty:
            self.say_status("")
            self.say([Paragraph(said)])
        else:
            self.say_status(said)

    def _cancel(self) -> bool:
        screen = self.screen
        cancelled = [screen.workers.cancel_group(screen, group) for group in GROUPS]
        return any(cancelled)
