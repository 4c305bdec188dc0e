"""Feeds and exports: the catalogue as CSV and as RDF, what is new as Atom, to be downloaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from textual import on
from textual.timer import Timer
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.downloading import Wanted, ask_and_download
from tui.screens.feeds_texts import (
    CATALOG_PAGE,
    Feed,
    feed_blocks,
    feed_copies,
    owner_feeds,
    site_feeds,
    size_words,
)
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.feed_lines import FeedLine, FeedLines
from tui.widgets.lines import LineList
from tui.widgets.prose import Block, Paragraph, ProseView

if TYPE_CHECKING:
    from tui.api.fetch import FileHead

REST: Final = 0.2
"""Seconds that the cursor rests before anything is asked about what it is on."""


class FeedsScreen(Place):
    """The feeds and the exports of the site, or of one organization."""

    BINDINGS = bindings_for("feeds")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._ident = link.ident
        self._title = ""
        self._slug = ""
        self._feeds = owner_feeds(link.ident) if link.ident else site_feeds()
        self._page = 1
        self._heads: dict[str, FileHead | ApiError] = {}
        self._problem: ApiError | None = None
        self._resting: Timer | None = None

    # The place

    @property
    def link(self) -> Link:
        return Link("feeds", self._ident)

    @property
    def crumbs(self) -> tuple[str, ...]:
        here = _("Feeds and exports")
        if not self._ident:
            return (here,)
        name = self._title or (self.hint[0] if self.hint else clean_line(self._ident, 80))
        return (name, here)

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    @property
    def pending(self) -> bool:
        return self._resting is not None

    def compose_body(self) -> Iterable[Widget]:
        yield FeedLines()
        about = ProseView(id="about")
        about.can_focus = False
        yield about
        yield ChipLine(id="page")
        yield ProseView(id="said")

    def on_mount(self) -> None:
        super().on_mount()
        self._say([])
        self._show()
        if self._ident:
            self._load()

    def reload(self) -> None:
        self._heads.clear()
        if self._ident:
            self._load(reload=True)
        self._show()

    def cancel(self) -> bool:
        return self.cancel_workers("feeds", "size")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self._ask_size()

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        if not self.app.screen.is_modal:
            self._stop_asking()

    def copies(self) -> list[Copy]:
        feed = self._feed
        forms = feed_copies(self._url(feed), self._file_name(feed)) if feed is not None else []
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    def plain_text(self) -> str | None:
        lines = [
            f"{_(feed.group)} · {_(feed.title)} · {feed.format}\n{self._url(feed)}"
            for feed in self._feeds
        ]
        return "\n".join(lines) + "\n" if self._problem is None else None

    # Whose they are

    def _load(self, *, reload: bool = False) -> None:
        self.run_worker(self._fetch(reload), group="feeds", exclusive=True, exit_on_error=False)

    async def _fetch(self, reload: bool) -> None:
        try:
            service = await self.session.service()
            found = await service.portal.entity("organization", self._ident, reload=reload)
        except ApiError as error:
            self._problem = error
            words = " ".join(part for part in (error.hint, _("r asks again. ⌫ goes back.")) if part)
            self._say([Paragraph(error.message, "warning"), Paragraph(words)])
            return
        self._problem = None
        self._ident, self._title = found.id, found.title
        self._slug = clean_line(getattr(found, "slug", ""), 60)
        self._feeds = owner_feeds(found.id)
        self._say([])
        self._show()
        self.say_where()

    # Showing

    @property
    def _feed(self) -> Feed | None:
        """What the cursor is on."""
        place = self.query_one(FeedLines).current
        return self._feeds[place] if place is not None and place < len(self._feeds) else None

    def _url(self, feed: Feed) -> str:
        return feed.url(self.session.site.main_url, self._page)

    def _file_name(self, feed: Feed) -> str:
        from tui.tables.export.names import downloaded_name

        name = feed.file_name(self._slug or self._ident, self._page)
        return downloaded_name("", name.rpartition(".")[0], feed.extension)

    def _show(self) -> None:
        lines: list[FeedLine] = []
        group = ""
        for index, feed in enumerate(self._feeds):
            if feed.group != group:
                group = feed.group
                lines.append(FeedLine(_(group)))
            lines.append(self._line(index))
        self.query_one(FeedLines).show(lines)
        self._show_about()
        self._ask_size()
        self.refresh_bindings()

    def _line(self, index: int) -> FeedLine:
        feed = self._feeds[index]
        size = size_words(self._heads.get(self._url(feed)))
        return FeedLine(_(feed.title), (feed.format, size), index)

    def _show_about(self) -> None:
        feed = self._feed
        if feed is None:
            return
        url = self._url(feed)
        blocks = feed_blocks(feed, url, self._heads.get(url))
        self.query_one("#about", ProseView).show(blocks)
        page = ""
        if feed.is_paged:
            said = _("← page {page} →, {count} datasets a page")
            page = said.format(page=fmt.number(self._page), count=CATALOG_PAGE)
        self.query_one("#page", ChipLine).status(page)

    def _say(self, blocks: list[Block]) -> None:
        """Say something in place of the list; nothing shows it again."""
        said = self.query_one("#said", ProseView)
        said.show(blocks)
        said.display = bool(blocks)
        for name in ("feeds", "about", "page"):
            self.query_one(f"#{name}").display = not blocks
        if self.screen is self.app.screen:
            (said if blocks else self.query_one(FeedLines)).focus()

    # Sizes

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self._show_about()
        self._ask_size()
        self.refresh_bindings()

    def _ask_size(self) -> None:
        """Ask how large what the cursor is on is, once it rests there."""
        self._stop_asking()
        feed = self._feed
        if feed is None or self._url(feed) in self._heads or self._problem is not None:
            return
        url = self._url(feed)
        self._resting = self.set_timer(REST, lambda: self._begin_asking(url))

    def _begin_asking(self, url: str) -> None:
        self._resting = None
        self.run_worker(self._fetch_size(url), group="size", exclusive=True, exit_on_error=False)

    def _stop_asking(self) -> None:
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        self.cancel_workers("size")

    async def _fetch_size(self, url: str) -> None:
        from tui.api.fetch import file_head

        try:
            service = await self.session.service()
            self._heads[url] = await file_head(service.transport, url)
        except ApiError as error:
            self._heads[url] = error
        lines = self.query_one(FeedLines)
        for position, line in enumerate(lines.lines):
            if line.place is not None and self._url(self._feeds[line.place]) == url:
                lines.show_line(position, self._line(line.place))
        self._show_about()

    # What can be done

    def why_not(self, action: str) -> str:
        feed = self._feed
        if action in ("earlier", "later") and (feed is None or not feed.is_paged):
            return _("This comes whole.")
        if action == "earlier" and self._page == 1:
            return _("This is the first page.")
        if action == "download" and (feed is None or self._problem is not None):
            return _("There is nothing here.")
        return ""

    @on(LineList.Chosen)
    def action_download(self) -> None:
        """Download what the cursor is on."""
        feed = self._feed
        if feed is None or self._problem is not None:
            return
        url = self._url(feed)
        size = getattr(self._heads.get(url), "size", None)
        title = " · ".join((*self.crumbs[:-1], _(feed.group), _(feed.title)))
        wanted = Wanted(url, title, feed.extension, size, name=self._file_name(feed))
        ask_and_download(self, self.session, wanted, self.notice)

    def action_earlier(self) -> None:
        """Show the page before of the catalogue."""
        self._turn(-1)

    def action_later(self) -> None:
        """Show the next page of the catalogue."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        self._page = max(1, self._page + by)
        self._show()
