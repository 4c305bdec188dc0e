"""Textual bindings made from the registry of actions."""

from __future__ import annotations

from dataclasses import replace

from textual.binding import Binding, BindingType

from tui.actions import actions_of


def bindings_for(*scopes: str) -> list[BindingType]:
    """The bindings of these scopes. Descriptions are msgids: whoever draws them translates them."""
    return [
        Binding(
            ",".join(action.keys),
            f"{action.name}",
            action.title,
            show=action.footer > 0,
            id=action.id,
        )
        for scope in scopes
        for action in actions_of(scope)
    ]


def urgent(bindings: list[BindingType]) -> list[BindingType]:
    """Bindings that come before a prompt's own keys: it would write the space."""
    return [replace(b, priority=True) if isinstance(b, Binding) else b for b in bindings]
