"""What the tools answer: each asks the sample site's services, and writes a text as the portal's
does."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

from tui.sample.asgi import Request, Response
from tui.settings import SITES

Ask: TypeAlias = Callable[[Request], Awaitable[Response]]
Arguments: TypeAlias = Mapping[str, Any]

LONGEST_CELL = 100
_SITE = SITES["sample"]


class Refused(Exception):
    """What a tool says when it cannot answer, in words."""


class Texts:
    """The tools over services that `ask` answers for."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.tools: Mapping[str, Callable[[Arguments], Awaitable[str]]] = {
            "search_datasets": self._search_datasets,
            "search_organizations": self._search_organizations,
            "search_dataservices": self._search_dataservices,
            "get_dataservice_info": self._dataservice,
            "get_dataservice_openapi_spec": self._operations,
            "query_resource_data": self._rows,
            "get_dataset_info": self._dataset,
            "list_dataset_resources": self._resources,
            "get_resource_info": self._resource,
            "get_metrics": self._metrics,
        }

    async def _get(self, root: str, path: str, missing: str, **params: Any) -> Any:
        """The JSON document at `path`; `missing` is said where there is none."""
        scheme, _sep, host = root.partition("://")
        query = urlencode({name: value for name, value in params.items() if value is not None})
        response = await self._ask(Request("GET", scheme, host, path, query, {}))
        if response.status != 200 or not isinstance(response.body, bytes):
            raise Refused(missing if response.status in (404, 410) else f"HTTP {response.status}")
        return json.loads(response.body)

    async def _main(self, path: str, missing: str, **params: Any) -> Any:
        return await self._get(_SITE.main_url, path, missing, **params)

    # Searches

    async def _search(self, folder: str, given: Arguments, kind: str, *names: str) -> Any:
        params = {name: given.get(name) for name in ("page", "page_size", *names)}
        query = given.get("query") or ""
        found = await self._main(f"/api/2/{folder}/search/", "", q=query, **params)
        if not found["data"]:
            raise Refused(f"No {kind}s found for query: '{query}'")
        head = f"Found {found['total']} {kind}(s) for query: '{query}'"
        return [head, f"Page {found['page']} of results:", ""], found["data"]

    async def _search_datasets(self, given: Arguments) -> str:
        names = ("sort", "last_update_range")
        lines, items = await self._search("datasets", given, "dataset", *names)
        for number, item in enumerate(items, 1):
            lines += [f"{number}. {item['title']}", f"   ID: {item['id']}"]
            lines += _described(item, "   ")
            if item["tags"]:
                lines.append(f"   Tags: {', '.join(item['tags'][:5])}")
            lines += [f"   Resources: {item['resources']['total']}", f"   URL: {item['page']}", ""]
        return "\n".join(lines)

    async def _search_organizations(self, given: Arguments) -> str:
        lines, items = await self._search("organizations", given, "organization", "sort", "badge")
        for number, item in enumerate(items, 1):
            name = f"{item['name']} ({item['acronym']})" if item["acronym"] else item["name"]
            badges = ", ".join(badge["kind"] for badge in item["badges"])
            lines += [f"{number}. {name}", f"   ID: {item['id']}", f"   Slug: {item['slug']}"]
            lines += [f"   Badges: {badges}"] if badges else []
            lines += [f"   URL: {item['page']}", ""]
        return "\n".join(lines)

    async def _search_dataservices(self, given: Arguments) -> str:
        lines, items = await self._search("dataservices", given, "dataservice")
        for number, item in enumerate(items, 1):
            lines += [f"{number}. {item['title']}", f"   ID: {item['id']}"]
            lines += _described(item, "   ")
            lines += [f"   Base API URL: {item['base_api_url']}"] if item["base_api_url"] else []
            lines += [f"   URL: {item['self_web_url']}", ""]
        return "\n".join(lines)

    # Dataservices

    async def _dataservice_of(self, given: Arguments) -> Any:
        key = str(given["dataservice_id"])
        missing = f"Error: Dataservice with ID '{key}' not found."
        return await self._main(f"/api/1/dataservices/{quote(key, safe='')}/", missing)

    async def _dataservice(self, given: Arguments) -> str:
        item = await self._dataservice_of(given)
        lines = [f"Dataservice Information: {item['title']}", "", f"ID: {item['id']}"]
        lines += _described(item, "")
        for name, key in (
            ("Base API URL", "base_api_url"),
            ("OpenAPI/Swagger spec", "machine_documentation_url"),
            ("Documentation", "technical_documentation_url"),
            ("License", "license"),
            ("Created", "created_at"),
        ):
            lines += [f"{name}: {item[key]}"] if item[key] else []
        return "\n".join([*lines, f"URL: {item['self_web_url']}"])

    async def _operations(self, given: Arguments) -> str:
        item = await self._dataservice_of(given)
        url = item["machine_documentation_url"] or ""
        scheme, sep, rest = url.partition("://")
        missing = f"Error: no OpenAPI spec could be read for '{item['title']}'."
        if not sep:
            raise Refused(missing)
        host, _slash, path = rest.partition("/")
        try:
            spec = await self._get(f"{scheme}://{host}", f"/{path}", missing)
        except ValueError as error:
            raise Refused(missing) from error
        lines = [f"API: {spec['info']['title']}", f"Spec: {url}", "", "Endpoints:"]
        for place, methods in spec["paths"].items():
            for method, told in methods.items():
                if not isinstance(told, dict):
                    continue
                lines.append(f"  {method.upper()} {place} - {told.get('summary', '')}")
                names = [one.get("name", "") for one in told.get("parameters", ())]
                lines += [f"    Parameters: {', '.join(filter(None, names))}"] if names else []
        return "\n".join(lines)

    # Datasets and their files

    async def _dataset_of(self, given: Arguments) -> Any:
        key = str(given["dataset_id"])
        missing = f"Error: Dataset with ID '{key}' not found."
        return await self._main(f"/api/1/datasets/{quote(key, safe='')}/", missing)

    async def _dataset(self, given: Arguments) -> str:
        item = await self._dataset_of(given)
        lines = [f"Dataset Information: {item['title']}", "", f"ID: {item['id']}"]
        lines += _described(item, "")
        lines += [f"Tags: {', '.join(item['tags'])}"] if item["tags"] else []
        lines += [f"License: {item['license']}", f"Frequency: {item['frequency']}"]
        lines += [f"Last updated: {item['last_update']}", f"Resources: {len(item['resources'])}"]
        return "\n".join([*lines, f"URL: {item['page']}"])

    async def _resources(self, given: Arguments) -> str:
        item = await self._dataset_of(given)
        files = item["resources"]
        lines = [f"Resources in dataset: {item['title']}", f"Dataset ID: {item['id']}"]
        lines += [f"Total resources: {len(files)}", ""]
        for number, file in enumerate(files, 1):
            lines += [f"{number}. {file['title']}", f"   Resource ID: {file['id']}"]
            lines += [f"   Format: {file['format']}"] if file["format"] else []
            lines += [f"   Size: {file['filesize']} B"] if file["filesize"] else []
            lines += [f"   URL: {file['url']}", ""]
        return "\n".join(lines)

    async def _resource(self, given: Arguments) -> str:
        key = str(given["resource_id"])
        missing = f"Error: Resource with ID '{key}' not found."
        path = f"/api/2/datasets/resources/{quote(key, safe='')}/"
        told = await self._main(path, missing)
        file = told["resource"]
        lines = [f"Resource Information: {file['title']}", "", f"Resource ID: {file['id']}"]
        lines += [f"Format: {file['format']}"] if file["format"] else []
        lines += [f"URL: {file['url']}", f"Dataset ID: {told['dataset_id']}", ""]
        is_held = bool((file["extras"] or {}).get("analysis:parsing:parsing_table"))
        said = "✅ Available via Tabular API" if is_held else "⚠️  Not available via Tabular API"
        return "\n".join([*lines, said])

    async def _rows(self, given: Arguments) -> str:
        key = str(given["resource_id"])
        params: dict[str, Any] = {
            "page": given.get("page", 1),
            "page_size": min(50, given.get("page_size", 20)),
        }
        if given.get("filter_column") and given.get("filter_value") is not None:
            name = f"{given['filter_column']}__{given.get('filter_operator') or 'exact'}"
            params[name] = given["filter_value"]
        if given.get("sort_column"):
            params[f"{given['sort_column']}__sort"] = given.get("sort_direction") or "asc"
        missing = f"⚠️  Resource '{key}' is not available via the Tabular API."
        path = f"/api/resources/{quote(key, safe='')}/data/"
        page = await self._get(_SITE.tabular_url, path, missing, **params)
        rows, total = page["data"], page["meta"]["total"]
        lines = [f"Querying resource: {key}", f"Total rows (Tabular API): {total}"]
        lines += [f"Retrieved: {len(rows)} row(s) from page {params['page']}", ""]
        for number, row in enumerate(rows, 1):
            lines.append(f"  Row {number}:")
            lines += [f"    {name}: {_cell(value)}" for name, value in row.items()]
        return "\n".join(lines)

    async def _metrics(self, given: Arguments) -> str:
        for kind in ("dataset", "resource"):
            key = given.get(f"{kind}_id")
            if not key:
                continue
            params = {f"{kind}_id__exact": key, "metric_month__sort": "desc"}
            count = min(50, given.get("limit", 12))
            path = f"/api/{kind}s/data/"
            page = await self._get(_SITE.metrics_url or "", path, "", page_size=count, **params)
            if not page["data"]:
                raise Refused(f"No metrics available for this {kind}.")
            lines = [f"{kind.capitalize()} Metrics: {key}", ""]
            for row in page["data"]:
                counts = [f"{name}: {row[name]}" for name in row if name.startswith("monthly_")]
                lines.append(f"{row['metric_month']}  {', '.join(counts)}")
            return "\n".join(lines)
        raise Refused("Error: at least one of dataset_id or resource_id is needed.")


def _described(item: Any, before: str) -> list[str]:
    """The start of a description, and who publishes."""
    said = " ".join((item["description"] or "").split())[:200]
    lines = [f"{before}Description: {said}"] if said else []
    owner = (item["organization"] or {}).get("name")
    return [*lines, f"{before}Organization: {owner}"] if owner else lines


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "..."
