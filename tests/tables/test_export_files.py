"""Where rows gather, how a file gets its name, and what is never lost on the way."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hostility import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st

from tui.tables.export.formats import Format
from tui.tables.export.names import (
    completed,
    file_name,
    free_path,
    numbered,
    part_of,
    retyped,
    typed_path,
)
from tui.tables.export.part import Part, Saved, look_at, saved_of
from tui.tables.export.plan import plan_for, plan_for_held
from tui.tables.export.problems import ExportError, file_problem, shown
from tui.tables.export.progress import PACE_OVER, Pace, Progress, Route, Stage
from tui.tables.query import Condition, Op, Query, Sort
from tui.text import is_safe_line

# Names


@pytest.mark.parametrize(
    "title", [*PAYLOADS, "", "..", "-rf", "~", "/etc/passwd", "CON:", "a" * 999]
)
def test_no_title_makes_a_name_that_does_harm(title: str) -> None:
    for made in Format:
        name = file_name(title, made)
        assert name.endswith(made.extension)
        assert name[0] not in ".-~"
        assert not set(name) & set("/\\:*?\"<>| \t\n'$`&;(){}[]!")
        assert is_safe_line(name)
        assert len(name.encode()) <= 140
        assert Path(name).name == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Population des communes françaises", "Population-des-communes-françaises.csv"),
        ("communes.csv", "communes.csv"),
        ("communes-2024.csv.gz", "communes-2024.csv"),
        ("a / b", "a-b.csv"),
        ("cafe\u0301", "café.csv"),
        ("漢字", "漢字.csv"),
        ("...", "export.csv"),
        ("v1.2_final", "v1.2_final.csv"),
    ],
)
def test_a_title_makes_a_name(title: str, name: str) -> None:
    assert file_name(title, Format.CSV) == name


@given(st.text())
def test_any_title_makes_a_name(title: str) -> None:
    name = file_name(title, Format.CSV)
    assert name.encode()
    assert not name.startswith((".", "-"))
    assert "/" not in name
    assert is_safe_line(name)


def test_what_is_typed_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "there").mkdir()
    assert typed_path("a.csv", folder, "n.csv") == folder / "a.csv"
    assert typed_path("~/a.csv", folder, "n.csv") == tmp_path / "a.csv"
    assert typed_path("there", folder, "n.csv") == folder / "there" / "n.csv"
    assert typed_path("new/", folder, "n.csv") == folder / "new" / "n.csv"
    assert typed_path("/x/a.csv", folder, "n.csv") == Path("/x/a.csv")
    (folder / "link.csv").symlink_to(tmp_path / "real.csv")
    assert typed_path("link.csv", folder, "n.csv") == tmp_path / "real.csv"
    for text in ("", "  ", "a\0b", "~nobody-of-that-name/a.csv"):
        with pytest.raises(ExportError):
            typed_path(text, folder, "n.csv")
    assert shown(tmp_path / "a\x1b.csv") == "~/a␛.csv"


def test_the_next_free_name_has_a_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert free_path(path) == path
    path.touch()
    part_of(tmp_path / "a-2.csv").touch()
    assert free_path(path) == tmp_path / "a-3.csv"
    assert [p.name for p, _n in zip(numbered(Path("b")), range(3), strict=False)] == [
        "b",
        "b-2",
        "b-3",
    ]


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("datasets.atom", "datasets-2.atom"),
        ("carte.v2.geojson", "carte.v2-2.geojson"),
        ("tout.tar.gz", "tout-2.tar.gz"),
        (".csv", ".csv-2"),
        ("données 2024", "données 2024-2"),
    ],
)
def test_the_number_stands_before_the_end_of_a_name(name: str, second: str) -> None:
    assert [path.name for path, _n in zip(numbered(Path(name)), range(2), strict=False)] == [
        name,
        second,
    ]


def test_folders_are_completed_as_far_as_one_way_goes(tmp_path: Path) -> None:
    for name in ("données", "données-2", "autre", ".caché"):
        (tmp_path / name).mkdir()
    (tmp_path / "aucun.csv").touch()
    assert completed("d", tmp_path) == "données"
    assert completed("a", tmp_path) == "autre/"
    assert completed(".c", tmp_path) == ".caché/"
    assert completed("x", tmp_path) == "x"
    assert completed("~personne-de-connu/x", tmp_path) == "~personne-de-connu/x"
    assert completed("autre/x", tmp_path) == "autre/x"
    assert completed("nowhere/x", tmp_path) == "nowhere/x"
    assert completed(f"{tmp_path}/au", Path("/")) == f"{tmp_path}/autre/"
    assert retyped("~/a/b.csv", Format.JSON) == "~/a/b.json"
    assert retyped("~/a/", Format.JSON) == "~/a/"


# The part

KEY = Saved("k", "2024", 3)


def begun(target: Path, saved: Saved = KEY, *, may_replace: bool = False) -> Part:
    part = Part(target, saved)
    part.open(may_replace=may_replace)
    return part


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


def test_a_part_goes_on_where_it_stopped(target: Path) -> None:
    part = begun(target)
    part.append(b"one\n", rows=1, last_id=7)
    part.save()
    part.append(b"two\n", rows=2, last_id=8)
    part.close()  # as when the machine stops: the last rows were not noted

    part = begun(target)
    assert (part.saved.rows, part.saved.last_id, part.saved.size) == (1, 7, 4)
    part.append(b"2\n", rows=2, last_id=8)
    part.let_go(keep=True)
    assert part_of(target).read_bytes() == b"one\n2\n"
    assert saved_of(target) == replace(KEY, rows=2, last_id=8, size=6)

    part = begun(target)
    assert part.publish(part.path, overwrite=False) == target
    assert target.read_bytes() == b"one\n2\n"
    assert os.listdir(target.parent) == ["a.csv"]


@pytest.mark.parametrize("other", [Saved("k", "2025", 3), Saved("k", "2024", 4)])
def test_rows_of_another_edition_are_not_gone_on_with(target: Path, other: Saved) -> None:
    part = begun(target)
    part.append(b"one\n", rows=1, last_id=7)
    part.let_go(keep=True)
    part = begun(target, other)
    assert part.saved == other
    assert part.path.read_bytes() == b""
    part.let_go(keep=False)
    assert os.listdir(target.parent) == []


def test_other_rows_begun_there_go_only_if_that_was_agreed_to(target: Path) -> None:
    part = begun(target)
    part.append(b"one\n", rows=1, last_id=7)
    part.let_go(keep=True)
    assert look_at(target, "k").unfinished == part.saved
    assert look_at(target, "other").has_other_part
    with pytest.raises(ExportError, match="Other rows"):
        begun(target, Saved("other"))
    assert part_of(target).read_bytes() == b"one\n"
    part = begun(target, Saved("other"), may_replace=True)
    assert part.saved == Saved("other")
    part.let_go(keep=False)


def test_a_link_where_the_state_is_written_first_leads_nowhere(target: Path) -> None:
    precious = target.with_name("precious")
    precious.write_text("precious")
    target.with_name(f"{target.name}.part.json.new").symlink_to(precious)
    part = Part(target, Saved("k"))
    part.open(may_replace=False)
    part.let_go(keep=False)
    assert precious.read_text() == "precious"


def test_a_pipe_in_the_place_of_the_part_or_of_its_state_is_not_waited_for(target: Path) -> None:
    state = target.with_name(f"{target.name}.part.json")
    os.mkfifo(state)
    with pytest.raises(ExportError, match="in the way"):
        look_at(target, "k")
    state.unlink()
    state.write_text(json.dumps(asdict(Saved("k"))))
    os.mkfifo(part_of(target))
    assert not look_at(target, "k").is_busy


@pytest.mark.parametrize("name", ["a.csv.part", "a.csv.part.json", "a.csv.part.out"])
def test_a_strangers_file_is_left_alone(target: Path, name: str) -> None:
    (target.parent / name).write_text("mine")
    with pytest.raises(ExportError, match="in the way"):
        look_at(target, "k")
    with pytest.raises(ExportError, match="in the way"):
        begun(target, may_replace=True)
    assert (target.parent / name).read_text() == "mine"


@pytest.mark.parametrize("said", ["", "[]", "null", "{}", '{"key": 1}', "[" * 9_000])
def test_a_state_that_says_nothing_is_a_strangers(target: Path, said: str) -> None:
    (target.parent / "a.csv.part.json").write_text(said)
    assert saved_of(target) is None


@pytest.mark.parametrize(
    "change", [{"rows": -1}, {"size": "9"}, {"total": True}, {"edition": None}]
)
def test_a_state_that_cannot_be_is_a_strangers(target: Path, change: dict[str, object]) -> None:
    begun(target).let_go(keep=True)
    state = target.parent / "a.csv.part.json"
    state.write_text(json.dumps(json.loads(state.read_text()) | change))
    assert saved_of(target) is None


def test_a_part_shorter_than_it_should_be_is_begun_again(target: Path) -> None:
    part = begun(target)
    part.append(b"one\n", rows=1, last_id=7)
    part.let_go(keep=True)
    part_of(target).write_bytes(b"on")
    part = begun(target)
    assert (part.saved.rows, part.saved.size) == (0, 0)
    part.let_go(keep=False)
    part = begun(target)
    part.let_go(keep=True)
    part_of(target).unlink()
    assert begun(target).saved == KEY


def test_one_export_at_a_time_holds_a_part(target: Path) -> None:
    part = begun(target)
    part.append(b"one\n", rows=1, last_id=7)
    with pytest.raises(ExportError, match="Another export"):
        begun(target)
    assert part.path.read_bytes() == b"one\n"
    part.let_go(keep=True)
    begun(target).let_go(keep=True)


def test_nothing_secret_is_noted(target: Path) -> None:
    begun(target, Saved("digest", "2024", 3)).let_go(keep=True)
    said = json.loads((target.parent / "a.csv.part.json").read_text())
    assert set(said) == {"key", "edition", "total", "rows", "last_id", "size"}


# The name


def test_a_file_that_came_meanwhile_keeps_its_name(target: Path) -> None:
    part = begun(target)
    part.append(b"new", rows=1, last_id=1)
    target.write_text("somebody's")
    assert part.publish(part.path, overwrite=False) == target.with_name("a-2.csv")
    assert target.read_text() == "somebody's"
    assert target.with_name("a-2.csv").read_bytes() == b"new"
    assert sorted(os.listdir(target.parent)) == ["a-2.csv", "a.csv"]


def test_a_file_is_replaced_whole_and_keeps_who_may_read_it(target: Path) -> None:
    target.write_text("old")
    target.chmod(0o600)
    part = begun(target)
    part.append(b"new", rows=1, last_id=1)
    assert target.read_text() == "old"
    assert part.publish(part.path, overwrite=True) == target
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("taken", [False, True])
def test_folders_without_links_have_names_all_the_same(
    target: Path, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    if taken:
        target.write_text("somebody's")
    part = begun(target)
    part.append(b"new", rows=1, last_id=1)
    path = part.publish(part.path, overwrite=False)
    assert path.name == ("a-2.csv" if taken else "a.csv")
    assert path.read_bytes() == b"new"
    assert not taken or target.read_text() == "somebody's"


# What goes wrong


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process may become larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handled)


def test_without_room_the_part_goes_as_far_as_before(target: Path) -> None:
    part = begun(target)
    part.append(b"x" * 900, rows=1, last_id=1)
    with room_for(1_000), pytest.raises(OSError) as refused:  # noqa: PT011
        part.append(b"y" * 900, rows=2, last_id=2)
    assert "no room" in file_problem(refused.value, target).message
    assert (part.saved.rows, part.saved.size) == (1, 900)
    part.let_go(keep=True)
    part = begun(target)
    assert part.path.stat().st_size == 900
    part.append(b"z", rows=2, last_id=2)
    part.let_go(keep=True)
    assert part_of(target).read_bytes() == b"x" * 900 + b"z"


def test_without_room_for_the_note_the_last_one_holds(target: Path) -> None:
    part = begun(target)
    part.append(b"one", rows=1, last_id=1)
    part.save()
    part.append(b"two", rows=2, last_id=2)
    with room_for(10):
        part.let_go(keep=True)
    assert saved_of(target) == replace(KEY, rows=1, last_id=1, size=3)
    assert sorted(os.listdir(target.parent)) == ["a.csv.part", "a.csv.part.json"]


def test_where_no_file_can_go_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for path, said in [
        (tmp_path / "folder", "is a folder"),
        (tmp_path / "nowhere" / "a.csv", "There is no folder"),
        (tmp_path / "file" / "a.csv", "There is no folder"),
        (tmp_path / ("é" * 200), "No file can have this name"),
    ]:
        with pytest.raises(ExportError, match=said):
            look_at(path, "k")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="cannot be written to"):
        look_at(tmp_path / "a.csv", "k")


def test_every_refusal_of_the_system_is_a_sentence() -> None:
    for number in errno.errorcode:
        problem = file_problem(OSError(number, os.strerror(number)), Path("/x/a.csv"))
        assert problem.message.endswith(".")
        assert "Errno" not in problem.message


# The plan and the pace


@pytest.mark.parametrize(
    ("total", "route", "requests"),
    [
        (0, Route.STREAM, 1),
        (50_000, Route.STREAM, 1),
        (50_001, Route.PAGES, 1_001),
        (1_000_000, Route.PAGES, 20_000),
        (None, Route.STREAM, None),
    ],
)
def test_the_way_depends_on_the_number_of_rows(
    total: int | None, route: Route, requests: int | None
) -> None:
    plan = plan_for(Query(), total)
    assert (plan.route, plan.requests, plan.is_all, plan.why_not) == (route, requests, True, "")


def test_the_file_is_worth_looking_at_only_for_the_whole_table() -> None:
    some = Query().filtered(Condition("a", Op.ISNULL))
    for query in (some, Query(columns=("a",)), Query().sorted_by(Sort("a"))):
        assert not plan_for(query, 60_000).is_all
    assert plan_for_held(3).route is Route.HELD


def test_pages_in_an_order_that_ties_break_are_refused() -> None:
    query = Query().sorted_by(Sort("a"))
    assert "Remove the order" in plan_for(query, 60_000, sorts_plainly=True).why_not
    plan = plan_for(query, 40_000, sorts_plainly=True)
    assert plan.why_not == ""
    assert "any order" in plan.note
    assert plan_for(Query(), 60_000, sorts_plainly=True).why_not == ""
    assert plan_for(query, 60_000).why_not == ""


def test_the_pace_is_that_of_the_last_seconds() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.rate() is None
    pace.begin(1_000)
    assert pace.rate() is None
    now[0] = 0.5
    pace.note(2_000)
    assert pace.rate() is None
    now[0] = 2.0
    pace.note(3_000)
    assert pace.rate() == 1_000
    for second in range(3, 40):
        now[0] = second
        pace.note(3_000 + second * 10)
    assert pace.rate() == pytest.approx(10)
    now[0] += PACE_OVER * 9
    assert 0 < (pace.rate() or 0) < 2


def test_the_share_done() -> None:
    progress = Progress(Path("a"), rows=1, total=4)
    assert progress.share == 0.25
    assert replace(progress, total=None).share is None
    assert replace(progress, rows=0, total=0).share == 0
    assert replace(progress, total=None, stage=Stage.DONE).share == 1
    assert replace(progress, rows=9).share == 1
