"""The recorded exchanges, and a transport that replays them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from tui.api.service import Service, open_service
from tui.settings import Site

FOLDER = Path(__file__).parent / "exchanges"

HOSTS = {
    "main": "http://main.test",
    "tabular": "http://tabular.test",
    "metrics": "http://metrics.test",
}
SITE = Site("sample", "http://web.test", HOSTS["main"], HOSTS["tabular"], HOSTS["metrics"])


@dataclass(frozen=True)
class Exchange:
    """One recorded request and its answer."""

    file: str
    index: int
    note: str
    service: str
    method: str
    target: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = ""
    location: str = ""
    json: Any = None
    text: str = ""
    truncated: bool = False

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def params(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def url(self) -> str:
        return HOSTS[self.service] + self.target

    @property
    def anonymous(self) -> bool:
        return not {"X-API-KEY", "Authorization", "Cookie"} & set(self.headers)

    @property
    def body(self) -> bytes:
        if self.json is not None:
            return json.dumps(self.json).encode()
        return self.text.encode()

    def __str__(self) -> str:
        return f"{self.file}:{self.index}"

    def answer(self) -> httpx.Response:
        headers = {"content-type": self.content_type, "location": self.location}
        sent = {name: value for name, value in headers.items() if value}
        return httpx.Response(self.status, headers=sent, content=self.body)


@cache
def exchanges(pattern: str = "*") -> tuple[Exchange, ...]:
    """The exchanges of the files whose name matches."""
    return tuple(
        Exchange(file=path.stem, index=index, **entry)
        for path in sorted(FOLDER.glob(f"{pattern}.json"))
        for index, entry in enumerate(json.loads(path.read_text("utf-8")))
    )


def answered(pattern: str, wanted: Callable[[Exchange], bool], status: int = 200) -> list[Exchange]:
    """Anonymous GETs answered with `status`, recorded whole as JSON."""
    return [
        exchange
        for exchange in exchanges(pattern)
        if exchange.method == "GET"
        and exchange.status == status
        and exchange.json is not None
        and exchange.anonymous
        and wanted(exchange)
    ]


class Replay(httpx.AsyncBaseTransport):
    """Answers the recorded exchange of the same method, host, path and parameters.

    Parameters that say what the service would do anyway do not count: ``lang``, page 1, and the
    page size it uses by itself.
    """

    def __init__(self, recorded: Iterable[Exchange]) -> None:
        self._recorded = {_key(each.method, each.url): each for each in recorded}
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        exchange = self._recorded.get(_key(request.method, str(request.url)))
        if exchange is None:
            raise AssertionError(f"never recorded: {request.method} {request.url}")
        return exchange.answer()


_IMPLIED = {
    "/search/": ("page_size", "20"),
    "/resources/": ("page_size", "50"),
    "/suggest/": ("size", "10"),
    "/data/": ("page_size", "20"),
}


def _key(method: str, url: str) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    parts = urlsplit(url)
    implied = {("page", "1")} | {pair for end, pair in _IMPLIED.items() if end in parts.path}
    params = sorted(
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if pair[0] != "lang" and pair not in implied
    )
    return method, parts.netloc, parts.path, tuple(params)


async def replaying(*recorded: Exchange) -> tuple[Service, Replay]:
    """A service that only knows those exchanges, and the transport that counts its requests."""
    transport = Replay(recorded)
    return await open_service(SITE, transport=transport), transport
