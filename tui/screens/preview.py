"""Beside results: what the one under the cursor is, told once the cursor rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.api.errors import ApiError
from tui.screens.session import Session
from tui.widgets.prose import ProseView

if TYPE_CHECKING:
    from tui.api.models import DatasetSummary, Listed

GROUP = "preview"
REST = 0.25
"""Seconds that the cursor rests on a result before its preview is fetched."""


class Preview(ProseView):
    """What a result is: at once what the search said of it, then the files of a dataset."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="preview")
        self._session = session
        self._item: Listed | None = None
        self._told: Listed | None = None
        self._resting: Timer | None = None

    @property
    def is_pending(self) -> bool:
        """Whether the cursor has yet to rest."""
        return self._resting is not None

    def rest_on(self, item: Listed | None) -> None:
        """Tell of `item` if it is still the one after a moment."""
        self.stop()
        self._resting = self.set_timer(REST, lambda: self.tell(item))

    def stop(self) -> None:
        """Wait for no rest any more."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    def on_show(self) -> None:
        """There is room for it now, as in a terminal that grew."""
        if self._item is not self._told:
            self.tell(self._item)

    def tell(self, item: Listed | None) -> None:
        """Tell of `item` now, if it is in sight."""
        self.stop()
        self._item, self._told = item, None
        self.screen.workers.cancel_group(self.screen, GROUP)
        if item is None or not self.display:
            return
        from tui.api.models import DatasetSummary
        from tui.screens.object_words import preview_blocks

        self._told = item
        self.show(preview_blocks(item))
        if isinstance(item, DatasetSummary):
            self.screen.run_worker(
                self._tell_files(item), group=GROUP, exclusive=True, exit_on_error=False
            )

    async def _tell_files(self, dataset: DatasetSummary) -> None:
        from tui.screens.summary import dataset_blocks

        try:
            service = await self._session.service()
            page = await service.catalogue.resources(dataset.id, page_size=10)
        except ApiError:
            return
        if self._item is dataset:
            self.show(dataset_blocks(dataset, page), keep_position=True)
