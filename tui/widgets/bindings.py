"""Textual bindings made from the registry of actions."""

from __future__ import annotations

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
