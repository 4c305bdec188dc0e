"""What a file and its dataset are called, once the catalogue said it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.api.errors import ApiError
from tui.links import Link
from tui.screens.session import Session
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.models import FoundResource


class FileNames:
    """The names of one file.

    Attributes:
        found: The file in the catalogue; None while nobody answered.
        dataset_title: Empty while unknown.
    """

    def __init__(self, rid: str) -> None:
        self.found: FoundResource | None = None
        self.dataset_title = ""
        self._rid = rid

    async def fetch(self, session: Session, known: Callable[[], None]) -> None:
        """Ask the catalogue, and call `known` as each name comes; what fails stays unknown.

        ``GET /api/2/datasets/resources/{rid}/``, then ``GET /api/1/datasets/{id}/``.
        """
        try:
            service = await session.service()
            self.found = await service.catalogue.resource(self._rid)
            known()
            if self.found.dataset_id:
                dataset = await service.catalogue.dataset(self.found.dataset_id)
                self.dataset_title = dataset.title
                known()
        except ApiError:
            return

    @property
    def dataset(self) -> Link | None:
        """The files of its dataset; None while it is unknown."""
        if self.found is None or not self.found.dataset_id:
            return None
        return Link("dataset", self.found.dataset_id, fragment="files")

    def crumbs(self, hint: tuple[str, ...]) -> tuple[str, ...]:
        """The way to the file; `hint` is what it was called where one came from."""
        if self.found is None:
            return hint or (clean_line(self._rid, 40),)
        dataset = self.dataset_title or (hint[0] if len(hint) > 1 else "")
        file = self.found.resource.title
        return (dataset, file) if dataset else (file,)
