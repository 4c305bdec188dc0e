"""Whether a value is what a schema asks for, and what is wrong with it, in words.

Importing the library costs 0.3 s: it is, when a value is first checked, best in a thread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

from tui import format as fmt
from tui.api.calls.schemas import SCHEME, Document, Schema, standard
from tui.api.payload import JsonValue
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.text import SafeText, clean_line

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MOST: Final = 20
"""Problems that are told of one value."""

MOST_FOLLOWED: Final = 10_000
"""References that one check follows, a second's worth: schemas that name others twice each make as
many ways through them as one likes."""

_PLAIN_NAME = re.compile(r"\w[\w-]*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")

_TYPES: Final[Mapping[str, str]] = {
    "string": N_("a text"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "boolean": N_("true or false"),
    "array": N_("a list"),
    "object": N_("an object"),
    "null": N_("nothing"),
}
_FORMATS: Final[Mapping[str, str]] = {
    "date": N_("This must be a date: {example}"),
    "date-time": N_("This must be a date with its time and its zone: {example}"),
    "uuid": N_("This must be a UUID: {example}"),
    "email": N_("This must be an address of e-mail."),
    "ipv4": N_("This must be an IPv4 address."),
    "ipv6": N_("This must be an IPv6 address."),
    "int32": N_("This number is too large."),
    "int64": N_("This number is too large."),
}
_EXAMPLES: Final[Mapping[str, str]] = {
    "date": "2024-12-31",
    "date-time": "2024-12-31T23:59:59Z",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value.

    Attributes:
        place: Where in the value, such as ``adresse.lignes[2]`` (from 0); empty for all of it.
        message: A sentence for people.
    """

    place: SafeText
    message: SafeText


def problems(
    value: JsonValue, schema: JsonValue, document: Document | None = None
) -> tuple[Problem, ...]:
    """What is wrong with `value`, at most `MOST`; nothing where `schema` cannot be read."""
    from jsonschema.exceptions import SchemaError, UndefinedTypeCheck, UnknownType
    from referencing.exceptions import Unresolvable

    named = _Named(Document() if document is None else document)
    validator = _validator(schema, named)
    _named.set(named)
    try:
        found = list(islice(validator.iter_errors(value), MOST))
        return tuple(_told(error) for error in found)
    # Python's own errors are what a keyword of the wrong shape ends in.
    except (SchemaError, UnknownType, UndefinedTypeCheck, Unresolvable, RecursionError):
        return ()
    except (TypeError, AttributeError, ValueError, LookupError, ArithmeticError):
        return ()


class _Named:
    """What the references of one document lead to, made standard once, as often as one check may
    follow them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known: dict[str, JsonValue] = {}
        self._left = MOST_FOLLOWED

    def __call__(self, uri: str) -> JsonValue:
        """Raises RecursionError where too many were followed."""
        self._left -= 1
        if self._left < 0:
            raise RecursionError
        if uri not in self._known:
            found = self.document.found(unquote(uri.removeprefix(SCHEME)))
            self._known[uri] = standard(found, self.document.dialect)
        return self._known[uri]


_named: ContextVar[_Named] = ContextVar("named")


def _validator(schema: JsonValue, named: _Named) -> Validator:
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    def retrieve(uri: str) -> Any:
        return DRAFT202012.create_resource(cast(Any, named(uri)))

    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    kind, checker = _library()
    made = standard(schema, named.document.dialect)
    validator: Validator = kind(made, registry=registry, format_checker=checker)
    return validator


@lru_cache(maxsize=1)
def _library() -> tuple[Any, Any]:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend

    checker = FormatChecker(formats=("date", "uuid", "email", "ipv4", "ipv6"))
    checks: dict[str, Callable[[object], bool]] = {
        "date-time": _is_moment,
        "int32": lambda value: not isinstance(value, int) or -(2**31) <= value < 2**31,
        "int64": lambda value: not isinstance(value, int) or -(2**63) <= value < 2**63,
    }
    for name, check in checks.items():
        checker.checks(name)(check)
    extended: Any = extend
    keywords = {"pattern": _pattern, "uniqueItems": _each_once, "$ref": _reference}
    return extended(Draft202012Validator, keywords), checker


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return _MOMENT.fullmatch(value) is not None and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _reference(
    validator: Any, reference: str, value: object, _schema: object
) -> Iterator[ValidationError]:
    """What a reference leads to, without the library's registry, which makes it anew each time."""
    yield from validator.descend(value, _named.get()(reference))


def _pattern(
    _validator: object, pattern: object, value: object, _schema: object
) -> Iterator[ValidationError]:
    """A pattern is applied by an engine whose time does not explode; one that it does not know
    (look-around, back-references) is not checked."""
    from jsonschema.exceptions import ValidationError

    if not isinstance(value, str) or not isinstance(pattern, str):
        return
    if not _matches(pattern, value):
        yield ValidationError("pattern")


def _each_once(
    _validator: object, wanted: object, value: object, _schema: object
) -> Iterator[ValidationError]:
    """The library compares every two objects of a list, which takes ages in a long one."""
    from jsonschema.exceptions import ValidationError

    if wanted is True and isinstance(value, list):
        written = {json.dumps(item, sort_keys=True) for item in value}
        if len(written) < len(value):
            yield ValidationError("twice")


def _matches(pattern: str, value: str) -> bool:
    from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

    try:
        engine = SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
        engine.validate_python(value)
    except SchemaError:
        return True
    except ValidationError as error:
        return error.errors()[0]["type"] != "string_pattern_mismatch"
    return True


def _told(error: ValidationError) -> Problem:
    said = _said(error)
    inner = list(error.context or ())
    if inner and error.validator in ("anyOf", "oneOf"):
        from jsonschema.exceptions import best_match

        # One that may be nothing is told what it must be, where it is something. A branch that
        # is `false` is none: the library names neither it nor what it asks for.
        others = [one for one in inner if one.schema_path and one.validator_value != "null"]
        branches = {one.schema_path[0] for one in others}
        if len(branches) == 1 and (best := best_match(iter(others))) is not None:
            return _told(best)
    return Problem(_place(error.absolute_path), clean_line(said, 300))


def _said(error: ValidationError) -> str:
    name = str(error.validator)
    wanted: Any = error.validator_value
    match name:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            said = _(" or ").join(_(_TYPES.get(kind, kind)) for kind in kinds)
            return _("This must be {types}.").format(types=said)
        case "required":
            return _("“{name}” is missing.").format(name=_missing(error))
        case "enum":
            said = ", ".join(_value(item) for item in wanted[:8]) + (", …" * (len(wanted) > 8))
            return _("This must be one of: {values}").format(values=said)
        case "const":
            return _("This must be {value}.").format(value=_value(wanted))
        case "format":
            said = _(_FORMATS.get(wanted, N_("This is not written as it should be.")))
            return said.format(example=_EXAMPLES.get(wanted, ""))
        case "pattern":
            return _("This must match the pattern {pattern}").format(pattern=wanted)
        case "additionalProperties" | "unevaluatedProperties":
            return _("There is a name in it that is not known: {names}").format(
                names=_unknown(error)
            )
        case "uniqueItems":
            return _("The same value is there twice.")
        case "multipleOf":
            return _("This must be a multiple of {number}.").format(number=wanted)
    return _of_size(name, wanted)


def _of_size(name: str, wanted: Any) -> str:
    if not isinstance(wanted, int | float):
        return _("This is not what the description asks for.")
    figure = fmt.cell_number(wanted)
    count = int(wanted)
    match name:
        case "minimum":
            return _("This must be {number} or more.").format(number=figure)
        case "maximum":
            return _("This must be {number} or less.").format(number=figure)
        case "exclusiveMinimum":
            return _("This must be more than {number}.").format(number=figure)
        case "exclusiveMaximum":
            return _("This must be less than {number}.").format(number=figure)
        case "minLength":
            said = ngettext(
                "This must have {count} character at least.",
                "This must have {count} characters at least.",
                count,
            )
        case "maxLength":
            said = ngettext(
                "This must have {count} character at most.",
                "This must have {count} characters at most.",
                count,
            )
        case "minItems" | "minProperties":
            said = ngettext(
                "This must hold {count} value at least.",
                "This must hold {count} values at least.",
                count,
            )
        case "maxItems" | "maxProperties":
            said = ngettext(
                "This must hold {count} value at most.",
                "This must hold {count} values at most.",
                count,
            )
        case _:
            return _("This is not what the description asks for.")
    return said.format(count=figure)


def _missing(error: ValidationError) -> str:
    """The first required name that is not there: the library tells each one apart, in English."""
    required: Any = error.validator_value
    names = [name for name in required if f"{name!r} is" in error.message]
    return str(names[0]) if names else "?"


def _unknown(error: ValidationError) -> str:
    schema: Schema = error.schema if isinstance(error.schema, dict) else {}
    known = schema.get("properties")
    held: Any = error.instance
    names = [name for name in held if not isinstance(known, dict) or name not in known]
    return ", ".join(map(str, names[:5]))


def _value(value: object) -> str:
    return value if isinstance(value, str) else str(value).lower()


def _place(path: Iterable[str | int]) -> SafeText:
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN_NAME.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return clean_line(text, 200)
