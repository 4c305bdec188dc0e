"""A dataset: what it is, its files, its raw answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError, NotFound
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.dialogs import AskScreen, ReadScreen
from tui.screens.files import FilePages
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.screens.summary import about_blocks, file_blocks, file_line
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.files import FileList
from tui.widgets.lines import LineList
from tui.widgets.prose import Block, Paragraph, ProseView, as_text
from tui.widgets.tree import JsonTree

if TYPE_CHECKING:
    from tui.api.models import Dataset, Resource

TABS = ("about", "files", "json")


class DatasetScreen(Place):
    """One dataset, in tabs."""

    BINDINGS = bindings_for("dataset")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._ident = link.ident
        self._tab = link.fragment if link.fragment in TABS else "files"
        self.dataset: Dataset | None = None
        self._problem: ApiError | None = None
        self._files: FilePages | None = None
        self._words = ""

    # The place

    @property
    def link(self) -> Link:
        return Link("dataset", self.dataset.id if self.dataset else self._ident, fragment=self._tab)

    @property
    def crumbs(self) -> tuple[str, ...]:
        if self.dataset is None and self.hint:
            return self.hint
        name = self.dataset.title if self.dataset is not None else clean_line(self._ident, 80)
        return (_("Datasets"), name)

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    def compose_body(self) -> Iterable[Widget]:
        yield ChipLine(id="tabs")
        with Horizontal(id="body"):
            yield FileList(id="files")
            yield JsonTree(id="json")
            yield ProseView(id="about")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab(self._tab)
        self._load()

    def reload(self) -> None:
        self._load(reload=True)

    def cancel(self) -> bool:
        if self.cancel_workers("dataset", "files"):
            said = f"{_('cancelled')} · {_('r asks again. ⌫ goes back.')}"
            self.query_one("#tabs", ChipLine).status(said)
            return True
        if self._words:
            self._find("")
            return True
        return False

    def copies(self) -> list[Copy]:
        resource = self.query_one(FileList).current if self._tab == "files" else None
        forms = list(_copies_of_file(resource)) if resource is not None else []
        dataset = self.dataset
        if dataset is None:
            return forms
        web = self.link.web_url(self.session.site) or dataset.page
        if self._tab == "json":
            value = self.query_one(JsonTree).current_value
            text = (
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
            )
            forms.append(Copy(_("This value of the JSON"), text))
        service = self.session.opened()
        return [
            *forms,
            Copy(_("Id of the dataset"), dataset.id),
            Copy(_("Title of the dataset"), dataset.title),
            Copy(_("Web address of the dataset"), web),
            Copy(
                _("API address of the dataset"),
                service.catalogue.dataset_url(dataset.id) if service is not None else dataset.uri,
            ),
            Copy(_("Command that opens this"), command(self.link)),
        ]

    def plain_text(self) -> str | None:
        if self.dataset is None:
            return None
        files = [*(file_line(resource) for resource in self.query_one(FileList).resources)]
        count = self.dataset.resources_count or 0
        if count > len(files):
            left = fmt.number(count - len(files))
            files.append(_("… and {count} more").format(count=left))
        title = _("Files ({count})").format(count=fmt.number(count))
        listed = "\n".join([title, *files])
        return f"{as_text(about_blocks(self.dataset))}\n\n{listed}\n"

    # Loading

    def _load(self, *, reload: bool = False) -> None:
        self.run_worker(self._fetch(reload), group="dataset", exclusive=True, exit_on_error=False)

    async def _fetch(self, reload: bool) -> None:
        try:
            service = await self.session.service()
            self.dataset = await service.catalogue.dataset(self._ident, reload=reload)
        except ApiError as error:
            self._failed(error)
            return
        self._problem = None
        self._show_dataset(self.dataset)
        self._load_files(reload=reload)

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        blocks: list[Block] = [Paragraph(error.message, "warning"), Paragraph("")]
        if isinstance(error, NotFound):
            words = clean_line(self._words_of_address, 80)
            blocks.append(
                Paragraph(
                    _("No dataset has this address. S searches for “{words}”.").format(words=words)
                )
            )
        elif error.hint:
            blocks.append(Paragraph(error.hint))
        blocks.append(Paragraph(_("r asks again. ⌫ goes back.")))
        wanted = self._tab
        self._show_tab("about")
        self._tab = wanted  # what the link asks for, once the dataset comes
        self.query_one("#about", ProseView).show(blocks)
        self.refresh_bindings()

    @property
    def _words_of_address(self) -> str:
        return " ".join(self._ident.replace("-", " ").split())

    def _show_dataset(self, dataset: Dataset) -> None:
        self.query_one("#about", ProseView).show(about_blocks(dataset))
        self.query_one("#json", JsonTree).show(dataset.raw)
        self._show_tab(self._tab)
        self.refresh_bindings()

    def _load_files(self, *, reload: bool = False) -> None:
        if self.dataset is None:
            return
        self.query_one(FileList).clear()
        self.workers.cancel_group(self, "files")
        self._files = FilePages(self.dataset.id, words=self._words, reload=reload)
        self._fetch_more(self._files)

    @on(LineList.NearEnd, "#files")
    def _more_files(self) -> None:
        files = self._files
        running = any(w.group == "files" and not w.is_finished for w in self.workers)
        if files is not None and files.has_more and not running:
            self._fetch_more(files)

    def _fetch_more(self, files: FilePages) -> None:
        self.run_worker(
            self._fetch_files(files), group="files", exclusive=True, exit_on_error=False
        )

    async def _fetch_files(self, files: FilePages) -> None:
        try:
            service = await self.session.service()
            groups = await files.next(service.catalogue)
        except ApiError as error:
            self._problem = error
            self.query_one("#tabs", ChipLine).status(error.message, error=True)
            return
        if files is not self._files:
            return
        self.query_one(FileList).extend(groups)
        self._say_files()
        self.refresh_bindings()
        if files.has_more and not groups:
            self.call_later(self._more_files)

    def _say_files(self) -> None:
        files, shown = self._files, self.query_one(FileList)
        tabs = self.query_one("#tabs", ChipLine)
        if self._tab == "files" and self._problem is not None and not shown.resources:
            tabs.status(self._problem.message, error=True)
        elif self._tab != "files" or files is None or files.total is None:
            tabs.status("")
        elif not shown.resources:
            nothing = _("no file has “{words}” in its title · esc shows all").format(
                words=self._words
            )
            tabs.status(nothing if self._words else _("this dataset has no file"))
        else:
            here = (
                shown.resources.index(shown.current) + 1 if shown.current in shown.resources else 1
            )
            text = _("{here} of {total}").format(
                here=fmt.number(here), total=fmt.number(files.total)
            )
            tabs.status(f"/{self._words}  {text}" if self._words else text)

    @on(LineList.Highlighted, "#files")
    def _file_under_cursor(self) -> None:
        self._say_files()

    # Tabs

    def _show_tab(self, tab: str) -> None:
        self._tab = tab
        for name in TABS:
            self.set_class(name == tab, f"-tab-{name}")
        count = self.dataset.resources_count if self.dataset is not None else None
        files = (
            _("Files") if count is None else _("Files ({count})").format(count=fmt.number(count))
        )
        self.query_one("#tabs", ChipLine).show(
            "", [_("About"), files, _("JSON")], selected=TABS.index(tab)
        )
        self.query_one(f"#{tab}").focus()
        self._say_files()
        self.say_where()

    @on(ChipLine.Clicked, "#tabs")
    def _tab_clicked(self, event: ChipLine.Clicked) -> None:
        self._show_tab(TABS[event.index])

    def action_next_tab(self) -> None:
        self._show_tab(TABS[(TABS.index(self._tab) + 1) % len(TABS)])

    def action_previous_tab(self) -> None:
        self._show_tab(TABS[(TABS.index(self._tab) - 1) % len(TABS)])

    def action_tab_1(self) -> None:
        self._show_tab("about")

    def action_tab_2(self) -> None:
        self._show_tab("files")

    def action_tab_3(self) -> None:
        self._show_tab("json")

    # Files

    def why_not(self, action: str) -> str:
        if action in ("find", "file_details", "structure") and self._tab != "files":
            return _("Only in the Files tab.")
        needing = ("find", "file_details", "structure", "producer", "publisher")
        if action in needing and self.dataset is None:
            return _("The dataset is not here yet.")
        if action == "search_instead" and not isinstance(self._problem, NotFound):
            return _("The dataset was found.")
        if action == "producer" and self.dataset is not None and self.dataset.organization is None:
            return _("No organization publishes it.")
        if action == "publisher" and self.dataset is not None and not self.dataset.producer:
            return _("Nobody is responsible for it any more.")
        return ""

    @on(LineList.Chosen, "#files")
    def _open_file(self, event: LineList.Chosen) -> None:
        resource = self.query_one(FileList).resource_at(event.index)
        if resource is None:
            return
        if resource.has_table:
            title = self.dataset.title if self.dataset is not None else ""
            self.go(Link("resource", resource.id), title, resource.title)
        else:
            self._read_file(resource)

    def action_structure(self) -> None:
        resource = self.query_one(FileList).current
        if resource is not None and self.dataset is not None:
            link = Link("resource", resource.id, fragment="structure")
            self.go(link, self.dataset.title, resource.title)

    def action_file_details(self) -> None:
        resource = self.query_one(FileList).current
        if resource is not None:
            self._read_file(resource)

    def _read_file(self, resource: Resource) -> None:
        screen = ReadScreen(_("File"), file_blocks(resource), raw=resource.url)
        self.app.push_screen(screen, self._copy_read)

    def _copy_read(self, text: str | None) -> None:
        if text:
            self.post_message(self.CopyText(text))

    def action_find(self) -> None:
        screen = AskScreen(_("Find a file"), value=self._words, placeholder=_("words of its title"))
        self.app.push_screen(screen, self._find)

    def _find(self, words: str | None) -> None:
        if words is not None and words.strip() != self._words:
            self._words = words.strip()
            self._load_files()

    def action_search_instead(self) -> None:
        """Look for the words of an address that leads nowhere."""
        self.go(Link("search", self._words_of_address))

    def action_producer(self) -> None:
        if self.dataset is not None and self.dataset.organization is not None:
            self.go(Link("search", "", (("organization", self.dataset.organization.id),)))

    def action_publisher(self) -> None:
        dataset = self.dataset
        if dataset is not None and dataset.organization is not None:
            self.go(Link("organization", dataset.organization.id), dataset.organization.name)
        elif dataset is not None and dataset.owner is not None:
            self.go(Link("user", dataset.owner.id), dataset.owner.name)


def _copies_of_file(resource: Resource) -> Iterable[Copy]:
    yield Copy(_("Address of the file"), resource.url)
    if resource.latest:
        yield Copy(_("Stable address of the file"), resource.latest)
    if resource.parquet_url:
        yield Copy(_("Address of the file as Parquet"), resource.parquet_url)
    yield Copy(_("Id of the file"), resource.id)
    yield Copy(_("Title of the file"), resource.title)
    if resource.has_table:
        yield Copy(_("Command that opens its rows"), command(Link("resource", resource.id)))
