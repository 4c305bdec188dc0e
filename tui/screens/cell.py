"""One cell, whole: its text wrapped, its JSON as a tree, or its characters one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widget import Widget

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.links import Link
from tui.screens import cell_texts as texts
from tui.screens.column_filter import kind_of
from tui.screens.dialogs import CLOSE, ChooseScreen, Option, ReadScreen
from tui.screens.place import Place
from tui.screens.reading import ReadingDialog
from tui.settings import Site
from tui.tables.hidden import HiddenCharacters
from tui.tables.query import Column
from tui.tables.source import Cell, Row
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.cells import raw
from tui.widgets.characters import CharacterLines
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prose import Paragraph, ProseView
from tui.widgets.tree import JsonTree

View = Literal["text", "tree", "characters"]

SHORT: Mapping[View, int] = {"text": 400, "tree": 40, "characters": 12}
"""Characters that are read in a small panel; longer texts take all the room."""

FEW_LINES = 8


class CellScreen(ReadingDialog[str]):
    """The cells of one row, one at a time. Dismissed with the name of the column one ended at.

    Where one goes is told with `Place.Go`.
    """

    BINDINGS = [
        CLOSE,
        Binding("q", "close", show=False),
        Binding("enter", "close", show=False),
        *bindings_for("cellview"),
    ]

    def __init__(
        self,
        columns: Sequence[Column],
        row: Row,
        column: str,
        *,
        row_number: int,
        site: Site,
    ) -> None:
        # `row` has a cell for each of `columns`; `row_number` counts from 1; addresses of `site`
        # are opened here.
        super().__init__(classes="dialog reading")
        self._columns = tuple(columns)
        self._row = row
        self._row_number = row_number
        self._site = site
        self._index = next((i for i, c in enumerate(self._columns) if c.name == column), 0)
        self._view: View = "text"
        self._take_cell()

    def _take_cell(self) -> None:
        self._text = raw(self.value)
        self._hidden = HiddenCharacters(self._text)
        self._hidden_count = self._hidden.tally().total()
        self._tree = texts.json_of(self.value)
        self._addresses = texts.web_addresses(self.value if self._tree is None else self._tree)
        self._places = texts.places_of(self._addresses, self._site)

    @property
    def column(self) -> Column:
        """The column of the cell shown."""
        return self._columns[self._index]

    @property
    def value(self) -> Cell:
        """The cell shown."""
        return self._row[self._index]

    # What is shown

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ChipLine(id="said")
            yield ProseView(id="hidden")
            yield ProseView(id="text")
            yield JsonTree(id="tree")
            yield CharacterLines(id="characters")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#hidden").can_focus = False
        self._show_cell()

    def _show_cell(self) -> None:
        self.query_one("#title", ChipLine).show(
            clean_line(self.column.title or self.column.name, 80), ()
        )
        self.query_one("#title", ChipLine).status(kind_of(self.column))
        self.query_one("#said", ChipLine).show(self._about(), ())
        said = texts.hidden_words(self._hidden)
        self.query_one("#hidden").display = bool(said)
        self.query_one("#hidden", ProseView).show([Paragraph(" · ".join(said), "warning")])
        stays = self._view == "characters" and bool(self._text)
        self._show("characters" if stays else self._first_view)

    def _about(self) -> str:
        where = _("row {row} · column {column} of {count}").format(
            row=fmt.number(self._row_number),
            column=fmt.number(self._index + 1),
            count=fmt.number(len(self._columns)),
        )
        if not self._text:
            return where
        said = f"{where} · {texts.length_words(self._text)}"
        if not self._hidden_count:
            return said
        hidden = ngettext("{count} hidden", "{count} hidden", self._hidden_count)
        return f"{said} · {hidden.format(count=fmt.number(self._hidden_count))}"

    @property
    def _first_view(self) -> View:
        return "tree" if self._tree else "text"

    def _show(self, view: View) -> None:
        self._view = view
        if view == "text":
            blocks = texts.cell_blocks(self.column, self.value, self._addresses)
            self.query_one("#text", ProseView).show(blocks)
        elif view == "tree":
            self.query_one(JsonTree).show(self._tree)
        else:
            self.query_one(CharacterLines).show(self._hidden)
        for name in ("text", "tree", "characters"):
            self.query_one(f"#{name}").display = name == view
        self.set_class(not self._is_short, "-full")
        self.query_one(f"#{view}", Widget).focus()
        self._say_where()
        self.refresh_bindings()

    @property
    def _is_short(self) -> bool:
        limit = SHORT["tree" if self._tree and self._view == "text" else self._view]
        return len(self._text) <= limit and self._text.count("\n") < FEW_LINES

    @on(LineList.Highlighted)
    def _say_where(self) -> None:
        where = ""
        if self._view == "tree":
            where = clean_line(self.query_one(JsonTree).current_path, 40)
        elif self._view == "characters":
            lines = self.query_one(CharacterLines)
            where = _("{here} of {count}").format(
                here=fmt.number(lines.cursor + 1), count=fmt.number(lines.count)
            )
        self.query_one("#said", ChipLine).status(where)

    # Keys

    def why_not(self, action: str) -> str:
        reasons = {
            "next": (self._index + 1 < len(self._columns), _("This is the last column.")),
            "previous": (self._index > 0, _("This is the first column.")),
            "turn": (bool(self._tree), _("This is not a JSON object or list.")),
            "characters": (bool(self._text), _("There is no character here.")),
            "copy": (bool(self._text), _("There is no character here.")),
            "copy_part": (self._view == "tree", _("Only in the tree.")),
            "next_hidden": (
                self._view == "characters" and self._hidden_count > 0,
                _("Only among characters of which some are hidden."),
            ),
            "web": (bool(self._addresses), _("There is no web address here.")),
            "go": (bool(self._places), _("There is no address of this site here.")),
        }
        reasons["previous_hidden"] = reasons["next_hidden"]
        possible, reason = reasons.get(action, (True, ""))
        return "" if possible else reason

    def action_close(self) -> None:
        self.close(self.column.name)

    def action_next(self) -> None:
        self._step(1)

    def action_previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        self._index += by
        self._take_cell()
        self._show_cell()

    def action_turn(self) -> None:
        """Turn between the tree and the text."""
        self._show("text" if self._view == "tree" else "tree")

    def action_characters(self) -> None:
        self._show(self._first_view if self._view == "characters" else "characters")

    def action_next_hidden(self) -> None:
        self._to_hidden(1)

    def action_previous_hidden(self) -> None:
        self._to_hidden(-1)

    def _to_hidden(self, direction: int) -> None:
        if not self.query_one(CharacterLines).to_hidden(direction):
            self.notice(_("no other hidden character that way"))

    def action_copy(self) -> None:
        self.copy(self._text)

    def action_copy_part(self) -> None:
        """Copy the value under the cursor of the tree, as text or as JSON."""
        self.copy(raw(self.query_one(JsonTree).current_value))

    # Addresses

    def action_web(self) -> None:
        if len(self._addresses) == 1:
            self._show_address(0)
            return
        options = [Option(clean_line(a.url, 300), detail=a.host) for a in self._addresses]
        self.app.push_screen(ChooseScreen(_("Web addresses"), options), self._show_address)

    def _show_address(self, index: int | None) -> None:
        if index is None:
            return
        address = self._addresses[index]
        host = _("It leads to {host}.").format(host=address.host)
        blocks = [Paragraph(clean_line(address.url)), Paragraph(""), Paragraph(host, "dim")]
        self.app.push_screen(
            ReadScreen(_("Web address"), blocks, raw=address.url), self._copy_address
        )

    def _copy_address(self, url: str | None) -> None:
        if url:
            self.copy(url)

    def action_go(self) -> None:
        """Go to the place that an address names."""
        if len(self._places) == 1:
            self._go(0)
            return
        options = [Option(clean_line(address.url, 300)) for address, _link in self._places]
        self.app.push_screen(ChooseScreen(_("Go to"), options), self._go)

    def _go(self, index: int | None) -> None:
        if index is not None:
            link: Link = self._places[index][1]
            self.post_message(Place.Go(link))
