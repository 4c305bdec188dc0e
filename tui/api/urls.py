"""How request addresses are written: what is encoded once or twice stays so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from tui.api.errors import NotFound

_AS_IT_IS = re.compile(r"[!$-;=?-~]*")
"""What the HTTP client sends unchanged: printable ASCII but space, ``"``, ``#``, ``<``, ``>``."""


def segment(ident: str) -> str:
    """An identifier as one segment of a path. Raises `NotFound` for what can name nothing."""
    if ident.strip(".") == "":
        raise NotFound(detail=ident)
    return quote(ident, safe="", errors="replace")


def with_params(url: str, params: Iterable[tuple[str, str]]) -> str:
    """`url` with those query parameters, each encoded once."""
    query = urlencode(list(params), quote_via=quote, safe="", errors="replace")
    return f"{url}?{query}" if query else url


def with_raw_params(url: str, raw: str, params: Iterable[tuple[str, str]] = ()) -> str:
    """`url` with an already encoded query string, which goes out byte for byte, then `params`.

    Raises ValueError where `raw` holds what may not stand in a query, or would end it.
    """
    if _AS_IT_IS.fullmatch(raw) is None:
        raise ValueError(f"not an encoded query string: {raw!r}")
    encoded = urlencode(list(params), quote_via=quote, safe="", errors="replace")
    query = "&".join(part for part in (raw.strip("&"), encoded) if part)
    return f"{url}?{query}" if query else url
