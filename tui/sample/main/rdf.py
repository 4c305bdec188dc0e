"""Catalogues as RDF: triples, written in the formats of the portal, a hundred datasets a page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from tui.sample.asgi import Request, Response
from tui.sample.data.records import Dataset
from tui.sample.main.listing import found
from tui.sample.main.replies import not_found, page_of, redirect
from tui.sample.main.views import Writer

PAGE_SIZE = 100
TYPES = {
    "xml": "application/rdf+xml",
    "rdf": "application/rdf+xml",
    "ttl": "application/x-turtle",
    "n3": "text/n3",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "json": "application/ld+json",
}
_ACCEPTED = {
    "text/turtle": "ttl",
    "application/ld+json": "json",
    "text/html": "json",
    "application/json": "json",
    "text/n3": "n3",
    "application/n-triples": "nt",
    "application/trig": "trig",
}
_DCAT, _DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAMESPACES = {_DCAT: "dcat", _DCT: "dct", _HYDRA: "hydra", _TYPE[:-4]: "rdf"}


class Triple(NamedTuple):
    """A subject, a predicate, and an object that is an address or a text."""

    subject: str
    predicate: str
    object: str
    is_address: bool = False


def site_catalog(request: Request, writer: Writer, extension: str) -> Response:
    """GET /api/1/site/catalog.EXT."""
    items = writer.catalogue.public_datasets
    return _catalog(request, writer, f"{writer.api}/api/1/site/catalog", items, extension)


def organization_catalog(request: Request, writer: Writer, key: str, extension: str) -> Response:
    """GET /api/1/organizations/KEY/catalog.EXT."""
    owner = found(writer.catalogue.producer(key), "Organization")
    items = [item for item in writer.catalogue.public_datasets if item.organization == owner]
    about = f"{writer.api}/api/1/organizations/{owner.id}/catalog"
    return _catalog(request, writer, about, items, extension)


def negotiated(request: Request, _writer: Writer, *_key: str) -> Response:
    """The same address with the extension that is accepted."""
    kind = request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip()
    params = {"page": "1", **dict(request.params)}
    params.setdefault("page_size", str(PAGE_SIZE))
    extension = _ACCEPTED.get(kind, "xml")
    return redirect(f"{request.path}.{extension}?{urlencode(params)}", 302)


def _catalog(
    request: Request, writer: Writer, about: str, items: Iterable[Dataset], extension: str
) -> Response:
    if extension not in TYPES:
        raise not_found()
    listed = list(items)
    page, size = page_of(request, PAGE_SIZE)
    shown = listed[(page - 1) * size : page * size]
    triples = [
        Triple(about, _TYPE, f"{_DCAT}Catalog", is_address=True),
        Triple(about, f"{_DCT}title", "data.gouv.fr"),
        Triple(about, f"{_HYDRA}totalItems", str(len(listed))),
    ]
    for item in shown:
        address = f"{writer.web}/datasets/{item.id}"
        triples.append(Triple(about, f"{_DCAT}dataset", address, is_address=True))
        triples += _of_dataset(writer, item, address)
    return Response(200, _written(triples, extension).encode(), TYPES[extension])


def _of_dataset(writer: Writer, item: Dataset, address: str) -> Iterable[Triple]:
    yield Triple(address, _TYPE, f"{_DCAT}Dataset", is_address=True)
    yield Triple(address, f"{_DCT}identifier", item.id)
    yield Triple(address, f"{_DCT}title", item.title)
    yield Triple(address, f"{_DCT}description", item.description)
    for tag in item.tags:
        yield Triple(address, f"{_DCAT}keyword", tag)
    page = f"{writer.web}/datasets/{item.slug}"
    yield Triple(address, f"{_DCAT}landingPage", page, is_address=True)


def _written(triples: list[Triple], extension: str) -> str:
    if extension in ("xml", "rdf"):
        return _xml(triples)
    if extension in ("json", "jsonld"):
        graph: dict[str, dict[str, object]] = {}
        for one in triples:
            value = {"@id" if one.is_address else "@value": one.object}
            node = graph.setdefault(one.subject, {"@id": one.subject})
            values = node.setdefault(one.predicate, [])
            assert isinstance(values, list)
            values.append(value)
        return json.dumps({"@graph": list(graph.values())}, ensure_ascii=False)
    # A line a triple is Turtle, N3 and TriG as well.
    return "".join(_line(one) for one in triples)


def _line(one: Triple) -> str:
    # JSON escapes what N-Triples does, in the same way.
    value = f"<{one.object}>" if one.is_address else json.dumps(one.object, ensure_ascii=False)
    return f"<{one.subject}> <{one.predicate}> {value} .\n"


def _xml(triples: list[Triple]) -> str:
    spaces = "".join(f' xmlns:{name}="{space}"' for space, name in _NAMESPACES.items())
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<rdf:RDF{spaces}>"]
    for one in triples:
        space = next(space for space in _NAMESPACES if one.predicate.startswith(space))
        tag = f"{_NAMESPACES[space]}:{one.predicate.removeprefix(space)}"
        plain = "".join(char for char in one.object if char >= " " or char in "\t\n")
        inner = f"<{tag} rdf:resource={quoteattr(plain)}/>"
        if not one.is_address:
            inner = f"<{tag}>{escape(plain)}</{tag}>"
        about = f"<rdf:Description rdf:about={quoteattr(one.subject)}>"
        lines.append(f"  {about}{inner}</rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""])
