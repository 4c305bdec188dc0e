"""The ``X-Fields`` header: which fields of an answer the client wants."""

from __future__ import annotations

import re
from typing import TypeAlias

from tui.sample.data.records import Json

Mask: TypeAlias = dict[str, "Mask | None"]
"""Field names with the mask of what is inside; None for all of it. ``*`` keeps the rest."""

_TOKEN = re.compile(r"[{},]|[^{},\s]+")


class MaskError(ValueError):
    """The header cannot be read."""


def parse_mask(header: str) -> Mask:
    """Read ``{id,title,organization{name}}``; the outer braces may be left out."""
    pieces = _TOKEN.findall(header)
    if pieces[:1] == ["{"]:
        if pieces[-1] != "}":
            raise MaskError("Missing closing bracket")
        pieces = pieces[1:-1]
    mask, rest = _fields(pieces, 0, nested=False)
    if rest != len(pieces):
        raise MaskError("Unexpected closing bracket")
    return mask


def _fields(pieces: list[str], position: int, *, nested: bool) -> tuple[Mask, int]:
    mask: Mask = {}
    name = ""
    while position < len(pieces):
        piece = pieces[position]
        if piece == "}" and nested:
            return mask, position + 1
        if piece == "}":
            return mask, position
        if piece == "{":
            if not name:
                raise MaskError("Unexpected opening bracket")
            inner, position = _fields(pieces, position + 1, nested=True)
            mask[name] = inner
            continue
        if piece != ",":
            name = piece
            mask[name] = None
        position += 1
    if nested:
        raise MaskError("Missing closing bracket")
    return mask, position


def apply_mask(content: Json, mask: Mask) -> Json:
    """`content` with the fields of `mask` only; unknown names are ignored."""
    if isinstance(content, list):
        return [apply_mask(item, mask) for item in content]
    if not isinstance(content, dict):
        return content
    if "*" in mask:
        return {key: _inside(value, mask.get(key)) for key, value in content.items()}
    return {key: _inside(content[key], inner) for key, inner in mask.items() if key in content}


def _inside(value: Json, inner: Mask | None) -> Json:
    return value if inner is None else apply_mask(value, inner)
