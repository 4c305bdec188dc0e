"""What is kept of places: bounded, in order, by several programs at once, whatever the file."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tui.links import Link
from tui.memory import places, shelf
from tui.memory.database import Database, Unkept
from tui.memory.places import LastSession, PlaceFile, Remembered, key_of, site_key
from tui.memory.shelf import Shelf
from tui.settings import SITES

WWW = SITES["www"]


def place(name: str, at: float = 0.0) -> Remembered:
    return Remembered(Link("dataset", name), name.title(), at)


def kept(path: Path) -> tuple[dict[str, Remembered], list[Remembered]]:
    file = PlaceFile(path, WWW)
    try:
        return file.load().result()
    finally:
        file.close()


def test_what_was_visited_and_bookmarked_is_there_in_the_next_session(tmp_path: Path) -> None:
    path = tmp_path / "a" / "places.db"
    file = PlaceFile(path, WWW)
    file.visit("1", place("one", 1.0))
    file.visit("2", place("two", 2.0))
    file.visit("1", place("three", 3.0))
    file.bookmark(place("one"))
    file.bookmark(place("two"))
    file.unbookmark(place("one").key)
    file.close()
    visits, bookmarks = kept(path)
    assert visits == {"2": place("two", 2.0), "1": place("three", 3.0)}
    assert list(visits) == ["2", "1"]
    assert bookmarks == [place("two")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_site_has_its_own_places(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    own = replace(WWW, main_url="http://localhost:7000")
    for number, site in enumerate((WWW, SITES["demo"], own)):
        file = PlaceFile(path, site)
        file.bookmark(place(f"place-{number}"))
        file.close()
    assert kept(path)[1] == [place("place-0")]
    assert site_key(own) == "http://localhost:7000"


def test_forgetting_a_place_forgets_all_its_visits(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    file = PlaceFile(path, WWW)
    file.visit("1", Remembered(Link("dataset", "x", fragment="files"), "X", 0))
    file.visit("2", Remembered(Link("dataset", "x", fragment="json"), "X", 0))
    file.visit("3", place("y"))
    file.forget(place("x").key)
    file.close()
    assert list(kept(path)[0]) == ["3"]


def test_neither_the_tab_nor_the_row_makes_another_place() -> None:
    assert key_of(Link("dataset", "x", fragment="files")) == key_of(Link("dataset", "x"))
    here = Link("resource", "r", (("dep__exact", "75"), ("row", "12"), ("col", "dep")))
    assert key_of(here) == "resource:r?dep__exact=75"
    assert key_of(Link("resource", "r", fragment="structure")) != key_of(Link("resource", "r"))


@examples(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 5)), max_size=40))
def test_the_disk_and_the_shelf_keep_the_same_and_no_more_than_they_may(
    visits: list[tuple[int, int]],
) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(places, "VISITS_KEPT", 5)
        patch.setattr(shelf, "VISITS_KEPT", 5)
        file, at_hand = PlaceFile(Path(folder) / "p.db", WWW), Shelf()
        for stay, name in visits:
            file.visit(str(stay), place(f"d{name}"))
            at_hand.visit(str(stay), place(f"d{name}"))
        on_disk = file.load().result()[0]
        file.close()
    assert list(on_disk.items()) == list(at_hand._visits.items())
    assert len(on_disk) <= 5
    recent = at_hand.recent()
    assert len({p.key for p in recent}) == len(recent)
    assert recent[:1] == [place(f"d{name}") for _stay, name in visits[-1:]]


WRITER = """
import sys
from pathlib import Path
from tui.links import Link
from tui.memory.places import PlaceFile, Remembered
from tui.settings import SITES
file = PlaceFile(Path(sys.argv[1]), SITES["www"])
print("ready", flush=True)
sys.stdin.readline()
done = [
    file.visit(f"{sys.argv[2]}-{n}", Remembered(Link("dataset", f"{sys.argv[2]}-{n}"), "t", n))
    for n in range(60)
]
for future in done:
    future.result()
file.close()
"""


def test_two_programs_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.readline()
    for writer in writers:
        writer.communicate("\n", timeout=60)
        assert writer.returncode == 0
    visits, _bookmarks = kept(path)
    assert set(visits) == {f"{name}-{number}" for name in "ab" for number in range(60)}


@pytest.mark.parametrize(
    "content", [b"not a database" * 400, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_broken_file_is_moved_aside_and_another_begun(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "places.db"
    path.write_bytes(content)
    file = PlaceFile(path, WWW)
    file.bookmark(place("one")).result()
    aside = file.database.moved_aside
    file.close()
    assert aside is not None
    assert aside.read_bytes() == content
    assert kept(path)[1] == [place("one")]


def test_a_file_that_breaks_while_it_is_used_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    file = PlaceFile(path, WWW)
    file.bookmark(place("one")).result()
    file.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xee" * (len(content) - 4096)
    path.write_bytes(content)
    file.bookmark(place("two")).result()
    assert file.load().result()[1] == [place("two")]
    assert file.database.moved_aside is not None
    file.close()


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Unkept, match="later version"):
        kept(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unkept, match="ermission"):
        kept(tmp_path / "sub" / "places.db")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unkept):
        kept(tmp_path / "file" / "places.db")


def test_work_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", "CREATE TABLE IF NOT EXISTS t (x)")

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO t VALUES (1)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.submit(fail).result()
    count = database.submit(lambda c: c.execute("SELECT count(*) FROM t").fetchone()).result()
    database.close()
    assert count == (0,)


def test_the_last_session_comes_back_without_what_can_no_longer_be_read(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    file = PlaceFile(path, WWW)
    assert file.last_session().result() == LastSession()
    session = LastSession((place("a"), place("b"), place("c")), 1)
    file.save_session(session)
    assert file.last_session().result() == session
    file.close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE sessions SET places = replace(places, 'dataset:a', 'datset:a')")
    connection.close()
    assert file.last_session().result() == LastSession((place("b"), place("c")), 0)
    file.close()


@pytest.mark.parametrize("at", ["1e300", "-1e300", "9e999", "'then'"])
def test_a_visit_at_no_time_is_passed_over(at: str, tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    file = PlaceFile(path, WWW)
    file.visit("1", place("one", 1.0))
    file.visit("2", place("two", 2.0))
    file.close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(f"UPDATE visits SET at = {at} WHERE stay = '1'")  # noqa: S608
    connection.close()
    assert kept(path)[0] == {"2": place("two", 2.0)}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"places": [], "shown": 1e999}',
        '{"places": [["dataset:one", "One", 1%s]], "shown": 0}' % ("0" * 400),
        '{"places": {"a": 1}, "shown": null}',
    ],
)
def test_a_last_session_that_cannot_be_read_is_none(text: str, tmp_path: Path) -> None:
    file = PlaceFile(tmp_path / "places.db", WWW)
    file.save_session(LastSession((place("one"),), 0)).result()
    file.close()
    connection = sqlite3.connect(tmp_path / "places.db")
    with connection:
        connection.execute("UPDATE sessions SET places = ?", (text,))
    connection.close()
    assert file.last_session().result() == LastSession((), -1)
    file.close()


def test_a_file_that_others_could_read_is_its_owners_alone_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    path.touch()
    path.chmod(0o666)
    kept(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
