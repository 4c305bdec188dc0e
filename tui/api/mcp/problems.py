"""What can go wrong with an MCP server, beside what goes wrong with any service."""

from __future__ import annotations

from tui.api.errors import ApiError
from tui.i18n import gettext as _


class NoSdk(ApiError):
    """The SDK is an extra, and it is not installed."""

    @property
    def message(self) -> str:
        return _("MCP needs a library that is not installed.")

    @property
    def hint(self) -> str:
        return _("Install it beside this program: pip install 'datagouv-tui[mcp]'")


class NoMcpServer(ApiError):
    """404: nothing speaks MCP at that address."""

    @property
    def message(self) -> str:
        return _("There is no MCP server at this address.")

    @property
    def hint(self) -> str:
        return _("The setting mcp_url says where it is.")


class NoSuchTool(ApiError):
    """The server has no tool of that name; `detail` is the name."""

    @property
    def message(self) -> str:
        return _("The server has no tool “{name}”.").format(name=self.detail)

    @property
    def hint(self) -> str:
        return _("Reload to read the list of its tools again.")


class ProtocolProblem(ApiError):
    """The server refused a message, or answered what is none; `detail` is its own words."""

    retryable = True

    @property
    def message(self) -> str:
        if self.detail:
            said = _("The MCP server did not answer as it should: {detail}")
            return said.format(detail=self.detail)
        return _("The MCP server did not answer as it should.")

    @property
    def hint(self) -> str:
        return _("Reload to ask again.")
