"""APIs searched through an MCP server, by what its tools are called; through HTTP where it cannot
be."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Final

from tui.api.errors import ApiError, BadPayload, Gone, NotFound, Timeout
from tui.api.mcp.problems import NoSuchTool
from tui.api.mcp.tools import Tool, ToolAnswer, Toolbox
from tui.api.models.dataservice import Dataservice
from tui.api.models.search import SearchPage
from tui.api.payload import JsonValue
from tui.i18n import gettext as _
from tui.links.mentions import mentions

if TYPE_CHECKING:
    from tui.api.search import Search
    from tui.api.service import Service

PAGE: Final = 20
"""Results of a page: each is asked of the Main API."""

PATIENCE: Final = 10.0
"""Seconds after which the Main API is asked in place of the server."""

_WANTED: Final = "searchdataservices"
_FOUND = re.compile(r"^\W*found\s+(?P<total>\d{1,9})\b", re.IGNORECASE)
_NONE = re.compile(r"^\W*(no\b|0\b|found\s+0\b|aucun)", re.IGNORECASE)


def can_ask(search: Search) -> bool:
    """Whether the tool takes `search`: words, among APIs, without filter or order."""
    plain = not search.filters and not search.sort
    return search.kind == "dataservices" and bool(search.words.strip()) and plain


def searching_tool(box: Toolbox) -> Tool | None:
    """The tool that searches among APIs: names vary, and some have another before them."""
    for tool in box.tools:
        name = re.sub(r"[^a-z]", "", tool.name.lower())
        if name.endswith(_WANTED) and "query" in tool.parameters and tool.only_reads is not False:
            return tool
    return None


async def search_apis(service: Service, search: Search, page: int, *, reload: bool) -> SearchPage:
    """A page of the results of `search` as the MCP server finds them, or as the Main API does where
    that one is missing, lacks the tool or answers what cannot be read: `SearchPage.through` says
    which, and `SearchPage.aside` why. Raises `ApiError` where neither answers."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _searched(service, search, page, reload=reload)
    except ApiError as error:
        aside = error.message
    except TimeoutError:
        aside = Timeout().message
    found = await service.portal.search(search, page, reload=reload)
    return found.model_copy(update={"aside": aside})


async def _searched(service: Service, search: Search, page: int, *, reload: bool) -> SearchPage:
    box = await service.mcp.toolbox()
    tool = searching_tool(box)
    if tool is None:
        raise NoSuchTool(detail="search_dataservices")
    wanted: dict[str, JsonValue] = {"query": search.words, "page": page, "page_size": PAGE}
    given = {name: value for name, value in wanted.items() if name in tool.parameters}
    answer = await service.mcp.call(tool.name, given)
    total, idents = _read(answer, service)
    found = await asyncio.gather(*(_resolved(service, ident, reload) for ident in idents))
    return SearchPage(
        items=tuple(item for item in found if item is not None),
        total=total,
        page=page,
        page_size=PAGE,
        has_next="page" in given and page * PAGE < total,
        through="mcp",
    )


def _read(answer: ToolAnswer, service: Service) -> tuple[int, list[str]]:
    """How many there are, and the ids of those on this page. Raises `BadPayload` for a text that
    does not say."""
    if answer.is_refusal:
        raise BadPayload(service.mcp.url or "", detail=answer.why)
    text = answer.text
    if answer.data is not None:
        text += "\n" + json.dumps(answer.data, indent=0)
    idents = [
        mention.link.ident
        for mention in mentions(text, "dataservice", service.site)
        if mention.link.kind == "dataservice" and not mention.link.fragment
    ]
    said = _FOUND.match(text)
    if not idents and not _NONE.match(text):
        detail = _("its answer names no API")
        raise BadPayload(service.mcp.url or "", detail=detail)
    return max(len(idents), int(said["total"]) if said else 0), idents


async def _resolved(service: Service, ident: str, reload: bool) -> Dataservice | None:
    """The API of that id; None for one that is not there any more. Raises `ApiError`."""
    try:
        found = await service.portal.entity("dataservice", ident, reload=reload)
    except (NotFound, Gone):
        return None
    return found if isinstance(found, Dataservice) else None
