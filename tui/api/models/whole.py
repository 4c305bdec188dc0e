"""What the answers that have a place of their own share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SkipValidation, model_validator

from tui.api.models.base import JsonObject, Model


class Whole(Model):
    """An answer that has a place: its identifier, and the answer itself.

    Attributes:
        raw: The answer, untouched.
    """

    id: str
    raw: Annotated[JsonObject, SkipValidation] = Field(default_factory=dict, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _keep_raw(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        kept = data.get("raw")
        return {**data, "raw": kept if isinstance(kept, dict) else data}

    @property
    def page(self) -> str:
        """Its address on the web; empty where it has none of its own."""
        return ""
