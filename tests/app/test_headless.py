"""A place without a terminal: as a picture, as text, and with an exit status that a script can
trust."""

from __future__ import annotations

import asyncio
import gc
import os
import re
import resource
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tui import headless
from tui.api.transport import Transport
from tui.cli import main
from tui.sample.app import SampleSite

POPULATION = "dataset:population-des-communes-francaises"
SAMPLE = ("--site", "sample", "--lang", "en")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A person with no settings, and a client that does not wait before it asks again."""
    for name in os.environ:
        if name.startswith("DATAGOUV_TUI_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    options = Transport.__init__.__kwdefaults__
    assert options is not None
    monkeypatch.setitem(options, "sleep", lambda _seconds: asyncio.sleep(0))
    before = gc.get_threshold()
    yield tmp_path
    gc.set_threshold(*before)


@pytest.fixture
def nowhere() -> tuple[str, ...]:
    """Options that lead to a port of this machine where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    return ("--lang", "en", "--main-url", url, "--tabular-url", url, "--metrics-url", url)


@pytest.fixture
def silence() -> Iterator[tuple[str, ...]]:
    """Options that lead to a port of this machine where nobody ever answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield ("--lang", "en", "--main-url", url, "--tabular-url", url, "--metrics-url", url)


def dgv(*argv: str) -> int:
    """Run the command, on a thread of its own as its event loop is not the tests'."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(main, argv).result()


def svg_text(path: Path) -> str:
    """What is written in a picture."""
    ElementTree.fromstring(path.read_text(encoding="utf-8"))
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8"))
    return unescape(" ".join(texts)).replace("\xa0", " ")


def test_a_picture_of_text_has_the_size_that_was_asked_for(tmp_path: Path) -> None:
    picture = tmp_path / "place.txt"
    asked = ["screenshot", POPULATION, "-o", str(picture), "--size", "80x24", *SAMPLE]
    assert dgv(*asked) == 0
    lines = picture.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 24
    assert max(len(line) for line in lines) <= 80
    assert "SAMPLE" in lines[0]
    assert "Files (4)" in lines[1]


def test_a_drawn_picture_says_what_the_text_says(tmp_path: Path) -> None:
    picture = tmp_path / "place.svg"
    assert dgv("screenshot", POPULATION, "-o", str(picture), "--size", "80x24", *SAMPLE) == 0
    shown = svg_text(picture)
    assert "Population des communes françaises" in shown
    assert "Files (4)" in shown


def test_keys_are_pressed_one_after_the_other_each_once_the_place_rests(tmp_path: Path) -> None:
    picture = tmp_path / "rows.txt"
    keys = "enter right right slash down down 7 5 enter s s G"
    options = ["-o", str(picture), "--size", "80x24", "--keys", keys, *SAMPLE]
    assert dgv("screenshot", POPULATION, *options) == 0
    shown = picture.read_text(encoding="utf-8")
    assert "code_departement = 75" in shown
    found = re.search(r"row ([\d,]+) of ([\d,]+)", shown)
    assert found is not None
    assert found[1] == found[2]


def test_nothing_is_said_on_the_terminal_when_a_picture_succeeds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dgv("screenshot", "search:population", "-o", str(tmp_path / "a.svg"), *SAMPLE) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == ""


def test_two_pictures_of_the_same_place_are_the_same(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        asked = ["screenshot", "search:eau", "-o", str(tmp_path / name), "--size", "140x30"]
        assert dgv(*asked, *SAMPLE) == 0
    one, two = ((tmp_path / name).read_text() for name in ("one.txt", "two.txt"))
    assert one == two


@pytest.mark.parametrize("kind", ["svg", "txt"])
def test_a_place_that_is_gone_is_pictured_with_status_1(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / f"gone.{kind}"
    assert dgv("screenshot", "dataset:jeu-supprime", "-o", str(picture), *SAMPLE) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "dgv: This was deleted by its producer.\n"
    shown = svg_text(picture) if kind == "svg" else picture.read_text(encoding="utf-8")
    assert "This was deleted by its producer." in shown


def test_a_key_that_leads_to_a_failure_gives_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "a.txt"
    keys = "o " + " ".join("colon" if c == ":" else c for c in "dataset:xyz") + " enter"
    options = ["-o", str(picture), "--keys", keys, *SAMPLE]
    assert dgv("screenshot", "search:population", *options) == 1
    assert capsys.readouterr().err == "dgv: This was not found.\n"


def test_a_site_that_cannot_be_reached_gives_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], nowhere: tuple[str, ...]
) -> None:
    picture = tmp_path / "a.txt"
    assert dgv("screenshot", "-o", str(picture), *nowhere) == 1
    assert "dgv: The site cannot be reached." in capsys.readouterr().err
    assert "S opens the sample site" in picture.read_text(encoding="utf-8")


def test_a_site_that_never_answers_gives_status_1_and_a_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    silence: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(headless, "PATIENCE", 2.0)
    picture = tmp_path / "a.txt"
    assert dgv("screenshot", POPULATION, "-o", str(picture), *silence) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "dgv: The service did not answer in time.\n"
    assert "Datasets" in picture.read_text(encoding="utf-8")


def test_a_picture_that_cannot_be_written_gives_status_1_and_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "folder.txt"
    picture.mkdir()
    assert dgv("screenshot", POPULATION, "-o", str(picture), *SAMPLE) == 1
    said = capsys.readouterr().err
    assert said == f"dgv: {picture}: Is a directory\n"


@pytest.mark.parametrize("there", [True, False])
def test_a_picture_for_which_there_is_no_room_leaves_what_was_there(
    there: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "a.txt"
    if there:
        picture.write_text("before")
    taken = resource.getrlimit(resource.RLIMIT_FSIZE)
    shown = headless.Picture(text="x" * 5000)
    monkeypatch.setattr(headless, "take_picture", lambda *_: shown)
    heeded = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, taken[1]))
    try:
        assert dgv("screenshot", POPULATION, "-o", str(picture), *SAMPLE) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, taken)
        signal.signal(signal.SIGXFSZ, heeded)
    assert capsys.readouterr().err == f"dgv: {picture}: File too large\n"
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"] * there


@pytest.mark.parametrize("address", ["datset:x", "https://example.org/datasets/x"])
def test_an_address_that_leads_nowhere_is_wrong_usage_and_no_picture(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "a.txt"
    assert dgv("screenshot", address, "-o", str(picture), *SAMPLE) == 2
    assert not picture.exists()
    assert dgv(address, *SAMPLE) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("dgv: ")


@pytest.mark.parametrize(
    ("lang", "files", "hint"),
    [
        ("en", "Files (4)", "dgv needs a terminal to be used; here is the place as text.\n"),
        ("fr", "Fichiers (4)", "dgv s’utilise dans un terminal"),
    ],
)
def test_without_a_terminal_the_place_goes_to_stdout_and_the_hint_to_stderr(
    lang: str, files: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dgv(POPULATION, "--site", "sample", "--lang", lang) == 0
    said = capsys.readouterr()
    assert files in said.out
    assert "Population des communes françaises" in said.out
    assert "\x1b" not in said.out
    assert said.err.startswith(hint)
    assert len(said.err.splitlines()) == 1


def test_without_a_terminal_a_table_is_printed_with_its_first_rows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    catalogue = SampleSite().catalogue
    dataset = next(d for d in catalogue.datasets if f"dataset:{d.slug}" == POPULATION)
    assert dgv(f"resource:{dataset.resources[0].id}", *SAMPLE) == 0
    shown = capsys.readouterr().out
    names, first, *rest = shown.splitlines()
    assert names.split("\t")[:2] == ["code_insee", "nom_commune"]
    assert first.split("\t")[0] == "01001"
    assert len(first.split("\t")) == len(names.split("\t"))
    assert len(rest) >= 49


def test_without_a_terminal_a_place_that_fails_is_printed_with_status_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert dgv("dataset:jeu-supprime", *SAMPLE) == 1
    said = capsys.readouterr()
    assert "This was deleted by its producer." in said.out
    assert said.err.splitlines()[1:] == ["dgv: This was deleted by its producer."]


def test_without_a_terminal_an_unreachable_site_is_printed_with_status_1(
    capsys: pytest.CaptureFixture[str], nowhere: tuple[str, ...]
) -> None:
    assert dgv("search:population", *nowhere) == 1
    said = capsys.readouterr()
    assert "The site cannot be reached." in said.out
    assert said.err.splitlines()[-1].startswith("dgv: The site cannot be reached.")
