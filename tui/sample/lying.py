"""Answers that are right in form and wrong in what they hold: pages that repeat, that come in
another order, totals that change between two requests."""

from __future__ import annotations

import json
from typing import Any, Final

LIES: Final = frozenset({"repeated", "shuffled", "shifting", "skewed"})


def lie(kind: str, body: bytes, number: int) -> bytes:
    """`body`, a page of a list, told as `kind` wants it; anything else stays as it is.

    `number` tells one request from the next.
    """
    try:
        payload = json.loads(body)
    except ValueError:
        return body
    if not isinstance(payload, dict):
        return body
    items = payload.get("data")
    if isinstance(items, list):
        if kind == "repeated" and items:
            payload["data"] = [items[0]] * len(items)
        elif kind == "shuffled":
            payload["data"] = items[::-1]
        elif kind == "shifting":
            _shift(payload, number)
    return json.dumps(payload, separators=(",", ":")).encode("ascii")


def _shift(payload: dict[str, Any], number: int) -> None:
    """Another total at each request: fewer, then more."""
    by = (number % 7) - 3
    holder = payload["meta"] if isinstance(payload.get("meta"), dict) else payload
    total = holder.get("total")
    if isinstance(total, int):
        holder["total"] = max(0, total + by)
