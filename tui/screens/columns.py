"""Which columns of a table are shown, and in what order."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.fuzzy import Matcher
from textual.widgets import Input

from tui import format as fmt
from tui.i18n import gettext as _
from tui.screens.column_filter import kind_of
from tui.screens.dialogs import CLOSE, Dialog, Option
from tui.tables.query import Column, Schema
from tui.tables.view import moved
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for, urgent
from tui.widgets.chips import ChipLine
from tui.widgets.draw import Piece, fit, width_of
from tui.widgets.lines import LineList
from tui.widgets.prompt import Prompt, Words


def column_option(column: Column) -> Option:
    """A column as a line to choose."""
    return Option(clean_line(column.name, 120), detail=kind_of(column))


class ColumnLines(LineList):
    """Columns, those shown with a cross."""

    def __init__(self, schema: Schema, names: Sequence[str]) -> None:
        super().__init__(id="options")
        hidden = [column.name for column in schema if column.name not in set(names)]
        self.schema = schema
        self.order: tuple[str, ...] = (*names, *hidden)
        self.shown = set(names)
        self.kept: list[str] = list(self.order)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the columns to show, in order."""
        return tuple(name for name in self.order if name in self.shown)

    @property
    def current(self) -> str | None:
        """The name under the cursor."""
        return self.kept[self.cursor] if self.cursor < len(self.kept) else None

    def narrow(self, words: str) -> None:
        """Keep the columns whose name matches `words`, best first."""
        self.kept = list(self.order)
        if words.strip():
            matcher = Matcher(words.strip())
            scores = {name: matcher.match(clean_line(name, 200)) for name in self.order}
            self.kept = sorted(
                (name for name in self.order if scores[name] > 0), key=lambda name: -scores[name]
            )
        self.set_count(len(self.kept), cursor=0)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        name = self.kept[index]
        column = self.schema.column(name)
        detail = kind_of(column) if column is not None else ""
        box = "[×]" if name in self.shown else "[ ]"
        room = max(4, width - width_of(detail) - 7)
        tone = "plain" if name in self.shown else "dim"
        return [
            (f" {box} {fit(clean_line(name, 200), room)} ", self.style_of(tone)),
            (detail + " ", self.style_of("dim")),
        ]


class ColumnsScreen(Dialog[tuple[str, ...]]):
    """Choose the columns to show, narrowed by typing. Dismissed with their names, in order."""

    BINDINGS = [CLOSE, *urgent(bindings_for("picker"))]

    def __init__(self, schema: Schema, names: Sequence[str], here: str = "") -> None:
        super().__init__(classes="dialog")
        self._schema = schema
        self._names = tuple(names)
        self._here = here

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield Words(placeholder=_("type to narrow"), id="words")
            yield ColumnLines(self._schema, self._names)
            yield KeyBar()

    def on_mount(self) -> None:
        lines = self.query_one(ColumnLines)
        lines.can_focus = False
        cursor = lines.order.index(self._here) if self._here in lines.order else 0
        self.fit(self.app.size.height)
        lines.set_count(len(lines.order), cursor=cursor)
        self.query_one(ChipLine).show(_("Columns"), ())
        self.query_one(Prompt).focus()
        self._say_count()

    def fit(self, height: int) -> None:
        lines = self.query_one(ColumnLines)
        lines.styles.height = min(len(lines.order), max(3, height - 9))

    def _say_count(self) -> None:
        lines = self.query_one(ColumnLines)
        said = _("{shown} of {count} shown").format(
            shown=fmt.number(len(lines.shown)), count=fmt.number(len(lines.order))
        )
        self.query_one("#title", ChipLine).status(said)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.query_one(ColumnLines).narrow(event.value)

    @on(Input.Submitted)
    def _take(self) -> None:
        chosen = self.query_one(ColumnLines).chosen
        if chosen:
            self.close(chosen)
        else:
            self.query_one("#title", ChipLine).status(_("Keep one column at least."), error=True)

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        self.action_turn()

    def action_turn(self) -> None:
        """Show the column under the cursor, or hide it, and go on to the next."""
        lines = self.query_one(ColumnLines)
        if lines.current is not None:
            lines.shown ^= {lines.current}
            lines.refresh_item(lines.cursor)
            lines.move_to(lines.cursor + 1)
            self._say_count()

    def action_turn_all(self) -> None:
        """Show every column that matches; hide them all where they are shown already."""
        lines = self.query_one(ColumnLines)
        matching = set(lines.kept)
        lines.shown = lines.shown - matching if matching <= lines.shown else lines.shown | matching
        lines.refresh()
        self._say_count()

    def action_earlier(self) -> None:
        self._move(-1)

    def action_later(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        lines = self.query_one(ColumnLines)
        name = lines.current
        if name is None or self.query_one(Prompt).value.strip():
            return
        lines.order = moved(lines.order, name, by)
        lines.kept = list(lines.order)
        lines.move_to(lines.order.index(name), by)
        lines.refresh()

    def action_down(self) -> None:
        self._step(1)

    def action_up(self) -> None:
        self._step(-1)

    def action_page_down(self) -> None:
        self._step(self.query_one(ColumnLines).page)

    def action_page_up(self) -> None:
        self._step(-self.query_one(ColumnLines).page)

    def _step(self, by: int) -> None:
        lines = self.query_one(ColumnLines)
        lines.move_to(lines.cursor + by, by)
