"""The Files tab: the files of a dataset, page by page, narrowed by words of their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.dataset_tabs import PaneChanged
from tui.screens.files import FilePages, grouped, titled
from tui.screens.session import Session
from tui.widgets.files import FileList
from tui.widgets.lines import LineList

if TYPE_CHECKING:
    from tui.api.models import Resource


class DatasetFiles(FileList):
    """The files of one dataset.

    Attributes:
        words: What the titles of the files shown hold; empty for all files.
        problem: Why files could not be had, if they could not.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(id="files")
        self.words = ""
        self.problem: ApiError | None = None
        self._session = session
        self._dataset_id = ""
        self._pages: FilePages | None = None
        self._total: int | None = None
        self._shown_words = ""
        self._old = False  # whether what is shown is to be replaced by what comes
        self._all: tuple[Resource, ...] | None = None

    @property
    def status(self) -> tuple[str, bool]:
        shown = self.file_count
        if self.problem is not None and (self._old or not shown):
            return self.problem.message, True
        if self._total is None or self._old:
            return "", False
        if not shown:
            nothing = _("no title has “{words}” · esc shows all")
            said = nothing.format(words=self.words) if self.words else _("this dataset has no file")
            return said, False
        text = _("{here} of {total}").format(
            here=fmt.number(self.position), total=fmt.number(self._total)
        )
        return f"/{self.words}  {text}" if self.words else text, False

    def open(self, dataset_id: str, *, reload: bool = False) -> None:
        if dataset_id == self._dataset_id and not reload:
            return
        self._dataset_id = dataset_id
        self._all = None
        self._ask(reload=reload)

    def cancelled(self) -> None:
        self.words = self._shown_words
        self.came()
        if not self.file_count:
            self._dataset_id = ""

    def find(self, words: str) -> None:
        """Show the files whose titles hold `words`: all of them again for none.

        They are looked for here once all files came, else the service is asked.
        """
        self.words = words.strip()
        self.screen.workers.cancel_group(self.screen, "files")
        if self._all is None:
            self._ask()
            return
        found = tuple(resource for resource in self._all if titled(resource.title, self.words))
        self._pages = None
        self._total = len(found)
        self._renew()
        self.extend(grouped(found))
        self.post_message(PaneChanged())

    def _ask(self, *, reload: bool = False) -> None:
        self.problem, self._old = None, True
        self.wait()
        self._pages = FilePages(self._dataset_id, words=self.words, reload=reload)
        self._next(self._pages)

    def _renew(self) -> None:
        """Take away what is shown: what replaces it is here."""
        self.clear()
        self.problem, self._old, self._shown_words = None, False, self.words
        self.came()

    @on(LineList.NearEnd)
    def _more(self) -> None:
        pages, workers = self._pages, self.screen.workers
        running = any(
            worker.group == "files" and worker.node is self.screen and not worker.is_finished
            for worker in workers
        )
        if pages is not None and pages.has_more and not running:
            self._next(pages)

    def _next(self, pages: FilePages) -> None:
        self.screen.run_worker(
            self._fetch(pages), group="files", exclusive=True, exit_on_error=False
        )

    async def _fetch(self, pages: FilePages) -> None:
        groups: list[tuple[str, list[Resource]]] = []
        try:
            service = await self._session.service()
            while pages.has_more and not groups:
                groups = await pages.next(service.catalogue)
        except ApiError as error:
            self.problem = error
            self.came(old=self._old)
            self.post_message(PaneChanged())
            return
        if pages is not self._pages:
            return
        if self._old:
            self._renew()
        self.problem, self._total = None, pages.total
        self.extend(groups)
        if not pages.has_more and not pages.words:
            self._all = tuple(self.resources)
        self.post_message(PaneChanged())
