"""The tools that the portal's MCP server really lists, and those of the sample site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tui.api.mcp.tools import tool_of
from tui.sample.mcp.tools import TOOLS

REAL: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "mcp_tools.json").read_text(encoding="utf-8")
)["tools"]


def test_the_real_tools_are_read_whole() -> None:
    tools = [tool_of(raw) for raw in REAL]
    assert [tool.name for tool in tools] == [raw["name"] for raw in REAL]
    assert all(tool.is_safe and tool.title and tool.description and tool.gives for tool in tools)
    search = next(tool for tool in tools if tool.name == "search_dataservices")
    assert list(search.parameters) == ["query", "page", "page_size"]
    assert (search.destroys, search.repeats, search.is_open) == (False, True, True)


def test_the_sample_site_has_the_same_tools_in_words_of_its_own() -> None:
    ours: dict[str, Any] = {str(raw["name"]): raw for raw in TOOLS}
    assert set(ours) == {raw["name"] for raw in REAL}
    for raw in REAL:
        own = ours[raw["name"]]
        assert own["annotations"] == raw["annotations"]
        for schema in ("inputSchema", "outputSchema"):
            assert own[schema] == raw[schema], raw["name"]
        assert own["description"] != raw["description"]
