import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from lowest import TESTS, lowest

from tui import __version__
from tui.paths import locale_dir, styles_dir

ROOT = Path(__file__).parent.parent
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "benchmarks",
    "docs",
    "pyproject.toml",
    "screenshots",
    "styles",
    "tests",
    "tui",
}
LARGEST_WHEEL = 6_000_000
"""Bytes."""


@pytest.fixture(scope="module")
def project() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
        + [
            "--no-deps",
            "--no-build-isolation",
            "--no-index",
            "--wheel-dir",
            str(folder),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_style_sheet(names: set[str]) -> None:
    sheets = {f"tui/styles/{path.name}" for path in (ROOT / "styles").glob("*.tcss")}
    assert sheets
    assert sheets <= names


def test_the_wheel_speaks_french(names: set[str]) -> None:
    assert "tui/locale/fr/LC_MESSAGES/tui.mo" in names


def test_the_wheel_is_typed_and_holds_nothing_but_the_package(names: set[str]) -> None:
    assert "tui/py.typed" in names
    assert {name.partition("/")[0] for name in names} == {
        "tui",
        f"datagouv_tui-{__version__}.dist-info",
    }
    assert not [name for name in names if "__pycache__" in name]


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST_WHEEL


def test_a_wheel_built_elsewhere_at_another_time_is_the_same(wheel: Path, tmp_path: Path) -> None:
    """Whoever has the sources can tell whether a wheel was made of them."""
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for folder in ("styles", "tui"):
        unkept = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=unkept, copy_function=shutil.copy)
    (tmp_path / "tui" / "app.py").chmod(0o600)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "built"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    assert (tmp_path / "built" / wheel.name).read_bytes() == wheel.read_bytes()


def test_every_dependency_has_a_lowest_version_which_is_tried() -> None:
    assert len(lowest()) > 15
    assert [path for path in TESTS if not (ROOT / path).exists()] == []


def test_an_installed_wheel_runs_with_its_own_files(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from tui import i18n, paths\n"
        "i18n.install('fr')\n"
        "print(paths.styles_dir(), i18n.gettext('Quit'))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(tmp_path / "tui" / "styles"), "Quitter"]


def test_a_checkout_finds_its_styles_and_messages() -> None:
    assert styles_dir() == ROOT / "styles"
    assert (locale_dir() / "fr" / "LC_MESSAGES" / "tui.mo").is_file()


def test_both_commands_and_the_module_are_the_same_program(
    project: dict[str, dict[str, object]],
) -> None:
    assert project["project"]["scripts"] == {
        "datagouv-tui": "tui.__main__:main",
        "dgv": "tui.__main__:main",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"dgv {__version__}\n"


def test_the_test_tools_are_pinned(project: dict[str, dict[str, dict[str, list[str]]]]) -> None:
    tools = project["project"]["optional-dependencies"]["dev"]
    assert [tool for tool in tools if "==" not in tool] == []


def test_the_top_level_holds_only_what_it_should() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    assert {line.partition("/")[0] for line in listed.stdout.splitlines()} <= TOP_LEVEL


def test_continuous_integration_runs_what_a_contributor_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    commands = [
        line
        for line in script.read_text().splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["exec make test"]


@pytest.mark.parametrize(
    "target", ["run", "install", "test", "screenshots", "messages", "bench", "wheel", "clean"]
)
def test_make_explains_its_targets(target: str) -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"make {target} " in done.stdout
