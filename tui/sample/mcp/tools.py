"""The tools of the sample site's MCP server: the names and parameters of the portal's."""

from __future__ import annotations

from tui.sample.data.records import Json

_ONLY_READS: Json = {
    "readOnlyHint": True,
    "destructiveHint": False,
    "idempotentHint": True,
    "openWorldHint": True,
}
_OPERATORS = "exact, contains, less, greater, strictly_less, strictly_greater"


def _text(title: str) -> Json:
    return {"title": title, "type": "string"}


def _count(title: str, default: int) -> Json:
    return {"title": title, "type": "integer", "default": default}


def _maybe(title: str) -> Json:
    return {"title": title, "anyOf": [{"type": "string"}, {"type": "null"}], "default": None}


def _tool(
    name: str, title: str, description: str, required: tuple[str, ...], /, **parameters: Json
) -> dict[str, Json]:
    wanted: dict[str, Json] = {"required": list(required)} if required else {}
    return {
        "name": name,
        "title": title,
        "description": description,
        "inputSchema": {
            "type": "object",
            "title": f"{name}Arguments",
            "properties": dict(parameters),
            **wanted,
        },
        "outputSchema": {
            "type": "object",
            "title": f"{name}Output",
            "properties": {"result": _text("Result")},
            "required": ["result"],
        },
        "annotations": _ONLY_READS,
    }


TOOLS: tuple[dict[str, Json], ...] = (
    _tool(
        "search_datasets",
        "Find datasets",
        "Datasets of the sample catalogue whose words match.\n\nEvery word has to be there, so few "
        "and precise words find more. `sort` takes created, last_update, reuses, followers or "
        "views, with - before it for the largest first; `last_update_range` takes last_30_days, "
        "last_12_months or last_3_years.",
        ("query",),
        query=_text("Query"),
        page=_count("Page", 1),
        page_size=_count("Page Size", 20),
        sort=_maybe("Sort"),
        last_update_range=_maybe("Last Update Range"),
    ),
    _tool(
        "search_organizations",
        "Find organizations",
        "Organizations that publish. Without `query` all of them come, a page at a time; `badge` "
        "keeps public-service, certified, association, company or local-authority.",
        (),
        query={"title": "Query", "type": "string", "default": ""},
        page=_count("Page", 1),
        page_size=_count("Page Size", 20),
        sort=_maybe("Sort"),
        badge=_maybe("Badge"),
        name=_maybe("Name"),
        business_number_id=_maybe("Business Number Id"),
    ),
    _tool(
        "search_dataservices",
        "Find APIs",
        "APIs (dataservices) of the sample catalogue whose words match.\n\nThen "
        "`get_dataservice_info` tells of one, and `get_dataservice_openapi_spec` of its calls.",
        ("query",),
        query=_text("Query"),
        page=_count("Page", 1),
        page_size=_count("Page Size", 20),
    ),
    _tool(
        "get_dataservice_info",
        "Tell of an API",
        "What the catalogue says of an API: who gives it, where it is, how it is described.",
        ("dataservice_id",),
        dataservice_id=_text("Dataservice Id"),
    ),
    _tool(
        "get_dataservice_openapi_spec",
        "Sum up the calls of an API",
        "Reads the OpenAPI description of an API and lists its operations and their parameters.",
        ("dataservice_id",),
        dataservice_id=_text("Dataservice Id"),
    ),
    _tool(
        "query_resource_data",
        "Read the rows of a file",
        "Rows of a file that the Tabular API holds, with one filter and one order at most.\n\n"
        f"`filter_operator` takes {_OPERATORS}.",
        ("resource_id",),
        resource_id=_text("Resource Id"),
        page=_count("Page", 1),
        page_size=_count("Page Size", 20),
        filter_column=_maybe("Filter Column"),
        filter_value=_maybe("Filter Value"),
        filter_operator={"title": "Filter Operator", "type": "string", "default": "exact"},
        sort_column=_maybe("Sort Column"),
        sort_direction={"title": "Sort Direction", "type": "string", "default": "asc"},
    ),
    _tool(
        "get_dataset_info",
        "Tell of a dataset",
        "What the catalogue says of a dataset.",
        ("dataset_id",),
        dataset_id=_text("Dataset Id"),
    ),
    _tool(
        "list_dataset_resources",
        "List the files of a dataset",
        "The files of a dataset: what `query_resource_data` and `get_resource_info` take.",
        ("dataset_id",),
        dataset_id=_text("Dataset Id"),
    ),
    _tool(
        "get_resource_info",
        "Tell of a file",
        "What the catalogue says of a file, and whether the Tabular API holds its rows.",
        ("resource_id",),
        resource_id=_text("Resource Id"),
    ),
    _tool(
        "get_metrics",
        "Count visits and downloads",
        "Visits and downloads by month of a dataset or of a file, the last month first.",
        (),
        dataset_id=_maybe("Dataset Id"),
        resource_id=_maybe("Resource Id"),
        limit=_count("Limit", 12),
    ),
)
