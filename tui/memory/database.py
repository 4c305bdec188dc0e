"""A small SQLite file, on a thread of its own, that several programs may use at once."""

from __future__ import annotations

import asyncio
import os
import stat
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from tui.i18n import gettext as _
from tui.text import SafeText, clean_line

if TYPE_CHECKING:
    import sqlite3

PATIENCE: Final = 2.0
"""Seconds that another program may hold the file before one gives up."""

_BROKEN: Final = frozenset({11, 26})
"""SQLite's codes of a malformed file, and of one that is no database."""

_T = TypeVar("_T")


class Unkept(Exception):
    """The file cannot be used.

    Attributes:
        reason: Why, in a few words, safe for one line.
    """

    def __init__(self, reason: str) -> None:
        self.reason: SafeText = clean_line(reason, 200)
        super().__init__(self.reason)


class Database:
    """One file, opened on first use.

    A broken file is moved aside, and one begins anew. A file of a later version is left alone.

    Args:
        tables: The statements that make what is missing; they may be run again.
        version: Of the tables, from 1.
        patience: Seconds that another program may hold the file.
    """

    def __init__(
        self, path: Path, tables: str, version: int = 1, *, patience: float = PATIENCE
    ) -> None:
        self.path = path
        self.moved_aside: Path | None = None
        self._tables = tables
        self._version = version
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._thread: ThreadPoolExecutor | None = None

    def submit(self, work: Callable[[sqlite3.Connection], _T]) -> Future[_T]:
        """Do `work`, all of it or nothing, after what was submitted before.

        The future raises `Unkept` where the file cannot be used.
        """
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "memory")
        return self._thread.submit(self.perform, work)

    async def run(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """The same, waited for. Once begun it is done, whether or not the caller is cancelled."""
        return await asyncio.shield(asyncio.wrap_future(self.submit(work)))

    def perform(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do `work` on this thread, which must be the only one to do so. Raises `Unkept`."""
        import sqlite3

        try:
            return self._attempt(work)
        except sqlite3.DatabaseError as error:
            if not _is_broken(error):
                raise Unkept(str(error)) from error
        except (OSError, sqlite3.Error) as error:
            raise Unkept(_reason(error)) from error
        try:
            self._move_aside()
            return self._attempt(work)
        except (OSError, sqlite3.Error) as error:
            raise Unkept(_reason(error)) from error

    def close(self) -> None:
        """Finish what was submitted, then close the file."""
        if self._thread is None:
            self._close()
            return
        self._thread.submit(self._close)
        self._thread.shutdown(wait=True)
        self._thread = None

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _attempt(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        connection = self._connection or self._open()
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
        return result

    def _open(self) -> sqlite3.Connection:
        import sqlite3

        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What one looked at is nobody else's business: SQLite would let others read it.
        file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            status = os.fstat(file)
            self._inode = status.st_ino
            if stat.S_ISREG(status.st_mode) and status.st_mode & 0o077:  # as it came from elsewhere
                os.fchmod(file, 0o600)
        finally:
            os.close(file)
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        import sqlite3

        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > self._version:
            raise Unkept(_("it was written by a later version"))
        # Another program that opens it right now sets the same.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        for statement in self._tables.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {self._version}")
        connection.commit()

    def _move_aside(self) -> None:
        self._close()
        stamp = time.strftime("%Y%m%d-%H%M%S")
        aside = self.path.with_name(f"{self.path.name}.broken-{stamp}-{os.getpid()}")
        try:
            if self.path.stat().st_ino != self._inode:
                return  # another program was quicker: what is there now is its new one
            self.path.replace(aside)
        except FileNotFoundError:
            return
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self.moved_aside = aside


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)
