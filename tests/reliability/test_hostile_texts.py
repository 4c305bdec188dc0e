"""Each hostile text through each field of each model, each format of export, names of files."""

from __future__ import annotations

import csv
import importlib
import io
import json
import pkgutil
import re
import time
import tracemalloc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hostility import EVERY, GIANT, mixed
from hypothesis import given
from pydantic import AliasChoices, AliasPath
from reckoning import Count, reckon, thorough
from rich.style import Style

from tui.api import models
from tui.api.errors import BadPayload
from tui.api.fetch import is_fetchable
from tui.api.models.base import Model
from tui.clipboard import osc52
from tui.tables.export.formats import Format
from tui.tables.export.names import NAME_BYTES, downloaded_name, file_name, typed_path
from tui.tables.export.parquet import write_parquet
from tui.tables.export.writers import writer_for
from tui.tables.export.written import inert
from tui.tables.query import Column
from tui.text import clean_line, clean_prose, is_safe_line
from tui.widgets.draw import cut, strip, width_of, wrap

# Texts


@given(mixed())
def test_what_is_drawn_is_safe_whatever_is_mixed(text: str) -> None:
    assert is_safe_line(clean_line(text))
    assert all(is_safe_line(line) for line in clean_prose(text).split("\n"))
    for width in (1, 3, 20):
        assert strip(width, Style(), [(text, Style())]).cell_length == width
        assert all(width_of(line) <= max(2, width) for line in wrap(clean_prose(text), width))
        assert width_of(cut(clean_line(text), width)) <= width


def test_each_payload_is_safe_once_cleaned() -> None:
    for text in EVERY:
        assert is_safe_line(clean_line(text)), text
        assert all(is_safe_line(line) for line in clean_prose(text).split("\n")), text
    assert len(set(EVERY)) == len(EVERY)
    reckon(Count.PAYLOADS, len(EVERY))


def test_ten_million_characters_cost_no_more_than_the_line_they_stand_on() -> None:
    assert len(GIANT) > 10_000_000
    tracemalloc.start()
    begun = time.process_time()
    line, prose = clean_line(GIANT), clean_prose(GIANT)
    strip(80, Style(), [(GIANT, Style())])
    cut(GIANT, 40)
    wrap(clean_prose(GIANT, 10_000), 80)
    spent, peak = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert is_safe_line(line)
    assert len(prose) <= 200_000
    assert spent < 5
    assert peak < 30_000_000


# Models


def every_model() -> Iterator[type[Model]]:
    """The models of every module."""
    for module in pkgutil.iter_modules(models.__path__):
        found = importlib.import_module(f"tui.api.models.{module.name}")
        for value in vars(found).values():
            if isinstance(value, type) and issubclass(value, Model) and value is not Model:
                yield value


def ways_in(model: type[Model], name: str) -> Iterator[tuple[str | int, ...]]:
    """Where a field is in the JSON: its name, its other names."""
    yield (name,)
    alias = model.model_fields[name].validation_alias
    for one in alias.choices if isinstance(alias, AliasChoices) else [alias]:
        if isinstance(one, AliasPath):
            yield tuple(one.path)
        elif isinstance(one, str):
            yield (one,)


def shapes(payload: str) -> Iterator[Any]:
    """A text where one is awaited, a list of them, objects and lists of objects."""
    yield payload
    yield [payload]
    inside = {"id": payload, "name": payload, "label": payload, "title": payload, "kind": payload}
    yield {**inside, "type": payload, "url": payload, payload: payload}
    yield [inside]


def put(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """JSON with `value` at `path`."""
    for step in reversed(path):
        value = {step: value} if isinstance(step, str) else [value]
    assert isinstance(value, dict)
    return value


def is_shown(annotation: Any) -> bool:
    """Whether a field's type promises a text that may be drawn."""
    named = getattr(annotation, "__name__", "") == "SafeText"
    return named or any(is_shown(each) for each in get_args(annotation))


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts_in((key, each))


def check_shown(found: Model) -> None:
    """See that what `found` promises to be safe is; inside other models too."""
    fields, properties = promises(type(found))
    for name in type(found).model_fields:
        value = getattr(found, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Model):
                check_shown(each)
        if name in fields:
            for text in texts_in(value):
                assert all(map(is_safe_line, text.split("\n"))), (type(found), name, text)
    for name in properties:
        for text in texts_in(getattr(found, name)):
            assert all(map(is_safe_line, text.split("\n"))), (type(found), name, text)


@cache
def promises(model: type[Model]) -> tuple[set[str], set[str]]:
    """The fields and the properties whose texts may be drawn."""
    hints = get_type_hints(model)
    properties = {
        name
        for name, member in vars(model).items()
        if isinstance(member, property) and member.fget and _says_shown(member.fget)
    }
    return {name for name in model.model_fields if is_shown(hints[name])}, properties


def _says_shown(getter: Any) -> bool:
    return "SafeText" in str(getter.__annotations__.get("return", ""))


def test_each_field_of_each_model_holds_each_payload_safely() -> None:
    tried, said = 0, list[str]()
    payloads = [payload[:500] for payload in (EVERY if thorough() else EVERY[::6])]
    for model in sorted(set(every_model()), key=lambda each: each.__qualname__):
        for name in model.model_fields:
            for payload in payloads:
                tried += 1
                for path in ways_in(model, name):
                    for shape in shapes(payload):
                        try:
                            found = model.parse({"id": "x", "name": "x", **put(path, shape)})
                        except BadPayload as error:
                            said.append(error.detail)
                            continue
                        check_shown(found)
    assert all(map(is_safe_line, said))
    reckon(Count.FIELDS, tried)


# Files


def reads(made: Format, body: bytes) -> list[list[str]]:
    """The rows of a file, its names first."""
    if made in (Format.CSV, Format.CSV_BOM, Format.CSV_SAFE):
        text = body.decode("utf-8" if made is Format.CSV else "utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    text = body.decode()
    rows = json.loads(text) if made is Format.JSON else [json.loads(text)]
    return [list(rows[0]), *(list(row.values()) for row in rows)]


async def test_each_format_gives_each_payload_back(tmp_path: Path) -> None:
    tried = await parquet_gives_them_back(tmp_path)
    for payload in EVERY:
        name = payload[:300]
        for made in set(Format) - {Format.PARQUET}:
            writer = writer_for(made, [name])
            rows = writer.rows([(payload,)], first=True)
            names, cells = reads(made, writer.head() + rows + writer.tail(empty=False))
            safe = made is Format.CSV_SAFE
            assert _same(names[0], inert(name) if safe else name)
            assert _same(cells[0], inert(payload) if safe else payload)
            tried += 1
    reckon(Count.EXPORTS, tried)


async def parquet_gives_them_back(folder: Path) -> int:
    """See that one file whose columns and cells are payloads gives all of them back."""
    import duckdb

    columns = [Column(payload[:200]) for payload in EVERY]
    spool, target = folder / "x.part", folder / "x.parquet"
    writer = writer_for(Format.PARQUET, [column.name for column in columns])
    spool.write_bytes(writer.rows([EVERY], first=True))
    await write_parquet(spool, target, columns, 1)
    with duckdb.connect() as reader:
        found = reader.execute("SELECT * FROM read_parquet(?)", [str(target)])
        cells = found.fetchall()[0]
    assert all(map(_same, cells, EVERY))
    return len(EVERY)


def _same(read: str, written: str) -> bool:
    """Whether `read` is what was written; UTF-8 has no half of a pair of surrogates."""
    paired = written.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    lone = re.sub("[\ud800-\udfff]", "\ufffd", written)
    return read in (written, paired, lone)


NAMES = (
    "..",
    ".",
    "/",
    "~",
    "~root/x",
    "\\\\a\\b",
    "a/b",
    "x" * 5_000,
    "\n",
    "-rf",
    "COM1",
    "nul.csv",
)


def test_no_title_or_address_names_a_file_elsewhere(tmp_path: Path) -> None:
    for text in (*EVERY, *NAMES, *(f"../{name}" for name in EVERY)):
        for name in (
            file_name(text[:5_000], Format.CSV),
            downloaded_name(f"https://a.example/{text[:5_000]}", text[:5_000], "csv"),
            downloaded_name("https://a.example/", text[:5_000], text[:50]),
        ):
            path = typed_path(name, tmp_path, "x")
            assert path.parent == tmp_path, (text, name)
            assert name[0] not in ".-~"
            assert is_safe_line(name)
            assert len(name.encode()) <= NAME_BYTES + 20
            stem = name.partition(".")[0].upper()
            assert stem not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}, (text, name)


# Addresses, and the terminal's clipboard


def test_only_addresses_of_the_web_are_fetched() -> None:
    for text in EVERY:
        assert not is_fetchable(text) or text.startswith(("http://", "https://"))
    for scheme in (
        "javascript:",
        "file:///",
        "data:",
        "vbscript:",
        "ftp://a/",
        "//a/",
        "\x00http:",
    ):
        assert not is_fetchable(f"{scheme}alert(1)")


@pytest.mark.parametrize("terminal", [{}, {"TMUX": "1"}, {"TERM": "screen-256color"}])
def test_what_is_copied_does_not_leave_the_clipboards_order(terminal: dict[str, str]) -> None:
    for text in EVERY:
        sequence = osc52(text, terminal)
        if sequence is None:
            continue
        sequence.encode("ascii")
        inside = sequence
        for order in ("\x1b]52;c;", "\x1b\x1b]52;c;", "\x1bPtmux;", "\x1bP", "\x1b\\", "\x07"):
            inside = inside.replace(order, "")
        assert set(inside) <= set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\x1b"
        )
        assert terminal or "\x1b" not in inside
