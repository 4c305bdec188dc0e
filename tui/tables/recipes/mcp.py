"""A query as a call of the portal's MCP server."""

from __future__ import annotations

import json
from urllib.parse import quote

from tui.i18n import gettext as _
from tui.tables.operators import typed
from tui.tables.query import Condition, Filter, Group, Op, Pattern, Query, QueryError, Schema
from tui.tables.recipes.asked import PAGE_SIZE, Asked, NoRecipe
from tui.tables.tabular_form import from_params
from tui.tables.values import like_escaped, wire_text

TOOL = "query_resource_data"
"""The tool that answers rows: one page, as text."""

_OPERATORS = frozenset(
    (Op.EXACT, Op.CONTAINS, Op.LESS, Op.GREATER, Op.STRICTLY_LESS, Op.STRICTLY_GREATER)
)


def tool_call(asked: Asked, rid: str) -> str:
    """The JSON-RPC message that asks the tool for the page being read of table `rid`.

    The tool takes one filter and one sort, and gives every column. Raises `NoRecipe` for a query
    whose rows it cannot give.
    """
    arguments: dict[str, str | int] = {
        "resource_id": rid,
        "page": asked.page,
        "page_size": PAGE_SIZE,
        **_arguments(asked.query, asked.schema),
    }
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": TOOL, "arguments": arguments},
    }
    return json.dumps(message, ensure_ascii=False, indent=2)


def _arguments(query: Query, schema: Schema) -> dict[str, str]:
    if query.is_aggregated:
        raise NoRecipe(_("It cannot group rows."))
    query = typed(query, schema)
    items = query.where.simplified().items
    if len(items) > 1 or len(query.sorts) > 1:
        raise NoRecipe(_("It takes one filter and one sort."))
    arguments, params = {}, []
    for item in items:
        condition, value = _simple(item)
        arguments["filter_column"] = condition.column
        arguments["filter_operator"] = str(condition.op)
        arguments["filter_value"] = value
        params.append(f"{quote(f'{condition.column}__{condition.op}')}={quote(value)}")
    for sort in query.sorts:
        if sort.nulls is not None:
            raise NoRecipe(_("It cannot place empty cells."))
        arguments["sort_column"] = sort.column
        arguments["sort_direction"] = "desc" if sort.descending else "asc"
        params.append(f"{quote(f'{sort.column}__sort')}={arguments['sort_direction']}")
    _check(query, "&".join(params), schema)
    return arguments


def _simple(item: Filter) -> tuple[Condition, str]:
    if isinstance(item, Group):
        raise NoRecipe(_("It cannot join filters by “or”."))
    value = item.value
    if item.op not in _OPERATORS or value is None or isinstance(value, tuple):
        raise NoRecipe(_("It does not have this operator."))
    if item.op is Op.CONTAINS and not isinstance(value, Pattern):
        return item, like_escaped(wire_text(value))
    return item, wire_text(value)


def _check(query: Query, params: str, schema: Schema) -> None:
    """The tool encodes names and values once, where some need it twice."""
    try:
        understood = typed(from_params(params, schema), schema)
    except QueryError:
        understood = None
    if understood is None or (understood.where, understood.sorts) != (
        query.where.simplified(),
        query.sorts,
    ):
        raise NoRecipe(_("It would garble a name or a value."))
