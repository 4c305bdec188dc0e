"""A JSON value as a foldable tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
        head = f" {'  ' * node.depth}{fold} "
        pieces: list[Piece] = [(head, self.style_of("dim"))]
        if node.key:
            pieces.append((clean_line(node.key, 200) + ": ", self.style_of("strong")))
        text, tone = _summary(node.value)
        pieces.append((cut(text, width), self.style_of(tone)))
        return pieces

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
        self._open = set(_containers(self._root))
        self._rebuild(self.cursor)

    def action_fold_all(self) -> None:
        self._open = {()}
        self._rebuild(0)

    def _rebuild(self, cursor: int) -> None:
        self._shown = []
        for node in self._walk(self._root, "", (), 0):
            self._shown.append(node)
            if len(self._shown) >= NODE_LIMIT:
                break
        self.set_count(len(self._shown), cursor=cursor)

    def _walk(self, value: JsonValue, key: str, path: Path, depth: int) -> Iterator[_Node]:
        if path or not isinstance(value, (dict, list)):
            yield _Node(path, key, value, max(0, depth - 1))
        if path not in self._open:
            return
        if isinstance(value, dict):
            for name, child in value.items():
                yield from self._walk(child, name, (*path, name), depth + 1)
        elif isinstance(value, list):
            for position, child in enumerate(value):
                yield from self._walk(child, f"[{position}]", (*path, position), depth + 1)


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


def _containers(root: JsonValue) -> Iterator[Path]:
    stack: list[tuple[Path, JsonValue]] = [((), root)]
    seen = 0
    while stack and seen < NODE_LIMIT:
        path, value = stack.pop()
        if not isinstance(value, (dict, list)):
            continue
        seen += 1
        yield path
        children = value.items() if isinstance(value, dict) else enumerate(value)
        stack.extend(((*path, key), child) for key, child in children)
