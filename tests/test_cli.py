import logging
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostility import FORBIDDEN

from tui import __version__, arguments, i18n, logfile
from tui.arguments import Picture, UsageError
from tui.cli import main
from tui.help import WIDTH, usage
from tui.settings import OPTIONS

ROOT = Path(__file__).parent.parent
HEAVY = ("textual", "rich", "httpx", "pydantic", "duckdb", "babel", "markdown_it")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A person with no settings, in English."""
    for name in os.environ:
        if name.startswith(("DATAGOUV_TUI_", "LC_", "LANG")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield tmp_path
    i18n.install(i18n.DEFAULT)


def command(*argv: str) -> list[str]:
    return [sys.executable, "-m", "tui", *argv]


def modules_after(*argv: str) -> set[str]:
    """The modules that the command has imported when it ends."""
    program = (
        "import sys\nfrom tui.cli import main\n"
        f"main({list(argv)!r})\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize("argv", [("--version",), ("--help",), ("--wrong",), ("datset:x",)])
def test_what_needs_no_screen_imports_nothing_heavy(argv: tuple[str, ...]) -> None:
    assert modules_after(*argv).isdisjoint(HEAVY)


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"dgv {__version__}\n"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_help_names_every_option_within_80_columns(
    language: str, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert main(["--help", "--lang", language]) == 0
    shown = capsys.readouterr().out
    for option in OPTIONS:
        assert f"--{option.flag}" in shown
    longest = str(home / "config")
    assert all(len(line) <= WIDTH or longest in line for line in shown.splitlines())
    assert str(home / "config" / "datagouv-tui" / "config.toml") in shown


def test_the_help_is_in_french_for_who_asks_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "fr", "-h"])
    assert "Donner cette aide." in capsys.readouterr().out


def test_the_help_folds_what_is_too_wide() -> None:
    lines = usage(Path("/x" * 60)).splitlines()
    assert sum(len(line) > WIDTH for line in lines) == 1


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--lan", "de"], "en, fr"),
        (["--them", "x", "--site", "prod"], "www, demo, sample"),
        (["--latence", "1s"], "Did you mean --latency?"),
        (["--xyzzy"], "There is no option --xyzzy."),
        (["-z"], "There is no option -z."),
        (["--theme"], "--theme needs a value."),
        (["-o"], "-o needs a value."),
        (["--no-mouse=yes"], "--no-mouse takes no value."),
        (["--latency", "soon"], "--latency: “soon”"),
        (["--main-url", "x"], "--main-url: “x”"),
        (["--size", "80x24"], "goes with “screenshot”"),
        (["--site", "sample", "--main-url", "http://localhost:1"], "inside the program"),
        (["datset:abc"], "dataset:"),
        (["https://example.org/"], "example.org"),
        (["screenshot", "search:"], "-o FILE.svg"),
        (["screenshot", "-o", "x.png"], "-o FILE.svg"),
        (["screenshot", "-o", "/no/such/folder/x.svg"], "/no/such/folder"),
        (["screenshot", "-o", "x.svg", "--size", "80"], "--size: “80”"),
        (["screenshot", "-o", "x.svg", "--size", "9x9"], "20x5"),
        (["screenshot", "-o", "x.svg", "--size", "80x2400"], "500x200"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.startswith("dgv: ")
    assert captured.out == ""


def test_a_wrong_command_line_is_told_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang=fr", "--theme"]) == 2
    assert "--theme attend une valeur." in capsys.readouterr().err


def test_an_error_shows_no_control_character(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--\x1b[31mred"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_words_and_options_come_in_any_order() -> None:
    parsed = arguments.parse(["eau", "--site", "sample", "potable", "--no-mouse"])
    assert parsed.address == "eau potable"
    assert parsed.flags == {"site": "sample", "mouse": "false"}


def test_what_follows_two_dashes_is_an_address() -> None:
    assert arguments.parse(["--", "--help"]).address == "--help"


def test_a_picture_has_a_file_a_size_and_keys(tmp_path: Path) -> None:
    output = tmp_path / "x.svg"
    parsed = arguments.parse(
        ["screenshot", "search:eau", "-o", str(output), "--size", "80x24", "--keys", "down enter"]
    )
    assert parsed.action == "screenshot"
    assert parsed.address == "search:eau"
    assert parsed.picture == Picture(output, (80, 24), ("down", "enter"))


def test_a_picture_is_120_columns_by_40_rows_at_first(tmp_path: Path) -> None:
    picture = arguments.parse(["screenshot", "-o", str(tmp_path / "x.txt")]).picture
    assert picture == Picture(tmp_path / "x.txt", (120, 40), ())


@pytest.mark.parametrize("argv", [["--size", "80x24"], ["--size", "80X24"], ["--size", "80×24"]])
def test_a_size_is_written_as_people_do(argv: list[str], tmp_path: Path) -> None:
    picture = arguments.parse(["screenshot", "-o", str(tmp_path / "x.txt"), *argv]).picture
    assert picture is not None
    assert picture.size == (80, 24)


def test_the_language_is_found_before_the_rest_is_understood() -> None:
    assert arguments.peek_language(["x", "--lang", "fr", "--wrong"]) == "fr"
    assert arguments.peek_language(["--lang=en"]) == "en"
    assert arguments.peek_language(["--lang"]) == ""
    assert arguments.peek_language([]) == ""


def test_the_last_place_is_restored_without_a_link() -> None:
    assert arguments.parse(["--restore"]).restore
    assert not arguments.parse([]).restore
    for argv in (["--restore", "dataset:x"], ["screenshot", "--restore", "-o", "x.txt"]):
        with pytest.raises(arguments.UsageError, match="no link goes with it"):
            arguments.parse(argv)


def test_usage_errors_are_values_of_one_type() -> None:
    with pytest.raises(UsageError):
        arguments.parse(["--xyzzy"])


def test_without_a_terminal_the_place_is_printed_once() -> None:
    done = subprocess.run(
        command("--site", "sample", "search:population"),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0
    assert "Population des communes" in done.stdout
    assert "\x1b" not in done.stdout
    assert "terminal" in done.stderr.splitlines()[0]


def test_without_a_terminal_warnings_of_the_settings_are_said(home: Path) -> None:
    folder = home / "config" / "datagouv-tui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('site = "sample"\nlangue = "fr"')
    done = subprocess.run(command(), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0
    assert "Did you mean lang?" in done.stderr


def test_a_place_that_fails_is_printed_with_status_1() -> None:
    done = subprocess.run(
        command("--site", "sample", "dataset:no-such-dataset-here"),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1
    assert "not found" in done.stderr


def test_a_reader_that_leaves_early_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(command("--help"), stdout=closed, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0
    assert done.stderr == ""


def test_a_screenshot_is_written_from_the_sample_site(tmp_path: Path) -> None:
    output = tmp_path / "search.txt"
    done = subprocess.run(
        command("screenshot", "search:population", "-o", str(output), "--site", "sample")
        + ["--size", "80x24", "--lang", "fr"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = output.read_text().splitlines()
    assert len(lines) == 24
    assert any("Population des communes" in line for line in lines)
    assert any("Ouvrir" in line for line in lines)


def test_a_terminal_opens_the_application() -> None:
    leader, follower = pty.openpty()
    program = (
        "import sys, types\n"
        "app = types.ModuleType('tui.app')\n"
        "app.run = lambda settings, link, restore: "
        "print('opened', link, settings.site.name, restore) or 0\n"
        "sys.modules['tui.app'] = app\n"
        "from tui.cli import main\n"
        "sys.exit(main(['https://demo.data.gouv.fr/datasets/un-jeu/']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], stdin=follower, stdout=follower, stderr=follower
    )
    shown = os.read(leader, 4096).decode()
    os.close(leader)
    os.close(follower)
    assert done.returncode == 0
    assert shown.strip() == "opened dataset:un-jeu demo False"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    level, handlers, own = root.level, list(root.handlers), logging.getLogger("tui").level
    path = tmp_path / "dgv.log"
    yield path
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
        if isinstance(handler, logging.StreamHandler):
            handler.stream.close()
    root.setLevel(level)
    logging.getLogger("tui").setLevel(own)


def test_the_log_is_for_its_owner_alone(log: Path) -> None:
    log.write_text("from before\n")
    log.chmod(0o644)
    logfile.start(log)
    logging.getLogger("tui.test").debug("hello %s", "you")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    first, second = log.read_text().splitlines()
    assert first == "from before"
    assert second.endswith("DEBUG tui.test: hello you")


@pytest.mark.parametrize(
    "secret",
    [
        "X-API-KEY: s3cr3t",
        "x-api-key=s3cr3t",
        "{'X-API-KEY': 's3cr3t', 'Accept': 'json'}",
        "[(b'x-api-key', b's3cr3t')]",
        "Authorization: Bearer s3cr3t",
        "https://example.org/?api_key=s3cr3t&page=2",
        "Cookie: s3cr3t",
    ],
)
def test_the_log_holds_no_secret(secret: str, log: Path) -> None:
    logfile.start(log)
    logging.getLogger("tui.test").warning("sent %s", secret)
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        logging.getLogger("tui.test").exception("failed")
    written = log.read_text()
    assert "s3cr3t" not in written
    assert "***" in written
    assert "RuntimeError" in written


def test_the_log_holds_nothing_that_a_terminal_obeys(log: Path) -> None:
    logfile.start(log)
    said = "\x1b]52;c;bWFs\x07\x9b2J\u202e"
    try:
        raise RuntimeError(said)
    except RuntimeError:
        logging.getLogger("tui.test").exception("a server says %s", said)
    written = log.read_text()
    assert "a server says" in written
    assert "RuntimeError" in written
    assert FORBIDDEN.search(written.replace("\n", "")) is None


def test_a_log_that_cannot_be_written_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--site", "sample", "--log-file", "/no/such/folder/x.log"]) == 2
    assert "/no/such/folder/x.log" in capsys.readouterr().err
