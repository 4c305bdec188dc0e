"""The metadata of a dataset as linked data, in each of its written forms."""

from __future__ import annotations

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, HELP
from tui.screens.reading import ReadingDialog
from tui.screens.session import Session
from tui.text import clean_prose
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.prose import Block, Paragraph, ProseView

FORMS: Final = {
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "xml": "RDF/XML",
    "n3": "N3",
    "nt": "N-Triples",
    "trig": "TriG",
}
"""The forms that the service writes, by the ending of their address. ``rdf`` is ``xml`` and
``json`` is ``jsonld`` under other names."""

LONGEST: Final = 200_000
"""Characters that are shown of one form."""


class LinkedDataScreen(ReadingDialog[None]):
    """One form at a time, asked for when it is looked at."""

    BINDINGS = [CLOSE, HELP, *bindings_for("linkeddata")]

    def __init__(self, session: Session, dataset_id: str) -> None:
        super().__init__(classes="dialog wide")
        self._session = session
        self._dataset_id = dataset_id
        self._form = next(iter(FORMS))
        self._texts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ProseView(id="text")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(ProseView).focus()
        self._show_form(self._form)

    def why_not(self, action: str) -> str:
        if action == "copy" and self._form not in self._texts:
            return _("It is not here yet.")
        return ""

    def _show_form(self, form: str) -> None:
        self._form = form
        chosen = list(FORMS).index(form)
        self.query_one("#title", ChipLine).show("", list(FORMS.values()), selected=chosen)
        self.refresh_bindings()
        if form in self._texts:
            self._show_text(self._texts[form])
            return
        self.query_one("#title", ChipLine).status("")
        self.query_one(ProseView).set_class(True, "-stale")
        self.run_worker(self._fetch(form), group="form", exclusive=True, exit_on_error=False)

    async def _fetch(self, form: str) -> None:
        try:
            service = await self._session.service()
            text = await service.related.rdf(self._dataset_id, form)
        except ApiError as error:
            self.query_one(ProseView).remove_class("-stale")
            blocks: list[Block] = [Paragraph(error.message, "warning"), Paragraph("")]
            if error.hint:
                blocks.append(Paragraph(error.hint))
            self.query_one(ProseView).show([*blocks, Paragraph(_("r asks again."))])
            return
        self._texts[form] = text
        self._show_text(text)
        self.refresh_bindings()

    def _show_text(self, text: str) -> None:
        view = self.query_one(ProseView)
        view.remove_class("-stale")
        blocks: list[Block] = [
            Paragraph(clean_prose(line), "code") for line in text[:LONGEST].splitlines()
        ]
        if len(text) > LONGEST:
            blocks.append(Paragraph(_("… the rest is at its address."), "warning"))
        view.show(blocks)
        size = fmt.size(len(text.encode()))
        self.query_one("#title", ChipLine).status(size)

    @on(ChipLine.Clicked)
    def _clicked(self, event: ChipLine.Clicked) -> None:
        self._show_form(list(FORMS)[event.index])

    def _step(self, by: int) -> None:
        names = list(FORMS)
        self._show_form(names[(names.index(self._form) + by) % len(names)])

    def action_next(self) -> None:
        self._step(1)

    def action_previous(self) -> None:
        self._step(-1)

    def action_retry(self) -> None:
        self._texts.pop(self._form, None)
        self._show_form(self._form)

    def action_copy(self) -> None:
        if self._form in self._texts:
            self.copy(self._texts[self._form])

    def action_copy_address(self) -> None:
        service = self._session.opened()
        if service is not None:
            self.copy(service.related.rdf_url(self._dataset_id, self._form))
