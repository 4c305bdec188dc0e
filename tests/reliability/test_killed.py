"""kill -9 at any moment: what was confirmed is there, and nothing is there by half."""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import time
import zlib
from contextlib import closing
from pathlib import Path

from reckoning import Count, reckon, thorough

from tui.links import Link
from tui.memory.answers import AnswerFile, KeptAnswer
from tui.memory.places import LastSession, PlaceFile, Remembered
from tui.settings import SITES
from tui.tables.export.small import write_whole

KILLS = 200 if thorough() else 20
LINES = "a;b\n" * 20_000
"""Of an export: long enough to be caught while it is written."""


def write_for_ever(folder: Path, turn: int, told: int) -> None:
    """Write what the application writes, and tell what is confirmed, a line each."""

    def tell(kind: str, name: object) -> None:
        os.write(told, f"{kind} {name}\n".encode())

    places = PlaceFile(folder / "places.db", SITES["sample"])
    answers = AnswerFile(folder / "answers.db", 1_000_000)
    for number in range(10**6):
        name = f"t{turn}n{number}"
        place = Remembered(Link("dataset", name), name, float(number))
        places.visit(name, place).result()
        tell("visit", name)
        if number % 3 == 0:
            places.bookmark(place).result()
            tell("bookmark", name)
        places.save_session(LastSession((place,), 0)).result()
        tell("session", name)
        answers.put(name, KeptAnswer(b"x" * 5000, 0.0))
        if number % 5 == 0:
            write_whole(LINES, folder / f"{name}.csv")
            tell("file", name)


def killed(folder: Path, turn: int, moment: float) -> list[tuple[str, str]]:
    """What was confirmed by a process that was killed `moment` seconds after its first word."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reads)
        try:
            write_for_ever(folder, turn, writes)
        finally:
            os._exit(1)
    os.close(writes)
    assert select.select([reads], [], [], 30.0)[0]
    time.sleep(moment)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    told = b""
    while chunk := os.read(reads, 65536):
        told += chunk
    os.close(reads)
    lines = told.decode().split("\n")[:-1]
    return [(kind, name) for kind, _, name in (line.partition(" ") for line in lines)]


def test_nothing_that_was_confirmed_is_lost(tmp_path: Path) -> None:
    moments = random.Random(15)
    for turn in range(KILLS):
        told = killed(tmp_path, turn, moments.random() * 0.04)
        assert told
        places = PlaceFile(tmp_path / "places.db", SITES["sample"])
        visits, bookmarks = places.load().result()
        session = places.last_session().result()
        places.close()
        assert places.database.moved_aside is None
        mine = {name for kind, name in told if kind == "visit"}
        assert mine <= {place.link.ident for place in visits.values()}
        marked = {name for kind, name in told if kind == "bookmark"}
        assert marked <= {place.link.ident for place in bookmarks}
        last = [name for kind, name in told if kind == "session"]
        if last:
            number = int(last[-1].partition("n")[2])
            # The next one may have been written, and not told of yet.
            assert session.places[0].link.ident in (f"t{turn}n{number}", f"t{turn}n{number + 1}")
        files = {name for kind, name in told if kind == "file"}
        for path in tmp_path.glob("*.csv"):
            assert path.read_text() == LINES
            path.unlink()
            files.discard(path.stem)
        assert files == set()
        for path in tmp_path.glob("*.part"):
            path.unlink()  # a file under way is under a name that says so
    assert not list(tmp_path.glob("*.broken*"))
    with closing(sqlite3.connect(tmp_path / "answers.db")) as answers:
        bodies = [zlib.decompress(body) for (body,) in answers.execute("SELECT body FROM answers")]
    assert bodies
    assert set(bodies) == {b"x" * 5000}
    reckon(Count.KILLS, KILLS)
