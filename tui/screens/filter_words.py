"""What the editors of filters say: operators, what they keep and leave out, what is wrong."""

from __future__ import annotations

from tui import format as fmt
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.tables.operators import LIST_OPS, NULL_OPS, TEXT_OPS
from tui.tables.query import Column, ColumnType, Condition, Filter, Op
from tui.tables.tabular_form import REQUEST_LINE_LIMIT
from tui.text import clean_line
from tui.widgets.cells import TYPE_TITLES

OP_TITLES = {
    Op.EXACT: N_("is"),
    Op.DIFFERS: N_("is not"),
    Op.CONTAINS: N_("contains"),
    Op.NOTCONTAINS: N_("does not contain"),
    Op.LESS: N_("at most"),
    Op.GREATER: N_("at least"),
    Op.STRICTLY_LESS: N_("less than"),
    Op.STRICTLY_GREATER: N_("more than"),
    Op.IN: N_("is one of"),
    Op.NOTIN: N_("is none of"),
    Op.ISNULL: N_("is empty (null)"),
    Op.ISNOTNULL: N_("is not empty"),
}

_DROPPED = N_("Empty cells are left out.")
_NULLS = {
    Op.DIFFERS: N_("Empty (null) cells are kept."),
    Op.ISNULL: N_("Null cells: an empty text is not null."),
    Op.ISNOTNULL: N_("Every cell but the null ones: an empty text is not null."),
}
_DATES = frozenset((ColumnType.DATE, ColumnType.DATETIME, ColumnType.DATETIME_TZ))


def kind_of(column: Column) -> str:
    """The type of a column, with its finer format where that says more."""
    same = column.format in ("", column.type, column.type.removesuffix("_tz"))
    title = _(TYPE_TITLES[column.type])
    return title if same else f"{title} · {clean_line(column.format, 60)}"


def about_operator(column: Column, op: Op, *, is_pattern: bool = False) -> str:
    """What `op` keeps and leaves out of `column`: case, empty cells, how to write the value."""
    said = [_about_value(column, op, is_pattern), _(_NULLS.get(op, _DROPPED))]
    if column.type in (ColumnType.JSON, ColumnType.BINARY):
        said.append(_("Cells of this type can only be told empty or not."))
    return " ".join(text for text in said if text)


def _about_value(column: Column, op: Op, is_pattern: bool) -> str:
    if op in NULL_OPS:
        return ""
    if op in LIST_OPS:
        said = _('Commas separate values; "a, b" holds one. Pasted lines become a list.')
        return said if column.type is not ColumnType.STRING else f"{said} {_case()}"
    if is_pattern:
        return _("“%” stands for any text, “_” for any one character; case does not matter.")
    if op in TEXT_OPS:
        return _("Case does not matter, accents do. % and _ mean themselves.")
    if column.type in _DATES and op is not Op.DIFFERS:
        return _("2024 and 2024-03 stand for the whole year or month.")
    return _case() if column.type is ColumnType.STRING else ""


def _case() -> str:
    return _("Upper and lower case differ.")


def how_many(count: int) -> str:
    """How many values a list has."""
    return ngettext("{count} value", "{count} values", count).format(count=fmt.number(count))


def too_long(item: Filter | None, size: int) -> str:
    """Why filters that make a request of `size` bytes are refused; empty where they are not."""
    if size <= REQUEST_LINE_LIMIT:
        return ""
    numbers = {"size": fmt.number(size), "limit": fmt.number(REQUEST_LINE_LIMIT)}
    if isinstance(item, Condition) and isinstance(item.value, tuple):
        text = ngettext(
            "This {count} value makes a request of {size} bytes; the service reads {limit}.",
            "These {count} values make a request of {size} bytes; the service reads {limit}: "
            "use fewer.",
            len(item.value),
        )
        return text.format(count=fmt.number(len(item.value)), **numbers)
    return _("This makes a request of {size} bytes; the service reads {limit}.").format(**numbers)
