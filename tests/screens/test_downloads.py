"""Files of datasets, downloaded as a person does it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from people import Person, at_the_keyboard

from tui.sample.asgi import Request, Response, send_response
from tui.sample.data.contents import content_of
from tui.settings import ASGIApp
from tui.tables.export.progress import Stage

DATASET = "dataset:population-des-communes-francaises#files"
NAME = "population-des-communes-francaises.csv"
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are proposed to go."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names_in(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def held(path: Path) -> bytes:
    return path.read_bytes()


async def until_over(person: Person) -> Stage:
    """Wait until the newest download is over."""
    changed, exports = asyncio.Event(), person.app.session.exports
    exports.watch(changed.set)
    async with asyncio.timeout(20):
        while not len(exports) or not next(iter(exports)).progress.stage.is_over:
            changed.clear()
            await changed.wait()
    exports.unwatch(changed.set)
    await person.rest()
    return next(iter(exports)).progress.stage


@SIZES
async def test_a_file_is_downloaded_and_checked(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_keyboard(DATASET, size=size) as person:
        await person.press("d")
        await person.sees("Download", f"/{NAME}", "csv · 26.4\xa0MB · static.sample")
        await person.press("enter")
        assert await until_over(person) is Stage.DONE
        await person.sees(f"{NAME} is downloaded: ")
        await person.press("D")
        await person.sees("Downloads and exports", "done")
        await person.press("enter")
        await person.sees("Its checksum (sha1) is the portal’s.", "https://static.sample")
    assert held(folder / NAME) == content_of(NAME)
    assert names_in(folder) == [NAME]


async def test_a_file_that_is_there_is_asked_about(folder: Path) -> None:
    (folder / NAME).write_bytes(b"mine")
    async with at_the_keyboard(DATASET) as person:
        await person.press("i", "d", "enter")
        await person.sees("There is a file already", "Replace", "Write population-des-communes")
        await person.press("escape")
        assert names_in(folder) == [NAME]
        await person.press("d", "enter", "enter")
        assert await until_over(person) is Stage.DONE
        await person.press("d", "enter", "down", "enter")
        assert await until_over(person) is Stage.DONE
    assert names_in(folder) == [f"{NAME[:-4]}-2.csv", NAME]
    assert held(folder / NAME) == content_of(NAME)


class Pages:
    """Servers of files give a page of theirs in place of the file."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        request = Request.from_scope(scope)  # type: ignore[arg-type]
        if request.host.startswith("static."):
            await send_response(Response(200, b"<p>Log in", "text/html"), request, send)
        else:
            await self.app(scope, receive, send)  # type: ignore[arg-type]


async def test_a_web_page_in_its_place_is_said(folder: Path) -> None:
    async with at_the_keyboard(DATASET, through=Pages) as person:
        await person.sees("26.4\xa0MB")
        await person.press("d", "enter")
        assert await until_over(person) is Stage.FAILED
        await person.sees("is not finished: The server")
        await person.press("D")
        await person.sees("not finished", "The server gives a web page")
    assert names_in(folder) == []
