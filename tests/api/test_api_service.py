"""Opening a session: what it costs, and where requests go."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest

from tui.api.errors import ServerError
from tui.api.search import DatasetSearch
from tui.api.service import open_service
from tui.settings import SITES

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@pytest.mark.parametrize(
    "module", ["tui.api.errors", "tui.api.search", "tui.api.journal", "tui.api.service"]
)
def test_what_screens_import_first_is_light(module: str) -> None:
    heavy = ("httpx", "pydantic", "tenacity", "duckdb", "textual", "rich")
    code = f"import sys, {module}; print(*[name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""


async def test_an_application_in_this_process_answers_instead_of_the_network() -> None:
    seen: list[tuple[str, bytes]] = []

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        seen.append((scope["server"][0], scope["raw_path"] + b"?" + scope["query_string"]))
        head = [(b"content-type", b"application/json"), (b"set-cookie", b"session=abc")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        body = b'{"data": [], "total": 0, "links": {}, "meta": {"total": 0}}'
        await send({"type": "http.response.body", "body": body})

    service = await open_service(SITES["sample"], lang="fr", asgi_app=app)
    await service.catalogue.search_datasets(DatasetSearch("eau"))
    await service.tabular.rows("r", "a%2523b__exact=%252C", page=1)
    await service.metrics.months("datasets", "d")
    hosts = [host for host, _ in seen]
    assert hosts == [
        "www.sample.invalid",
        "tabular-api.sample.invalid",
        "metric-api.sample.invalid",
    ]
    assert seen[0][1].endswith(b"&lang=fr")
    assert seen[1][1] == b"/api/resources/r/data/?a%2523b__exact=%252C&page=1&page_size=50"
    assert len(service.journal.entries) == 3
    await service.aclose()


async def test_an_application_that_breaks_is_a_server_error() -> None:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        raise RuntimeError("a bug")

    service = await open_service(SITES["sample"], asgi_app=app)
    with pytest.raises(ServerError):
        await service.tabular.health()
    await service.aclose()


async def test_opening_again_is_cheap_and_independent() -> None:
    first = await open_service(SITES["www"])
    second = await open_service(SITES["demo"])
    assert first.journal is not second.journal
    assert first.site.main_url != second.site.main_url
    await first.aclose()
    await second.aclose()
