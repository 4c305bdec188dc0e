"""Real sockets whose other end does what no server should: a sentence, in time, nothing left."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from pathlib import Path
from typing import Any, Final

import pytest
from batches import Tried
from reckoning import Count, reckon
from rude import (
    BODY,
    HEAD,
    PROMPT,
    TALKS,
    WHOLE,
    Talk,
    certificate,
    says,
    serving,
    tls_server,
    trusting,
)

from tui.api import service as services
from tui.api.errors import ApiError, BadPayload, Offline, Redirected, Timeout
from tui.api.fetch import fetching
from tui.api.service import Service, open_service
from tui.settings import Site

PATIENCE: Final = 0.12
"""Seconds that the client waits for an answer."""

MOST: Final = 10.0
"""Seconds after which a test thinks that it hangs, on a machine that is busy with others."""


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.api.retries.ATTEMPTS", 1)


def site(url: str) -> Site:
    return Site("sample", url, url, url, url)


async def asking(service: Service) -> ApiError:
    """Ask for something. Returns what it fails with."""
    began = time.monotonic()
    with pytest.raises(ApiError) as caught:
        await service.tabular.health()
    assert time.monotonic() - began < MOST
    assert caught.value.message
    entry = service.journal.entries[-1]
    assert entry.error
    assert not entry.running
    assert service.journal.running == 0
    assert asyncio.all_tasks() >= {asyncio.current_task()}
    pool: Any = service.transport._client._transport
    assert pool._pool.connections == [], "a connection that failed is kept"
    return caught.value


def open_files() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0


async def test_whatever_a_server_says_over_tcp_is_an_error_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = open_files()
    tried = Tried()
    for name, talk in TALKS.items():
        with tried.trying(name):
            await over_tcp(name, talk)
    good, late, other = (
        certificate(tmp_path, "good"),
        certificate(tmp_path, "late", days=-1),
        certificate(tmp_path, "other", host="other.example"),
    )
    trusted = trusting(good, late, other)
    monkeypatch.setattr(services, "_tls_context", lambda: trusted)
    encrypted = (
        ("a certificate that expired", says(WHOLE), late, ""),
        ("a certificate of another name", says(WHOLE), other, ""),
        ("a certificate nobody vouches for", says(WHOLE), certificate(tmp_path, "self"), ""),
        ("http where TLS is spoken", says(WHOLE), good, "http"),
        ("TLS where http is spoken", speaks_http, None, "https"),
        ("a handshake cut short", cut_handshake, None, "https"),
        ("a handshake without an end", silent_handshake, None, "https"),
        ("noise after the handshake", noise_after_handshake, good, ""),
        ("TLS that ends without goodbye", cut_after_head, good, ""),
    )
    for name, spoken, path, scheme in encrypted:
        with tried.trying(name):
            await over_tls(name, spoken, path, scheme)
    tried.tell()
    await asyncio.sleep(0)
    assert open_files() <= files
    reckon(Count.SOCKET_FAULTS, tried.count)


async def test_a_part_whose_place_has_thousands_of_digits_is_refused() -> None:
    place = b"Content-Range: bytes %s-1/2\r\n" % (b"9" * 5000)
    part = b"HTTP/1.1 206 Partial Content\r\n" + place + b"Content-Length: 2\r\n\r\n{}"
    async with serving(says(part)) as server:
        service = await open_service(site(server.url))
        with pytest.raises(BadPayload):
            async with fetching(service.transport, server.url):
                pass
        await service.aclose()


async def over_tcp(name: str, talk: Talk) -> None:
    async with serving(talk) as server:
        service = await open_service(site(server.url), timeout=MOST if name in PROMPT else PATIENCE)
        error = await asking(service)
        assert server.asked == 1
        if name not in PROMPT:
            assert isinstance(error, Timeout | BadPayload | Offline), repr(error)
        else:
            assert isinstance(error, Offline | BadPayload | Redirected), repr(error)
        await service.aclose()


async def over_tls(name: str, talk: Talk, path: Path | None, scheme: str) -> None:
    tls = None if path is None else tls_server(path)
    async with serving(talk, tls=tls, scheme=scheme) as server:
        patient = "without an end" not in name
        service = await open_service(site(server.url), timeout=MOST if patient else PATIENCE)
        error = await asking(service)
        assert isinstance(error, Offline | BadPayload if patient else Timeout), repr(error)
        if "certificate" in name:
            assert "certificate" in error.detail.lower()
        await service.aclose()


async def speaks_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def cut_handshake(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.write(b"\x16\x03\x03\x00\x10")


async def silent_handshake(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def noise_after_handshake(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(HEAD)
    await writer.drain()
    writer.get_extra_info("socket")._sock.send(b"\x17\x03\x03\x00\x20" + bytes(32))
    await reader.read()


async def cut_after_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(HEAD + b"Content-Length: 999\r\n\r\n" + BODY)
    await writer.drain()
    writer.transport.abort()
