"""What the answers that have a place of their own share."""

from __future__ import annotations

from tui.api.models.base import Kept


class Whole(Kept):
    """An answer that has a place."""

    id: str

    @property
    def page(self) -> str:
        """Its address on the web; empty where it has none of its own."""
        return ""
