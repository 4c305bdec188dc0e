"""Which rules of the style sheets match a node, worked out once for every application of a process.

Every test mounts the same screens, and every change of focus or of a class matches each node and
each of its component classes against hundreds of rules again: a quarter of what the tests of
screens cost. What matches depends on the sheets, and on the types, names, classes and states of
the nodes from the application down to this one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from textual.app import App
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

_OF_THE_PATH: Final = frozenset(
    {"hover", "focus", "blur", "disabled", "enabled", "can-focus"}
    | {"dark", "light", "inline", "ansi", "nocolor"}
)
"""States that the key tells apart. Rules that look at others (the first child, a focus within)
are matched each time."""

_Flags = tuple[bool, bool, bool, bool]
_Found = tuple[_Flags, dict[str, Any] | None]

_SHEETS: Final[dict[object, dict[object, _Found | None]]] = {}


class _Components(dict[str, RenderStyles]):
    """The styles of the parts of a widget, each worked out when it is asked for: few are."""

    def __init__(self, names: Collection[str], work_out: Callable[[str], RenderStyles]) -> None:
        super().__init__()
        self._names = names
        self._work_out = work_out

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        styles = self[name] = self._work_out(name)
        return styles


@contextmanager
def matched_once() -> Iterator[None]:
    """Remember what matches, until the end of the block."""
    apply, replace = Stylesheet.apply, Stylesheet.replace_rules
    kept: list[dict[str, Any]] = []
    matching: list[DOMNode] = []
    under: list[tuple[DOMNode | None, object]] = [(None, None)]

    def later(self: Stylesheet, node: DOMNode) -> None:
        if not matching:
            components(self, node, None)

    def components(self: Stylesheet, node: DOMNode, key: object) -> None:
        names = node._get_component_classes()
        if not names:
            return
        before = node._component_styles

        def work_out(name: str) -> RenderStyles:
            virtual = DOMNode(classes=name)
            virtual._attach(node)
            under.append((node, key or _key(node)))
            try:
                self.apply(virtual, animate=False)
            finally:
                under.pop()
            return virtual.styles

        now = _Components(names, work_out)
        node._component_styles = now
        if not before or any(now[name] != styles for name, styles in before.items()):
            node.refresh()

    def spy(cls: Any, node: DOMNode, rules: Any, animate: bool = False) -> None:
        kept.append(rules)
        replace(node, rules, animate=animate)

    def remember(
        self: Stylesheet, node: DOMNode, *, animate: bool = False, cache: Any = None
    ) -> None:
        memory = _memory_of(self)
        parent, path = under[-1]
        component = parent is not None and node._parent is parent and type(node) is DOMNode
        key = (path, *node._classes) if component else _key(node)
        found = memory.get(key)
        if found is None:
            before = len(kept)
            matching.append(node)
            try:
                apply(self, node, animate=animate)
            finally:
                matching.pop()
            rules = kept.pop() if len(kept) > before else None
            if component:
                rules = dict(node.styles.base._rules)
            if key not in memory:
                memory[key] = (_flags(node), rules) if _is_told_apart(self, node) else None
        else:
            flags, rules = found
            (
                node._has_hover_style,
                node._has_focus_within,
                node._has_order_style,
                node._has_odd_or_even,
            ) = flags
            if component:
                # Fresh, of no widget: nothing to compare with, nothing to tell.
                node.styles.base._rules.update(rules or {})  # type: ignore[typeddict-item]
            elif rules is not None:
                replace(node, rules, animate=animate)  # type: ignore[arg-type]
        if not component:
            components(self, node, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "apply", remember)
        patch.setattr(Stylesheet, "replace_rules", classmethod(spy))
        patch.setattr(Stylesheet, "_process_component_classes", later)
        yield


def _memory_of(sheet: Stylesheet) -> dict[object, _Found | None]:
    """What is remembered of the sheets that `sheet` holds now."""
    rules = sheet.rules
    known = getattr(sheet, "_tests_memory", None)
    if known is None or known[0] is not rules:
        sources = tuple((where, hash(source.content)) for where, source in sheet.source.items())
        name = (tuple(sorted(sheet._variables.items())), sources)
        known = (rules, _SHEETS.setdefault(name, {}))
        sheet._tests_memory = known  # type: ignore[attr-defined]
    memory: dict[object, _Found | None] = known[1]
    return memory


def _key(node: DOMNode) -> object:
    return tuple([_key_of_one(each) for each in node.css_path_nodes])


def _key_of_one(node: DOMNode) -> object:
    name, classes = node._css_type_name, frozenset(node._classes)
    if isinstance(node, Widget):
        states = (node.has_focus, node.mouse_hover, node.is_disabled, node.can_focus)
        return type(node), name, node._id, classes, states
    if isinstance(node, App):
        return type(node), classes, frozenset(node.get_pseudo_classes())
    return name, node._id, classes


def _is_told_apart(sheet: Stylesheet, node: DOMNode) -> bool:
    """Whether no rule that may match `node` looks at more than the key says."""
    by_name = sheet.rules_map
    looked_at: set[str] = set()
    for name in by_name.keys() & node._selector_names:
        for rule in by_name[name]:
            looked_at |= rule.pseudo_classes
    return looked_at <= _OF_THE_PATH


def _flags(node: DOMNode) -> _Flags:
    return (
        node._has_hover_style,
        node._has_focus_within,
        node._has_order_style,
        node._has_odd_or_even,
    )
