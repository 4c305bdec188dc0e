"""Answers of the services on disk: the least recently used ones go first."""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from tui.memory.database import Database, Unkept

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

# The body comes last: what is before it is read without it.
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, at REAL NOT NULL, used REAL NOT NULL, size INTEGER NOT NULL,
    etag TEXT NOT NULL, modified TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS answers_by_use ON answers (used, size)
"""

_PATIENCE: Final = 0.25
"""Seconds that another program may hold the file: an answer is asked for again rather than waited
for longer."""

LARGEST: Final = 32 * 1024 * 1024
"""Bytes of the largest answer that is unpacked: what was damaged may stand for any number."""

_END_OF_TIME: Final = 1e11
"""Seconds since the epoch at which no answer came."""

_USE_NOTED: Final = 60.0
"""Seconds between two notes that an answer was used."""


class KeptAnswer(NamedTuple):
    """An answer on disk.

    Attributes:
        body: As it came, unpacked.
        at: When the service last vouched for it, in seconds since the epoch.
        etag, modified: The headers that ask whether it changed; empty where it had none.
    """

    body: bytes
    at: float
    etag: str = ""
    modified: str = ""


class AnswerFile:
    """Answers by key, in at most `room` bytes as they are packed.

    It never raises: where the file cannot be used, nothing is found and nothing is kept.
    """

    def __init__(self, path: Path, room: int, *, clock: Callable[[], float] = time.time) -> None:
        self._database = Database(path, _TABLES, patience=_PATIENCE)
        self._room = room
        self._clock = clock
        self._failures = 0

    async def get(self, key: str) -> KeptAnswer | None:
        """The answer kept under `key`."""
        if self._is_out_of_use:
            return None
        try:
            return await self._database.run(partial(_get, key=key, now=self._clock()))
        except Unkept as error:
            self._failed(error)
            return None

    def put(self, key: str, answer: KeptAnswer) -> None:
        """Keep an answer, unless it would take a quarter of the room. Waits for nothing."""
        if not self._is_out_of_use:
            work = partial(_put, key=key, answer=answer, now=self._clock(), room=self._room)
            self._database.submit(work).add_done_callback(self._done)

    def renew(self, key: str, at: float) -> None:
        """Note that the service vouched for an answer again."""
        if not self._is_out_of_use:
            work = partial(_renew, key=key, at=at)
            self._database.submit(work).add_done_callback(self._done)

    def close(self) -> None:
        """Finish what was begun."""
        self._database.close()

    @property
    def _is_out_of_use(self) -> bool:
        # Once may be another program that holds it.
        return self._failures >= 3

    def _done(self, future: Future[None]) -> None:
        error = None if future.cancelled() else future.exception()
        if isinstance(error, Unkept):
            self._failed(error)

    def _failed(self, error: Unkept) -> None:
        self._failures += 1
        logging.getLogger("tui").warning("answers are not kept on disk: %s", error.reason)


def _get(connection: sqlite3.Connection, *, key: str, now: float) -> KeptAnswer | None:
    row = connection.execute(
        "SELECT body, at, etag, modified, used FROM answers WHERE key = ?", (key,)
    ).fetchone()
    if row is None:
        return None
    kept = _read(row[:-1])
    if kept is None:
        connection.execute("DELETE FROM answers WHERE key = ?", (key,))
    elif not isinstance(row[-1], float) or now - row[-1] > _USE_NOTED:
        connection.execute("UPDATE answers SET used = ? WHERE key = ?", (now, key))
    return kept


def _read(row: Sequence[object]) -> KeptAnswer | None:
    """The answer in a row; None where it was damaged: a column of SQLite may hold anything."""
    body, at, etag, modified = row
    if not (isinstance(body, bytes) and isinstance(at, float) and 0 <= at < _END_OF_TIME):
        return None
    if not (isinstance(etag, str) and isinstance(modified, str)):
        return None
    unpacker = zlib.decompressobj()
    try:
        whole = unpacker.decompress(body, LARGEST)
    except zlib.error:
        return None
    return KeptAnswer(whole, at, etag, modified) if unpacker.eof else None


def _put(
    connection: sqlite3.Connection, *, key: str, answer: KeptAnswer, now: float, room: int
) -> None:
    connection.execute("DELETE FROM answers WHERE key = ?", (key,))
    body = zlib.compress(answer.body, 1)
    if len(body) * 4 > room:
        return
    connection.execute(
        "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, answer.at, now, len(body), answer.etag, answer.modified, body),
    )
    (total,) = connection.execute("SELECT total(size) FROM answers").fetchone()
    going: list[tuple[int]] = []
    for row, size in connection.execute(
        "SELECT rowid, size FROM answers WHERE key != ? ORDER BY used, rowid", (key,)
    ):
        if total <= room:
            break
        total -= size
        going.append((row,))
    connection.executemany("DELETE FROM answers WHERE rowid = ?", going)


def _renew(connection: sqlite3.Connection, *, key: str, at: float) -> None:
    connection.execute("UPDATE answers SET at = ? WHERE key = ?", (at, key))
