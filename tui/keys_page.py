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
    "facets": "Filters of a search",
    "list": "Lists",
    "prose": "Text that scrolls",
    "dataset": "Dataset",
    "tree": "JSON tree",
    "table": "Table",
    "grid": "Cells of a table",
}

HEAD = """# Keys

Written from the program's registry of actions by `make keys`; do not edit by hand.
The id is what the settings' `[keys]` table remaps: `"table.sort" = "s,S"`.
"""


def page() -> str:
    """The page as Markdown."""
    sections = [HEAD]
    for scope, title in SCOPES.items():
        rows = "\n".join(_row(action) for action in ACTIONS if action.scope == scope)
        sections.append(f"## {title}\n\n| Keys | What | Id |\n| --- | --- | --- |\n{rows}\n")
    return "\n".join(sections)


def _row(action: Action) -> str:
    keys = " ".join(f"`{key_name(key)}`" for key in action.keys)
    return f"| {keys} | {action.title} | `{action.id}` |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
