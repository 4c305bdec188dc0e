"""The MCP server of the portal: its tools, as the operations of an API are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from tui.api.errors import ApiError
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.api import TITLES, ApiScreen
from tui.screens.place import Copy, command
from tui.screens.session import Session
from tui.screens.trying import TryingForm
from tui.text import clean_line
from tui.widgets.outline import Branch
from tui.widgets.prose import Block

if TYPE_CHECKING:
    from tui.api.mcp.tools import Tool, Toolbox
    from tui.api.openapi.document import Operation
    from tui.api.openapi.opening import Opened


class McpScreen(ApiScreen):
    """The tools of the site's server; each may be called."""

    titles: ClassVar[Mapping[str, str]] = {**TITLES, "operations": N_("Tools")}

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session, link)
        self._wanted = link.ident
        self._address = session.site.mcp_url or ""
        # What the form of the tool is to be filled with, where the address says so.
        self._given = dict(link.params)
        self._box: Toolbox | None = None

    # The place

    @property
    def link(self) -> Link:
        name = self._reading.key if self._reading is not None else self._wanted
        return Link("mcp", name)

    @property
    def crumbs(self) -> tuple[str, ...]:
        name = self._reading.key if self._reading is not None else self._wanted
        return ("MCP", clean_line(name, 80)) if name else ("MCP", _("Tools"))

    def copies(self) -> list[Copy]:
        from tui.tables.recipes.tools import client_settings

        forms: list[Copy] = []
        tool = self._tool if self._tab == "operations" else None
        if tool is not None:
            forms.append(Copy(_("Name of the tool"), tool.name))
        branch = self._branch
        if branch is not None and branch.title:
            forms.append(Copy(_("This line"), branch.value or branch.title, detail=branch.title))
        if self._address:
            forms.append(Copy(_("Address of the server"), self._address))
            forms.append(Copy(_("Settings of an MCP client"), client_settings(self._address)))
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    # Loading

    async def _fetch(self, reload: bool) -> None:
        from tui.api.mcp.described import described

        try:
            service = await self.session.service()
            box = await service.mcp.toolbox(reload=reload)
        except ApiError as error:
            self._failed(error)
            return
        opened = await asyncio.to_thread(described, box)
        self._problem = None
        if self._box is None:  # why there was none may have been told elsewhere
            self._tab = "operations"
        self._box = box
        self._take(opened)
        if self._given and self._reading is not None:
            self.action_try_it()
        self._given = {}

    def _about_blocks(self, opened: Opened) -> list[Block]:
        from tui.screens.mcp_texts import about_blocks

        return about_blocks(self._box) if self._box is not None else super()._about_blocks(opened)

    # Tools

    @property
    def _tool(self) -> Tool | None:
        operation = self._operation
        if operation is None or self._box is None:
            return None
        return self._box.tool(operation.key)

    def _branches(self, opened: Opened, operation: Operation) -> list[Branch]:
        from tui.screens.mcp_texts import tool_branches

        tool = self._box.tool(operation.key) if self._box is not None else None
        return tool_branches(tool, operation) if tool is not None else []

    def action_try_it(self) -> None:
        """Open the form of the tool."""
        from tui.api.mcp.described import tool_form

        tool, operation = self._tool, self._operation
        if tool is None or operation is None or self._opened is None:
            return
        form = tool_form(self._opened, operation, tool, self._given)
        title = clean_line(tool.name, 120)
        self.app.push_screen(TryingForm(self.session, title, lambda _kind: form, {}))

    def why_not(self, action: str) -> str:
        if action in ("find", "try_it") and self._is_asking:
            return super().why_not(action)
        if action == "try_it" and (self._tab != "operations" or self._tool is None):
            return _("No tool is chosen.")
        if action == "find" and (self._opened is None or not self._opened.document.operations):
            return _("There is no tool here.")
        return super().why_not(action)
