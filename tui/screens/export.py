"""Before rows are written: in which format, where, and by which way they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Option
from tui.screens.export_offers import Address, Offer
from tui.screens.exports_texts import way_words
from tui.screens.reading import ReadingDialog
from tui.tables.export.formats import Format, format_of_name
from tui.tables.export.job import Order
from tui.tables.export.names import (
    completed,
    file_name,
    free_path,
    retyped,
    typed_path,
    written_path,
)
from tui.tables.export.part import Spot, look_at
from tui.tables.export.problems import ExportError, shown
from tui.tables.export.rows import Rows
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList
from tui.widgets.prompt import Prompt
from tui.widgets.prose import Paragraph, ProseView


def _urgent(bindings: list[BindingType]) -> list[BindingType]:
    """Bindings that come before the prompt's own."""
    return [replace(b, priority=True) if isinstance(b, Binding) else b for b in bindings]


class WayLines(LineList):
    """The formats, then where the table is a file already."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        super().__init__(id="options")
        self.formats = tuple(Format)
        self.addresses = tuple(addresses)

    @property
    def chosen(self) -> Format | Address:
        """What the cursor is on."""
        if self.cursor < len(self.formats):
            return self.formats[self.cursor]
        return self.addresses[self.cursor - len(self.formats)]

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        if index < len(self.formats):
            made = self.formats[index]
            title, about = _(made.label), _(made.about)
        else:
            address = self.addresses[index - len(self.formats)]
            title, about = address.title, address.about
        title = fit(title, 20)
        mark = "▸" if index == self.cursor else " "
        return [
            (f"{mark} {title} ", self.style_of("strong" if index == self.cursor else "plain")),
            (cut(about, width - width_of(title) - 4), self.style_of("dim")),
        ]


class ExportScreen(ReadingDialog[Order]):
    """Choose how rows are written. Dismissed with what is to be done.

    Args:
        offers: What can be written; the first is proposed.
        name: What the file is named after: hostile text.
        folder: Where it is proposed to go.
        made: The format that is proposed.
        addresses: Where the whole table is a file already.
    """

    BINDINGS = [CLOSE, HELP, *_urgent(bindings_for("export"))]

    def __init__(
        self,
        offers: Sequence[Offer],
        name: str,
        folder: Path,
        *,
        made: Format = Format.CSV,
        addresses: Sequence[Address] = (),
    ) -> None:
        super().__init__(classes="dialog exporting")
        self._offers = tuple(offers)
        self._offer = self._offers[0]
        self._made: dict[int, Rows] = {}
        self._named = name
        self._folder = folder
        self._lines = WayLines(addresses)
        self._format = made
        self._path = written_path(folder / file_name(name, self._format))

    # What is shown

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ChipLine(id="chips")
            yield self._lines
            yield ChipLine(id="where")
            yield Prompt(self._path, id="words")
            yield ProseView(id="said")
            yield KeyBar()

    def on_mount(self) -> None:
        self._lines.can_focus = False
        count = len(self._lines.formats) + len(self._lines.addresses)
        self._lines.set_count(count, cursor=self._lines.formats.index(self._format))
        self._lines.styles.height = self._lines.count
        self.query_one("#said").can_focus = False
        prompt = self.query_one(Prompt)
        prompt.select_on_focus = False
        prompt.focus()
        self._show_path(self._path)
        self._say()

    def _say(self) -> None:
        """Say what is exported, where it goes and how it comes."""
        chosen = self._lines.chosen
        is_file = isinstance(chosen, Address)
        title, chips = self.query_one("#title", ChipLine), self.query_one("#chips", ChipLine)
        title.show(_("Export"), ())
        title.status(_("the whole table") if is_file else self._offer.title)
        whole = (_("as its producer made it"),)
        label = "" if is_file or self._offer.chips else _("in the order of the file")
        chips.show(label, whole if is_file else self._offer.chips)
        where = _("at this address") if is_file else _("to this file")
        self.query_one("#where", ChipLine).show(where, ())
        blocks = self._address_blocks() if is_file else self._file_blocks()
        self.query_one("#said", ProseView).show(blocks)
        self.refresh_bindings()

    def _address_blocks(self) -> list[Paragraph]:
        return [Paragraph(_("⏎ copies the address: the file is downloaded by other means."), "dim")]

    def _file_blocks(self) -> list[Paragraph]:
        try:
            target = self._target()
            spot = look_at(target, self._order(target).key)
        except (ExportError, ApiError) as error:
            words = " ".join(text for text in (error.message, error.hint) if text)
            return [Paragraph(words, "warning")]
        if self._offer.plan.why_not:
            return [Paragraph(self._offer.plan.why_not, "warning")]
        warned = [Paragraph(text, "warning") for text in _spot_words(target, spot)]
        said = [way_words(self._offer), self._offer.plan.note]
        if self._lines.addresses and self._offer.plan.is_all and self._offer.plan.at_once > 1:
            said.append(_("The file itself, below the formats, is one download."))
        return [*warned, Paragraph(" ".join(text for text in said if text), "dim")]

    # What is chosen

    @property
    def _rows(self) -> Rows:
        place = self._offers.index(self._offer)
        if place not in self._made:
            self._made[place] = self._offer.make()
        return self._made[place]

    def _target(self) -> Path:
        return typed_path(self._path, self._folder, file_name(self._named, self._format))

    def _order(self, target: Path) -> Order:
        about = " · ".join(self._offer.chips)
        return Order(self._rows, self._format, target, self._offer.title, about)

    def _show_path(self, text: str) -> None:
        prompt = self.query_one(Prompt)
        prompt.value = text
        prompt.cursor_position = len(text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        chosen = self._lines.chosen
        if isinstance(chosen, Address):
            if event.value != clean_line(chosen.url):
                self._show_path(clean_line(chosen.url))
            return
        self._path = event.value
        meant = format_of_name(event.value, self._format)
        if meant is not self._format:
            self._format = meant
            self._lines.move_to(self._lines.formats.index(meant))
        self._say()

    @on(LineList.Highlighted)
    def _turned(self) -> None:
        chosen = self._lines.chosen
        if isinstance(chosen, Address):
            self._show_path(clean_line(chosen.url))
        elif chosen is not self._format or self.query_one(Prompt).value != self._path:
            self._format = chosen
            self._path = retyped(self._path, chosen)
            self._show_path(self._path)
        self._say()

    @on(LineList.Chosen)
    @on(Input.Submitted)
    def _take(self) -> None:
        chosen = self._lines.chosen
        if isinstance(chosen, Address):
            self.copy(chosen.url)
        else:
            self.action_start()

    # What can be done

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if action == "other_rows" and len(self._offers) < 2:
            return _("No row is marked.")
        if action == "start" and isinstance(self._lines.chosen, Address):
            return _("⏎ copies the address.")
        return ""

    def action_next_format(self) -> None:
        self._lines.move_to(self._lines.cursor + 1)

    def action_previous_format(self) -> None:
        self._lines.move_to(self._lines.cursor - 1, -1)

    def action_complete(self) -> None:
        if not isinstance(self._lines.chosen, Address):
            self._show_path(completed(self._path, self._folder))

    def action_other_rows(self) -> None:
        place = self._offers.index(self._offer)
        self._offer = self._offers[(place + 1) % len(self._offers)]
        self._say()

    def action_start(self) -> None:
        try:
            target = self._target()
            order = self._order(target)
            spot = look_at(target, order.key)
        except (ExportError, ApiError):
            return  # it is said already
        if self._offer.plan.why_not:
            return
        if spot.is_free:
            self.close(order)
        else:
            self._ask(order, spot)

    def _ask(self, order: Order, spot: Spot) -> None:
        """Ask what is to become of what is there."""
        try:
            other = free_path(order.target)
        except ExportError as error:
            self.notice(error.message)
            return
        replaced = _("Replace {name}") if spot.is_taken else _("Drop what was begun of {name}")
        why_not = _("it is being written") if spot.is_busy else ""
        options = [
            Option(_("Write {name}").format(name=clean_line(other.name, 40))),
            Option(replaced.format(name=clean_line(order.target.name, 40)), why_not=why_not),
        ]

        def decide(index: int | None) -> None:
            if index == 0:
                self.close(replace(order, target=other))
            elif index == 1:
                self.close(replace(order, overwrite=spot.is_taken, replace_part=True))

        self.app.push_screen(ChooseScreen(_spot_words(order.target, spot)[-1], options), decide)


def _spot_words(target: Path, spot: Spot) -> list[str]:
    """What there is already where a file is to go, in sentences."""
    name = shown(target)
    said: list[str] = []
    if spot.unfinished is not None and spot.unfinished.rows:
        rows = spot.unfinished.rows
        text = ngettext(
            "{count} row of it is there already: it goes on from there.",
            "{count} rows of it are there already: it goes on from there.",
            rows,
        )
        said.append(text.format(count=fmt.number(rows)))
    if spot.has_other_part:
        said.append(_("Other rows were begun there: {name}.").format(name=name))
    if spot.is_busy:
        said.append(_("Another export is writing {name}.").format(name=name))
    elif spot.is_taken:
        said.append(_("There is a file already: {name}.").format(name=name))
    return said
