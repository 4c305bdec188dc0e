"""The fields of a dataset in a form; only what is changed in it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from tui.api.writes import Write, edit_dataset
from tui.i18n import gettext as _
from tui.screens.dialogs import ChooseScreen, Option
from tui.screens.place import Place
from tui.screens.writing_form import Label, WritingForm, field
from tui.widgets.prompt import Prompt
from tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from tui.api.models.account import DatasetFields

Changes = dict[str, str | tuple[str, ...]]
Terms = Mapping[str, str]
"""Labels by identifier."""


class EditDataset(WritingForm):
    """The form of a dataset.

    Args:
        before: The dataset as the service tells it now.
        frequencies, licenses: What these two fields may hold.
    """

    def __init__(
        self, place: Place, before: DatasetFields, frequencies: Terms, licenses: Terms
    ) -> None:
        super().__init__(place, _("Change a dataset"), _("The dataset is changed."))
        self._before = before
        self._terms = {"frequency": frequencies, "license": licenses}
        self._shown = _shown(before)

    def fields(self) -> Iterator[Widget]:
        labels = {
            "title": _("Title"),
            "acronym": _("Acronym"),
            "tags": _("Tags"),
            "frequency": _("Frequency ⏎"),
            "license": _("Licence ⏎"),
            "start": _("Covers from"),
            "end": _("Covers to"),
        }
        hints = {"tags": _("separated by commas"), "start": "2020-01-01", "end": "2020-12-31"}
        for name, label in labels.items():
            prompt = Prompt(self._shown[name], placeholder=hints.get(name, ""), id=f"edit-{name}")
            yield field(label, prompt)
        yield Label(_("Description (Markdown)"))
        yield TextBox(self._shown["description"], id="edit-description")

    @on(Input.Submitted, "#edit-frequency, #edit-license")
    def _choose(self, event: Input.Submitted) -> None:
        """Choose among the words that the service knows."""
        event.stop()
        event.prevent_default()
        prompt = self.query_one(f"#{event.input.id}", Prompt)
        terms = self._terms[str(event.input.id).removeprefix("edit-")]
        idents = list(terms)

        def take(index: int | None) -> None:
            if index is not None:
                prompt.value = idents[index]
                self.focus_next()

        cursor = idents.index(prompt.value) if prompt.value in idents else 0
        options = [Option(label or ident, detail=ident) for ident, label in terms.items()]
        self.app.push_screen(ChooseScreen(self._title_text, options, cursor=cursor), take)

    @property
    def changes(self) -> Changes:
        """What was changed, by name of field."""
        typed = {name: self.text(f"edit-{name}") for name in self._shown if name != "description"}
        typed["description"] = self.box("edit-description")
        changed: Changes = {
            name: text for name, text in typed.items() if text != self._shown[name].strip(" ")
        }
        if "tags" in changed:
            parts = (tag.strip() for tag in typed["tags"].split(","))
            changed["tags"] = tuple(tag for tag in parts if tag)
        return changed

    def problem(self) -> str:
        changes = self.changes
        if not changes:
            return _("Nothing was changed.")
        if changes.get("title") == "":
            return _("A dataset has a title.")
        if not str(changes.get("description", "x")).strip():
            return _("A dataset has a description.")
        for name, terms in self._terms.items():
            if name in changes and terms and changes[name] not in terms:
                return _("“{word}” is not one that the site knows: ⏎ lists them.").format(
                    word=changes[name]
                )
        start, end = self.text("edit-start"), self.text("edit-end")
        for day in (start, end):
            if day and _day(day) is None:
                return _("“{day}” is not a day, such as 2020-01-31.").format(day=day)
        if start and end and start > end:
            return _("The coverage ends before it begins.")
        return ""

    def write(self) -> Write:
        return edit_dataset(self._before, self.changes)


def _shown(before: DatasetFields) -> dict[str, str]:
    """What the fields hold at first: on one line, but for the description."""
    lines = {
        "title": before.title,
        "acronym": before.acronym,
        "tags": ", ".join(before.tags),
        "frequency": before.frequency,
        "license": before.license,
        "start": before.start,
        "end": before.end,
    }
    shown = {name: " ".join(text.split()) for name, text in lines.items()}
    shown["description"] = before.description.replace("\r\n", "\n").replace("\r", "\n")
    return shown


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
