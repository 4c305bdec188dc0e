"""What is wrong in a description, and where."""

from __future__ import annotations

from dataclasses import dataclass

from tui.text import clean_line


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong that does not prevent showing the rest.

    Attributes:
        where: A JSON Pointer (``#/paths/~1a/get``), after the address of the document where it is
            another one; or a line.
        what: A sentence, or a part of one, in the person's language. Safe for one line.
    """

    where: str
    what: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", clean_line(self.where, 400))
        object.__setattr__(self, "what", clean_line(self.what, 400))
