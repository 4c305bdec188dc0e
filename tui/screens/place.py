"""What all places share: the frame, the address, what runs and how errors are said."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from textual.app import ComposeResult
from textual.message import Message
from textual.messages import Update
from textual.timer import Timer
from textual.widget import Widget

from tui import clock
from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.session import Session
from tui.settings import SITES, Site
from tui.text import SafeText, clean_line
from tui.widgets.bars import KeyBar, TopBar
from tui.widgets.standing import StandingScreen

BADGES = {"www": "data.gouv.fr", "demo": "DEMO", "sample": "SAMPLE"}

SPINNER_DELAY = 0.15
"""Seconds before work that is under way is mentioned: shorter work is not worth a flicker."""


_AS_OF = {
    "offline": N_("offline · as of {ago}"),
    "busy": N_("asked to slow down · as of {ago}"),
    "failing": N_("the service fails · as of {ago}"),
    "": N_("as of {ago}"),
}

TURNS = 4
"""Turns of the event loop that a place waits before it paints: a widget tells of a change, what
shows it hears of that, and asks to be painted in turn."""


class Copy:
    """Something that can be copied from a place: what it is, and its text (raw, for the clipboard
    only).

    Args:
        text: The text, or what makes it, once, when it is wanted.
        detail: What is shown beside the title; without it, the start of the text.
        why_not: Why it cannot be copied now, as a sentence; empty when it can.
    """

    def __init__(
        self, title: str, text: str | Callable[[], str], *, detail: str = "", why_not: str = ""
    ) -> None:
        self.title = title
        self.why_not = why_not
        self._text = text
        self._detail = detail

    @property
    def text(self) -> str:
        if not isinstance(self._text, str):
            self._text = self._text()
        return self._text

    @property
    def detail(self) -> SafeText:
        """A few words that tell this one from others, safe to draw."""
        return clean_line(self.why_not or self._detail or self.text, 60)


def command(link: Link) -> str:
    """The command that opens `link`, quoted for a shell: an identifier is the service's word."""
    return f"dgv {shlex.quote(str(link))}"


class Place(StandingScreen[None]):
    """A screen with an address.

    Subclasses give `compose_body`, `link`, `crumbs`, `copies`, `reload` and `cancel`.
    """

    class Go(Message):
        """The person goes to another place."""

        def __init__(self, link: Link, hint: tuple[str, ...] = ()) -> None:
            super().__init__()
            self.link = link
            self.hint = hint

    class Titled(Message):
        """The place knows its title, or its address changed."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    class CopyText(Message):
        """A text goes to the clipboard."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class ListSearches(Message):
        """The person asks for the searches saved and made last."""

    class SaveSearch(Message):
        """The person keeps the search of a place under a name."""

        def __init__(self, place: Place, name: str) -> None:
            super().__init__()
            self.place = place
            self.name = name

    class Settled(Message):
        """What the place shows now is worth being found again, even if it shows other things
        next."""

    class UseSample(Message):
        """The person asks for the sample site in place of one that cannot be reached."""

    hint: tuple[str, ...] = ()
    """What the place is called until it knows better, told by where one came from."""

    revisited = False
    """Whether the person was here before: a place opened again from its address."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._mention: Timer | None = None
        self._requests_said = ""
        self._wait_said = ""
        self._ages: dict[str, float] = {}
        self._why_old = ""
        self._to_be_painted = False
        self._noticing: Timer | None = None

    # What subclasses say

    @property
    def link(self) -> Link:
        """The address that opens this place as it is now."""
        raise LookupError

    @property
    def crumbs(self) -> tuple[str, ...]:
        """The way to this place, for the top line and the history."""
        raise LookupError

    @property
    def problem(self) -> ApiError | None:
        """Why the place could not be shown, if it could not."""
        return None

    def compose_body(self) -> Iterable[Widget]:
        """What stands between the two bars."""
        raise LookupError

    def copies(self) -> list[Copy]:
        """What the copy menu offers for what is in focus."""
        return []

    def reload(self) -> None:
        """Ask again, past every cache."""

    def cancel(self) -> bool:
        """Cancel what runs or close what is open. Returns whether there was something to do."""
        return False

    def plain_text(self) -> str | None:
        """The place as plain text, where the screen's picture would not say enough; else None."""
        return None

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    # The frame

    def compose(self) -> ComposeResult:
        self._take_width()
        yield TopBar()
        yield from self.compose_body()
        yield KeyBar()

    def on_mount(self) -> None:
        self.say_where()

    def on_screen_resume(self) -> None:
        """Only the place in sight says what runs."""
        self._to_be_painted = True
        self.call_after_refresh(self._painted)
        self.session.watch(self._requests_changed)
        self._requests_changed()
        for bar in self.query(KeyBar):
            bar.cover("")

    def on_screen_suspend(self) -> None:
        """A dialog covers the keys, which do nothing then; another place ends the watch."""
        if not self.app.screen.is_modal:
            self.session.unwatch(self._requests_changed)
            return
        for bar in self.query(KeyBar):
            bar.cover(_("esc closes the dialog"))

    def on_unmount(self) -> None:
        self.session.unwatch(self._requests_changed)

    def on_update(self, message: Update) -> None:
        """A place that comes in sight is painted whole: its widgets are not painted before too."""
        if self._to_be_painted:
            message.stop()
            message.prevent_default()

    def _painted(self) -> None:
        self._to_be_painted = False

    async def on_idle(self) -> None:
        """What follows from a change in another widget is painted with it, in one frame."""
        for _turn in range(TURNS):
            await asyncio.sleep(0)

    def _take_width(self) -> None:
        # Textual takes the breakpoints' classes once it has laid out and painted without them.
        width = self.app.size.width
        fitting = [name for least, name in self.HORIZONTAL_BREAKPOINTS or () if least <= width]
        self.add_class(*fitting[-1:])

    def say_where(self) -> None:
        """Show the site and the crumbs, and tell the history."""
        site = self.session.site
        self.query_one(TopBar).show(
            badge=_badge(site), real=site.main_url == SITES["www"].main_url, crumbs=self.crumbs
        )
        self.post_message(self.Titled(self))

    def go(self, link: Link, *hint: str) -> None:
        """Ask to open `link`; `hint` is what the place is called until it knows better."""
        self.post_message(self.Go(link, hint))

    def notice(self, text: str, *, seconds: float = 6) -> None:
        """Say something in the bottom line for a while."""
        if self._noticing is not None:
            self._noticing.stop()
        bar = self.query_one(KeyBar)
        bar.notice(text)
        self._noticing = self.set_timer(seconds, lambda: bar.notice(""))

    # What runs

    @property
    def pending(self) -> bool:
        """Whether something waits for a moment of rest before it runs."""
        return False

    @property
    def _is_in_sight(self) -> bool:
        """Whether it is the place shown, beneath any dialog."""
        shown = (screen for screen in reversed(self.app.screen_stack) if not screen.is_modal)
        return next(shown, None) is self

    def _requests_changed(self) -> None:
        # What is new is for the place that stays; one that is covered hears of that a moment later.
        if self.leaves or not self._is_in_sight:
            return
        waiting = self.session.waiting
        running = self.session.running or bool(waiting)
        if running and self._mention is None:
            self._mention = self.set_timer(SPINNER_DELAY, self._mention_requests)
        elif running and self._requests_said and waiting != self._wait_said:
            self._mention_requests()
            return
        elif not running:
            if self._mention is not None:
                self._mention.stop()
                self._mention = None
            self._requests_said = ""
        self._say_activity()

    def _mention_requests(self) -> None:
        running, waiting = self.session.running, self.session.waiting
        if waiting:
            said = _("{reason} · esc cancels").format(reason=waiting)
        elif running:
            text = ngettext(
                "{count} request · esc cancels", "{count} requests · esc cancels", running
            )
            said = text.format(count=running)
        else:
            return
        self._requests_said, self._wait_said = f"⋯ {said}", waiting
        self._say_activity()

    def _say_activity(self) -> None:
        """Say what runs: exports, wherever they were begun, then requests."""
        exports = self.session.begun_exports()
        exporting = ""
        if exports is not None:
            if exports.running:
                exporting = "⇩ " + ("…" if exports.share is None else fmt.percent(exports.share))
            news = exports.take_news()
            if news:
                self.notice(news, seconds=10)
        said = " · ".join(text for text in (self._age(), exporting, self._requests_said) if text)
        for bar in self.query(TopBar):
            bar.show(activity=said)

    def _age(self) -> str:
        """How old what is shown is, where the service gave nothing newer, and why it did not."""
        service = self.session.opened()
        for age in service.journal.take_ages() if service is not None else ():
            self._why_old = age.why if age.at is not None else ""
            if age.at is None:
                self._ages.pop(age.what, None)
            else:
                self._ages[age.what] = age.at
        if not self._ages:
            return ""
        oldest = datetime.fromtimestamp(min(self._ages.values()), UTC)
        return _(_AS_OF[self._why_old]).format(ago=fmt.ago(oldest, clock.now()))

    def cancel_workers(self, *groups: str) -> bool:
        """Cancel the workers of these groups. Returns whether one was running."""
        cancelled = [self.workers.cancel_group(self, group) for group in groups]
        return any(workers for workers in cancelled)


def _badge(site: Site) -> str:
    """The name of a site, or its host where the settings point elsewhere."""
    if site.main_url == SITES[site.name].main_url:
        return BADGES[site.name]
    return clean_line(site.main_url.partition("://")[2] or site.main_url, 40)
