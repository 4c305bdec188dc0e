"""A dataset: what it is, its files, its raw answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError, NoRight
from tui.i18n import gettext as _
from tui.links import Link, is_object_id
from tui.screens.about_texts import about_blocks
from tui.screens.audience_pane import AudiencePane
from tui.screens.dataset_copies import dataset_copies
from tui.screens.dataset_files import DatasetFiles
from tui.screens.dataset_tabs import NAMES, TABS, Pane, PaneChanged
from tui.screens.dialogs import AskScreen
from tui.screens.figures_pane import GROUPS
from tui.screens.file_details import download_file, read_file
from tui.screens.file_texts import copies_of_file, file_line
from tui.screens.leads import asking, leads_of_dataset
from tui.screens.metrics_address import range_of
from tui.screens.object_texts import failure_blocks, is_searched_instead, renamed
from tui.screens.place import Copy
from tui.screens.quality_texts import GUIDE, quality_blocks
from tui.screens.related import RELATED, CommunityList, DiscussionList
from tui.screens.related_list import RelatedPane
from tui.screens.session import Session
from tui.screens.tabbed import Tabbed
from tui.screens.writable import CHANGES, Subject, ThreadRef, Writable
from tui.tables.audience import DEFAULT_RANGE
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prose import ProseView, as_text
from tui.widgets.tree import JsonTree

if TYPE_CHECKING:
    from tui.api.models import Dataset, Resource


class DatasetScreen(Writable, Tabbed):
    """One dataset, in tabs."""

    BINDINGS = bindings_for("dataset")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._ident = link.ident
        self._tab = link.fragment if link.fragment in NAMES else "files"
        self.dataset: Dataset | None = None
        self._problem: ApiError | None = None
        self._files = DatasetFiles(session)
        self._related: dict[str, RelatedPane] = {each.NAME: each(session) for each in RELATED}
        self._metrics = AudiencePane(session, shown=range_of(link), kind="dataset")
        self._panes: dict[str, Pane] = {
            "files": self._files,
            "metrics": self._metrics,
            **self._related,
        }
        self._reload_wanted: set[str] = set()

    # The place

    @property
    def link(self) -> Link:
        ident, shown = self.dataset.id if self.dataset else self._ident, self._metrics.shown
        ranged = self._tab == "metrics" and shown != DEFAULT_RANGE
        params = (("range", str(shown or "all")),) if ranged else ()
        return Link("dataset", ident, params, self._tab)

    @property
    def crumbs(self) -> tuple[str, ...]:
        if self.dataset is None and self.hint:
            return self.hint
        name = self.dataset.title if self.dataset is not None else clean_line(self._ident, 80)
        return (_("Datasets"), name)

    @property
    def problem(self) -> ApiError | None:
        pane = self._panes.get(self._tab)
        return pane.problem if self._problem is None and pane is not None else self._problem

    def compose_body(self) -> Iterable[Widget]:
        yield ChipLine(id="tabs")
        with Horizontal(id="body"):
            yield self._files
            yield self._metrics
            yield ProseView(id="quality")
            yield from self._related.values()
            yield JsonTree(id="json")
            yield ProseView(id="about")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab(self._tab)
        self._load()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._tab == "metrics":
            self._metrics.come_back()

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        if not self.app.screen.is_modal:
            self._metrics.leave()

    def reload(self) -> None:
        self._load(reload=True)

    def cancel(self) -> bool:
        if self.cancel_workers("dataset", *self._panes, *GROUPS, "csv"):
            for pane in self._panes.values():
                pane.cancelled()
            said = f"{_('cancelled')} · {_('r asks again. ⌫ goes back.')}"
            self.query_one("#tabs", ChipLine).status(said)
            return True
        if self._files.words and self._tab == "files":
            self._find("")
            return True
        return False

    def copies(self) -> list[Copy]:
        dataset = self.dataset
        if dataset is None:
            return []
        return [*self._copies_in_focus(), *dataset_copies(dataset, self.link, self.session)]

    def _copies_in_focus(self) -> list[Copy]:
        related = self._related.get(self._tab)
        if related is not None:
            return related.copies
        resource = self._files.current
        if self._tab == "files" and resource is not None:
            return list(copies_of_file(resource, self.session.site))
        if self._tab == "metrics":
            return self._metrics.copies
        if self._tab == "quality":
            return [Copy(_("Address of the guide to quality"), GUIDE)]
        if self._tab == "json":
            value = self.query_one(JsonTree).current_value
            text = (
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
            )
            return [Copy(_("This value of the JSON"), text)]
        return []

    def plain_text(self) -> str | None:
        if self.dataset is None:
            return None
        about = as_text(about_blocks(self.dataset))
        if self._tab == "quality":
            return f"{about}\n\n{as_text(quality_blocks(self.dataset))}\n"
        if self._tab == "metrics":
            return f"{about}\n\n{_('Metrics')}\n{self._metrics.text}\n"
        related = self._related.get(self._tab)
        if related is None:
            return f"{about}\n\n{self._files_text(self.dataset)}\n"
        heading = TABS[NAMES.index(self._tab)].heading(self.dataset)
        return f"{about}\n\n{heading}\n{related.text}\n"

    def _files_text(self, dataset: Dataset) -> str:
        files = [*(file_line(resource) for resource in self._files.resources)]
        count = dataset.resources_count or 0
        if count > len(files):
            left = fmt.number(count - len(files))
            files.append(_("… and {count} more").format(count=left))
        title = _("Files ({count})").format(count=fmt.number(count))
        return "\n".join([title, *files])

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
        if said := renamed(self._ident, self.dataset.id, self.dataset.slug):
            self.notice(said)
        self._show_dataset(self.dataset, reload=reload)

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        wanted = self._tab
        self._show_tab("about")
        self._tab = wanted  # what the link asks for, once the dataset comes
        blocks = failure_blocks("dataset", error, self._words_of_address)
        self.query_one("#about", ProseView).show(blocks)
        self.refresh_bindings()

    @property
    def _words_of_address(self) -> str:
        return " ".join(self._ident.replace("-", " ").split())

    def _show_dataset(self, dataset: Dataset, *, reload: bool = False) -> None:
        self.query_one("#about", ProseView).show(about_blocks(dataset))
        self.query_one("#quality", ProseView).show(quality_blocks(dataset))
        self.query_one("#json", JsonTree).show(dataset.raw)
        self._reload_wanted = {name for name in self._panes if reload}
        self._show_tab(self._tab)
        if self._tab != "files":
            self._open_pane("files")  # what the place is as plain text says them too
        self.refresh_bindings()

    def _open_pane(self, name: str) -> None:
        """Let a pane show what it has, asking for it the first time."""
        pane, ident = self._panes.get(name), self.dataset.id if self.dataset is not None else ""
        if name == "metrics" and not ident and is_object_id(self._ident):
            ident = self._ident  # what is counted comes beside the dataset, not after it
        if pane is not None and ident:
            pane.open(ident, reload=name in self._reload_wanted)
            self._reload_wanted.discard(name)
        if name == "metrics" and self.dataset is not None:
            self._metrics.called(self.dataset.title)

    @on(PaneChanged)
    def _pane_changed(self) -> None:
        self._say_status()
        if self._tab == "metrics":
            self.say_where()
        self.refresh_bindings()

    @on(LineList.Highlighted)
    def _cursor_moved(self) -> None:
        self._say_status()

    def _say_status(self) -> None:
        pane = self._panes.get(self._tab)
        text, error = pane.status if pane is not None else ("", False)
        if self._problem is not None and self._tab != "about":
            text, error = self._problem.message, True
        self.query_one("#tabs", ChipLine).status(text, error=error)

    # Tabs

    @property
    def tab_names(self) -> tuple[str, ...]:
        return NAMES

    @property
    def tab(self) -> str:
        return self._tab

    def choose_tab(self, name: str) -> None:
        self._show_tab(name)

    def _show_tab(self, tab: str) -> None:
        if self._tab == "metrics" != tab:
            self._metrics.leave()
        self._tab = tab
        for name in NAMES:
            self.query_one(f"#{name}").set_class(name == tab, "-shown")
            self.set_class(name == tab, f"-tab-{name}")
        self.query_one("#tabs", ChipLine).show(
            "", [each.heading(self.dataset) for each in TABS], selected=NAMES.index(tab)
        )
        self.query_one(f"#{tab}").focus()
        self._open_pane(tab)
        self._say_status()
        self.say_where()

    # Files

    def why_not(self, action: str) -> str:
        if action in CHANGES:
            return self.why_not_change(action)
        if action == "find" and self._tab != "files":
            return _("Only in the Files tab.")
        of_file = ("file_details", "file_metrics", "structure", "download")
        if action in of_file and self._tab not in ("files", "community"):
            return _("Only in the Files tab.")
        if action in of_file and self.dataset is not None and self._file is None:
            return _("There is no file here.")
        of_dataset = ("find", *of_file, "producer", "publisher", "leads", "linked_data")
        if action in of_dataset and self.dataset is None:
            return _("The dataset is not here yet.")
        if action == "search_instead" and not is_searched_instead(self._problem):
            return _("The dataset was found.")
        if action == "producer" and self.dataset is not None and self.dataset.organization is None:
            return _("No organization publishes it.")
        if action == "publisher" and self.dataset is not None and not self.dataset.producer:
            return _("Nobody is responsible for it any more.")
        return ""

    @on(LineList.Chosen)
    def _open_related(self, event: LineList.Chosen) -> None:
        if isinstance(event.lines, RelatedPane):
            event.lines.open_at(event.index, self)

    @on(LineList.Chosen, "#files")
    def _open_file(self, event: LineList.Chosen) -> None:
        resource = self._files.resource_at(event.index)
        if resource is None:
            return
        if resource.has_table:
            title = self.dataset.title if self.dataset is not None else ""
            self.go(Link("resource", resource.id), title, resource.title)
        else:
            self._read_file(resource)

    @property
    def _file(self) -> Resource | None:
        """The file under the cursor, of the producer or of the community."""
        community = self._related["community"]
        if self._tab == "community" and isinstance(community, CommunityList):
            return community.current
        return self._files.current if self._tab == "files" else None

    def action_structure(self) -> None:
        resource = self._file
        if resource is not None and self.dataset is not None:
            link = Link("resource", resource.id, fragment="structure")
            self.go(link, self.dataset.title, resource.title)

    def action_file_details(self) -> None:
        resource = self._file
        if resource is not None:
            self._read_file(resource)

    def _read_file(self, resource: Resource) -> None:
        read_file(self, resource)

    def action_download(self) -> None:
        resource = self._file
        if resource is not None:
            download_file(self, resource)

    def action_find(self) -> None:
        screen = AskScreen(
            _("Find a file"), value=self._files.words, placeholder=_("words of its title")
        )
        self.app.push_screen(screen, self._find)

    def _find(self, words: str | None) -> None:
        if words is not None and words.strip() != self._files.words:
            self._files.find(words)

    def action_search_instead(self) -> None:
        """Look for the words of an address that leads nowhere."""
        self.go(Link("search", self._words_of_address))

    def action_metrics(self) -> None:
        self._show_tab("metrics")

    def action_file_metrics(self) -> None:
        """Show how often the file is downloaded, month by month."""
        resource = self._file
        if resource is not None:
            self.go(Link("metrics", f"resource:{resource.id}"), *self.crumbs, resource.title)

    def action_leads(self) -> None:
        """Ask which of the words of the dataset to follow."""
        if self.dataset is None:
            return
        leads = leads_of_dataset(self.dataset)

        def follow(index: int | None) -> None:
            if index is not None:
                self.go(leads[index].link, leads[index].title)

        self.app.push_screen(asking(leads), follow)

    def action_linked_data(self) -> None:
        if self.dataset is not None:
            from tui.screens.linked_data import LinkedDataScreen

            self.app.push_screen(LinkedDataScreen(self.session, self.dataset.id))

    def action_producer(self) -> None:
        if self.dataset is not None and self.dataset.organization is not None:
            self.go(Link("search", "", (("organization", self.dataset.organization.id),)))

    # Changing

    @property
    def subject(self) -> Subject | None:
        if self.dataset is None:
            return None
        return Subject("dataset", self.dataset.id, self.dataset.title)

    @property
    def thread(self) -> ThreadRef | None:
        lines = self._related["discussions"]
        if self._tab != "discussions" or not isinstance(lines, DiscussionList):
            return None
        item = lines.current
        return ThreadRef(item.id, item.title, item.closed is not None) if item else None

    def action_edit(self) -> None:
        if self.dataset is not None and self._allowed():
            self.run_worker(
                self._edit(self.dataset.id), group="change", exclusive=True, exit_on_error=False
            )

    async def _edit(self, ident: str) -> None:
        """Open the form over what the service says now, which the account must have the right to
        change."""
        try:
            service = await self.session.service()
            fields = await service.account.fields(ident)
            frequencies = await service.catalogue.frequencies()
            licenses = await service.catalogue.licenses()
        except ApiError as error:
            self.refused(error)
            return
        if fields.may_edit is False:
            self.refused(NoRight())
            return
        from tui.screens.edit_dataset import EditDataset

        form = EditDataset(
            self,
            fields,
            {each.id: each.label for each in frequencies},
            {each.id: each.title for each in licenses},
        )
        self.app.push_screen(form)

    def action_publisher(self) -> None:
        dataset = self.dataset
        if dataset is not None and dataset.organization is not None:
            self.go(Link("organization", dataset.organization.id), dataset.organization.name)
        elif dataset is not None and dataset.owner is not None:
            self.go(Link("user", dataset.owner.id), dataset.owner.name)
