"""The sample site's MCP server, as it is on the wire: the portal's own answers in small."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from sample_site import site, table_id

from tui.settings import SITES

URL = str(SITES["sample"].mcp_url)
BOTH = {"accept": "application/json, text/event-stream"}


async def asked(
    message: Any = None, *, method: str = "POST", url: str = URL, accept: str = BOTH["accept"]
) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site())) as client:
        content = message if isinstance(message, str) else json.dumps(message)
        return await client.request(method, url, content=content, headers={"accept": accept})


async def called(tool: str, **arguments: Any) -> str:
    params = {"name": tool, "arguments": arguments}
    said = {"jsonrpc": "2.0", "id": "x", "method": "tools/call", "params": params}
    answer = await asked(said)
    assert "mcp-session-id" not in answer.headers
    event, data, *_rest = answer.text.split("\r\n")
    assert (answer.headers["content-type"], event) == ("text/event-stream", "event: message")
    result = json.loads(data.removeprefix("data: "))
    assert result["id"] == "x"
    text: str = result["result"]["content"][0]["text"]
    return text


async def test_it_speaks_json_rpc_in_events_without_a_session() -> None:
    greeted = await asked({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}})
    assert '"protocolVersion": "2025-06-18"' in greeted.text
    told = await asked({"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (told.status_code, told.content) == (202, b"")
    unknown = await asked({"jsonrpc": "2.0", "id": 1, "method": "x"})
    assert "-32601" in unknown.text
    refused = await asked({"jsonrpc": "2.0", "id": 1, "method": "ping"}, accept="application/json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (406, -32600)
    assert (await asked("{")).json()["error"]["code"] == -32700
    assert (await asked("", method="GET")).status_code == 405
    assert (await asked("", url=f"{URL}/x")).status_code == 404
    health = await asked("", method="GET", url=URL.removesuffix("/mcp") + "/health")
    assert health.json()["status"] == "ok"


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search_datasets", {"query": "eau", "page_size": 2}, "Found 3 dataset(s)"),
        ("search_organizations", {"query": "paris"}, "Slug: ville-de-paris"),
        ("search_dataservices", {"query": "jours"}, "2. API Jours fériés"),
        ("search_dataservices", {"query": "zzz"}, "No dataservices found"),
        ("get_dataservice_info", {"dataservice_id": "api-adresse"}, "API Adresse"),
        (
            "get_dataservice_openapi_spec",
            {"dataservice_id": "api-bornes-de-recharge"},
            "GET /objets/{id} - Un objet",
        ),
        ("get_dataservice_openapi_spec", {"dataservice_id": "api-dvf"}, "Error: no OpenAPI"),
        (
            "query_resource_data",
            {"resource_id": table_id("unique"), "page_size": 200},
            "    nom: Aÿ",
        ),
        ("query_resource_data", {"resource_id": "x"}, "HTTP 400"),
        ("get_dataset_info", {"dataset_id": "x"}, "Error: Dataset with ID 'x' not found."),
        ("get_dataset_info", {}, "Field required"),
        ("search_datasets", {"query": "eau", "page": "x"}, "valid integer"),
        ("get_resource_info", {"resource_id": table_id("unique")}, "Available via Tabular API"),
        ("get_metrics", {}, "Error: at least one"),
        ("drop", {}, "Unknown tool: drop"),
    ],
)
async def test_its_tools_answer_from_the_catalogue(
    tool: str, arguments: dict[str, Any], said: str
) -> None:
    assert said in await called(tool, **arguments)


async def test_ids_that_it_names_lead_on() -> None:
    slug = "population-des-communes-francaises"
    told = await called("get_dataset_info", dataset_id=slug)
    ident = told.partition("ID: ")[2].partition("\n")[0]
    assert "Total resources: 4" in await called("list_dataset_resources", dataset_id=ident)
    assert "monthly_visit" in await called("get_metrics", dataset_id=ident, limit=2)
