"""Where the person has been: a browser's history, back and forward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tui.links import Link

Page = TypeVar("Page")


@dataclass(slots=True)
class Entry(Generic[Page]):
    """A place in the history.

    Attributes:
        link: Its address; kept up to date with what the person did there.
        title: What the history calls it.
        page: The live page, or None when it was let go: it is then opened again from `link`.
    """

    link: Link
    title: str = ""
    page: Page | None = None


@dataclass(slots=True)
class History(Generic[Page]):
    """Places in the order they were opened, and which one is shown.

    Attributes:
        limit: Entries kept; the oldest are forgotten.
        live_limit: Pages kept alive around the current one, so that going back is instant.
    """

    limit: int = 200
    live_limit: int = 6
    entries: list[Entry[Page]] = field(default_factory=list)
    index: int = -1

    @property
    def current(self) -> Entry[Page] | None:
        return self.entries[self.index] if 0 <= self.index < len(self.entries) else None

    @property
    def can_go_back(self) -> bool:
        return self.index > 0

    @property
    def can_go_forward(self) -> bool:
        return self.index < len(self.entries) - 1

    def visit(self, entry: Entry[Page]) -> list[Entry[Page]]:
        """Make `entry` the current place; what was ahead is forgotten.

        Returns:
            The forgotten entries that still have a page: the caller lets it go.
        """
        dropped = self.entries[self.index + 1 :]
        del self.entries[self.index + 1 :]
        self.entries.append(entry)
        surplus = max(0, len(self.entries) - self.limit)
        dropped += self.entries[:surplus]
        del self.entries[:surplus]
        self.index = len(self.entries) - 1
        return [gone for gone in dropped if gone.page is not None]

    def restore(self, entries: list[Entry[Page]], index: int) -> None:
        """Take the places of an earlier session, `index` being the one shown."""
        self.entries = entries
        self.index = index

    def step(self, by: int) -> Entry[Page] | None:
        """Move `by` places (negative for back). Returns where that leads, or None where it leads
        nowhere."""
        target = self.index + by
        if not 0 <= target < len(self.entries) or by == 0:
            return None
        self.index = target
        return self.entries[target]

    def surplus_pages(self) -> Iterator[Entry[Page]]:
        """Entries whose page is alive but too far from the current one."""
        live = [
            (abs(position - self.index), entry)
            for position, entry in enumerate(self.entries)
            if entry.page is not None
        ]
        live.sort(key=lambda pair: pair[0])
        return (entry for _distance, entry in live[self.live_limit :])

    def clear(self) -> list[Entry[Page]]:
        """Forget everything. Returns the entries that still have a page."""
        gone = [entry for entry in self.entries if entry.page is not None]
        self.entries.clear()
        self.index = -1
        return gone
