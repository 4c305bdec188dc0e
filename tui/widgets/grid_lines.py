"""The lines of a grid: its header and its rows, as strips of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

from tui import format as fmt
from tui.tables.query import Column
from tui.tables.source import Cell, Row
from tui.text import clean_line
from tui.widgets.cells import NUMERIC, TYPE_MARKS, Tone, shown
from tui.widgets.columns import GAP
from tui.widgets.draw import ELLIPSIS, Piece, cut, fit, strip, width_of

if TYPE_CHECKING:
    from tui.widgets.grid import Grid

BAR_WIDTH = 12
"""Cells of the bar beside a measure, with the blank before it."""

MARK = "●"
"""Stands between the number and the cells of a marked row."""

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def header_line(grid: Grid) -> Strip:
    """Names, types and marks of the columns in sight."""
    style, mark = grid.style_of("header"), grid.style_of("mark")
    pieces: list[Piece] = [(" " * grid.number_width, style)]
    for index, width in grid.columns_in_sight():
        column = grid.columns[index]
        marks = " " + _marks(grid, column)
        if width <= width_of(marks):
            pieces.append((" " * width, style))
            continue
        name = cut(clean_line(column.title or column.name, 200), max(1, width - width_of(marks)))
        blanks = " " * (width - width_of(name) - width_of(marks))
        if column.type in NUMERIC:
            pieces += [(blanks + name, style), (marks, mark)]
        else:
            pieces += [(name, style), (marks, mark), (blanks, style)]
        pieces.append((_gap(grid, index), mark))
    return strip(grid.size.width, style, pieces)


def row_line(grid: Grid, position: int) -> Strip:
    """The row at `position`, or what stands for it while it is not here."""
    width, plain = grid.size.width, grid.style_of("plain")
    if position >= grid.extent:
        return strip(width, plain, ())
    row = grid.store.row(position)
    pieces = _gutter(grid, position)
    if row is None:
        why = grid.store.failure(position)
        first = position == grid.scroll_offset.y or not grid.store.failure(position - 1)
        text, name = (why if first else "·", "failed") if why else ("·", "missing")
        return strip(width, plain, [*pieces, (text, grid.style_of(name))])
    for index, cells in grid.columns_in_sight():
        pieces += _cell(grid, row, index, cells, position)
    return strip(width, plain, pieces)


def _gutter(grid: Grid, position: int) -> list[Piece]:
    # In the style of the cells, so that a row is one run of text on the wire.
    plain = grid.style_of("plain")
    number = fit(fmt.number(position + 1), grid.number_width - 2, right=True)
    if grid.is_marked(position):
        return [(number, plain), (f"{MARK} ", grid.style_of("marked"))]
    return [(f"{number}│ ", plain)]


def _marks(grid: Grid, column: Column) -> str:
    query = grid.query_shown
    marks = TYPE_MARKS[column.type]
    for order, sort in enumerate(query.sorts):
        if sort.column == column.name:
            number = str(order + 1) if len(query.sorts) > 1 else ""
            marks += ("▼" if sort.descending else "▲") + number
    if any(condition.column == column.name for condition in query.conditions()):
        marks += "◆"
    return marks


def _gap(grid: Grid, index: int) -> str:
    # The last pinned column is told from the others, which pass beside it.
    return "┃ " if index == grid.pinned - 1 else " " * GAP


def _cell(grid: Grid, row: Row, index: int, cells: int, position: int) -> list[Piece]:
    column = grid.columns[index]
    plain = grid.style_of("plain")
    value = grid.value_in(row, column)
    text, tone = shown(value, column)
    # At the edge the number comes before its bar.
    bar = _bar(grid, column, value) if cells == grid.width_of(column) else ""
    room = max(0, cells - width_of(bar))
    if column.type in NUMERIC and cells < grid.width_of(column) and width_of(text) > room:
        text = ELLIPSIS  # some of the digits would be another number
    style = grid.style_of("null") if tone is Tone.NULL else plain
    fitted = fit(text, room, right=column.type in NUMERIC)
    if position == grid.row and index == grid.column:
        pieces: list[Piece] = [(fitted, grid.style_of("cursor"))]
    elif grid.finder is not None:
        pieces = _with_matches(grid, fitted, style)
    else:
        pieces = [(fitted, style)]
    if bar:
        pieces.append((bar, grid.style_of("bar")))
    return [*pieces, (_gap(grid, index), plain)]


def _with_matches(grid: Grid, text: str, style: Style) -> list[Piece]:
    """`text` with what was looked for told apart."""
    if grid.finder is None:
        return [(text, style)]
    pieces: list[Piece] = []
    end = 0
    for match in grid.finder.pattern.finditer(text):
        pieces += [(text[end : match.start()], style), (match[0], grid.style_of("found"))]
        end = match.end()
    return [*pieces, (text[end:], style)]


def _bar(grid: Grid, column: Column, value: Cell) -> str:
    """What share of the column's largest value `value` is, as a bar; nothing without one."""
    largest = grid.bars.get(column.name)
    if largest is None:
        return ""
    number = value if isinstance(value, (int, float)) else 0
    share = min(1.0, max(0.0, number / largest)) if largest > 0 else 0.0
    whole, eighths = divmod(round(share * (BAR_WIDTH - 1) * 8), 8)
    return fit(" " + "█" * whole + _EIGHTHS[eighths].strip(), BAR_WIDTH)
