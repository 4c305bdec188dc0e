"""Each widget that draws lines, given each payload in each of its texts, at three widths.

Nothing here is shown by a screen: the lines are asked for as the compositor does. `MAKERS` is held
against the package, so that no widget is forgotten.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hostility import EVERY, FORBIDDEN
from reckoning import Count, reckon, thorough
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui import widgets
from tui.api.models import Dataset, Resource
from tui.api.models.search import FacetValue
from tui.links import Link
from tui.memory.places import Remembered
from tui.paths import styles_dir
from tui.tables.export.progress import Progress, Stage
from tui.tables.hidden import HiddenCharacters
from tui.tables.plots import Axis, AxisKind, Bar, BarPlot
from tui.tables.query import Column, Condition, Group, Op, Query, Sort
from tui.tables.source import Window
from tui.tables.tree_edit import Edited
from tui.text import clean_line
from tui.widgets import (
    bars,
    caret,
    characters,
    chips,
    dialog_prompt,
    entries,
    facets,
    feed_lines,
    fields,
    files,
    filter_lines,
    grid,
    job_lines,
    lines,
    month_lines,
    operation_lines,
    order_lines,
    outline,
    panels,
    picks,
    place_lines,
    plot,
    profile_lines,
    prompt,
    prose,
    results,
    table_grid,
    text_box,
    top_lines,
    tree,
    ways,
)

WIDTHS = (1, 7, 80)
HEIGHT = 4


class Entries(entries.EntryList):
    text_shown = ""

    def entry_at(self, index: int) -> entries.Entry:
        said = self.text_shown
        return entries.Entry(said, (said, said), said, said[:1] or "x")


class Texts(lines.LineList):
    text_shown = ""

    def item_pieces(self, index: int, line: int, width: int) -> Any:
        return [(self.text_shown, self.style_of("plain"))]


def entry_list(widget: Any, text: str) -> None:
    widget.text_shown = text
    widget.set_count(2)


def grid_of(widget: Any, text: str) -> None:
    column = Column(text, format=text)
    query = Query(sorts=(Sort(text),)).filtered(Condition(text, Op.EXACT, text))
    widget.show((column, Column("json")), query)
    cells: tuple[Any, ...] = ((text, {text: [text]}), (None, text))
    widget.supply(Window(query, 0, (text, "json"), cells, (1, 2), 500, False))
    widget.fail(50, 100, text)


def plot_of(widget: Any, text: str) -> None:
    shown = BarPlot(Axis(text, AxisKind.CATEGORY), Axis(text), (Bar(text, 1), Bar(text, None)))
    widget.show(shown, title=text, note=text)


def profile_of(widget: Any, text: str) -> None:
    of = profile_lines
    line = clean_line(text)
    rows = of.Rows(why_not=line)
    bar = of.Bar(line, 1, 0.5, 0.5, text, rows)
    widget.show([of.Heading(line, line), of.Note(line), of.Fact(line, line, text, rows), bar])


def prose_of(widget: Any, text: str) -> None:
    # Markdown is tried with all that it has in tests/widgets.
    widget.show([prose.Heading(text), prose.Paragraph(text), prose.Facts(((text, text),))])


def fields_given(widget: Any, text: str) -> None:
    widget.columns = (Column(text, title=text), Column("x"))
    widget._names = [clean_line(text), "x"]
    widget.show((text, text), (text, "x"))
    widget.set_count(2)


def filters_given(widget: Any, text: str) -> None:
    root = Group("and", (Condition(text, Op.EXACT, text), Condition(text, Op.IN, (text, text))))
    widget._use(Edited(root, ()))


def jobs_given(widget: Any, text: str) -> None:
    progress = Progress(Path(f"/x/{text[:50]}".replace("\0", "")), Stage.FAILED, reason=text)
    widget._state = widget._detail = lambda _progress: text
    widget.show([SimpleNamespace(progress=progress)])


def orders_given(widget: Any, text: str) -> None:
    widget.sorts = (Sort(text), Sort(text, descending=True))
    widget.set_count(2)


def outline_of(widget: Any, text: str) -> None:
    inside = [outline.Branch(((text, "plain"),), wraps=True)]
    branch = outline.Branch(((text, "strong"), (text, "dim")), lambda: inside, is_open=True)
    widget.show([branch])


def picks_given(widget: Any, text: str) -> None:
    widget.picks = (picks.Pick(text, text, text), picks.Pick(text, why_not=text))
    widget.order = [0, 1]
    widget.narrow("")


def panels_of(widget: Any, text: str) -> None:
    widget.show([panels.Panel(text, text, ("2024-01", "2024-02"), (1, None), (text, text), text)])


def dataset(text: str) -> Dataset:
    said = {"id": "x", "title": text, "description": text, "acronym": text, "license": text}
    return Dataset.parse({**said, "organization": {"id": "o", "name": text}, "tags": [text]})


def resource(text: str) -> Resource:
    return Resource.parse({"id": "x", "title": text, "format": text, "mime": text, "type": text})


FACETS = ("license", "organization", "tag", "unknown")

Maker = tuple[Callable[[], Widget], Callable[[Any, str], object]]
MAKERS: dict[type[Widget], Maker] = {
    bars.TopBar: (
        bars.TopBar,
        lambda w, t: w.show(badge=t, crumbs=(t, t), activity=t, bookmarked=True),
    ),
    bars.KeyBar: (bars.KeyBar, lambda w, t: w.notice(t)),
    caret.CaretLine: (caret.CaretLine, lambda w, t: w.point(3, t)),
    characters.CharacterLines: (
        characters.CharacterLines,
        lambda w, t: w.show(HiddenCharacters(t[:100])),
    ),
    chips.ChipLine: (
        chips.ChipLine,
        lambda w, t: (w.show(t, [t, t], selected=1), w.status(t, error=True)),
    ),
    dialog_prompt.DialogPrompt: (
        dialog_prompt.DialogPrompt,
        lambda w, t: setattr(w, "value", t[:500]),
    ),
    entries.EntryList: (Entries, entry_list),
    facets.FacetList: (
        facets.FacetList,
        lambda w, t: w.show(
            {name: [FacetValue(t, clean_line(t), 3)] for name in (*FACETS, t)}, frozenset()
        ),
    ),
    feed_lines.FeedLines: (
        feed_lines.FeedLines,
        lambda w, t: w.show([feed_lines.FeedLine(t), feed_lines.FeedLine(t, (t, t), 1)]),
    ),
    fields.FieldLines: (
        lambda: fields.FieldLines([Column("x"), Column("y")]),
        fields_given,
    ),
    files.FileList: (
        files.FileList,
        lambda w, t: (w.clear(), w.extend([(clean_line(t), [resource(t)])])),
    ),
    filter_lines.FilterLines: (lambda: filter_lines.FilterLines(Group("and", ())), filters_given),
    grid.Grid: (grid.Grid, grid_of),
    table_grid.TableGrid: (table_grid.TableGrid, grid_of),
    job_lines.JobLines: (lambda: job_lines.JobLines(str, str), jobs_given),
    lines.LineList: (Texts, entry_list),
    month_lines.MonthLines: (
        month_lines.MonthLines,
        lambda w, t: w.show([t, t, t], [(t, t, t)]),
    ),
    operation_lines.OperationLines: (
        operation_lines.OperationLines,
        lambda w, t: w.show(
            (operation_lines.OperationLine(t), operation_lines.OperationLine(t, 0, t, t, True))
        ),
    ),
    order_lines.OrderLines: (lambda: order_lines.OrderLines(()), orders_given),
    outline.Outline: (outline.Outline, outline_of),
    panels.SparkPanels: (panels.SparkPanels, panels_of),
    picks.PickLines: (lambda: picks.PickLines([], [], id="picks"), picks_given),
    place_lines.PlaceLines: (
        place_lines.PlaceLines,
        lambda w, t: w.show(
            [Remembered(Link("dataset", t), clean_line(t), 0), Remembered(Link("tag", t), "", 0)]
        ),
    ),
    plot.PlotView: (plot.PlotView, plot_of),
    profile_lines.ProfileLines: (profile_lines.ProfileLines, profile_of),
    prompt.Prompt: (prompt.Prompt, lambda w, t: setattr(w, "value", t[:500])),
    prompt.Words: (prompt.Words, lambda w, t: setattr(w, "value", t[:500])),
    prompt.Omnibox: (prompt.Omnibox, lambda w, t: setattr(w, "placeholder", t[:500])),
    prose.ProseView: (prose.ProseView, prose_of),
    results.ResultList: (results.ResultList, lambda w, t: w.show([dataset(t)])),
    text_box.TextBox: (text_box.TextBox, lambda w, t: w.load_text(t[:500])),
    top_lines.TopLines: (
        top_lines.TopLines,
        lambda w, t: w.show([(t, 3), ("x", 1)], {"x": clean_line(t)}),
    ),
    tree.JsonTree: (
        tree.JsonTree,
        lambda w, t: (w.show({t: t, "l": [t, {t: [t]}]}), w.action_unfold_all()),
    ),
    ways.WayList: (ways.WayList, lambda w, t: w.show(t, [(t, t)])),
}
"""For each widget, what makes one and what puts a text into it, wherever it takes one."""


def drawing() -> Iterator[type[Widget]]:
    """Every class of the package that draws lines."""
    for module in pkgutil.iter_modules(widgets.__path__):
        for value in vars(importlib.import_module(f"tui.widgets.{module.name}")).values():
            is_ours = isinstance(value, type) and value.__module__.startswith("tui.widgets.")
            if is_ours and issubclass(value, Widget) and not issubclass(value, Screen):
                yield value


def sized(width: int) -> property:
    return property(lambda _self: Size(width, HEIGHT))


class Shown(App[None]):
    def __init__(self, shown: list[Widget]) -> None:
        super().__init__(css_path=sorted(styles_dir().glob("*.tcss")))
        self.shown = shown

    def compose(self) -> ComposeResult:
        # Each apart: some have the same id.
        yield from (Vertical(widget) for widget in self.shown)


def check(line: Strip, width: int, story: object) -> None:
    assert line.cell_length == width, (story, line.text)
    assert FORBIDDEN.search(line.text) is None, (story, line.text)
    for text, style, control in line:
        assert not control, (story, text)
        live = style is not None and (style.link or {k for k in style.meta if k[:1] == "@"})
        assert not live, (story, text)


async def test_each_widget_draws_each_payload_harmlessly(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(MAKERS) == set(drawing())
    ours = [(put, make()) for make, put in MAKERS.values()]
    tried, seen = 0, set[type[Widget]]()
    app = Shown([widget for _put, widget in ours])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for put, widget in ours:
            kind = type(widget)
            # Textual's own widgets are drawn at the width that they were laid out for.
            is_free = not isinstance(widget, Input | TextArea)
            for number, text in enumerate(EVERY):
                said = text[:400]
                put(widget, said)
                tried += 1
                widths = WIDTHS if thorough() else (WIDTHS[number % 2], 80)
                for width in widths if is_free else (0,):
                    with monkeypatch.context() as patch:
                        if is_free:
                            size = sized(width)
                            patch.setattr(kind, "size", size)
                            patch.setattr(kind, "is_mounted", property(lambda _self: True))
                            lay_out = getattr(widget, "_lay_out", None)
                            if lay_out is not None:
                                lay_out()
                        for y in range(HEIGHT if is_free else 1):
                            line = widget.render_line(y)
                            wanted = width if is_free else line.cell_length
                            if "gras" in line.text:
                                seen.add(kind)
                            check(line, wanted, (kind.__name__, width, ascii(said[:60])))
    # Each did draw what it was given; this one gives a line to a letter.
    assert {type(widget) for _put, widget in ours} - seen == {characters.CharacterLines}
    reckon(Count.WIDGETS, tried)
