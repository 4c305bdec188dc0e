"""Where the call of a tool leads beyond what its answer names: the rows that it asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import gettext as _
from tui.links import Link
from tui.links.mentions import Mention
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.mcp.tools import ToolCall

_OPERATORS: Final = frozenset(
    {"exact", "contains", "less", "greater", "strictly_less", "strictly_greater"}
)


def with_rows(call: ToolCall, named: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """`named`, in which the file whose rows `call` asked for is its table, as they were asked for:
    with the same filter and the same order, as many rows as there are."""
    link = _table(call)
    if link is None:
        return named
    title = clean_line(_("These rows in their table"), 200)
    others = [m for m in named if (m.link.kind, m.link.ident) != (link.kind, link.ident)]
    return (Mention(title, link), *others)


def _table(call: ToolCall) -> Link | None:
    given = {name: str(value) for name, value in call.arguments.items() if value is not None}
    ident = given.get("resource_id", "").strip()
    if "query" not in call.tool or not ident:
        return None
    asked: list[tuple[str, str]] = []
    column, operator = given.get("filter_column"), given.get("filter_operator", "exact")
    if column and "filter_value" in given and operator in _OPERATORS:
        asked.append((f"{column}__{operator}", given["filter_value"]))
    if given.get("sort_column"):
        asked.append((f"{given['sort_column']}__sort", given.get("sort_direction", "asc")))
    return Link("resource", ident, tuple(asked))
