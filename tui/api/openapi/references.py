"""`$ref`: from where it stands to what it names, in this document or in one fetched for it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tui.api.openapi.problem import Problem
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

MAX_HOPS: Final = 40
"""References that lead to references, at most."""

MAX_ANCHOR_SEARCH: Final = 200_000
"""Values looked at for a name given by ``$anchor`` or ``$id``."""

_DATA: Final = frozenset({"example", "examples", "default", "enum", "const"})
"""Fields that hold values, in which ``$ref`` would be one of them."""

JsonObject = dict[str, JsonValue]


def escaped(step: str) -> str:
    """A step of a JSON Pointer, as it is written."""
    if "~" not in step and "/" not in step:
        return step
    return step.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True, slots=True)
class Spot:
    """A value, and where it is.

    Attributes:
        value: What is there.
        url: The address of the document that it is in; empty for one without an address.
        pointer: Its JSON Pointer, after ``#``.
    """

    value: JsonValue
    url: str = ""
    pointer: str = ""

    def at(self, step: str | int) -> Spot:
        """What this holds under `step`; a spot that holds None where there is nothing."""
        value: JsonValue = None
        if isinstance(self.value, dict) and isinstance(step, str):
            value = self.value.get(step)
        elif isinstance(self.value, list) and isinstance(step, int):
            value = self.value[step] if 0 <= step < len(self.value) else None
        return Spot(value, self.url, f"{self.pointer}/{escaped(str(step))}")

    @property
    def fields(self) -> JsonObject:
        """Its value where that is an object; else nothing."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def name(self) -> str:
        """The last step to it."""
        return self.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


class References:
    """The documents at hand, and what references in them name.

    Attributes:
        wanted: Addresses of documents that references name and that are not at hand, in the order
            in which they were met.
    """

    def __init__(self, root: JsonValue, url: str) -> None:
        self.url = url
        self.documents: dict[str, JsonValue] = {url: root}
        self.refused: dict[str, str] = {}
        self.wanted: dict[str, None] = {}
        self._problems: dict[tuple[str, str], Problem] = {}
        self._anchors: dict[str, dict[str, tuple[JsonValue, str]]] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """References that lead nowhere, as far as they were followed."""
        return tuple(self._problems.values())

    def add(self, url: str, document: JsonValue) -> None:
        """Have the document of `url` at hand."""
        self.documents[url] = document
        self.wanted.pop(url, None)
        self._problems = {key: item for key, item in self._problems.items() if key[1] != url}

    def refuse(self, url: str, why: str) -> None:
        """Say why the document of `url` cannot be had."""
        self.refused[url] = why
        self.wanted.pop(url, None)

    def root(self) -> Spot:
        """The document that all begins with."""
        return Spot(self.documents[self.url], self.url)

    def follow(self, spot: Spot) -> Spot:
        """`spot`, or what its `$ref` names, and so on; where a reference leads nowhere, or round
        in a circle, an empty spot, and it is noted."""
        met: set[tuple[str, str]] = set()
        for _hop in range(MAX_HOPS):
            ref = reference_of(spot.value)
            if ref is None:
                return spot
            if (spot.url, spot.pointer) in met:
                break
            met.add((spot.url, spot.pointer))
            found = self.target(spot, ref)
            if found is None:
                return Spot(None, spot.url, spot.pointer)
            spot = found
        self._note(spot, spot.url, _("this reference leads round in a circle"))
        return Spot(None, spot.url, spot.pointer)

    def target(self, spot: Spot, ref: str) -> Spot | None:
        """What `ref`, written at `spot`, names; None where that is not at hand or is nothing."""
        try:
            url, fragment = urldefrag(urljoin(spot.url, ref) if ref[:1] != "#" else spot.url + ref)
        except ValueError:
            self._note(spot, spot.url, _("“{ref}” is no reference").format(ref=ref[:120]))
            return None
        if url not in self.documents:
            called = self._called(spot.url, url, unquote(fragment))
            if called is None:
                self._miss(spot, url, ref)
            return called
        found = self._within(url, unquote(fragment))
        if found is None:
            self._note(spot, url, _("“{ref}” names nothing").format(ref=ref[:120]))
        return found

    def check(self) -> None:
        """Note every reference of the first document to something that it does not hold, whether
        it is followed or not. What stands for data (examples, defaults) is passed over."""
        known: dict[str, bool] = {}
        waiting: list[tuple[JsonValue, str]] = [(self.documents[self.url], "")]
        while waiting:
            value, pointer = waiting.pop()
            if isinstance(value, list):
                waiting += [
                    (inside, f"{pointer}/{index}")
                    for index, inside in enumerate(value)
                    if isinstance(inside, (dict, list))
                ]
                continue
            if not isinstance(value, dict):
                continue
            ref = value.get("$ref")
            if isinstance(ref, str) and ref[:1] == "#":
                if ref not in known:
                    known[ref] = self._within(self.url, unquote(ref[1:])) is not None
                if not known[ref]:
                    spot = Spot(value, self.url, pointer)
                    self._note(spot, self.url, _("“{ref}” names nothing").format(ref=ref[:120]))
            waiting += [
                (inside, f"{pointer}/{escaped(name)}")
                for name, inside in value.items()
                if isinstance(inside, (dict, list)) and name not in _DATA
            ]

    def _miss(self, spot: Spot, url: str, ref: str) -> None:
        why = self.refused.get(url)
        if why is None and not is_followed(self.url, url):
            why = self.refused[url] = _("it is not an address that may be followed")
        if why is None:
            self.wanted[url] = None
            why = _("it is in another document, which is not here yet")
        said = _("“{ref}” is not shown: {why}")
        self._note(spot, url, said.format(ref=ref[:120], why=why))

    def _note(self, spot: Spot, url: str, what: str) -> None:
        where = f"#{spot.pointer}"
        if spot.url != self.url:
            where = f"{spot.url}{where}"
        self._problems[(where, url)] = Problem(where, what)

    def _called(self, near: str, url: str, fragment: str) -> Spot | None:
        """What a document calls `url` by an ``$id``, or what is in that; None for nothing."""
        found = self._named(near).get(url)
        if found is None:
            return None
        value, pointer = found
        if fragment and not fragment.startswith("/"):
            return self._within(near, fragment)
        inside = walked(value, fragment)
        return Spot(inside[0], near, pointer + fragment) if inside is not None else None

    def _within(self, url: str, fragment: str) -> Spot | None:
        document = self.documents[url]
        if fragment and not fragment.startswith("/"):
            found = self._named(url).get(fragment)
            return Spot(found[0], url, found[1]) if found is not None else None
        inside = walked(document, fragment)
        return Spot(inside[0], url, fragment) if inside is not None else None

    def _named(self, url: str) -> dict[str, tuple[JsonValue, str]]:
        """What a document names by ``$anchor``, ``$dynamicAnchor`` and ``$id``."""
        if url not in self._anchors:
            found: dict[str, tuple[JsonValue, str]] = {}
            waiting: list[tuple[JsonValue, str]] = [(self.documents[url], "")]
            for _turn in range(MAX_ANCHOR_SEARCH):
                if not waiting:
                    break
                value, pointer = waiting.pop()
                if isinstance(value, dict):
                    for key in ("$anchor", "$dynamicAnchor", "$id"):
                        name = value.get(key)
                        if isinstance(name, str):
                            found.setdefault(_name(url, key, name), (value, pointer))
                    waiting += [(v, f"{pointer}/{escaped(k)}") for k, v in value.items()]
                elif isinstance(value, list):
                    waiting += [(v, f"{pointer}/{i}") for i, v in enumerate(value)]
            self._anchors[url] = found
        return self._anchors[url]


def _name(url: str, key: str, name: str) -> str:
    """What a name of `_named` is found by: an ``$id`` is an address."""
    if key != "$id" or name.startswith("#"):
        return name.lstrip("#")
    try:
        return urldefrag(urljoin(url, name))[0]
    except ValueError:
        return name


def walked(value: JsonValue, pointer: str) -> tuple[JsonValue] | None:
    """What `pointer` leads to in `value`, alone in a tuple; None where that is nothing."""
    for step in pointer[1:].split("/") if pointer else ():
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name[:9]) < len(value):
            value = value[int(name[:9])]
        else:
            return None
    return (value,)


def reference_of(value: JsonValue) -> str | None:
    """What an object refers to; None for what is no reference."""
    if not isinstance(value, dict):
        return None
    for key in ("$ref", "$dynamicRef"):
        ref = value.get(key)
        if isinstance(ref, str):
            return ref
    return None


def is_followed(base: str, url: str) -> bool:
    """Whether a document at `base` may have the one at `url` fetched.

    What comes from the web may name the web only, and not one's own network.
    """
    try:
        here, there = urlsplit(base), urlsplit(url)
        if there.scheme in ("http", "https"):
            if not there.hostname:
                return False
            return here.hostname == there.hostname or not is_private_host(there.hostname)
    except ValueError:
        return False
    return there.scheme == here.scheme == "file"


def is_private_host(host: str) -> bool:
    """Whether `host`, by its name alone, is of one's own network."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
