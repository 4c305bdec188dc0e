"""The rows a grid holds: pages around where the person is, bounded in number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

from tui.tables.source import Row, Window

PAGES_KEPT = 200
"""Pages held at once: 10,000 rows of 50 a page."""


class _Page(NamedTuple):
    rows: tuple[Row, ...]
    ids: tuple[int | None, ...]


class RowStore:
    """Rows of one query by position, as pages arrive and are let go.

    Attributes:
        page_size: Rows a page.
        total: Rows of the query; None while nobody said.
        columns: Names of the cells of a row, in order; empty before the first window.
    """

    def __init__(self, page_size: int, *, pages_kept: int = PAGES_KEPT) -> None:
        self.page_size = page_size
        self.total: int | None = None
        self.columns: tuple[str, ...] = ()
        self._pages_kept = pages_kept
        self._pages: OrderedDict[int, _Page] = OrderedDict()
        self._failed: dict[int, str] = {}
        self._known = 0
        self._complete = False

    def put(self, window: Window) -> bool:
        """Keep the rows of `window`, which starts at the start of a page.

        Returns:
            False when the total differs from what was said before: the data changed under us.
        """
        steady = window.total is None or self.total in (None, window.total)
        if not steady:
            self._drop_short_pages()
        if window.total is not None:
            self.total = window.total
        if window.columns:
            self.columns = window.columns
        stop = window.start + len(window.rows)
        self._known = max(self._known, stop)
        self._complete = self._complete or window.at_end
        first = window.start // self.page_size
        pages = max(1, -(-len(window.rows) // self.page_size))
        for number in range(pages):
            begin = number * self.page_size
            kept = slice(begin, begin + self.page_size)
            self._pages[first + number] = _Page(window.rows[kept], window.ids[kept])
            self._pages.move_to_end(first + number)
            self._failed.pop(first + number, None)
        while len(self._pages) > self._pages_kept:
            self._pages.popitem(last=False)
        return steady

    def _drop_short_pages(self) -> None:
        # A page that was the last one may have more rows now.
        short = [n for n, page in self._pages.items() if len(page.rows) < self.page_size]
        for number in short:
            del self._pages[number]

    def fail(self, start: int, stop: int, why: str) -> None:
        """Remember that rows `start` to `stop` could not be had, so that they are not asked for in
        a loop."""
        for number in self._numbers(start, stop):
            if number not in self._pages:
                self._failed[number] = why

    def forgive(self) -> None:
        """Forget failures: they may be asked for again."""
        self._failed.clear()

    def row(self, position: int) -> Row | None:
        """The row at `position`, or None while it is not here."""
        page = self._pages.get(position // self.page_size)
        offset = position % self.page_size
        return page.rows[offset] if page is not None and offset < len(page.rows) else None

    def row_id(self, position: int) -> int | None:
        """`ROW_ID` of the row at `position`; None where it is not here or the source has none."""
        page = self._pages.get(position // self.page_size)
        offset = position % self.page_size
        return page.ids[offset] if page is not None and offset < len(page.ids) else None

    def pages(self) -> Iterator[tuple[int, tuple[Row, ...]]]:
        """The pages at hand, in the order of their rows: position of the first row, and rows."""
        for number in sorted(self._pages):
            yield number * self.page_size, self._pages[number].rows

    def failure(self, position: int) -> str:
        """Why the row at `position` could not be had; empty when nothing failed there."""
        return self._failed.get(position // self.page_size, "")

    def missing(self, start: int, stop: int) -> tuple[int, int] | None:
        """The smallest whole-page range to ask for so that rows `start` to `stop` are here; None
        when they are."""
        stop = min(stop, self.count) if self.is_sized else stop
        wanted = [
            number
            for number in self._numbers(start, stop)
            if number not in self._pages and number not in self._failed
        ]
        if not wanted:
            return None
        return wanted[0] * self.page_size, (wanted[-1] + 1) * self.page_size

    @property
    def is_sized(self) -> bool:
        """Whether the number of rows is known."""
        return self.total is not None or self._complete

    @property
    def count(self) -> int:
        """Rows of the query where known, else those seen so far."""
        return self.total if self.total is not None else self._known

    @property
    def rows_held(self) -> int:
        """Rows in memory."""
        return sum(len(page.rows) for page in self._pages.values())

    def _numbers(self, start: int, stop: int) -> range:
        return range(max(0, start) // self.page_size, -(-max(0, stop) // self.page_size))
