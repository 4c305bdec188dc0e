"""Where the team's own tool checks files against schemas of the national catalogue."""

from __future__ import annotations

from urllib.parse import urlencode


def validata_url(schema: str, file_url: str = "") -> str:
    """Where a file is checked against a schema of the national catalogue."""
    if not file_url:
        return f"https://validata.fr/table-schema?{urlencode({'schema_name': _validata(schema)})}"
    asked = {"input": "url", "url": file_url, "header-case": "on", "schema_name": _validata(schema)}
    return f"https://validata.fr/table-schema?{urlencode(asked)}"


def _validata(schema: str) -> str:
    return f"schema-datagouvfr.{schema}"
