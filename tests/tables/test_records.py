"""Records come one by one out of whole pages of a source."""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.tables.query import Column, ColumnType, Query, Schema
from tui.tables.records import SourceReader
from tui.tables.source import Window

COLUMNS = (Column("n", ColumnType.INT), Column("name"))


@dataclass
class Pages:
    """A source of numbered rows, its columns in another order, that notes what was asked."""

    count: int
    says_total: bool = True
    page_size: int = 10
    asked: list[tuple[int, int]] = field(default_factory=list)

    async def schema(self) -> Schema:
        return Schema(COLUMNS)

    async def window(self, query: Query, start: int, stop: int) -> Window:
        self.asked.append((start, stop))
        rows = tuple((f"row {n}", n) for n in range(start, min(stop, self.count)))
        total = self.count if self.says_total else None
        ids = tuple(range(start, start + len(rows)))
        return Window(query, start, ("name", "n"), rows, ids, total, stop >= self.count)


async def test_a_record_has_its_cells_in_the_order_of_the_columns() -> None:
    source = Pages(25)
    reader = SourceReader(source, Query(), COLUMNS)
    assert await reader.row(17) == (17, "row 17")
    assert source.asked == [(10, 20)]
    assert reader.total == 25


async def test_there_is_nothing_past_the_end() -> None:
    reader = SourceReader(Pages(25), Query(), COLUMNS)
    assert await reader.row(25) is None
    assert await reader.row(400) is None
    assert reader.total == 25


async def test_a_total_that_nobody_says_is_known_at_the_end() -> None:
    reader = SourceReader(Pages(25, says_total=False), Query(), COLUMNS)
    assert await reader.row(3) == (3, "row 3")
    assert reader.total is None
    assert await reader.row(24) == (24, "row 24")
    assert reader.total == 25


async def test_a_total_known_before_is_kept_until_the_source_says_another() -> None:
    reader = SourceReader(Pages(25), Query(), COLUMNS, total=30)
    assert reader.total == 30
    await reader.row(0)
    assert reader.total == 25


async def test_a_column_that_the_rows_do_not_have_is_null() -> None:
    reader = SourceReader(Pages(5), Query(), (*COLUMNS, Column("gone")))
    assert await reader.row(1) == (1, "row 1", None)
