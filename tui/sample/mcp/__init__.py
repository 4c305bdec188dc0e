"""The MCP server of the sample site: tools over its own services."""
