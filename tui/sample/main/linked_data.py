"""Datasets as linked data: DCAT, in every form that the Main API writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from tui.sample.asgi import Request, Response
from tui.sample.clock import stamp
from tui.sample.data.records import Dataset, Json
from tui.sample.main.listing import found
from tui.sample.main.replies import not_found, redirect
from tui.sample.main.views import Writer

CONTENT_TYPES = {
    "rdf": "application/rdf+xml",
    "xml": "application/rdf+xml",
    "ttl": "application/x-turtle",
    "n3": "text/n3",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "json": "application/ld+json",
    "jsonld": "application/ld+json",
}
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

Triple = tuple[str, str, str, bool]
"""A subject, a property (with its prefix), an object, and whether that is an address."""


def rdf(request: Request, writer: Writer, key: str, extension: str) -> Response:
    """GET /api/1/datasets/{id or slug}/rdf.{extension}."""
    item = found(writer.catalogue.dataset(key), "Dataset")
    if extension not in CONTENT_TYPES or item.private:
        raise not_found()
    triples = list(_triples(writer, item))
    if extension in ("json", "jsonld"):
        text = _json_ld(triples)
    elif extension in ("rdf", "xml"):
        text = _xml(triples)
    elif extension == "nt":
        text = "".join(f"{_n_triple(each)}\n" for each in triples)
    else:
        text = _turtle(triples, in_graph=extension == "trig")
    return Response(200, text.encode("utf-8", "replace"), CONTENT_TYPES[extension], {})


def chosen(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/datasets/{id or slug}/rdf: where the form that the client accepts is."""
    found(writer.catalogue.dataset(key), "Dataset")
    accepted = request.headers.get("accept", "")
    extension = next(
        (name for name, kind in CONTENT_TYPES.items() if kind in accepted),
        "json" if "html" in accepted else "xml",
    )
    return redirect(f"/api/1/datasets/{key}/rdf.{extension}", 302)


def _triples(writer: Writer, item: Dataset) -> Iterator[Triple]:
    me = f"{writer.web}/datasets/{item.id}"
    yield me, "rdf:type", _PREFIXES["dcat"] + "Dataset", True
    yield me, "dct:identifier", item.id, False
    yield me, "dct:title", item.title, False
    yield me, "dct:description", item.description, False
    yield me, "dct:created", stamp(item.created_at) or "", False
    yield me, "dct:modified", stamp(item.last_update) or "", False
    yield me, "dcat:landingPage", f"{writer.web}/datasets/{item.slug}", True
    if item.organization is not None:
        yield me, "dct:publisher", f"{writer.web}/organizations/{item.organization.id}", True
    for tag in item.tags:
        yield me, "dcat:keyword", tag, False
    for file in item.resources:
        there = f"{me}?resource_id={file.id}"
        yield me, "dcat:distribution", there, True
        yield there, "rdf:type", _PREFIXES["dcat"] + "Distribution", True
        yield there, "dct:title", file.title, False
        yield there, "dcat:downloadURL", file.url.replace(" ", "%20"), True


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _whole(prefixed: str) -> str:
    prefix, _colon, name = prefixed.partition(":")
    return _PREFIXES[prefix] + name


def _n_triple(each: Triple) -> str:
    subject, name, value, is_address = each
    written = f"<{value}>" if is_address else _literal(value)
    return f"<{subject}> <{_whole(name)}> {written} ."


def _by_subject(triples: list[Triple]) -> dict[str, list[Triple]]:
    subjects: dict[str, list[Triple]] = {}
    for each in triples:
        subjects.setdefault(each[0], []).append(each)
    return subjects


def _turtle(triples: list[Triple], *, in_graph: bool) -> str:
    lines = [f"@prefix {name}: <{address}> ." for name, address in _PREFIXES.items()]
    margin = "    " if in_graph else ""
    lines += ["", "_:sample {"] if in_graph else [""]
    for subject, said in _by_subject(triples).items():
        pairs = [
            f"{name} {f'<{value}>' if is_address else _literal(value)}"
            for _subject, name, value, is_address in said
        ]
        lines.append(f"{margin}<{subject}> {f' ;{chr(10)}{margin}    '.join(pairs)} .")
        lines.append("")
    return "\n".join([*lines, "}"] if in_graph else lines)


def _json_ld(triples: list[Triple]) -> str:
    graph: list[Json] = []
    for subject, said in _by_subject(triples).items():
        node: dict[str, Json] = {"@id": subject}
        for _subject, name, value, is_address in said:
            key = "@type" if name == "rdf:type" else name
            written: Json = {"@id": value} if is_address and key != "@type" else value
            kept = node.setdefault(key, [])
            if isinstance(kept, list):
                kept.append(written)
        graph.append(node)
    context: dict[str, Json] = dict(_PREFIXES)
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=2)


def _xml(triples: list[Triple]) -> str:
    spaces = "\n".join(f"   xmlns:{name}={quoteattr(uri)}" for name, uri in _PREFIXES.items())
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<rdf:RDF\n{spaces}\n>"]
    for subject, said in _by_subject(triples).items():
        lines.append(f"  <rdf:Description rdf:about={quoteattr(subject)}>")
        for _subject, name, value, is_address in said:
            lines.append(
                f"    <{name} rdf:resource={quoteattr(value)}/>"
                if is_address
                else f"    <{name}>{escape(value)}</{name}>"
            )
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""])
