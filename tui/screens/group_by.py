"""What rows are grouped by, and what is computed of each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.column_filter import kind_of
from tui.screens.dialogs import CLOSE, Dialog, ReadScreen
from tui.screens.groups_texts import place_name, refusal
from tui.screens.place import Place
from tui.tables.group_rules import ROW_COUNT, GroupRules, rules_of
from tui.tables.groups import grouping_of, measure_title
from tui.tables.link_form import to_pairs
from tui.tables.query import Aggregate, Function, Query
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for, urgent
from tui.widgets.chips import ChipLine
from tui.widgets.draw import fit, width_of
from tui.widgets.lines import LineList
from tui.widgets.picks import Pick, PickLines
from tui.widgets.prompt import Prompt, Words
from tui.widgets.prose import Paragraph, ProseView

if TYPE_CHECKING:
    from tui.tables.remote import RemoteTable


class GroupByScreen(Dialog[Query]):
    """Choose columns to group by and measures. Dismissed with the query of these groups.

    Shown first: the groups of `query`, or those by `column` where it asks for rows.
    """

    BINDINGS = [CLOSE, *urgent(bindings_for("grouping"))]

    def __init__(self, rules: GroupRules, query: Query, *, column: str = "") -> None:
        super().__init__(classes="dialog grouping")
        self._rules = rules
        wanted = query.group_by if query.is_aggregated else (column,)
        self._query = rules.completed(
            replace(
                grouping_of(query),
                group_by=tuple(name for name in wanted if not rules.why_not_column(name)),
                aggregates=tuple(a for a in query.aggregates if not rules.why_not_measure(a)),
            )
        )
        self._columns = tuple(item.name for item in rules.schema)
        self._measures = tuple(rules.measures())
        self._here = column

    # What is shown

    def compose(self) -> ComposeResult:
        by = [n for name in self._query.group_by for n in _places(self._columns, name)]
        computed = [n for a in self._query.aggregates for n in _places(self._measures, a)]
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ChipLine(id="columns-chosen")
            yield ChipLine(id="measures-chosen")
            yield Words(id="words")
            yield PickLines([self._column_pick(n) for n in self._columns], by, id="columns")
            yield PickLines(
                [self._measure_pick(a) for a in self._measures], computed, id="measures"
            )
            yield ProseView(id="said")
            yield KeyBar()

    def _column_pick(self, name: str) -> Pick:
        column = self._rules.schema.column(name)
        detail = kind_of(column) if column is not None else ""
        return Pick(clean_line(name, 120), detail=detail, why_not=self._rules.why_not_column(name))

    def _measure_pick(self, measure: Aggregate) -> Pick:
        detail = ""
        if measure == ROW_COUNT:
            detail = _("how many each group has")
        elif measure.function is Function.COUNT:
            detail = _("values that are not empty")
        why = self._rules.why_not_measure(measure)
        return Pick(measure_title(measure), measure.function, detail, why)

    def on_mount(self) -> None:
        self.fit(self.app.size.height)
        for lines in self.query(PickLines):
            lines.can_focus = False
            lines.set_count(len(lines.kept), cursor=self._first(lines))
        self.query_one("#title", ChipLine).show(_("Group the rows"), ())
        self.query_one("#said").can_focus = False
        self.query_one(Prompt).focus()
        self._show_list("columns" if self._columns else "measures")

    def fit(self, height: int) -> None:
        longest = max(len(self._columns), len(self._measures))
        for lines in self.query(PickLines):
            lines.styles.height = min(longest, max(3, height - 12))

    def _first(self, lines: PickLines) -> int:
        """Where the cursor begins: on the column one came from, else on what is chosen."""
        wanted = _places(self._columns, self._here) if lines.id == "columns" else ()
        return next((lines.kept.index(place) for place in (*wanted, *lines.chosen)), 0)

    @property
    def lines(self) -> PickLines:
        """The list in sight."""
        return next(lines for lines in self.query(PickLines) if lines.display)

    def _show_list(self, name: str) -> None:
        for lines in self.query(PickLines):
            lines.display = lines.id == name
        prompt = self.query_one(Prompt)
        prompt.value = ""
        columns = name == "columns"
        prompt.placeholder = (
            _("type to narrow the columns") if columns else _("type to narrow the measures")
        )
        self._say()

    def _say(self) -> None:
        """Say what is chosen, and what can be said of the line under the cursor."""
        here = self.lines
        labels = {"columns": _("by"), "measures": _("compute")}
        width = max(map(width_of, labels.values()))
        for lines in self.query(PickLines):
            label = fit(labels[lines.id or ""], width)
            mark = "▸" if lines is here else " "
            self.query_one(f"#{lines.id}-chosen", ChipLine).show(f"{mark} {label}", lines.titles)
        self._tell(self._why_not_here() or self._hint())

    def _hint(self) -> str:
        if not self.lines.kept:
            return _("nothing matches")
        if self.query_one(Prompt).value.strip():
            return _("⏎ chooses this line.")
        return _("⏎ shows the groups.")

    def _tell(self, text: str, tone: str = "dim") -> None:
        self.query_one("#said", ProseView).show([Paragraph(text, tone)])

    def _why_not_here(self) -> str:
        """The rule that forbids the line under the cursor, as a sentence."""
        lines = self.lines
        if lines.current is None or not lines.picks[lines.current].why_not:
            return ""
        if lines.id == "columns":
            return self._rules.why_not(Query(group_by=(self._columns[lines.current],)))
        return self._rules.why_not(Query(aggregates=(self._measures[lines.current],)))

    # What is done

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.lines.narrow(event.value)
        self._say()

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        if event.value.strip():
            if self._turn():
                event.input.value = ""
            return
        query = self._rules.completed(self._chosen())
        problem = self._rules.why_not(query)
        if not query.group_by and not self.query_one("#measures", PickLines).chosen:
            problem = _("Choose a column to group by.")
        if problem:
            self._tell(problem, "warning")
        else:
            self.close(query)

    def _chosen(self) -> Query:
        columns = self.query_one("#columns", PickLines).chosen
        measures = self.query_one("#measures", PickLines).chosen
        return replace(
            self._query,
            group_by=tuple(self._columns[place] for place in columns),
            aggregates=tuple(self._measures[place] for place in measures),
        )

    @on(LineList.Chosen)
    def action_turn(self) -> None:
        """Choose the line under the cursor, or no longer."""
        self._turn()

    def _turn(self) -> bool:
        turned = self.lines.turn()
        self._say()
        return turned

    def action_other(self) -> None:
        """Go from the columns to the measures, and back."""
        self._show_list("measures" if self.lines.id == "columns" else "columns")

    @on(LineList.Highlighted)
    def _pointed(self) -> None:
        self._say()

    def action_down(self) -> None:
        self._step(1)

    def action_up(self) -> None:
        self._step(-1)

    def action_page_down(self) -> None:
        self._step(self.lines.page)

    def action_page_up(self) -> None:
        self._step(-self.lines.page)

    def _step(self, by: int) -> None:
        self.lines.move_to(self.lines.cursor + by, by)


def _places(items: Sequence[object], item: object) -> tuple[int, ...]:
    return (items.index(item),) if item in items else ()


async def group_rows(
    place: Place, source: RemoteTable, query: Query, column: str, *, ask: bool
) -> None:
    """Go from the rows of `query` to their groups, once the service said that there may be some.

    By `column` with a count at once, or as the person says where `ask`, and where that column
    cannot be grouped by. Raises `ApiError`.
    """
    rules = await rules_of(source)
    if not place.is_current:
        return  # the person went on meanwhile
    if not rules.allowed:
        why = rules.why_not(query)
        place.app.push_screen(ReadScreen(_("Groups"), refusal(why)))
        return

    def go(groups: Query | None) -> None:
        if groups is not None:
            link = Link("resource", place.link.ident, to_pairs(groups))
            place.go(link, *place.crumbs, place_name(groups))

    wanted = rules.completed(replace(grouping_of(query), group_by=(column,)))
    if ask or rules.why_not(wanted):
        place.app.push_screen(GroupByScreen(rules, grouping_of(query), column=column), go)
    else:
        go(wanted)
