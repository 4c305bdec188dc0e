"""The files of a dataset, grouped by type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.i18n import gettext as _
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList

if TYPE_CHECKING:
    from tui.api.models import Resource


@dataclass(frozen=True, slots=True)
class _Line:
    heading: str = ""
    resource: Resource | None = None
    number: int = 0


class FileList(LineList):
    """Files: title, format, size and age; ``▦`` where the rows can be shown, ``✗`` where nothing
    answers."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._items: list[_Line] = []
        self._last_heading = ""
        self._files = 0

    def clear(self) -> None:
        """Show nothing."""
        self._items = []
        self._last_heading = ""
        self._files = 0
        self.scroll_to(y=0, animate=False, force=True)
        self.set_count(0)

    def extend(self, groups: Iterable[tuple[str, Iterable[Resource]]]) -> None:
        """Show these files after the others, each group under its heading."""
        for heading, resources in groups:
            for resource in resources:
                if heading != self._last_heading:
                    self._items.append(_Line(heading=heading))
                    self._last_heading = heading
                self._files += 1
                self._items.append(_Line(resource=resource, number=self._files))
        self.grow(len(self._items))

    @property
    def resources(self) -> list[Resource]:
        """The files shown, in order."""
        return [item.resource for item in self._items if item.resource is not None]

    @property
    def file_count(self) -> int:
        """How many files are shown."""
        return self._files

    @property
    def position(self) -> int:
        """The file under the cursor among those shown, from 1."""
        return self._items[self.cursor].number if self.cursor < len(self._items) else 1

    @property
    def current(self) -> Resource | None:
        """The file under the cursor."""
        return self.resource_at(self.cursor)

    def resource_at(self, index: int) -> Resource | None:
        """The file on line `index`; None for a heading."""
        return self._items[index].resource if index < len(self._items) else None

    def is_choice(self, index: int) -> bool:
        return self.resource_at(index) is not None if index >= 0 else False

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        item = self._items[index]
        resource = item.resource
        if resource is None:
            return [(" " + item.heading, self.style_of("strong"))]
        facts = cut(" · ".join(part for part in file_facts(resource) if part), max(12, width // 2))
        mark, tone = file_mark(resource)
        room = max(8, width - 5 - width_of(facts))
        return [
            (f" {mark} ", self.style_of(tone)),
            (fit(resource.title or _("Untitled file"), room), self.style_of("plain")),
            (f" {facts} ", self.style_of("dim")),
        ]


def file_mark(resource: Resource) -> tuple[str, str]:
    """The cell before the title of a file, and the component class that it is drawn with."""
    if resource.has_table:
        return "▦", "accent"
    if resource.available is False:
        return "✗", "warning"
    return "·", "dim"


def file_facts(resource: Resource) -> Iterable[str]:
    """Format, size and age of a file, where they are known."""
    yield resource.format
    if resource.size is not None:
        yield fmt.size(resource.size)
    if resource.last_modified is not None:
        yield fmt.ago(resource.last_modified, clock.now())
