"""Tables made when somebody first asks for them, then kept."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tui.sample.data.records import TableRef
from tui.sample.tables.awkward import AWKWARD
from tui.sample.tables.expressions import MACROS
from tui.sample.tables.local import LOCAL
from tui.sample.tables.national import NATIONAL
from tui.sample.tables.template import Template
from tui.tables.query import Schema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CACHED_FROM = 200_000
"""Rows from which a table is worth keeping on the disk."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be queried.

    Attributes:
        schema: Its columns as the service types them.
        relation: What comes after FROM.
        names: What each column is called in `relation`.
        rows: How many rows it has.
        sources: What the file held, by column: SQL over ``value``.
        indexes: Its indexed columns; None where there is no index.
        aggregates: Whether rows may be grouped.
    """

    schema: Schema
    relation: str
    names: Mapping[str, str]
    rows: int
    sources: Mapping[str, str]
    indexes: tuple[str, ...] | None = None
    aggregates: bool = False


@cache
def template_of(name: str) -> Template:
    """The template of that name. Raises KeyError."""
    if name in LOCAL:
        return LOCAL[name]
    builders: dict[str, Callable[[], Template]] = {**NATIONAL, **AWKWARD}
    return builders[name]()


class TableStore:
    """A DuckDB in memory. Its methods block: call them in a thread.

    Args:
        cache_dir: Where the largest tables are kept between runs; None keeps nothing.
    """

    def __init__(self, cache_dir: Path | None = None) -> None:
        self._cache_dir = cache_dir
        self._database: DuckDBPyConnection | None = None
        self._opening = threading.Lock()
        self._locks: defaultdict[TableRef, threading.Lock] = defaultdict(threading.Lock)
        self._made: dict[TableRef, Table] = {}

    def cursor(self) -> DuckDBPyConnection:
        """A connection of its own to the same tables, for one query at a time."""
        with self._opening:
            if self._database is None:
                self._database = _open_database()
            return self._database.cursor()

    def table(self, ref: TableRef, cursor: DuckDBPyConnection) -> Table:
        """The table of `ref`, made with `cursor` if nobody did yet.

        An interruption leaves nothing behind: the next call starts over.
        """
        with self._locks[ref]:
            if ref not in self._made:
                self._made[ref] = self._make(ref, cursor)
            return self._made[ref]

    def _make(self, ref: TableRef, cursor: DuckDBPyConnection) -> Table:
        template = template_of(ref.template)
        relation = f"{ref.template}_{ref.seed}_{ref.rows}"
        select = template.select(ref.seed, ref.rows)
        if self._cache_dir is not None and ref.rows >= CACHED_FROM:
            path = self._cached(self._cache_dir, relation, select, cursor)
            select = f"FROM read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"
        cursor.execute(" ".join(("CREATE OR REPLACE TABLE", relation, "AS", select)))
        return Table(
            template.schema,
            relation,
            template.names,
            ref.rows,
            {made.name: made.source for made in template.columns if made.source},
            template.indexes,
            template.aggregates,
        )

    def _cached(self, folder: Path, relation: str, select: str, cursor: DuckDBPyConnection) -> Path:
        """The Parquet file of a table, written whole or not at all."""
        version = hashlib.sha256("".join((*MACROS, select)).encode()).hexdigest()[:12]
        path = folder / f"{relation}-{version}.parquet"
        if _is_readable(path, cursor):
            return path
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".part", dir=folder)
        os.close(handle)
        try:
            quoted = name.replace("'", "''")
            cursor.execute(f"COPY ({select}) TO '{quoted}' (FORMAT parquet)")
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
        return path


def _open_database() -> DuckDBPyConnection:
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "autoinstall_known_extensions": False,
    }
    database = duckdb.connect(":memory:", config=settings)
    # DuckDB 1 knows time zones once it is open only.
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    for macro in MACROS:
        database.execute(macro)
    return database


def _is_readable(path: Path, cursor: DuckDBPyConnection) -> bool:
    """Whether a cached file is there and whole."""
    import duckdb

    if not path.is_file():
        return False
    try:
        cursor.execute("SELECT count(*) FROM read_parquet(?)", [str(path)])
    except duckdb.Error:
        return False
    return True
