"""A JSON value as a foldable tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from tui.i18n import ngettext
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, cut
from tui.widgets.lines import LineList

JsonValue: TypeAlias = str | int | float | bool | list["JsonValue"] | dict[str, "JsonValue"] | None

Path: TypeAlias = tuple[str | int, ...]

NODE_LIMIT = 20_000
"""Lines of an unfolded tree at most, so that unfolding all of a huge value stays quick."""


@dataclass(frozen=True, slots=True)
class _Node:
    path: Path
    key: str
    value: JsonValue
    depth: int


class JsonTree(LineList):
    """A JSON value, one line a node; objects and arrays fold."""

    BINDINGS = bindings_for("tree")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._root: JsonValue = None
        self._open: set[Path] = {()}
        self._shown: list[_Node] = []

    def show(self, root: JsonValue) -> None:
        """Show `root`, its first level unfolded."""
        self._root = root
        self._open = {()}
        self._rebuild(0)

    @property
    def current_path(self) -> str:
        """Where the cursor is, as ``organization.badges[0].kind``."""
        if self.cursor >= len(self._shown):
            return ""
        text = ""
        for step in self._shown[self.cursor].path:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        return text

    @property
    def current_value(self) -> JsonValue:
        """The value under the cursor."""
        return self._shown[self.cursor].value if self.cursor < len(self._shown) else None

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        node = self._shown[index]
        fold = " "
        if isinstance(node.value, (dict, list)) and node.value:
            fold = "▾" if node.path in self._open else "▸"
        indent = min(2 * node.depth, width // 2)  # the deepest node still has room to say its name
        head = f" {' ' * indent}{fold} "
        pieces: list[Piece] = [(head, self.style_of("dim"))]
        if node.key:
            pieces.append((clean_line(node.key, 200) + ": ", self.style_of("strong")))
        text, tone = _summary(node.value)
        pieces.append((cut(text, width), self.style_of(tone)))
        return pieces

    def find(self, text: str, *, backwards: bool = False) -> bool:
        """Go to the next name or value that holds `text`, after the cursor, then from the top; or
        to the one before it. What it is folded in is unfolded. Gives whether there is one."""
        here = self._shown[self.cursor].path if self.cursor < len(self._shown) else None
        wanted = text.casefold()
        found: list[Path] = []
        passed = to_here = 0  # those before the cursor, and those up to it
        for node in islice(_nodes(self._root, lambda _path: True), NODE_LIMIT):
            is_here = node.path == here
            passed = len(found) if is_here else passed
            if wanted in _words(node).casefold():
                found.append(node.path)
            to_here = len(found) if is_here else to_here
        if not found:
            return False
        self._go_to(found[passed - 1] if backwards else found[to_here % len(found)])
        return True

    def _go_to(self, path: Path) -> None:
        self._open |= {path[:length] for length in range(len(path))}
        self._rebuild(self.cursor)
        places = [place for place, node in enumerate(self._shown) if node.path == path]
        if places:
            self.move_to(places[0])

    def action_fold(self) -> None:
        if not self._shown:
            return
        node = self._shown[self.cursor]
        if isinstance(node.value, (dict, list)):
            self._open ^= {node.path}
            self._rebuild(self.cursor)

    def action_choose(self) -> None:
        self.action_fold()

    def action_unfold_all(self) -> None:
        nodes = islice(_nodes(self._root, lambda _path: True), NODE_LIMIT)
        self._open = {(), *(node.path for node in nodes if isinstance(node.value, (dict, list)))}
        self._rebuild(self.cursor)

    def action_fold_all(self) -> None:
        self._open = {()}
        self._rebuild(0)

    def _rebuild(self, cursor: int) -> None:
        self._shown = list(islice(_nodes(self._root, self._open.__contains__), NODE_LIMIT))
        self.set_count(len(self._shown), cursor=cursor)


def _nodes(root: JsonValue, is_open: Callable[[Path], bool]) -> Iterator[_Node]:
    """The lines of a tree from top to bottom; a stack of ours, for a value may be nested deeper
    than Python's own."""
    if not isinstance(root, (dict, list)):
        yield _Node((), "", root, 0)
        return
    ways = [_children((), root)]
    while ways:
        node = next(ways[-1], None)
        if node is None:
            ways.pop()
            continue
        yield node
        if isinstance(node.value, (dict, list)) and is_open(node.path):
            ways.append(_children(node.path, node.value))


def _children(path: Path, value: list[JsonValue] | dict[str, JsonValue]) -> Iterator[_Node]:
    if isinstance(value, dict):
        for name, child in value.items():
            yield _Node((*path, name), name, child, len(path))
    else:
        for position, child in enumerate(value):
            yield _Node((*path, position), f"[{position}]", child, len(path))


def _words(node: _Node) -> str:
    """What a line is found by."""
    is_inside = isinstance(node.value, (dict, list))
    return node.key if is_inside else f"{node.key} {_summary(node.value)[0]}"


def _summary(value: JsonValue) -> tuple[str, str]:
    if isinstance(value, dict):
        text = ngettext("{count} field", "{count} fields", len(value)).format(count=len(value))
        return "{" + text + "}", "dim"
    if isinstance(value, list):
        text = ngettext("{count} item", "{count} items", len(value)).format(count=len(value))
        return "[" + text + "]", "dim"
    if value is None:
        return "null", "dim"
    if isinstance(value, bool):
        return ("true" if value else "false"), "accent"
    if isinstance(value, (int, float)):
        return str(value), "accent"
    return clean_line(value, 1_000), "plain"
