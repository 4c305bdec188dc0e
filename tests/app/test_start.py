"""What is imported before the first paint, seen from a fresh interpreter, and what is painted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from tui.app import DatagouvApp
from tui.headless import rest
from tui.settings import SITES, Settings

PROBE = """
import asyncio, json, sys
from pathlib import Path
from tui.app import DatagouvApp
from tui.settings import SITES, Settings
from tui.screens.search import SearchScreen

seen = []

class Probe(DatagouvApp):
    def _display(self, screen, renderable):
        if not seen and renderable is not None and not self._batch_count:
            seen.append(sorted(sys.modules))
        super()._display(screen, renderable)

async def main():
    home = Path(sys.argv[1])
    app = Probe(Settings(site=SITES["sample"], data_dir=home, cache_dir=home))
    async with app.run_test(size=(80, 24)) as pilot:
        while not seen:
            await pilot.pause(0.01)

asyncio.run(main())
print(json.dumps(seen[0]))
"""

HEAVY = (
    "httpx",
    "httpcore",
    "pydantic",
    "duckdb",
    "sqlite3",
    "babel",
    "tenacity",
    "plotille",
    "markdown_it",
    "rich.markdown",
    "textual.widgets._markdown",
    "tui.sample",
    "tui.tables.remote",
    "tui.screens.dataset",
    "tui.screens.table",
)


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROBE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    modules = json.loads(done.stdout)
    assert "textual.app" in modules
    loaded = [name for name in modules if any(name == h or name.startswith(f"{h}.") for h in HEAVY)]
    assert loaded == []


def test_asking_for_the_version_or_help_imports_no_textual() -> None:
    for flag in ("--version", "--help"):
        code = (
            f"import sys; sys.argv = ['dgv', {flag!r}]\n"
            "from tui.cli import main\n"
            "code = main()\n"
            "bad = [m for m in sys.modules if m.split('.')[0] in ('textual', 'rich', 'httpx')]\n"
            "assert code == 0 and not bad, (code, bad)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


class Counting(DatagouvApp):
    """Counts the characters that its frames write."""

    frames: list[int]

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        write = getattr(renderable, "render_segments", None)
        if write is not None and not self._batch_count:
            self.frames.append(len(write(self.console)))
        super()._display(screen, renderable)


@pytest.mark.frames
async def test_the_first_place_is_painted_whole_twice_at_most() -> None:
    app = Counting(Settings(site=SITES["sample"]))
    app.frames = []
    async with app.run_test(size=(120, 40)) as pilot:
        await rest(pilot)
    # Textual paints a screen whole twice; then come the results, once, and the preview, once.
    whole = max(app.frames)
    assert sum(app.frames) < 4.5 * whole, app.frames
