"""The quality of all the datasets of an organization, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from textual import on
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import producer_quality_texts as texts
from tui.screens.dialogs import ChooseScreen, Option
from tui.screens.place import Copy, Place, command
from tui.screens.producer_quality_texts import Scored
from tui.screens.quality_texts import CRITERIA
from tui.screens.session import Session
from tui.tables.link_form import from_pairs, to_pairs
from tui.tables.listed import ListedTable
from tui.tables.query import Query, QueryError, Sort
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.grid import Grid
from tui.widgets.prose import Block, Paragraph, ProseView

if TYPE_CHECKING:
    from tui.api.portal import Portal

PAGE: Final = 100
"""Datasets asked for at once."""

AT_MOST: Final = 2_000
"""Datasets read until one asks for more."""

ROOMY: Final = 100
"""Cells from which titles have the room that they want."""

TIGHT: Final = 26
"""Cells of a title where there is less: the criteria are what one came for."""

WORST_FIRST = Query(sorts=(Sort(texts.SCORE),))
UNMET = "unmet"
"""The parameter of the address that names a criterion."""

_MASK = "data{id,title,quality,last_update,page},page,page_size,total,next_page"
_KEYS = tuple(each.key for each in CRITERIA)


class ProducerQualityScreen(Place):
    """The quality of the datasets of one organization.

    Attributes:
        datasets: What was read so far, by id.
        total: How many there are; None before the service said.
    """

    BINDINGS = bindings_for("scores")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self.datasets: dict[str, Scored] = {}
        self.total: int | None = None
        self._ident = link.ident
        self._title = ""
        self._query = _order_of(link)
        self._unmet = link.value(UNMET) if link.value(UNMET) in _KEYS else ""
        self._page = 0
        self._has_more = True
        self._reads = False
        self._left = False
        self._problem: ApiError | None = None
        self._grid = Grid(id="grid")
        self._listed = ListedTable((), ())
        self._kept: tuple[Scored, ...] = ()

    # The place

    @property
    def link(self) -> Link:
        unmet = ((UNMET, self._unmet),) if self._unmet else ()
        order = to_pairs(self._query) if self._query != WORST_FIRST else ()
        return Link("quality", self._ident, (*order, *unmet))

    @property
    def crumbs(self) -> tuple[str, ...]:
        name = self._title or (self.hint[0] if self.hint else clean_line(self._ident, 80))
        return (name, _("quality of its datasets"))

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    @property
    def pending(self) -> bool:
        return self._grid.is_waiting

    @property
    def current(self) -> Scored | None:
        """The dataset under the cursor."""
        order = self._listed.order(self._query.sorts)
        row = self._grid.row
        return self._kept[order[row]] if row < len(order) else None

    def compose_body(self) -> Iterable[Widget]:
        head = ProseView(id="head")
        head.can_focus = False
        yield head
        yield ChipLine(id="unmet")
        yield self._grid
        yield ChipLine(id="cell")
        yield ProseView(id="said")

    def on_mount(self) -> None:
        super().on_mount()
        self._say([])
        self._read()

    def reload(self) -> None:
        self.datasets, self.total, self._page, self._has_more = {}, None, 0, True
        self._read(reload=True)

    def cancel(self) -> bool:
        if self.cancel_workers("scores"):
            self._reads = False
            self._say_status()
            return True
        if self._unmet:
            self._narrow("")
            return True
        return False

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._left:
            self._left = False
            self._read()

    def on_screen_suspend(self) -> None:
        """What runs stops when the person leaves, and goes on when they are back."""
        super().on_screen_suspend()
        if not self.app.screen.is_modal:
            self._left = self.cancel_workers("scores")

    def copies(self) -> list[Copy]:
        forms = []
        here = self.current
        if here is not None:
            forms = [
                Copy(_("Title of the dataset"), here.title),
                Copy(_("Id of the dataset"), here.id),
                Copy(_("Web address of the dataset"), here.page),
            ]
        if self._kept:
            forms.append(Copy(_("This table as CSV"), self._csv))
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    def plain_text(self) -> str | None:
        if not self.datasets:
            return None
        lines = [texts.summary_words(self._kept), texts.unmet_words(self._kept)]
        lines += [
            " ".join(str(cell) for cell in self._listed.rows[place].cells)
            for place in self._listed.order(self._query.sorts)
        ]
        return "\n".join(clean_line(line, 1_000) for line in lines) + "\n"

    # Reading

    def _read(self, *, reload: bool = False) -> None:
        self._problem, self._reads = None, True
        self._say_status()
        self.run_worker(self._fetch(reload), group="scores", exclusive=True, exit_on_error=False)

    async def _fetch(self, reload: bool) -> None:
        until = len(self.datasets) + AT_MOST
        try:
            service = await self.session.service()
            if not self._title or reload:
                found = await service.portal.entity("organization", self._ident, reload=reload)
                self._ident, self._title = found.id, found.title
                self.say_where()
            while self._has_more and len(self.datasets) < until:
                await self._fetch_page(service.portal, reload)
        except ApiError as error:
            self._failed(error)
        self._reads = False
        self._say_status()
        self.refresh_bindings()

    async def _fetch_page(self, portal: Portal, reload: bool) -> None:
        from tui.api.models import DatasetSummary
        from tui.api.portal import Listing

        listing = Listing("datasets", (("organization", self._ident), ("sort", "-views")))
        page = await portal.listed(
            listing, self._page + 1, page_size=PAGE, reload=reload, mask=_MASK
        )
        self._page += 1
        self.total, self._has_more = page.total, page.has_next
        found = [texts.scored(item) for item in page.items if isinstance(item, DatasetSummary)]
        # A dataset that is viewed meanwhile may come twice.
        self.datasets |= {one.id: one for one in found}
        self._show()

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        if not self.datasets:
            words = [error.message, error.hint, _("r asks again. ⌫ goes back.")]
            self._say([Paragraph(words[0], "warning"), Paragraph(" ".join(words[1:]).strip())])

    # Showing

    def _show(self, *, row: int | None = None) -> None:
        """Show what was read: the cursor stays on its dataset unless it goes to `row`."""
        here = self.current if row is None else None
        ordered = sorted(self.datasets.values(), key=lambda one: one.title.casefold())
        self._kept = tuple(
            one for one in ordered if not self._unmet or one.criteria.get(self._unmet) is False
        )
        self._listed = texts.table_of(self._kept)
        order = [self._kept[place].id for place in self._listed.order(self._query.sorts)]
        if here is not None and here.id in order and self._grid.row:
            row = order.index(here.id)
        if self._kept:
            self._say([])
            self._fit_title()
            self._grid.show(self._listed.columns, self._query, row=row or 0, pinned=1)
        else:
            self._say([Paragraph(self._nothing_words())])
        self._say_head()
        self.post_message(self.Titled(self))
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Titles have the room that there is."""
        self._fit_title()

    def _fit_title(self) -> None:
        widths = {"title": TIGHT} if self.app.size.width < ROOMY else {}
        self._grid.choose_widths(widths)

    def _nothing_words(self) -> str:
        if self._unmet:
            return _("No dataset misses this. x shows all of them.")
        return _("This organization publishes no dataset.")

    def _say_head(self) -> None:
        listed = tuple(self.datasets.values())
        blocks: list[Block] = [Paragraph(texts.summary_words(listed))]
        missing = texts.unmet_words(listed)
        if missing:
            blocks.append(Paragraph(missing, "dim"))
        self.query_one("#head", ProseView).show(blocks)
        self._say_status()

    def _say_status(self) -> None:
        line = self.query_one("#unmet", ChipLine)
        wanted = next((each for each in CRITERIA if each.key == self._unmet), None)
        line.show("", [f"✗ {_(wanted.short)}"] if wanted is not None else [])
        line.status(self._status(), error=self._problem is not None)

    def _status(self) -> str:
        if self._problem is not None and self.datasets:
            on = _("m reads on.")
            return f"{self._problem.message} {on}"
        if self._problem is not None:
            return ""  # said where the table would be
        read, total = len(self.datasets), self.total
        if self._reads:
            if total is None:
                return _("reading…")
            said = _("{count} of {total} read · esc stops")
            return said.format(count=fmt.number(read), total=fmt.number(total))
        if self._has_more and total is not None:
            said = _("the {count} most viewed of {total} · m reads on")
            return said.format(count=fmt.number(read), total=fmt.number(total))
        if self._has_more:
            return _("stopped · m reads on")
        if self._unmet:
            said = _("{count} of {total}")
            return said.format(count=fmt.number(len(self._kept)), total=fmt.number(read))
        return ""

    def _say(self, blocks: list[Block]) -> None:
        """Say something in place of the table; nothing shows it again."""
        said = self.query_one("#said", ProseView)
        said.show(blocks)
        said.display = bool(blocks)
        for name in ("grid", "cell"):
            self.query_one(f"#{name}").display = not blocks
        if self.screen is self.app.screen:
            (said if blocks else self._grid).focus()

    @on(Grid.NeedRows)
    async def _rows_wanted(self, event: Grid.NeedRows) -> None:
        window = await self._listed.window(
            event.grid.query_shown, 0, max(1, len(self._listed.rows))
        )
        event.grid.supply(window)

    @on(Grid.Moved)
    def _say_cell(self) -> None:
        here, column = self.current, self._grid.current_column
        cell = self.query_one("#cell", ChipLine)
        if here is None or column is None:
            cell.show("", ())
            return
        criterion = next((each for each in CRITERIA if each.key == column.name), None)
        said = here.title
        if criterion is not None:
            met = here.criteria.get(criterion.key)
            words = {True: criterion.met, False: criterion.unmet, None: criterion.unmeasured}[met]
            said = clean_line(_(words)) if words else said
        cell.show(said, ())
        place = _("{here} of {total}").format(
            here=fmt.number(self._grid.row + 1), total=fmt.number(len(self._kept))
        )
        cell.status(place)

    # What can be done

    def why_not(self, action: str) -> str:
        if action == "more" and not self._has_more:
            return _("All of them were read.")
        if action == "more" and self._reads:
            return _("They are being read.")
        if action == "all" and not self._unmet:
            return _("No criterion narrows the table.")
        if action in ("sort", "unmet", "export", "open", "more") and not self.datasets:
            return _("There is nothing here yet.")
        return ""

    @on(Grid.Chosen)
    def action_open(self) -> None:
        """Go to the quality of the dataset under the cursor."""
        here = self.current
        if here is not None:
            self.go(Link("dataset", here.id, fragment="quality"), here.title)

    def action_sort(self) -> None:
        """Turn the order by the column under the cursor: up, down, worst first."""
        column = self._grid.current_column
        if column is None:
            return
        turned = self._query.turned(column.name)
        self._query = turned if turned.sorts else WORST_FIRST
        self._show(row=0)

    def action_unmet(self) -> None:
        """Choose the criterion that datasets are to miss."""
        counts = texts.unmet_counts(self.datasets.values())
        keys = ["", *counts]
        options = [Option(_("All datasets"), fmt.number(len(self.datasets)))]
        for key, count in counts.items():
            criterion = next(each for each in CRITERIA if each.key == key)
            options.append(Option(f"✗ {_(criterion.unmet)}", fmt.number(count)))

        def take(index: int | None) -> None:
            if index is not None:
                self._narrow(keys[index])

        cursor = keys.index(self._unmet) if self._unmet in keys else 0
        self.app.push_screen(ChooseScreen(_("Datasets that miss"), options, cursor=cursor), take)

    def action_all(self) -> None:
        """Show the datasets that miss nothing too."""
        self._narrow("")

    def _narrow(self, key: str) -> None:
        self._unmet = key
        self._show(row=0)

    def action_more(self) -> None:
        """Read on, after a stop or a bound."""
        self._read()

    def action_export(self) -> None:
        """Write the table to a file."""
        from tui.screens.small_export import ask_and_write

        folder = self.session.exports.folder
        ask_and_write(self, " ".join(self.crumbs), self._csv(), folder, self.notice)

    def _csv(self) -> str:
        order = self._listed.order(self._query.sorts)
        return texts.as_csv(self._kept[place] for place in order)


def _order_of(link: Link) -> Query:
    """The order that a link says; the worst first where it says none that can be read."""
    pairs = tuple(pair for pair in link.params if pair[0] != UNMET)
    names = {column.name for column in texts.columns()}
    try:
        sorts = tuple(sort for sort in from_pairs(pairs).sorts if sort.column in names)
    except QueryError:
        return WORST_FIRST
    return Query(sorts=sorts) if sorts else WORST_FIRST
