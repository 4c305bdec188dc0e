"""Files of the web, downloaded: whole or not at all, gone on with, checked, named safely."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from hostility import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st

from tui.api.cache import Cache
from tui.api.fetch import fetching, file_head, is_fetchable
from tui.api.journal import Journal
from tui.api.transport import Transport
from tui.sample.app import SampleSite
from tui.settings.key import Secret
from tui.tables.export.download import Download, FileOrder
from tui.tables.export.exports import Exports, written
from tui.tables.export.names import downloaded_name, part_of
from tui.tables.export.progress import Stage
from tui.text import is_safe_line

URL = "https://files.test/data/communes.csv"
CONTENT = os.urandom(100_000)
SHA1 = hashlib.sha1(CONTENT, usedforsecurity=False).hexdigest()


@dataclass
class Server:
    """A server of one file.

    Attributes:
        cut_after: Bytes after which the connection breaks; None for never.
        hang_after: Bytes after which nothing more comes, for ever.
        headers: What it says besides.
        ranges: Whether it gives parts of the file.
    """

    content: bytes = CONTENT
    cut_after: int | None = None
    hang_after: int | None = None
    headers: dict[str, str] = field(default_factory=lambda: {"etag": '"one"'})
    ranges: bool = True
    is_sized: bool = True
    hung: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        wanted = request.headers.get("range", "")
        start, status, headers = 0, 200, dict(self.headers)
        if wanted and self.ranges and request.headers.get("if-range") == headers.get("etag"):
            start, status = int(wanted.removeprefix("bytes=").rstrip("-")), 206
            size = len(self.content)
            headers["content-range"] = f"bytes {start}-{size - 1}/{size}"
        if self.is_sized:
            headers["content-length"] = str(len(self.content) - start)
        return httpx.Response(status, headers=headers, content=self.body(start))

    async def body(self, start: int) -> AsyncIterator[bytes]:
        for place in range(start, len(self.content), 10_000):
            if self.cut_after is not None and place >= self.cut_after:
                raise httpx.ReadError("reset")
            if self.hang_after is not None and place >= self.hang_after:
                self.hung.set()
                await asyncio.Event().wait()
            yield self.content[place : place + 10_000]


@dataclass
class Wire:
    """A transport whose requests are answered by a function, and what it keeps."""

    transport: Transport
    journal: Journal
    requests: list[httpx.Request]


def wire(answer: Callable[[httpx.Request], httpx.Response], **options: Any) -> Wire:
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer(request)

    journal = Journal()
    client = httpx.AsyncClient(transport=httpx.MockTransport(handle))
    return Wire(Transport(client, journal, cache=Cache(), **options), journal, requests)


def stage_of(job: Download) -> Stage:
    return job.progress.stage


def held(path: Path) -> bytes:
    """What is in a file."""
    return path.read_bytes()


def names_in(path: Path) -> list[str]:
    """The names of what lies beside a file."""
    return sorted(os.listdir(path.parent))


def job(found: Wire, target: Path, url: str = URL, **options: Any) -> Download:
    order = FileOrder(url, target, "communes", **options)
    return Download(order, partial(fetching, found.transport))


async def downloaded(server: Server, target: Path, **options: Any) -> Download:
    made = job(wire(server), target, **options)
    await made.run()
    return made


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "communes.csv"


@pytest.fixture
def mine(target: Path) -> None:
    target.write_bytes(b"mine")


async def test_a_file_comes_whole_and_is_checked(target: Path) -> None:
    made = await downloaded(Server(), target, checksum=SHA1.upper())
    assert stage_of(made) is Stage.DONE, made.progress.reason
    assert (made.progress.rows, made.progress.total) == (len(CONTENT), len(CONTENT))
    assert made.progress.notes == ("Its checksum (sha1) is the portal’s.",)
    assert written(made) == "communes.csv is downloaded: 100\xa0kB."
    assert held(target) == CONTENT
    assert names_in(target) == [target.name]


async def test_another_checksum_is_said_loudly(target: Path) -> None:
    made = await downloaded(Server(), target, checksum="0" * 64)
    assert stage_of(made) is Stage.DONE
    assert "is not the portal’s" in made.progress.warning
    assert "is not the portal’s" in written(made)


async def test_what_is_there_is_never_replaced_unasked(target: Path, mine: None) -> None:
    made = await downloaded(Server(), target)
    assert held(target) == b"mine"
    assert made.progress.path.name == "communes-2.csv"
    await downloaded(Server(), target, overwrite=True)
    assert held(target) == CONTENT


@pytest.mark.parametrize("ranges", [True, False], ids=["parts", "whole files only"])
async def test_one_that_broke_goes_on(target: Path, ranges: bool) -> None:
    server = Server(cut_after=40_000, ranges=ranges)
    found = wire(server)
    made = job(found, target, checksum=SHA1)
    await made.run()
    assert stage_of(made) is Stage.FAILED
    assert target.name not in names_in(target)
    assert held(part_of(target)) == CONTENT[:40_000]
    server.cut_after = None
    await made.run()
    assert stage_of(made) is Stage.DONE, made.progress.reason
    assert made.progress.resumed == (40_000 if ranges else 0)
    assert made.progress.warning == ""
    assert held(target) == CONTENT
    assert found.requests[-1].headers["range"] == "bytes=40000-"


async def test_another_edition_begins_again(target: Path) -> None:
    server = Server(cut_after=40_000)
    made = job(wire(server), target)
    await made.run()
    server.cut_after, server.content, server.headers = None, b"new" * 20_000, {"etag": '"two"'}
    await made.run()
    assert made.progress.resumed == 0
    assert held(target) == server.content


async def test_nothing_is_kept_of_what_cannot_go_on(target: Path) -> None:
    made = await downloaded(Server(cut_after=40_000, headers={"etag": 'W/"weak"'}), target)
    assert stage_of(made) is Stage.FAILED
    assert names_in(target) == []


async def test_a_stopped_one_is_kept_and_goes_on(target: Path) -> None:
    server = Server(hang_after=50_000)
    exports = Exports(folder=target.parent)
    order = FileOrder(URL, target, "communes")
    made = exports.download(order, partial(fetching, wire(server).transport))
    await server.hung.wait()
    await exports.cancel(made)
    assert stage_of(made) is Stage.CANCELLED
    server.hang_after = None
    exports.resume(made)
    await asyncio.gather(*exports._tasks.values())
    assert (stage_of(made), made.progress.resumed) == (Stage.DONE, 50_000)
    assert held(target) == CONTENT
    await exports.close()


async def test_a_part_that_does_not_say_which_is_no_file(target: Path) -> None:
    made = job(wire(lambda _request: httpx.Response(206, content=b"part")), target)
    await made.run()
    assert made.progress.reason == "The service answered something unreadable."
    assert names_in(target) == []


async def test_an_unknown_size_is_said(target: Path) -> None:
    made = await downloaded(Server(is_sized=False), target)
    assert stage_of(made) is Stage.DONE
    assert any("did not say its size" in note for note in made.progress.notes)


async def test_bytes_that_miss_are_said(target: Path) -> None:
    server = Server()
    server.headers["content-length"] = "1"

    def short(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-length": "200000"}, content=server.body(0))

    made = job(wire(short), target)
    await made.run()
    assert made.progress.reason == "The server announced 200\xa0kB and sent 100\xa0kB."
    assert names_in(target) == []


async def test_a_web_page_is_no_file(target: Path) -> None:
    page = Server(headers={"content-type": "text/html; charset=utf-8"})
    made = await downloaded(page, target, format="csv")
    assert made.progress.reason == "The server gives a web page in place of the file."
    assert names_in(target) == []
    assert stage_of(await downloaded(page, target, format="html")) is Stage.DONE


async def test_redirections_are_followed_without_secrets_and_told(target: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "portal.test":
            place = {"location": "https://me:secret@files.test/data/communes.csv#x"}
            return httpx.Response(302, headers=place)
        return Server()(request)

    found = wire(answer)
    for origin in ("https://portal.test", "https://files.test"):
        found.transport.use_key(origin, Secret("secret"))
    made = job(found, target, "https://you:secret@portal.test/r/1")
    await made.run()
    assert stage_of(made) is Stage.DONE, made.progress.reason
    assert "It came from files.test." in made.progress.notes
    for request in found.requests:
        assert "secret" not in f"{request.url} {request.headers}"
        assert "authorization" not in request.headers
    assert "secret" not in str(found.journal.entries)


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://files.test/a", "javascript:x", "", "http://[", "http://"]
)
async def test_a_redirection_leads_nowhere_but_to_the_web(target: Path, place: str) -> None:
    made = job(wire(lambda _request: httpx.Response(302, headers={"location": place})), target)
    await made.run()
    assert stage_of(made) is Stage.FAILED
    assert "another address" in made.progress.reason


@pytest.mark.parametrize("place", ["http://127.0.0.1:8000/a", "http://10.0.0.1/a", "//nas.lan/a"])
async def test_no_redirection_leads_from_the_web_to_a_network_of_ones_own(
    target: Path, place: str
) -> None:
    found = wire(lambda _request: httpx.Response(302, headers={"location": place}))
    made = job(found, target)
    await made.run()
    assert stage_of(made) is Stage.FAILED
    assert "on a network of your own, which was not followed" in made.progress.reason
    assert "http" in made.progress.reason
    assert [request.url.host for request in found.requests] == ["files.test"]


async def test_names_are_looked_up_before_they_are_gone_to(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolved(host: str) -> list[str]:
        return ["192.168.1.1" if host == "router.test" else "8.8.8.8"]

    monkeypatch.setattr("tui.api.calls.targets._resolved", resolved)
    place = {"location": "https://router.test/"}
    found = wire(lambda _request: httpx.Response(302, headers=place))
    await job(found, target).run()
    assert [request.url.host for request in found.requests] == ["files.test"]


async def test_a_server_of_ones_own_network_may_lead_to_another(target: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "10.0.0.1":
            return httpx.Response(302, headers={"location": "http://10.0.0.2/communes.csv"})
        return Server()(request)

    made = job(wire(answer), target, "http://10.0.0.1/r/1")
    await made.run()
    assert stage_of(made) is Stage.DONE, made.progress.reason


async def test_a_circle_ends(target: Path) -> None:
    found = wire(lambda _request: httpx.Response(302, headers={"location": URL}))
    made = job(found, target)
    await made.run()
    assert stage_of(made) is Stage.FAILED
    assert len(found.requests) == 6


async def test_the_head_of_a_file_tells_its_size() -> None:
    found = wire(Server())
    head = await file_head(found.transport, URL)
    assert (head.size, head.edition, head.hops) == (len(CONTENT), '"one"', ("files.test",))
    assert found.journal.entries[0].method == "HEAD"


async def test_the_sample_site_gives_files_that_match_their_checksums(target: Path) -> None:
    site = SampleSite()
    file = next(f for d in site.catalogue.public_datasets for f in d.resources if f.checksum)
    transport = httpx.ASGITransport(site)
    async with httpx.AsyncClient(transport=transport) as client:
        answers = [await client.get(file.url, headers=h) for h in ({}, {"range": "bytes=9-"})]
        ends = await client.get(file.url, headers={"range": "bytes=999999-"})
    whole, part = (answer.content for answer in answers)
    assert hashlib.sha1(whole, usedforsecurity=False).hexdigest() == file.checksum
    assert (answers[1].status_code, part, ends.status_code) == (206, whole[9:], 416)


@pytest.mark.parametrize("url", ["ftp://a/b", "", "http://[", "/etc/passwd", "file:///a"])
def test_only_the_web_is_fetched(url: str) -> None:
    assert not is_fetchable(url)


@pytest.mark.parametrize(
    ("url", "title", "format_", "name"),
    [
        ("https://a/b/communes.csv?x=1", "t", "csv", "communes.csv"),
        ("https://a/b/communes%202024.csv.gz", "t", "csv", "communes-2024.csv.gz"),
        ("https://a/download", "Les communes", "CSV", "Les-communes.csv"),
        ("https://a/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "", "", "etc-passwd"),
        ("https://a/CON.csv", "t", "csv", "file-CON.csv"),
        ("https://a/com%C2%B9.csv", "t", "csv", "file-com¹.csv"),
        ("https://a/lpt1", "aux", "", "file-aux"),
        ("https://a/", "", "../../x", "file"),
        ("https://a/.bashrc", "", "", "bashrc"),
        ("http://[", "t", "json", "t.json"),
    ],
)
def test_a_download_is_named(url: str, title: str, format_: str, name: str) -> None:
    assert downloaded_name(url, title, format_) == name


@given(st.one_of(st.sampled_from(PAYLOADS), st.text()), st.text(), st.text())
def test_no_name_does_harm(title: str, last: str, format_: str) -> None:
    name = downloaded_name(f"https://a/{last}", title, format_)
    assert name
    assert name[0] not in ".-"
    assert name[-1] not in ".-"
    assert not set(name) & set("/\\:*?\"<>| \t\n'$`&;(){}[]!")
    assert is_safe_line(name)
    assert len(name.encode()) <= 130
