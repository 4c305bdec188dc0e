"""The page of keys, written from the registry: ``python -m tui.keys_page docs/keys.md``."""

from __future__ import annotations

import sys
from pathlib import Path

from tui.actions import ACTIONS, Action
from tui.keynames import key_name

SCOPES = {
    "app": "Everywhere",
    "search": "Search",
    "omnibox": "The search box",
    "remembered": "History and bookmarks",
    "facets": "Filters of a search",
    "list": "Lists",
    "prose": "Text that scrolls",
    "dataset": "Dataset",
    "tree": "JSON tree",
    "api": "An API",
    "outline": "Lines within lines",
    "table": "The place of a table",
    "rows": "Rows of a table",
    "columns": "Columns of a table",
    "marks": "Marked rows",
    "grid": "Cells of a table",
    "picker": "The choice of columns",
    "prompt": "The line one types in",
    "columnfilter": "The filter of a column",
    "filtertext": "Filters as text",
    "filtertree": "Filters as a tree",
    "order": "Order of the rows",
    "record": "A record",
    "cellview": "A cell",
    "grouped": "The place of groups",
    "groups": "Groups of rows",
    "grouping": "The choice of groups",
    "structure": "Structure of a table",
    "profile": "Profile of a column",
    "plot": "A plot",
    "export": "An export",
    "scores": "The quality of an organization's datasets",
    "feeds": "Feeds and exports of the portal",
    "filedetails": "The details of a file",
    "exports": "Downloads and exports",
}
"""Titles of the scopes, in the order of the page."""

HEAD = """# Keys

Written from the program's registry of actions by `make keys`; do not edit by hand.
The id is what the settings' `[keys]` table remaps: `"rows.sort" = "s,ctrl+s"`.
"""


VISIDATA = """## For those who come from VisiData

The same key does the same here where it is free; others are listed beside ours.
"""


def page() -> str:
    """The page as Markdown."""
    sections = [HEAD]
    scopes = dict.fromkeys([*SCOPES, *(action.scope for action in ACTIONS)])
    for scope in scopes:
        rows = [_row(action) for action in ACTIONS if action.scope == scope]
        sections += [_table(SCOPES.get(scope, scope), ("Keys", "What", "Id"), rows)] if rows else []
    rows = [_visidata_row(action) for action in ACTIONS if action.visidata]
    sections += [VISIDATA, _table("", ("In VisiData", "Here", "What"), rows)]
    return "\n".join(sections)


def _table(title: str, heads: tuple[str, str, str], rows: list[str]) -> str:
    head = f"| {' | '.join(heads)} |\n| --- | --- | --- |"
    lines = "\n".join([head, *rows])
    return f"## {title}\n\n{lines}\n" if title else f"{lines}\n"


def _visidata_row(action: Action) -> str:
    theirs = " ".join(f"`{key}`" for key in action.visidata.split(" "))
    ours = " ".join(f"`{key_name(key)}`" for key in action.keys)
    return f"| {theirs} | {ours} | {action.title} |"


def _row(action: Action) -> str:
    keys = " ".join(f"`{key_name(key)}`" for key in action.keys)
    return f"| {keys} | {action.title} | `{action.id}` |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
