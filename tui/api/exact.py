"""JSON whose numbers stay as they are written, whole or in a stream."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import AsyncIterator
from typing import NoReturn, cast

from tui.api.errors import BadPayload
from tui.api.journal import redact
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

LONGEST_ROW = 32 * 1024 * 1024
"""Characters of a row of a stream, at most."""

_BETWEEN = re.compile(r"[ \t\r\n]+")


class WrittenFloat(float):
    """A float that knows how it was written: ``0.10`` and ``1e400`` are not lost.

    Attributes:
        text: The number as the document has it.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> WrittenFloat:
        made = super().__new__(cls, text)
        made.text = text
        return made


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


_DECODER = json.JSONDecoder(parse_float=WrittenFloat, parse_constant=_refuse)


def exact_json(body: bytes) -> JsonValue:
    """The JSON document in `body`. Raises ValueError or RecursionError when it is none."""
    return cast("JsonValue", _DECODER.decode(body.decode("utf-8")))


async def streamed_rows(
    url: str, chunks: AsyncIterator[bytes]
) -> AsyncIterator[list[dict[str, JsonValue]]]:
    """The objects of the one array that `chunks` make up, as they come: a few at a time.

    Raises `BadPayload` where they make up something else, or stop before its end.
    """
    reader = ArrayReader(url)
    async for chunk in chunks:
        rows = reader.feed(chunk)
        if rows:
            yield rows
    yield reader.close()


class ArrayReader:
    """Reads an array of objects from pieces of it, holding no more than the row under way."""

    def __init__(self, url: str = "") -> None:
        self._url = redact(url)
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._place = 0
        self._expected = "["
        # Characters that must be there before the row under way is tried again.
        self._enough = 0

    def feed(self, chunk: bytes) -> list[dict[str, JsonValue]]:
        """The rows that are whole now. Raises `BadPayload`."""
        try:
            self._text = self._text[self._place :] + self._decode.decode(chunk)
        except UnicodeDecodeError as error:
            raise self._bad(str(error)) from error
        self._place = 0
        return self._read_all()

    def close(self) -> list[dict[str, JsonValue]]:
        """The last rows, if some are left. Raises `BadPayload` unless the array was whole."""
        self._enough = 0
        rows = self._read_all()
        if self._expected:
            raise self._bad(_("the answer was cut short"))
        return rows

    def _read_all(self) -> list[dict[str, JsonValue]]:
        rows: list[dict[str, JsonValue]] = []
        while self._read_one(rows):
            pass
        return rows

    def _read_one(self, rows: list[dict[str, JsonValue]]) -> bool:
        """Read a bracket, a comma or a row. Returns whether something was there to read."""
        text = self._text
        space = _BETWEEN.match(text, self._place)
        self._place = space.end() if space else self._place
        if self._place >= len(text):
            return False
        sign = text[self._place]
        if sign not in self._expected:
            raise self._bad(_("no array of rows"))
        if sign == "{":
            return self._read_row(rows)
        # After "[" a row or the end, after "," a row, after "]" nothing.
        self._expected = {"[": "{]", ",": "{", "]": ""}[sign]
        self._place += 1
        return True

    def _read_row(self, rows: list[dict[str, JsonValue]]) -> bool:
        if len(self._text) - self._place < self._enough:
            return False
        try:
            row, self._place = _DECODER.raw_decode(self._text, self._place)
        except json.JSONDecodeError:
            return self._wait()
        except (ValueError, RecursionError) as error:
            raise self._bad(str(error)) from error
        rows.append(row)
        self._expected, self._enough = ",]", 0
        return True

    def _wait(self) -> bool:
        """The row is not whole yet. It is tried again when there is half as much again, so that a
        long one is not read over and over."""
        here = len(self._text) - self._place
        if here > LONGEST_ROW:
            raise self._bad(_("a row is too long, or is no JSON"))
        self._enough = here + here // 2 if here > 1_000_000 else 0
        return False

    def _bad(self, detail: str) -> BadPayload:
        return BadPayload(self._url, status=200, detail=detail)
