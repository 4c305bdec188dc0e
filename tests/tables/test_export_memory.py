"""What is held while rows are written does not grow with their number."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from people import THOROUGH

WRITE = """
import asyncio, sys
from pathlib import Path
from tui.tables.export.formats import Format
from tui.tables.export.job import Export, Order
from tui.tables.export.progress import Route, Stage
from tui.tables.export.rows import Batch, Count, Done
from tui.tables.query import Column, ColumnType

made, total, target = Format(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])

class Many:
    columns = (Column("n", ColumnType.INT), Column("a"), Column("b"), Column("x", ColumnType.FLOAT))
    key, route = "many", Route.PAGES

    async def count(self):
        return Count(total)

    async def batches(self, count, done):
        for start in range(0, total, 500):
            numbers = range(start, start + 500)
            rows = [(n, f"{n} " * 8, f"{n * n}" * 4, n / 7) for n in numbers]
            yield Batch(rows, Done(start + 500, start + 500))

job = Export(Order(Many(), made, target, "x"))
asyncio.run(job.run())
assert job.progress.stage is Stage.DONE, job.progress.reason
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="nothing tells the peak")
@pytest.mark.parametrize(
    ("made", "bound", "growth"),
    [("csv", 100, 8), ("parquet", 300, 60), *([("json", 100, 8)] if THOROUGH else [])],
)
def test_memory_is_flat(tmp_path: object, made: str, bound: int, growth: int) -> None:
    """`bound` and `growth` in megabytes, between 20,000 rows and five times as many."""
    peaks = [peak(made, rows, f"{tmp_path}/{rows}") for rows in (20_000, 100_000)]
    assert peaks[1] < bound
    assert peaks[1] - peaks[0] < growth


def peak(made: str, rows: int, target: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", WRITE, made, str(rows), target],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout) // 1024
