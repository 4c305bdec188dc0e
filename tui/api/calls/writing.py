"""Values as the text of a path, a query, a header or a cookie, in every style of OpenAPI.

What stands between the parts of a value is written by us, and whatever the value holds is encoded:
no value adds a parameter, a segment, a header or a line. Where the editions of the specification
differ (``label``), RFC 6570 is followed, as the last ones do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import quote, unquote

from tui.api.calls.problem import CallProblem
from tui.api.calls.slots import Slot
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

_KEPT: Final = ":/?@!$'()*,;="
"""Reserved characters that a query may hold without meaning something else there."""

_TRIPLET: Final = re.compile("(%[0-9A-Fa-f]{2})")
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PLAIN: Final = re.compile("[\x20-\x7e]*")
_SEPARATORS: Final[Mapping[str, str]] = {
    "spaceDelimited": "%20",
    "tabDelimited": "%09",
    "pipeDelimited": "%7C",
}

Encoder = Callable[[str], str]


def query_pairs(slot: Slot, value: JsonValue) -> tuple[str, ...]:
    """What `value` adds to a query: ``name=text`` each, encoded. Nothing for null, nor for what is
    a list or an object of nothing."""
    encode = _reserved if slot.allow_reserved else _encoded
    if slot.as_json:
        return (f"{_encoded(slot.name)}={encode(as_json(value))}",)
    if slot.written_style == "deepObject" and isinstance(value, dict):
        return tuple(_deep(_encoded(slot.name), value, encode))
    return _form(slot, value, encode)


def cookie_pairs(slot: Slot, value: JsonValue) -> tuple[str, ...]:
    """The cookies that `value` makes: ``name=text`` each."""
    if slot.as_json:
        return (f"{_encoded(slot.name)}={_encoded(as_json(value))}",)
    return _form(slot, value, _encoded)


def path_text(slot: Slot, value: JsonValue) -> str:
    """`value` as it stands in a path. Raises `CallProblem` where it would be nothing."""
    if slot.as_json:
        return _encoded(as_json(value))
    name = _encoded(slot.name)
    match slot.written_style:
        case "matrix":
            text = _matrix(name, value, explode=slot.is_exploded)
        case "label":
            text = _label(value, explode=slot.is_exploded)
        case _:
            text = _simple(slot, value, _encoded, _separator(slot))
    if not text:
        raise CallProblem(_("A part of the address cannot be empty."), field=slot.name)
    return text


def header_text(slot: Slot, value: JsonValue) -> str:
    """`value` as a header holds it, which is not encoded. Raises `CallProblem` for what a header
    cannot carry."""
    separator = unquote(_separator(slot))
    text = as_json(value) if slot.as_json else _simple(slot, value, str, separator)
    return checked_header(slot.name, text)


def checked_header(name: str, text: str) -> str:
    """`text`, if a header of that `name` can carry it. Raises `CallProblem`."""
    if _HEADER_NAME.fullmatch(name) is None:
        raise CallProblem(_("This is no name of a header."), field=name)
    if _PLAIN.fullmatch(text) is None:
        message = _("A header holds plain letters on one line, without accents.")
        raise CallProblem(message, field=name)
    return text.strip()


def expanded(template: str, values: Mapping[str, str]) -> str:
    """The path of `template` with `values`, which are written already, in its ``{name}``.

    Raises `CallProblem` where one is missing, or makes a segment that leads elsewhere.
    """
    segments = []
    for segment in template.split("/"):
        written = _TEMPLATE.sub(lambda found: _of_template(found[1], values), segment)
        # Servers and browsers read %2E as a dot: no encoding makes these a name.
        if written != segment and unquote(written) in (".", ".."):
            name = next(iter(_TEMPLATE.findall(segment)), "")
            message = _("“{text}” would lead to another address.")
            raise CallProblem(message.format(text=unquote(written)), field=name)
        segments.append(quote(written, safe="%!$&'()*+,;=:@-._~", errors="replace"))
    return "/".join(segments)


def plain(value: JsonValue) -> str:
    """A value of one part as text; one of several parts as JSON, for which no style has a form."""
    return value if isinstance(value, str) else as_json(value)


def as_json(value: JsonValue) -> str:
    """`value` as JSON, as short as it can be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _of_template(name: str, values: Mapping[str, str]) -> str:
    if name not in values:
        raise CallProblem(_("This part of the address is missing."), field=name)
    return values[name]


def _form(slot: Slot, value: JsonValue, encode: Encoder) -> tuple[str, ...]:
    name = _encoded(slot.name)
    if isinstance(value, dict):
        members = _members(value)
        if slot.is_exploded and slot.written_style == "form":
            return tuple(f"{_encoded(key)}={encode(plain(item))}" for key, item in members)
        parts = [text for key, item in members for text in (_encoded(key), encode(plain(item)))]
    elif isinstance(value, list):
        parts = [encode(plain(item)) for item in _present(value)]
        if slot.is_exploded:
            return tuple(f"{name}={part}" for part in parts)
    elif value is None:
        return ()
    else:
        return (f"{name}={encode(plain(value))}",)
    return (f"{name}={_separator(slot).join(parts)}",) if parts else ()


def _deep(name: str, value: Mapping[str, JsonValue], encode: Encoder) -> list[str]:
    """``name[key]=text``; what is deeper is undefined, and is written as most servers read it."""
    pairs: list[str] = []
    for key, item in _members(value):
        inner = f"{name}%5B{_encoded(key)}%5D"
        if isinstance(item, dict):
            pairs += _deep(inner, item, encode)
        elif isinstance(item, list):
            pairs += [f"{inner}={encode(plain(part))}" for part in _present(item)]
        else:
            pairs.append(f"{inner}={encode(plain(item))}")
    return pairs


def _simple(slot: Slot, value: JsonValue, encode: Encoder, separator: str) -> str:
    if isinstance(value, dict):
        between = "=" if slot.is_exploded else separator
        members = _members(value)
        return separator.join(f"{encode(k)}{between}{encode(plain(v))}" for k, v in members)
    if isinstance(value, list):
        return separator.join(encode(plain(item)) for item in _present(value))
    return "" if value is None else encode(plain(value))


def _label(value: JsonValue, *, explode: bool) -> str:
    separator = "." if explode else ","
    if isinstance(value, dict):
        between = "=" if explode else ","
        parts = [f"{_encoded(k)}{between}{_encoded(plain(v))}" for k, v in _members(value)]
    elif isinstance(value, list):
        parts = [_encoded(plain(item)) for item in _present(value)]
    else:
        parts = [] if value is None else [_encoded(plain(value))]
    return f".{separator.join(parts)}" if parts else ""


def _matrix(name: str, value: JsonValue, *, explode: bool) -> str:
    if isinstance(value, dict):
        members = [(_encoded(key), _encoded(plain(item))) for key, item in _members(value)]
        if explode:
            return "".join(_matrix_pair(key, text) for key, text in members)
        parts = [text for member in members for text in member]
    elif isinstance(value, list):
        parts = [_encoded(plain(item)) for item in _present(value)]
        if explode:
            return "".join(_matrix_pair(name, part) for part in parts)
    elif value is None:
        return ""
    else:
        return _matrix_pair(name, _encoded(plain(value)))
    return _matrix_pair(name, ",".join(parts)) if parts else ""


def _matrix_pair(name: str, text: str) -> str:
    return f";{name}={text}" if text else f";{name}"


def _separator(slot: Slot) -> str:
    return _SEPARATORS.get(slot.written_style, ",")


def _present(value: Sequence[JsonValue]) -> list[JsonValue]:
    return [item for item in value if item is not None]


def _members(value: Mapping[str, JsonValue]) -> list[tuple[str, JsonValue]]:
    return [(key, item) for key, item in value.items() if item is not None]


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _reserved(text: str) -> str:
    """`text` with its reserved characters and what is encoded already, but for what would end the
    value: ``& # + [ ]``."""
    parts = _TRIPLET.split(text)
    return "".join(
        part if rank % 2 else quote(part, safe=_KEPT, errors="replace")
        for rank, part in enumerate(parts)
    )
