"""The same world for every test: a time zone, empty folders of settings, no colours chosen
outside."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import settings
from matched import matched_once
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from unseen import drawn_when_seen

from tui import clock, i18n
from tui.settings import KEY_VARIABLES

THOROUGH = bool(os.environ.get("DATAGOUV_TUI_TEST_THOROUGH"))
# What is tried does not change from one run to the next: a run that fails says something about what
# was changed. The thorough one looks for what nobody thought of.
settings.register_profile("quick", max_examples=15, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=400, deadline=None)
settings.load_profile("thorough" if THOROUGH else "quick")


PERSONAL = ("screens", "journeys", "app", "reliability")
"""Folders whose tests press keys as a person would."""

# The sample site's catalogue stays in memory, and every full collection walks through it.
gc.set_threshold(200_000, 20, 50)


def pytest_collection_finish() -> None:
    """What is here now stays: collections need not walk through it."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def same_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run in UTC, with folders of our own; the cache is shared by the workers of one run."""
    shared = tmp_path_factory.getbasetemp().parent
    world = {
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "XDG_CACHE_HOME": str(shared / "cache"),
        "XDG_CONFIG_HOME": str(shared / "config"),
        "XDG_STATE_HOME": str(shared / "state"),
        "XDG_DATA_HOME": str(shared / "data"),
    }
    before = {name: os.environ.get(name) for name in world}
    os.environ.update(world)
    for name in KEY_VARIABLES.values():
        os.environ.pop(name, None)
    time.tzset()
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def style_sheets_parsed_once() -> Iterator[None]:
    """Each application parses the same style sheets: parse them once in a process."""
    parse = Stylesheet._parse_rules
    parsed: dict[object, list[RuleSet]] = {}

    def remember(self: Stylesheet, *args: object, **options: object) -> list[RuleSet]:
        variables = tuple(sorted(self._variables.items()))
        key = (variables, args, tuple(sorted(options.items())))
        if key not in parsed:
            parsed[key] = parse(self, *args, **options)  # type: ignore[arg-type]
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remember)
        with matched_once():
            yield


@pytest.fixture(scope="module", autouse=True)
def short_pauses(request: pytest.FixtureRequest) -> Iterator[None]:
    """What waits until keys rest waits less in the tests of screens. The journeys keep the real
    pauses."""
    if request.path.parent.name != "screens":
        yield
        return
    from tui.screens import preview, record, search, suggest_one, ways
    from tui.widgets import grid

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "REST", 0.02)
        patch.setattr(record, "REST", 0.02)
        patch.setattr(search, "TYPING_REST", 0.02)
        patch.setattr(preview, "REST", 0.02)
        patch.setattr(suggest_one, "TYPING_REST", 0.02)
        patch.setattr(ways, "REST", 0.02)
        yield


@pytest.fixture(autouse=True)
def frames_that_are_looked_at(request: pytest.FixtureRequest) -> Iterator[None]:
    """Only these are drawn where a person presses keys. Tests of widgets, and those marked
    ``frames``, are about each frame."""
    folder = request.path.parent.name
    if folder not in PERSONAL or request.node.get_closest_marker("frames"):
        yield
        return
    with drawn_when_seen():
        yield


@pytest.fixture(scope="session", autouse=True)
def a_loop_outside_of_tests() -> Iterator[None]:
    """asyncio makes a loop when the first test looks for one, and nobody closes it: it would be
    found in the rubbish of a later test, which fails for it."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    loop.close()


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """The language and the clock are the process's: each test finds them as the first one did."""
    yield
    i18n.install("en")
    clock.fix(None)
