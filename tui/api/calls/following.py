"""Where an answer says that the next ones are: its ``Link`` header, the addresses in its JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin

from tui.api.calls.call import Call, origin, without_identity
from tui.api.calls.credentials import Wallet
from tui.api.calls.problem import CallProblem
from tui.api.calls.servers import checked_url
from tui.api.payload import JsonValue

RELATIONS: Final = ("next", "prev", "first", "last")
"""What is looked for, in the order that it is shown in."""

_SAME: Final[Mapping[str, str]] = {
    **dict.fromkeys(("next", "nextpage", "nextlink", "nexturl", "suivant", "suivante"), "next"),
    **dict.fromkeys(("pagesuivante", "odatanextlink", "nextpageurl", "nexthref"), "next"),
    **dict.fromkeys(("prev", "previous", "prevpage", "previouspage", "precedent"), "prev"),
    **dict.fromkeys(("précédent", "previousurl", "prevurl", "prevpageurl"), "prev"),
    **dict.fromkeys(("first", "firstpage", "firstpageurl"), "first"),
    **dict.fromkeys(("last", "lastpage", "lastpageurl"), "last"),
}
_LINK = re.compile(
    r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s\",;]*))?)*)"
)
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]*))", re.IGNORECASE)
_HOLDERS: Final = ("links", "_links", "link", "meta", "paging", "pagination", "page", "info")


@dataclass(frozen=True, slots=True)
class Leading:
    """Another page of an answer.

    Attributes:
        relation: One of `RELATIONS`.
        call: What asks for it; to another server, without anything that says who one is.
    """

    relation: str
    call: Call


def leads(call: Call, wallet: Wallet, link_header: str, payload: JsonValue) -> tuple[Leading, ...]:
    """The other pages of what `call` was answered, each once, in the order of `RELATIONS`.

    Only what is read (GET) leads on. A secret that the address repeats is left out of it: `wallet`
    puts it where it goes.
    """
    if call.method != "GET":
        return ()
    found: dict[str, Call] = {}
    for relation, address in (*_of_header(link_header), *_of_json(payload)):
        if relation not in found:
            following = _following(call, wallet, address)
            if following is not None and following.url != call.url:
                found[relation] = following
    return tuple(Leading(name, found[name]) for name in RELATIONS if name in found)


def _of_header(text: str) -> Iterator[tuple[str, str]]:
    for match in _LINK.finditer(text[:8000]):
        said = _REL.search(match[2])
        for relation in (said[1] or said[2] or "").split() if said else ():
            if relation.lower() in _SAME:
                yield _SAME[relation.lower()], match[1]


def _of_json(payload: JsonValue) -> Iterator[tuple[str, str]]:
    if not isinstance(payload, dict):
        return
    holders: list[JsonValue] = [payload]
    for name in _HOLDERS:
        inner = payload.get(name)
        if isinstance(inner, dict | list):
            holders.append(inner)
            more = inner.get("links") if isinstance(inner, dict) else None
            if isinstance(more, dict):
                holders.append(more)
    for holder in holders:
        if isinstance(holder, dict):
            for key, value in list(holder.items())[:200]:
                relation = _SAME.get(re.sub(r"[\W_]", "", key).lower())
                address = _address(value)
                if relation is not None and address:
                    yield relation, address
        elif isinstance(holder, list):
            for item in holder[:50]:
                if isinstance(item, dict) and isinstance(rel := item.get("rel"), str):
                    address = _address(item)
                    if rel.lower() in _SAME and address:
                        yield _SAME[rel.lower()], address


def _address(value: JsonValue) -> str:
    """The address that a value is: a text that looks like one, or an object with a ``href``."""
    if isinstance(value, dict):
        value = value.get("href", value.get("url"))
    if not isinstance(value, str) or len(value) > 8000:
        return ""
    return value if re.match(r"https?://|/|\?|\./", value) else ""


def _following(call: Call, wallet: Wallet, address: str) -> Call | None:
    try:
        url = wallet.without_secrets(call, checked_url(urljoin(call.url, address)))
    except (CallProblem, ValueError):
        return None
    following = replace(call, url=url)
    return following if origin(url) == origin(call.url) else without_identity(following)
