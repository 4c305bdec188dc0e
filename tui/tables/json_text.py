"""JSON values as text, however deeply they are nested.

Python's own writer is faster, but descends by calls: it gives up where the service's answer could
still be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from tui.tables.source import Cell

DEEPEST_INDENT = 40
"""Levels that are still indented: deeper ones stay under each other."""


def json_text(value: Cell, limit: int | None = None) -> str:
    """`value` on one line, as `json.dumps` writes it; its first `limit` characters at most."""
    if limit is not None:
        return _head(_parts(value, pretty=False), limit)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "".join(_parts(value, pretty=False))


def pretty_json(value: Cell, limit: int) -> str:
    """`value` over many lines, indented; its first `limit` characters at most."""
    return _head(_parts(value, pretty=True), limit)


def _head(parts: Iterator[str], limit: int) -> str:
    kept: list[str] = []
    room = limit
    for part in parts:
        kept.append(part[:room])
        room -= len(part)
        if room <= 0:
            break
    return "".join(kept)


def _parts(root: Cell, *, pretty: bool) -> Iterator[str]:
    ways: list[tuple[Iterator[tuple[str, Cell]], str]] = []
    value: Cell = root
    while True:
        if isinstance(value, (dict, list)) and value:
            is_object = isinstance(value, dict)
            yield "{" if is_object else "["
            depth = len(ways) + 1
            ways.append((_children(value, depth, pretty), "}" if is_object else "]"))
        else:
            yield json.dumps(value, ensure_ascii=False)
        while ways and (child := next(ways[-1][0], None)) is None:
            _rest, close = ways.pop()
            yield _new_line(len(ways), pretty) + close
        if not ways or child is None:
            return
        before, value = child
        yield before


def _children(
    value: list[Cell] | dict[str, Cell], depth: int, pretty: bool
) -> Iterator[tuple[str, Cell]]:
    """What a container holds, each with the text that comes before it."""
    lead, between = _new_line(depth, pretty), ("," if pretty else ", ")
    separator = ""
    if isinstance(value, dict):
        for name, child in value.items():
            yield f"{separator}{lead}{json.dumps(name, ensure_ascii=False)}: ", child
            separator = between
    else:
        for child in value:
            yield f"{separator}{lead}", child
            separator = between


def _new_line(depth: int, pretty: bool) -> str:
    return "\n" + "  " * min(depth, DEEPEST_INDENT) if pretty else ""
