"""Where a parameter goes and how it is written: its place, its style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Place: TypeAlias = Literal["path", "query", "header", "cookie"]

Style: TypeAlias = Literal[
    "form",
    "spaceDelimited",
    "tabDelimited",
    "pipeDelimited",
    "deepObject",
    "simple",
    "label",
    "matrix",
]
"""The styles of OpenAPI 3, and ``tabDelimited`` for the ``tsv`` of Swagger 2."""

STYLES: Final[Mapping[Place, tuple[Style, ...]]] = {
    "path": ("simple", "label", "matrix", "spaceDelimited", "tabDelimited", "pipeDelimited"),
    "query": ("form", "spaceDelimited", "tabDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple", "spaceDelimited", "tabDelimited", "pipeDelimited"),
    "cookie": ("form",),
}
"""The styles that each place knows; the first one is its own. Lists with other separators stand in
paths and headers in Swagger 2 alone."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter, as far as it is written.

    Attributes:
        name: Its name, as the description gives it.
        place: Where it goes.
        style: How a value of several parts is written; one that its place does not know counts as
            the place's own.
        explode: Whether each part stands for itself; None for what the style does by itself.
        allow_reserved: Whether reserved characters stay as they are, in a query.
        as_json: Whether the value is written as JSON (a parameter with a ``content``).
    """

    name: str
    place: Place
    style: Style | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    as_json: bool = False

    @property
    def written_style(self) -> Style:
        """The style that counts."""
        known = STYLES[self.place]
        return self.style if self.style in known else known[0]

    @property
    def is_exploded(self) -> bool:
        """Whether each part stands for itself: so it is in a form, where nothing says otherwise."""
        return self.written_style == "form" if self.explode is None else self.explode
