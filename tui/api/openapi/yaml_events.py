"""YAML to JSON values, event by event.

Only what JSON can say is made, by the rules of YAML 1.2: dates stay texts, so do ``yes`` and
``no``. What was read before a mistake is kept. Nothing recurses: depth and repetition are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import Final, NamedTuple

import yaml

from tui.api.openapi.problem import Problem
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

MAX_DEPTH: Final = 300
MAX_ALIASED: Final = 1_000_000
"""Values that the aliases of a document stand for, all together."""

MAX_DIGITS: Final = 400
"""Characters of a number; what is longer stays a text."""

MAX_NOTED: Final = 50
"""Problems that are told of one document's letters."""

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_HEX = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+")
_WORDS: Final[dict[str, JsonValue]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAYBE_NUMBER: Final = frozenset("0123456789+-.")
_MERGE: Final = "<<"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class TooDeep(ValueError):
    """Containers within containers beyond `MAX_DEPTH`."""


class TooMany(ValueError):
    """Aliases that stand for more values than `MAX_ALIASED`."""


class Read(NamedTuple):
    """What was read: the first document, and what is wrong in it."""

    value: JsonValue
    problems: tuple[Problem, ...]


class _Frame:
    """A container that is being filled."""

    __slots__ = ("anchor", "container", "key", "merges", "size")

    def __init__(self, container: list[JsonValue] | dict[str, JsonValue], anchor: str) -> None:
        self.container = container
        self.anchor = anchor
        self.key: str | None = None
        self.merges: list[JsonValue] = []
        self.size = 1


class _Builder:
    def __init__(self) -> None:
        self.root: JsonValue = None
        self.problems: list[Problem] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[JsonValue, int]] = {}
        self.aliased = 0

    def note(self, event: yaml.Event, what: str) -> None:
        if len(self.problems) < MAX_NOTED:
            mark = event.start_mark
            self.problems.append(Problem(_where(mark.line, mark.column) if mark else "", what))

    def open(self, container: list[JsonValue] | dict[str, JsonValue], anchor: str | None) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise TooDeep
        self.stack.append(_Frame(container, anchor or ""))
        if len(self.stack) == 1:
            self.root = container  # whatever comes after, it is kept

    def close(self, event: yaml.Event) -> None:
        frame = self.stack.pop()
        if isinstance(frame.container, dict) and frame.merges:
            _merge(frame.container, frame.merges)
        if frame.anchor:
            self.anchors[frame.anchor] = (frame.container, frame.size)
        if self.stack:
            self.add(event, frame.container, frame.size)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and isinstance(frame.container, dict):
            value: JsonValue = text  # a key: ``200:`` is a text too
        elif event.implicit[0] and not event.style:
            value = plain_value(text)
        elif event.tag and not event.implicit[0] and not event.implicit[1]:
            value = _tagged(event.tag, text)
        else:
            value = text
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self.add(event, value, 1)

    def alias(self, event: yaml.AliasEvent) -> None:
        found = self.anchors.get(event.anchor or "")
        if found is None:
            self.note(event, _("the alias *{name} names nothing").format(name=event.anchor))
            found = (None, 1)
        self.aliased += found[1]
        if self.aliased > MAX_ALIASED:
            raise TooMany
        self.add(event, *found)

    def add(self, event: yaml.Event, value: JsonValue, size: int) -> None:
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        frame.size += size
        container = frame.container
        if isinstance(container, list):
            container.append(value)
        elif frame.key is None:
            self._take_key(event, frame, container, value)
        else:
            if frame.key == _MERGE and isinstance(value, (dict, list)):
                frame.merges.append(value)
            else:
                container[frame.key] = value
            frame.key = None

    def _take_key(
        self, event: yaml.Event, frame: _Frame, container: dict[str, JsonValue], value: JsonValue
    ) -> None:
        if isinstance(value, (dict, list)):
            self.note(event, _("a key is no text"))
            frame.key = "?"
            return
        frame.key = value if isinstance(value, str) else str(value)
        if frame.key in container and frame.key != _MERGE:
            said = _("the key “{name}” is there twice: the last one is kept")
            self.note(event, said.format(name=frame.key[:80]))

    def abandon(self) -> None:
        """Put what is half read where it belongs."""
        while len(self.stack) > 1:
            frame = self.stack.pop()
            above = self.stack[-1]
            if isinstance(above.container, list):
                above.container.append(frame.container)
            elif above.key is not None:
                above.container[above.key] = frame.container


def read_yaml(text: str) -> Read:
    """The first document in `text`, as far as it can be read.

    Raises:
        TooDeep, TooMany: Reading on would cost too much.
    """
    builder = _Builder()
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        # One of them would end the reading where it is met, or before.
        line = text.count("\n", 0, forbidden.start()) + 1
        where = _("line {line}").format(line=line)
        builder.problems.append(Problem(where, _("control characters are left out")))
        text = _FORBIDDEN.sub("\ufffd", text)
    try:
        for event in _events(text):
            if isinstance(event, yaml.ScalarEvent):
                builder.scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                builder.open({}, event.anchor)
            elif isinstance(event, yaml.SequenceStartEvent):
                builder.open([], event.anchor)
            elif isinstance(event, yaml.CollectionEndEvent):
                builder.close(event)
            elif isinstance(event, yaml.AliasEvent):
                builder.alias(event)
            elif isinstance(event, yaml.DocumentEndEvent):
                break
    except yaml.YAMLError as error:
        builder.abandon()
        builder.problems.insert(0, _problem_of(error))
    return Read(builder.root, tuple(builder.problems))


def _events(text: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
    return events


def plain_value(text: str) -> JsonValue:
    """What a scalar without quotes stands for."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAYBE_NUMBER or len(text) > MAX_DIGITS:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if isfinite(number) else text
    if _HEX.fullmatch(text):
        return int(text, 0)
    return text


def _tagged(tag: str, text: str) -> JsonValue:
    if tag == "tag:yaml.org,2002:str":
        return text
    if tag.startswith("tag:yaml.org,2002:") and text:
        return plain_value(text)
    return text  # no tag makes anything


def _merge(container: dict[str, JsonValue], merges: list[JsonValue]) -> None:
    sources = [
        source for merged in merges for source in (merged if isinstance(merged, list) else [merged])
    ]
    for source in sources:
        if isinstance(source, dict):
            for name, value in source.items():
                container.setdefault(name, value)


def _where(line: int, column: int) -> str:
    """A place in a text, whose lines are counted from one."""
    return _("line {line}, column {column}").format(line=line + 1, column=column + 1)


def _problem_of(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    said = _("the YAML cannot be read further: {what}")
    where = _where(mark.line, mark.column) if mark is not None else ""
    return Problem(where, said.format(what=" ".join(what.split())[:200]))
