"""Parquet made of the rows that a `SpoolWriter` wrote: by DuckDB, in bounded memory.

A first reading (several of a wide table) finds which columns hold what their type promises, to the
last digit; those that do not are written as texts, which is said. A last one writes. JSON is
written as text, which every reader of Parquet understands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.tables.export.problems import ExportError
from tui.tables.export.threads import in_thread
from tui.tables.query import Column, ColumnType
from tui.text import clean_line

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY: Final = "256MB"
"""What DuckDB may hold; Python and its buffers come on top."""

GROUP_BYTES: Final = 16 * 1024 * 1024
"""Bytes of the spool that one group of rows takes, about."""

GROUP_ROWS: Final = 122_880
"""Rows of one group, at most."""

CHECKED_AT_ONCE: Final = 50
"""Questions about columns put in one reading: hundreds would take hundreds of megabytes."""

_LONE = re.compile("[\ud800-\udfff]")

_GLOB = re.compile(r"[*?\[]")
"""What DuckDB takes for other letters in the name of a file that it reads."""

READ_AT_ONCE: Final = 1024 * 1024
"""Bytes of the spool that are read at once, unless a row is longer."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A type of Parquet, what makes it of a text ``{c}``, and when that loses nothing."""

    sql: str
    fits: str


_INT = _Form("TRY_CAST({c} AS BIGINT)", "CAST(TRY_CAST({c} AS BIGINT) AS VARCHAR) = {c}")
_WIDE_INT = _Form(
    "TRY_CAST({c} AS DECIMAL(38, 0))", "CAST(TRY_CAST({c} AS DECIMAL(38, 0)) AS VARCHAR) = {c}"
)
_FLOAT = _Form("TRY_CAST({c} AS DOUBLE)", "isfinite(TRY_CAST({c} AS DOUBLE))")
_BOOL = _Form("{c} = 'true'", "{c} IN ('true', 'false')")
_DATE = _Form(
    "TRY_CAST({c} AS DATE)",
    "isfinite(TRY_CAST({c} AS DATE)) AND CAST(TRY_CAST({c} AS DATE) AS VARCHAR) = {c}",
)
_DATETIME = _Form(
    "TRY_CAST({c} AS TIMESTAMP)",
    "isfinite(TRY_CAST({c} AS TIMESTAMP))"
    # A fraction is written without the zeros at its end, whatever the service wrote.
    " AND rtrim(CAST(TRY_CAST({c} AS TIMESTAMP) AS VARCHAR), '0')"
    " = rtrim(replace({c}, 'T', ' '), '0')",
)
_AWARE = _Form(
    "TRY_CAST({c} AS TIMESTAMPTZ)",
    "isfinite(TRY_CAST({c} AS TIMESTAMPTZ))"
    r" AND regexp_matches({c}, '^[^.]*(\.\d{{1,6}})?(Z|[+-]\d\d(:?\d\d)?)$')",
)
_TEXT = _Form("{c}", "true")

_FORMS: Final = {
    ColumnType.INT: (_INT, _WIDE_INT),
    ColumnType.FLOAT: (_FLOAT,),
    ColumnType.BOOL: (_BOOL,),
    ColumnType.DATE: (_DATE,),
    ColumnType.DATETIME: (_DATETIME,),
    ColumnType.DATETIME_TZ: (_AWARE,),
}


async def write_parquet(
    spool: Path, target: Path, columns: Sequence[Column], rows: int
) -> tuple[str, ...]:
    """Write the rows of `spool`, of which there are `rows`, to `target`, in a thread.

    Returns what there is to know about the file, in sentences. Raises `ExportError`, OSError. A
    cancellation interrupts it and waits until it has ended.
    """
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "memory_limit": MEMORY,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    # It draws a bar over what the terminal shows when Python has no script: `python -c`.
    connection.execute("SET enable_progress_bar = false")
    try:
        return await in_thread(
            lambda: _write(connection, spool, target, columns, rows), stop=connection.interrupt
        )
    except duckdb.OutOfMemoryException as error:
        reason = _("Rows this long do not fit in memory as Parquet: choose another format.")
        raise ExportError(reason) from error
    except duckdb.IOException as error:
        raise _io_problem(target, str(error)) from error
    except duckdb.Error as error:
        reason = _("Parquet could not be made of these rows: {reason}")
        first = str(error).partition("\n")[0]
        raise ExportError(reason.format(reason=clean_line(first, 200))) from error
    finally:
        connection.close()


def _io_problem(target: Path, said: str) -> OSError | ExportError:
    """What DuckDB's words for a failure of the disk mean."""
    import errno

    if "No space left" in said or "too large" in said.lower():
        return OSError(errno.ENOSPC, said)
    reason = _("The file cannot be written: {reason}.")
    return ExportError(reason.format(reason=clean_line(said.partition("\n")[0], 200)))


def _write(
    connection: DuckDBPyConnection,
    spool: Path,
    target: Path,
    columns: Sequence[Column],
    rows: int,
) -> tuple[str, ...]:
    size = spool.stat().st_size
    with spool.open("rb") as lines:
        longest = max(map(len, lines), default=0)
    source = _source(spool, len(columns), longest)
    forms, notes = _chosen(connection, source, columns)
    names = unique_names([column.name for column in columns])
    notes += [
        _("The column “{name}” is called “{other}” in it.").format(
            name=clean_line(column.name, 60), other=clean_line(name, 60)
        )
        for column, name in zip(columns, names, strict=True)
        if name != column.name
    ]
    selected = ", ".join(
        f"{form.sql.format(c=f'c{place}')} AS {_identifier(name)}"
        for place, (form, name) in enumerate(zip(forms, names, strict=True))
    )
    group = max(1, min(GROUP_ROWS, GROUP_BYTES * rows // max(1, size)))
    connection.execute(
        f"COPY (SELECT {selected} FROM {source}) TO {_literal(str(target))}"  # noqa: S608
        f" (FORMAT parquet, ROW_GROUP_SIZE {group})"
    )
    return tuple(notes)


def _source(spool: Path, columns: int, longest: int) -> str:
    path = _GLOB.sub(r"[\g<0>]", str(spool))
    described = ", ".join(f"c{place}: 'VARCHAR'" for place in range(columns))
    return (
        f"read_json({_literal(path)}, format = 'newline_delimited', records = true"
        f", columns = {{{described}}}, maximum_object_size = {max(longest + 1, READ_AT_ONCE)})"
    )


def _chosen(
    connection: DuckDBPyConnection, source: str, columns: Sequence[Column]
) -> tuple[list[_Form], list[str]]:
    """The form of each column, the first of its type's that loses nothing, and what to say of the
    others."""
    tried = [
        (place, form) for place, c in enumerate(columns) for form in _FORMS.get(c.type, (_TEXT,))
    ]
    misfits: dict[tuple[int, _Form], int] = {}
    for start in range(0, len(tried), CHECKED_AT_ONCE):
        some = tried[start : start + CHECKED_AT_ONCE]
        misfits |= zip(some, _misfits(connection, source, some), strict=True)
    forms: list[_Form] = []
    notes: list[str] = []
    for place, column in enumerate(columns):
        offered = _FORMS.get(column.type, (_TEXT,))
        form = next((form for form in offered if not misfits[place, form]), _TEXT)
        forms.append(form)
        if form is not offered[0]:
            notes.append(_said(column, misfits[place, offered[0]], form))
    return forms, notes


def _misfits(
    connection: DuckDBPyConnection, source: str, tried: Sequence[tuple[int, _Form]]
) -> Sequence[int]:
    """How many values of a column do not fit a form, for each of these."""
    counts = ", ".join(
        f"count(c{place}) FILTER (WHERE ({form.fits.format(c=f'c{place}')}) IS NOT true)"
        for place, form in tried
    )
    found = connection.execute(f"SELECT {counts} FROM {source}").fetchone()  # noqa: S608
    assert found is not None
    return found


def _said(column: Column, misfits: int, form: _Form) -> str:
    name, count = clean_line(column.name, 60), fmt.number(misfits)
    if form is _WIDE_INT:
        said = ngettext(
            "“{name}” is a decimal in it: {count} value is beyond 64 bits.",
            "“{name}” is a decimal in it: {count} values are beyond 64 bits.",
            misfits,
        )
    else:
        said = ngettext(
            "“{name}” is text in it: {count} value does not fit its type.",
            "“{name}” is text in it: {count} values do not fit its type.",
            misfits,
        )
    return said.format(name=name, count=count)


def unique_names(names: Sequence[str]) -> list[str]:
    """Names of columns as DuckDB takes them: none empty, no two that differ by case only, no NUL
    and no half of a pair of surrogates."""
    taken = {name.lower() for name in names}
    seen: set[str] = set()
    made = []
    for place, name in enumerate(names, 1):
        allowed = _LONE.sub("\N{REPLACEMENT CHARACTER}", name.replace("\0", ""))
        unique = allowed or f"column_{place}"
        number = 2
        while unique.lower() in seen or (unique != name and unique.lower() in taken):
            unique = f"{allowed or 'column'}_{number}"
            number += 1
        seen.add(unique.lower())
        made.append(unique)
    return made


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
