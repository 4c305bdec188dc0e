"""The same world for every test: a time zone, empty folders of settings, no colours chosen
outside."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from tui import clock, i18n


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
    time.tzset()
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    time.tzset()


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """The language and the clock are the process's: each test finds them as the first one did."""
    yield
    i18n.install("en")
    clock.fix(None)
