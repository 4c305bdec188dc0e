"""The servers of the sample site's APIs: each gives a description of itself."""

from __future__ import annotations

import json
import re
from functools import cached_property

from tui.sample.asgi import Request, Response, json_response
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.descriptions import (
    CAPABILITIES,
    broken_text,
    description_of,
    form_of,
    page_text,
)
from tui.sample.data.records import Dataservice

_HOST = re.compile(r"api-[\w-]+\.invalid")


def is_api_host(host: str) -> bool:
    """Whether that server is of an API of the catalogue."""
    return _HOST.fullmatch(host.partition(":")[0]) is not None


class DescriptionServer:
    """Answers at the addresses of the machine documentation of one catalogue's APIs."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _by_url(self) -> dict[str, Dataservice]:
        return {item.machine_url: item for item in self._catalogue.dataservices if item.machine_url}

    def answer(self, request: Request) -> Response:
        """The description at that address, or why there is none."""
        url = f"https://{request.host}{request.path}"
        item = self._by_url.get(url)
        if item is not None:
            return _given(item, url)
        if request.path == "/description.json":
            for known, described in self._by_url.items():
                if known.startswith(f"https://{request.host}/"):
                    return json_response(_described(described, "3.0"))
        return Response(404, b"Not Found", "text/plain")


def _given(item: Dataservice, url: str) -> Response:
    form = form_of(item.slug, item.format)
    if form == "wms":
        return Response(200, CAPABILITIES.encode(), "application/xml")
    if form == "page":
        return Response(200, page_text(item.title).encode(), "text/html")
    if form == "broken":
        return Response(200, broken_text(item.title, _base(item)).encode(), "application/yaml")
    text = json.dumps(_described(item, form), ensure_ascii=False, indent=2)
    kind = "json" if url.endswith(".json") else "yaml"  # what is JSON is YAML too
    return Response(200, text.encode(), f"application/{kind}")


def _described(item: Dataservice, form: str) -> dict[str, object]:
    return description_of(item.title, _base(item), form)


def _base(item: Dataservice) -> str:
    return item.base_url or f"https://{item.slug}.invalid/v1"
