"""The shape of parsed JSON, named for the modules that must not import pydantic."""

from __future__ import annotations

from typing import TypeAlias

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"
"""Anything a JSON document may hold. Its texts are hostile until `tui.text` has seen them."""
