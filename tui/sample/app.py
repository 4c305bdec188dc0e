"""The embedded site: one application that answers like the portal's services.

Served under one name a service (`SITES["sample"]`), or all behind one port: the path then says
which service is meant.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from tui.sample.asgi import Request, Response, read_body, send_response
from tui.sample.data.catalogue import catalogue_of
from tui.sample.descriptions import DescriptionServer, is_api_host
from tui.sample.failing import Fault
from tui.sample.faults import Faults
from tui.sample.files import FileServer, is_file_host
from tui.sample.main.app import MainApi
from tui.sample.mcp.server import McpServer
from tui.sample.metrics import MetricsApi
from tui.sample.tables.store import TableStore
from tui.sample.tabular import TabularApi
from tui.settings import SITES, ASGIApp

_Message = MutableMapping[str, Any]
_METRICS_PATH = re.compile(r"/api/[a-z_]+/data/.*")


def create_app(
    *,
    latency: float = 0.0,
    fault_rate: float = 0.0,
    faults: Collection[str] = (),
    cache_dir: Path | None = None,
    seed: int = 0,
) -> ASGIApp:
    """The sample site.

    Args:
        latency: Seconds that each answer takes, give or take a half.
        fault_rate: Share of the answers that fail, from 0 to 1.
        faults: How they fail, by name; where no share is given, all of them do.
        cache_dir: Where its largest table is kept between runs; None makes it anew.
        seed: Varies the audience figures and the order of the failures.
    """
    site = SampleSite(cache_dir=cache_dir, seed=seed)
    kinds = [Fault(name) for name in faults]
    if kinds and fault_rate <= 0:
        fault_rate = 1.0
    if latency <= 0 and fault_rate <= 0:
        return site
    return Faults(site, latency=latency, rate=fault_rate, kinds=kinds, seed=seed)


@cache
def _rows(seed: int, cache_dir: Path | None) -> tuple[TabularApi, MetricsApi]:
    """The services of rows, which keep the tables that they made."""
    catalogue, store = catalogue_of(seed), TableStore(cache_dir)
    web_url = SITES["sample"].web_url
    return TabularApi(catalogue, store, web_url), MetricsApi(catalogue, store)


class SampleSite:
    """The services over one catalogue, and what its visitor changes of it."""

    def __init__(self, *, cache_dir: Path | None = None, seed: int = 0) -> None:
        self.catalogue = catalogue_of(seed)
        self._main = MainApi(self.catalogue, SITES["sample"].web_url)
        self._files = FileServer(self.catalogue, SITES["sample"].web_url)
        self._descriptions = DescriptionServer(self.catalogue)
        self._tabular, self._metrics = _rows(seed, cache_dir)
        self._mcp = McpServer(self._answer)

    async def __call__(
        self,
        scope: _Message,
        receive: Callable[[], Awaitable[_Message]],
        send: Callable[[_Message], Awaitable[None]],
    ) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        body = b"" if scope["method"] in ("GET", "HEAD") else await read_body(receive)
        request = Request.from_scope(scope, body)
        await send_response(await self._answer(request), request, send)

    async def _answer(self, request: Request) -> Response:
        service = service_of(request)
        if service == "tabular":
            return await self._tabular.answer(request)
        if service == "metrics":
            return await self._metrics.answer(request)
        if service == "files":
            return self._files.answer(request)
        if service == "descriptions":
            return self._descriptions.answer(request)
        if service == "mcp":
            return await self._mcp.answer(request)
        return self._main.answer(request)


def service_of(request: Request) -> str:
    """``main``, ``tabular``, ``metrics``, ``mcp``, ``files`` or ``descriptions``: by the server's
    name, else by the path."""
    name = request.host.partition(".")[0]
    if name.startswith("tabular"):
        return "tabular"
    if name.startswith("metric"):
        return "metrics"
    if name == "mcp":
        return "mcp"
    if is_file_host(request.host):
        return "files"
    if is_api_host(request.host):
        return "descriptions"
    if request.host.partition(":")[0].endswith(".invalid"):
        return "main"
    if request.path in ("/mcp", "/health"):
        return "mcp"
    if _METRICS_PATH.fullmatch(request.path):
        return "metrics"
    rows = ("/api/resources/", "/api/aggregation-exceptions/", "/api/doc/", "/health/")
    return "tabular" if request.path.startswith(rows) else "main"


async def _live(
    receive: Callable[[], Awaitable[_Message]], send: Callable[[_Message], Awaitable[None]]
) -> None:
    """Answer a server that asks whether the application started and stopped."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
