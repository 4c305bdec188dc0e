"""Where an API is: what its description and the catalogue say of its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from tui.api.calls.problem import CallProblem
from tui.hosts import ascii_name
from tui.i18n import gettext as _
from tui.text import clean_line

Source: TypeAlias = Literal["description", "document", "catalogue", "typed"]
"""Who says it: the description itself, the place of the description, the catalogue."""

_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Base:
    """An address that the paths of an API may hang on.

    Attributes:
        url: http or https, absolute, without a slash at its end.
        source: Who says so.
        query: What every address carries, encoded; empty most often.
        about: What its description says of it: Markdown, cleaned.
    """

    url: str
    source: Source
    query: str = ""
    about: str = ""


def bases(
    servers: Mapping[str, str], *, document_url: str = "", catalogue_url: str = ""
) -> tuple[Base, ...]:
    """The addresses that an API may be at, the one to take first.

    A server that is relative, or none, says little: then the catalogue counts before the place of
    the document, which is often only where files are kept.

    Args:
        servers: As the description gives them, their variables filled in (see `filled`), and what
            it says of each.
        document_url: Where the description was read.
        catalogue_url: The ``base_api_url`` of the dataservice.
    """
    said = {server.strip(): about for server, about in servers.items() if server.strip()}
    found: list[Base | None] = []
    for server, about in (said or {"/": ""}).items():
        if _is_absolute(server):
            found.append(_base(server, "description", about))
            continue
        is_nothing = server.strip("/.") == ""
        if catalogue_url:
            joined = catalogue_url if is_nothing else _joined(catalogue_url, server)
            found.append(_base(joined, "catalogue", about))
        if document_url and (said or not catalogue_url):
            found.append(_base(_joined(document_url, server), "document", about))
    if catalogue_url:
        found.append(_base(catalogue_url, "catalogue"))
    by_url: dict[tuple[str, str], Base] = {}
    for base in found:
        if base is not None:
            by_url.setdefault((base.url, base.query), base)
    return tuple(by_url.values())


def filled(server: str, values: Mapping[str, str]) -> str:
    """`server` with `values` for its variables. Raises `CallProblem` where one is missing."""

    def value(found: re.Match[str]) -> str:
        text = values.get(found[1], "")
        if not text:
            message = _("“{name}” is missing.").format(name=clean_line(found[1], 80))
            raise CallProblem(message, field=found[1])
        return text

    return _VARIABLE.sub(value, server)


def checked_url(url: str) -> str:
    """`url`, encoded, without the name, the password and the fragment that it may hold.

    Raises `CallProblem` for what is not of the web.
    """
    try:
        parts = urlsplit(url.strip())
        is_web = (
            url.strip().isprintable()
            and parts.scheme.lower() in ("http", "https")
            and bool(parts.hostname)
        )
        port = parts.port
        host = _host(parts.hostname or "")
    except ValueError:
        is_web = False
    if not is_web:
        message = _("“{url}” is no address of the web.").format(url=clean_line(url, 200))
        raise CallProblem(message)
    netloc = host if port is None else f"{host}:{port}"
    path = quote(parts.path, safe="/%!$&'()*+,;=:@-._~", errors="replace")
    query = quote(parts.query, safe="/%!$&'()*+,;=:@-._~?", errors="replace")
    return urlunsplit((parts.scheme.lower(), netloc, path, query, ""))


def _host(host: str) -> str:
    """`host` as it stands in an address. Raises ValueError for what is none."""
    if ":" in host:
        return f"[{host}]"
    written = ascii_name(host)
    if re.fullmatch(r"[A-Za-z0-9._-]+", written) is None:
        raise ValueError(host)
    return written


def _base(url: str, source: Source, about: str = "") -> Base | None:
    try:
        parts = urlsplit(checked_url(url))
    except CallProblem:
        return None
    whole = urlunsplit((*parts[:2], parts.path.rstrip("/"), "", ""))
    return Base(whole, source, parts.query, about)


def _joined(base: str, server: str) -> str:
    try:
        return urljoin(base, server)
    except ValueError:
        return ""


def _is_absolute(server: str) -> bool:
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", server) is not None
