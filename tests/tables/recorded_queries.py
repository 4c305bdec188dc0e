"""The queries that the real Tabular API was asked, its answers, and the columns they are on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tui.api.models.table import Profile
from tui.tables.query import Schema
from tui.tables.remote_schema import schema_of

FOLDER = Path(__file__).parents[1] / "contract" / "exchanges"
PROFILES = ("tabular-02-profile.json", "tabular-02b-profile-wide.json")


@dataclass(frozen=True)
class Asked:
    """One recorded query."""

    note: str
    rid: str
    query: str
    status: int
    code: str
    rows: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        return f"{self.note}: {self.query}"[:90]


def asked(*files: str) -> list[Asked]:
    """The recorded queries for rows of those files."""
    return list(_asked(files))


@cache
def recorded_schema(rid: str) -> Schema:
    """The columns of a recorded table, from its recorded profile; none if it has none."""
    for file in PROFILES:
        for exchange in _exchanges(file):
            url = f"/api/resources/{rid}/profile/"
            if exchange["target"] == url and exchange["status"] == 200:
                return schema_of(Profile.parse(exchange["json"], url))
    return Schema(())


def _asked(files: tuple[str, ...]) -> Iterator[Asked]:
    for file in files:
        for exchange in _exchanges(file):
            target = urlsplit(exchange["target"], allow_fragments=False)
            parts = target.path.split("/")
            if parts[-2:] != ["data", ""] or exchange["method"] != "GET":
                continue
            body = exchange.get("json") or {}
            detail = body["errors"][0].get("detail") if "errors" in body else None
            yield Asked(
                note=exchange["note"],
                rid=parts[3],
                query=target.query,
                status=exchange["status"],
                code=(detail.get("code") or "") if isinstance(detail, dict) else "",
                rows=tuple(body.get("data") or ()),
            )


def _exchanges(file: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    return found
