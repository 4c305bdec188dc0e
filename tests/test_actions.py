"""One registry feeds everything that has to do with keys."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from textual.app import App
from textual.dom import DOMNode

from tui import keys_page
from tui.actions import ACTIONS, action, key_problems, remapped

OWNERS = {
    "app": ("tui.app", "DatagouvApp"),
    "search": ("tui.screens.search", "SearchScreen"),
    "dataset": ("tui.screens.dataset", "DatasetScreen"),
    "object": ("tui.screens.object", "ObjectScreen"),
    "api": ("tui.screens.api", "ApiScreen"),
    "outline": ("tui.widgets.outline", "Outline"),
    "account": ("tui.screens.account", "AccountScreen"),
    "change": ("tui.screens.change", "ChangeScreen"),
    "trying": ("tui.screens.trying", "TryingForm"),
    "secret": ("tui.screens.secret", "SecretScreen"),
    "sending": ("tui.screens.sending", "SendingScreen"),
    "answer": ("tui.screens.answer", "AnswerScreen"),
    "answerrows": ("tui.screens.answer_rows", "AnswerRowsScreen"),
    "toolanswer": ("tui.screens.tool_answer", "ToolAnswerScreen"),
    "form": ("tui.screens.writing_form", "WritingForm"),
    "index": ("tui.screens.index", "IndexScreen"),
    "linkeddata": ("tui.screens.linked_data", "LinkedDataScreen"),
    "table": ("tui.screens.table", "TableScreen"),
    "rows": ("tui.screens.rows", "RowsPane"),
    "columns": ("tui.widgets.table_grid", "TableGrid"),
    "marks": ("tui.widgets.table_grid", "TableGrid"),
    "picker": ("tui.screens.columns", "ColumnsScreen"),
    "structure": ("tui.screens.structure", "StructureScreen"),
    "columnprofile": ("tui.widgets.profile_lines", "ProfileLines"),
    "grouped": ("tui.screens.groups", "GroupsScreen"),
    "groups": ("tui.screens.groups_pane", "GroupsPane"),
    "grouping": ("tui.screens.group_by", "GroupByScreen"),
    "prompt": ("tui.screens.filter_text", "FilterTextScreen"),
    "columnfilter": ("tui.screens.column_filter", "ColumnFilterScreen"),
    "filtertext": ("tui.screens.filter_text", "FilterTextScreen"),
    "filtertree": ("tui.widgets.filter_lines", "FilterLines"),
    "order": ("tui.widgets.order_lines", "OrderLines"),
    "remembered": ("tui.screens.remembered", "RememberedScreen"),
    "omnibox": ("tui.widgets.prompt", "Omnibox"),
    "list": ("tui.widgets.lines", "LineList"),
    "facets": ("tui.widgets.facets", "FacetList"),
    "tree": ("tui.widgets.tree", "JsonTree"),
    "prose": ("tui.widgets.prose", "ProseView"),
    "grid": ("tui.widgets.grid", "Grid"),
    "record": ("tui.screens.record", "RecordScreen"),
    "plot": ("tui.screens.plot", "PlotScreen"),
    "metrics": ("tui.screens.audience_pane", "AudiencePane"),
    "panels": ("tui.widgets.panels", "SparkPanels"),
    "audience": ("tui.screens.metrics_chart", "MetricsChart"),
    "top": ("tui.screens.metrics_top", "MetricsTopScreen"),
    "export": ("tui.screens.export", "ExportScreen"),
    "filedetails": ("tui.screens.file_details", "FileScreen"),
    "scores": ("tui.screens.producer_quality", "ProducerQualityScreen"),
    "feeds": ("tui.screens.feeds", "FeedsScreen"),
    "exports": ("tui.screens.exports", "ExportsScreen"),
    "cellview": ("tui.screens.cell", "CellScreen"),
}

NEVER = ("ctrl+i", "ctrl+j", "ctrl+m", "ctrl+h", "ctrl+[")
"""Keys that terminals and multiplexers take for others."""


def owner(scope: str) -> type[DOMNode] | type[App[object]]:
    module, name = OWNERS[scope]
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, type)
    return found


@pytest.mark.parametrize("action_id", [a.id for a in ACTIONS])
def test_every_action_is_done_by_the_node_that_declares_it(action_id: str) -> None:
    declared = action(action_id)
    node = owner(declared.scope)
    assert callable(getattr(node, f"action_{declared.name}"))
    keys = {key for binding in node.BINDINGS for key in str(getattr(binding, "key", "")).split(",")}
    assert set(declared.keys) <= keys


def test_no_two_actions_share_an_id() -> None:
    assert len({a.id for a in ACTIONS}) == len(ACTIONS)


def test_no_key_means_two_things_at_once() -> None:
    assert key_problems({}) == []


def test_keys_that_terminals_swallow_are_not_used() -> None:
    for declared in ACTIONS:
        for key in declared.keys:
            assert key not in NEVER
            assert not key.startswith(("ctrl+shift+", "alt+"))


def test_a_remapped_key_takes_the_place_of_the_default_ones() -> None:
    table = {a.id: a.keys for a in remapped({"rows.sort": "S, ctrl+s"})}
    assert table["rows.sort"] == ("S", "ctrl+s")
    assert table["grid.down"] == ("down", "j")


def test_a_clash_is_reported_with_both_actions() -> None:
    (problem,) = key_problems({"rows.sort": "e"})
    assert "rows.sort" in problem
    assert "rows.filter_text" in problem


def test_an_unknown_action_is_reported() -> None:
    (problem,) = key_problems({"rows.srot": "e"})
    assert "rows.srot" in problem


def test_the_page_of_keys_is_what_the_registry_says() -> None:
    page = Path(__file__).parents[1] / "docs" / "keys.md"
    assert page.read_text("utf-8") == keys_page.page()
