"""What every model shares: tolerant types, because services add, drop and null things.

A text that is drawn is a `Line` or a `Prose`: safe to put on the screen. A text that goes back to a
service, or is copied, is a `Raw`. None and a missing key become an empty text, an empty tuple
or None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    SkipValidation,
    ValidationError,
    model_validator,
)

from tui.api.errors import BadPayload
from tui.text import SafeText, clean_line, clean_prose

JsonObject = dict[str, JsonValue]

WIDEST: Final = 400
"""Digits of the widest number kept: wider ones would cost more to write than they say."""


def text_of(value: object) -> str:
    """`value` as text: empty for None and for what is no text at all."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(value)


def line_of(value: object) -> SafeText:
    """`value` as one safe line."""
    return clean_line(text_of(value))


def prose_of(value: object) -> SafeText:
    """`value` as safe text of many lines."""
    return clean_prose(text_of(value))


def moment_of(value: object) -> datetime | None:
    """An aware moment from ISO 8601; UTC where no offset is written; None where it is no moment."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(text_of(value))
    except ValueError:
        return None
    if not 1 < moment.year < 9999:  # no room left to turn it into another time zone
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day_of(value: object) -> date | None:
    """The day of an ISO 8601 date or moment; None where it is neither."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(text_of(value)[:10])
    except ValueError:
        return None


def count_of(value: object) -> int | None:
    """A count written as an int, a float or text (``"456059"``, ``18.0``); None for the rest."""
    number = number_of(value)
    return None if number is None or number.adjusted() > 18 else int(number)


def number_of(value: object) -> Decimal | None:
    """A finite number, exact, from a number or from text; None for the rest."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= WIDEST else None


def flag_of(value: object) -> bool | None:
    """A boolean, also written as text; None for the rest."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    return None


def array_of(value: object) -> Sequence[object]:
    """`value` if it is a JSON array, else an empty one."""
    return value if isinstance(value, list | tuple) else ()


def object_of(value: object) -> Mapping[str, object]:
    """`value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects_of(value: object) -> list[Mapping[str, object]]:
    """The JSON objects of an array; what is not an object is left out."""
    return [item for item in array_of(value) if isinstance(item, dict)]


def kinds_of(value: object) -> list[str]:
    """The kinds of ``[{"kind": "hvd"}, ...]``, or of a plain list of kinds."""
    kinds = (item.get("kind") if isinstance(item, dict) else item for item in array_of(value))
    return [text for kind in kinds if (text := text_of(kind))]


Line = Annotated[SafeText, BeforeValidator(line_of)]
Prose = Annotated[SafeText, BeforeValidator(prose_of)]
Raw = Annotated[str, BeforeValidator(text_of)]
Moment = Annotated[datetime | None, BeforeValidator(moment_of)]
Day = Annotated[date | None, BeforeValidator(day_of)]
Count = Annotated[int, BeforeValidator(lambda value: count_of(value) or 0)]
CountOrNone = Annotated[int | None, BeforeValidator(count_of)]
Number = Annotated[Decimal | None, BeforeValidator(number_of)]
Flag = Annotated[bool, BeforeValidator(lambda value: flag_of(value) or False)]
FlagOrNone = Annotated[bool | None, BeforeValidator(flag_of)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(array_of)]
Kinds = Annotated[tuple[Line, ...], BeforeValidator(kinds_of)]
ObjectOrNone = BeforeValidator(lambda value: value if isinstance(value, dict | BaseModel) else None)
Objects = BeforeValidator(
    lambda value: [item for item in array_of(value) if isinstance(item, dict | BaseModel)]
)


class Model(BaseModel):
    """A frozen answer of a service; what we do not know of is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    @classmethod
    def parse(cls, payload: object, url: str = "") -> Self:
        """`payload` as this model. Raises `BadPayload`, which names what does not fit."""
        try:
            return cls.model_validate(payload)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise BadPayload(url, detail=f"{cls.__name__} {place}: {first['msg']}") from error


class Kept(Model):
    """An answer that is shown whole too.

    Attributes:
        raw: The answer, untouched.
    """

    raw: Annotated[JsonObject, SkipValidation] = Field(default_factory=dict, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _keep_raw(cls, data: object) -> object:
        """Keep the answer, unless a model that changed it before did."""
        if not isinstance(data, dict):
            return data
        kept = data.get("raw")
        return {**data, "raw": kept if isinstance(kept, dict) else data}
