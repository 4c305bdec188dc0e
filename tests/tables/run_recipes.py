"""Run programs that read rows and print what they found, as JSON: ``KIND PROGRAM...``.

Each one leaves `rows` or, with pandas or polars, `frame`.
"""

from __future__ import annotations

import json
import runpy
import sys
from datetime import date, datetime
from typing import Any


def cells(names: dict[str, Any], kind: str) -> list[list[Any]]:
    """The rows, cells in the order of the columns."""
    if kind == "httpx":
        return [list(row.items()) for row in names["rows"]]
    frame = names["frame"]
    if kind == "polars":
        return [list(map(str, frame.dtypes)), *(list(map(plain, row)) for row in frame.rows())]
    columns = [frame[name] for name in frame.columns]
    days = [str(column.dtype) == "datetime64[s]" for column in columns]
    is_null = names["pd"].isna
    lists = [
        [None if is_null(cell) is True else plain(cell, is_day=is_day) for cell in column]
        for column, is_day in zip(columns, days, strict=True)
    ]
    return [[str(column.dtype) for column in columns], *map(list, zip(*lists, strict=True))]


def plain(cell: Any, *, is_day: bool = False) -> Any:
    """A cell as the service writes it."""
    if is_day:
        cell = cell.date()
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return cell.item() if hasattr(cell, "item") else cell


if __name__ == "__main__":
    found = [cells(runpy.run_path(path), sys.argv[1]) for path in sys.argv[2:]]
    print(json.dumps(found))  # noqa: T201
