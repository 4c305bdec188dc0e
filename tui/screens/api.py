"""An API as its OpenAPI description tells it: its operations, what it is, its schemas, what is
wrong in the description."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import urlencode

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from tui import format as fmt
from tui.api.console import described_at
from tui.api.errors import ApiError
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.api_absent import failure_blocks, none_blocks, private_blocks, why_private
from tui.screens.api_texts import about_blocks, operation_lines, warning_blocks
from tui.screens.dialogs import ChooseScreen, Option, ReadScreen
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.text import clean_line, clean_prose
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.operation_lines import OperationLines
from tui.widgets.outline import Branch, Outline
from tui.widgets.prose import Block, Markdown, ProseView, as_text

if TYPE_CHECKING:
    from tui.api.openapi.document import Operation
    from tui.api.openapi.opening import Opened

TABS: Final = ("operations", "about", "schemas", "warnings")
TITLES: Final = {
    "operations": N_("Operations"),
    "about": N_("About"),
    "schemas": N_("Schemas"),
    "warnings": N_("Warnings"),
}
_WHOLE_ADDRESSES: Final = ("http://", "https://", "file:")
WHOLE: Final = "api"
"""What the address of a dataservice ends in where no operation is chosen."""


class ApiScreen(Place):
    """One description: of a dataservice, of an address, of a file."""

    BINDINGS = bindings_for("api")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    titles: ClassVar[Mapping[str, str]] = TITLES
    """What the tabs are called; translate before drawing."""

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._kind = link.kind
        self._ident = link.ident
        if link.kind == "openapi" and not link.ident.startswith(_WHOLE_ADDRESSES):
            self._ident = os.path.abspath(os.path.expanduser(link.ident))
        # The question of an address that was pasted is its own.
        self._asked = f"?{urlencode(link.params)}" if link.params else ""
        self._wanted = "" if link.fragment in (WHOLE, "") else link.fragment
        self._title = ""
        self._address = "" if link.kind == "dataservice" else self._ident + self._asked
        self._base_url = self._rate_limiting = ""
        self._opened: Opened | None = None
        self._problem: ApiError | None = None
        self._told_of = ""  # the private address that was said to be one
        self._tab = "operations"
        self._reading: Operation | None = None
        self._shown: Operation | None = None

    # The place

    @property
    def link(self) -> Link:
        fragment = self._reading.key if self._reading is not None else self._wanted
        if self._kind == "dataservice":
            return Link(self._kind, self._ident, fragment=fragment or WHOLE)
        return Link(self._kind, self._ident + self._asked, fragment=fragment)

    @property
    def crumbs(self) -> tuple[str, ...]:
        title = self._title or (self.hint[-1] if self.hint else clean_line(self._ident, 80))
        here: tuple[str, ...] = ("OpenAPI", title)
        service = described_at(self.session.site, self._address)
        if service is not None:
            here = (_("API console"), _(service.name))
        if self._kind == "dataservice":
            here = (_("Dataservices"), title, "OpenAPI")
        if self._reading is None:
            return here
        return (*here, clean_line(f"{self._reading.method} {self._reading.path}", 80))

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    def compose_body(self) -> Iterable[Widget]:
        yield ChipLine(id="tabs")
        with Horizontal(id="body"):
            yield OperationLines(id="operations")
            yield Outline(id="operation")
            yield ProseView(id="about")
            yield Outline(id="schemas")
            yield ProseView(id="warnings")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab(self._tab)
        self._load()

    def reload(self) -> None:
        if self._opened is None:  # what is shown says why nothing came
            self._tab = "operations"
        self._load(reload=True)

    def cancel(self) -> bool:
        if self.cancel_workers("api", "api-more"):
            said = f"{_('cancelled')} · {_('r asks again. ⌫ goes back.')}"
            self.query_one("#tabs", ChipLine).status(said)
            self._undim()
            return True
        if self._tab == "operations" and self._reading is not None:
            self._leave_operation()
            return True
        return False

    def copies(self) -> list[Copy]:
        forms: list[Copy] = []
        branch = self._branch
        if branch is not None and branch.title:
            value = branch.value or branch.title
            forms.append(Copy(_("This line"), value, detail=branch.title))
        operation = self._shown if self._tab == "operations" else None
        if operation is not None:
            forms += self._copies_of(operation)
        address = self._opened.url if self._opened is not None else self._address
        if address:
            forms.append(Copy(_("Address of the description"), address))
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    def _copies_of(self, operation: Operation) -> list[Copy]:
        forms = [
            Copy(_("Path"), operation.path),
            Copy(_("Id of the operation"), operation.operation_id),
        ]
        servers = operation.servers or (self._opened.document.servers if self._opened else ())
        if servers and not operation.webhook:
            url = servers[0].default_url.rstrip("/") + operation.path
            forms.insert(0, Copy(_("Address of the operation"), url))
        return [form for form in forms if form.text]

    def plain_text(self) -> str | None:
        if self._opened is None:
            return None
        if self._tab == "about":
            return as_text(self._about_blocks(self._opened)) + "\n"
        if self._tab == "warnings":
            return as_text(warning_blocks(self._opened.document)) + "\n"
        if self._tab == "schemas":
            return self.query_one("#schemas", Outline).text + "\n"
        if self._reading is not None:
            return self.query_one("#operation", Outline).text + "\n"
        return self.query_one(OperationLines).text + "\n"

    # Loading

    def _load(self, *, reload: bool = False) -> None:
        for name in ("operations", "operation", "about", "schemas", "warnings"):
            self.query_one(f"#{name}").set_class(self._opened is not None, "-stale")
        self.query_one(OperationLines).wait()
        self.run_worker(self._fetch(reload), group="api", exclusive=True, exit_on_error=False)

    async def _fetch(self, reload: bool) -> None:
        try:
            service = await self.session.service()
            if self._kind == "dataservice":
                entity = await service.portal.entity("dataservice", self._ident, reload=reload)
                self._ident, self._title = entity.id, entity.title
                self.say_where()
                self._base_url = str(getattr(entity, "base_api_url", ""))
                self._rate_limiting = str(getattr(entity, "rate_limiting", ""))
                self._address = str(getattr(entity, "machine_documentation_url", ""))
                if not self._address:
                    page = str(getattr(entity, "technical_documentation_url", ""))
                    self._show_instead(none_blocks(page))
                    return
                if not (reload and self._told_of == self._address) and (
                    why := await why_private(service.transport, self._address)
                ):
                    self._told_of = self._address
                    self._show_instead(private_blocks(why, self._address))
                    return
            from tui.api.openapi.opening import open_address

            opened = await open_address(service.transport, self._address)
        except ApiError as error:
            self._failed(error)
            return
        self._problem = None
        self._take(opened)

    def _show_instead(self, said: list[Block]) -> None:
        """Say why no description is here."""
        self._undim()
        self.query_one("#about", ProseView).show(said)
        self._show_tab("about")

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        if self._opened is not None:  # what was here stays
            self._undim()
            self.query_one("#tabs", ChipLine).status(error.message, error=True)
            return
        self._show_instead(failure_blocks(error, self._address))

    def _about_blocks(self, opened: Opened) -> list[Block]:
        """What the whole of it says of itself."""
        return about_blocks(opened)

    def _undim(self) -> None:
        self.query_one(OperationLines).came()
        for name in ("operations", "operation", "about", "schemas", "warnings"):
            self.query_one(f"#{name}").remove_class("-stale")

    def _take(self, opened: Opened) -> None:
        from tui.screens.api_branches import schema_branch

        first = self._opened is None
        self._opened = opened
        document = opened.document
        self._undim()
        if self._kind != "dataservice":
            self._title = document.info.title
        before = self._reading.key if self._reading is not None else self._wanted
        lines = operation_lines(document.operations, tuple(tag.name for tag in document.tags))
        wanted = document.operation(before) if before else None
        at = document.operations.index(wanted) if wanted is not None else None
        self.query_one(OperationLines).show(lines, at=at)
        self.query_one("#about", ProseView).show(self._about_blocks(opened))
        self.query_one("#schemas", Outline).show(
            [schema_branch(name, schema) for name, schema in document.schemas]
        )
        self.query_one("#warnings", ProseView).show(warning_blocks(document))
        self._wanted = ""
        self._reading = wanted
        if before and wanted is None:
            said = _("There is no operation “{name}” here.")
            self.notice(said.format(name=clean_line(before, 80)))
        if first and not document.operations:
            self._tab = "about"
        self._show_tab(self._tab)
        self._show_operation()
        self.refresh_bindings()

    # What references name elsewhere

    @on(Outline.Unfolded)
    def _fetch_named(self) -> None:
        """What is in sight may name other documents: they are fetched now."""
        if self._opened is not None and self._opened.document.references.wanted:
            self.run_worker(
                self._fetch_more(self._opened),
                group="api-more",
                exclusive=True,
                exit_on_error=False,
            )

    async def _fetch_more(self, opened: Opened) -> None:
        from tui.api.openapi.opening import MAX_ROUNDS, fetch_wanted
        from tui.screens.api_branches import schema_branch

        try:
            service = await self.session.service()
        except ApiError as error:
            self._failed(error)
            return
        for _round in range(MAX_ROUNDS):  # what comes may name others in sight
            if not opened.document.references.wanted:
                break
            opened = self._opened = await fetch_wanted(service.transport, opened)
            if self._reading is not None:
                self._reading = opened.document.operation(self._reading.key)
            self._shown = None
            self._show_operation(keep=True)
            schemas = [schema_branch(name, schema) for name, schema in opened.document.schemas]
            self.query_one("#schemas", Outline).show(schemas, keep=True)
        document = opened.document
        self.query_one("#warnings", ProseView).show(warning_blocks(document), keep_position=True)
        self._show_titles()

    # Operations

    @property
    def _operation(self) -> Operation | None:
        """The operation that is read, or that the cursor is on."""
        if self._opened is None:
            return None
        if self._reading is not None:
            return self._reading
        index = self.query_one(OperationLines).current
        return self._opened.document.operations[index] if index is not None else None

    @on(LineList.Highlighted, "#operations")
    def _moved(self) -> None:
        opened, index = self._opened, self.query_one(OperationLines).current
        if opened is None or index is None or opened.document.operations[index] is self._reading:
            return  # the list was told where the one that is read is
        self._reading = None
        self._show_operation()
        self._say_position()

    @on(LineList.Chosen, "#operations")
    def _chosen(self, event: LineList.Chosen) -> None:
        self._read(self._operation)

    def _read(self, operation: Operation | None) -> None:
        if operation is None:
            return
        self._reading = operation
        self._show_operation()
        self._show_tab("operations")

    def _leave_operation(self) -> None:
        self._reading = None
        self._show_tab("operations")

    def _show_operation(self, *, keep: bool = False) -> None:
        operation, opened = self._operation, self._opened
        if operation is self._shown or opened is None:
            return
        self._shown = operation
        branches = self._branches(opened, operation) if operation is not None else []
        self.query_one("#operation", Outline).show(branches, keep=keep)
        if not keep:
            self._fetch_named()

    def _branches(self, opened: Opened, operation: Operation) -> list[Branch]:
        """All that is said of an operation, as lines within lines."""
        from tui.screens.api_branches import operation_branches
        from tui.screens.api_calls import needed_words

        needed = needed_words(self.session, opened, operation)
        return [*_head(operation), *operation_branches(opened.document, operation, needed)]

    def action_find(self) -> None:
        """Choose an operation by some of its letters."""
        if self._opened is None:
            return
        operations = self._opened.document.operations
        options = [Option(" · ".join(part for part in _names(item) if part)) for item in operations]

        def found(index: int | None) -> None:
            if index is not None:
                self.query_one(OperationLines).find(index)
                self._read(operations[index])

        self.app.push_screen(ChooseScreen(_("Find an operation"), options), found)

    # Tabs

    def _show_tab(self, tab: str) -> None:
        self._tab = tab
        for name in TABS:
            self.query_one(f"#{name}").set_class(name == tab, "-shown")
        self.set_class(tab == "operations", "-listing")
        self.set_class(tab == "operations" and self._reading is not None, "-reading")
        self._show_titles()
        reading = tab == "operations" and self._reading is not None
        self.query_one("#operation" if reading else f"#{tab}").focus()
        self._say_position()
        self.say_where()

    def _show_titles(self) -> None:
        counts: dict[str, int] = {}
        if self._opened is not None:
            document = self._opened.document
            counts = {
                "operations": len(document.operations),
                "schemas": len(document.schemas),
                "warnings": len(document.problems),
            }
        titles = [
            _("{title} ({count})").format(title=title, count=fmt.number(counts[name]))
            if name in counts
            else title
            for name in TABS
            for title in (_(self.titles[name]),)
        ]
        self.query_one("#tabs", ChipLine).show("", titles, selected=TABS.index(self._tab))

    def _say_position(self) -> None:
        tabs = self.query_one("#tabs", ChipLine)
        if self._problem is not None and self._opened is not None:
            return
        if self._reading is not None and self._tab == "operations":
            tabs.status(_("esc: all operations"))
        elif self._opened is not None and not self._opened.document.operations:
            tabs.status(_("no operation is described"))
        else:
            tabs.status("")

    @on(ChipLine.Clicked, "#tabs")
    def _tab_clicked(self, event: ChipLine.Clicked) -> None:
        self._show_tab(TABS[event.index])

    def _step(self, by: int) -> None:
        self._show_tab(TABS[(TABS.index(self._tab) + by) % len(TABS)])

    def action_next_tab(self) -> None:
        self._step(1)

    def action_previous_tab(self) -> None:
        self._step(-1)

    def action_tab_1(self) -> None:
        self._show_tab(TABS[0])

    def action_tab_2(self) -> None:
        self._show_tab(TABS[1])

    def action_tab_3(self) -> None:
        self._show_tab(TABS[2])

    def action_tab_4(self) -> None:
        self._show_tab(TABS[3])

    # Going on

    @property
    def _is_asking(self) -> bool:
        """Whether nothing is here yet, and something may come."""
        return self._opened is None and any(
            worker.group == "api" and worker.is_running for worker in self.workers
        )

    def why_not(self, action: str) -> str:
        if action in ("find", "try_it") and self._is_asking:
            return _("It is being asked.")
        if action == "find" and (self._opened is None or not self._opened.document.operations):
            return _("There is no operation here.")
        if action == "try_it":
            operation = self._operation if self._tab == "operations" else None
            if operation is None:
                return _("No operation is chosen.")
            return _("The service makes this request itself.") if operation.webhook else ""
        if action == "details" and not self._about:
            return _("Nothing more is said of it.")
        if action == "others" and not (self._opened and self._opened.others):
            return _("Its page shows this one alone.") if self._opened else _("Nothing is here.")
        if action == "dataservice" and self._kind != "dataservice":
            return _("It is not of the catalogue.")
        return ""

    @property
    def _branch(self) -> Branch | None:
        """The line under the cursor, of an operation or of a schema."""
        if self._tab == "schemas":
            return self.query_one("#schemas", Outline).current
        if self._tab == "operations" and self._reading is not None:
            return self.query_one("#operation", Outline).current
        return None

    @property
    def _about(self) -> str:
        """What there is to read of what the cursor is on."""
        branch = self._branch
        if branch is not None and branch.about.strip():
            return branch.about
        operation = self._operation if self._tab == "operations" else None
        return operation.description if operation is not None else ""

    def action_details(self) -> None:
        """Show a description whole, as its author laid it out."""
        about = self._about
        if not about:
            return
        branch = self._branch
        has_own = branch is not None and bool(branch.about.strip())
        title = branch.title if branch is not None and has_own else ""
        operation = self._operation
        if not title and operation is not None:
            title = clean_line(f"{operation.method} {operation.path}", 120)
        screen = ReadScreen(clean_line(title, 60), [Markdown(clean_prose(about))], raw=about)
        self.app.push_screen(screen, self._copy_read)

    def _copy_read(self, text: str | None) -> None:
        if text:
            self.post_message(self.CopyText(text))

    def action_try_it(self) -> None:
        """Open the form of the operation."""
        from tui.screens.api_calls import open_form

        if self._opened is not None and self._operation is not None:
            open_form(self, self._opened, self._operation, self._base_url, self._rate_limiting)

    def action_calls(self) -> None:
        """List the calls that were made."""
        from tui.screens.api_calls import list_calls

        list_calls(self)

    def action_others(self) -> None:
        """Open another description of the same page."""
        from tui.links import LinkError, parse_link

        others = self._opened.others if self._opened is not None else ()

        def take(index: int | None) -> None:
            if index is None:
                return
            try:
                link = parse_link(f"openapi:{others[index].url}", self.session.site)
            except LinkError as error:
                self.notice(str(error))
                return
            self.go(link, clean_line(others[index].name, 80))

        options = [Option(clean_line(one.name, 80), clean_line(one.url, 200)) for one in others]
        self.app.push_screen(ChooseScreen(_("Descriptions of this page"), options), take)

    def action_dataservice(self) -> None:
        """Show what the catalogue says of it."""
        self.go(Link("dataservice", self._ident, fragment="about"), self._title)


def _names(operation: Operation) -> tuple[str, str, str]:
    """What an operation is found by."""
    path = clean_line(f"{operation.method} {operation.path}", 200)
    return path, operation.summary, clean_line(operation.operation_id, 120)


def _head(operation: Operation) -> list[Branch]:
    """What an operation is called, and what it does."""
    from tui.screens.api_branches import description_branches

    path = f"{operation.method} {operation.path}"
    head = [Branch(((clean_line(path, 300), "accent"),), value=operation.path)]
    if operation.summary:
        head.append(Branch(((operation.summary, "strong"),), wraps=True))
    return [*head, *description_branches(operation.description)]
