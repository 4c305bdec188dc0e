"""The fields of the form of a call, and what is said beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final

from textual.widget import Widget

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.writing_form import Label, field
from tui.text import clean_line
from tui.widgets.chips import ChipLine
from tui.widgets.prompt import Prompt
from tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from tui.api.calls.checking import Problem
    from tui.api.calls.described import Form
    from tui.api.calls.form import Field

MOST_FIELDS: Final = 30
"""Fields of a form at first: the API of a table has some ten for each of its columns."""

_TAKEN: Final = {
    "number": N_("a number"),
    "whole": N_("a whole number"),
    "list": N_("values, with commas between them"),
    "object": N_("JSON"),
}
_FORMS: Final = {"date": "2026-01-31", "date-time": "2026-01-31T12:00:00Z", "time": "12:00:00Z"}

_YES_NO = ("true", "false")


def first_fields(lines: Mapping[str, Field]) -> dict[str, Field]:
    """Those that a form begins with: what is required, and no more than it can lay out at once."""
    needed = sum(line.asked.is_required for line in lines.values())
    return dict(islice(lines.items(), max(needed, MOST_FIELDS)))


def parameter_fields(lines: Mapping[str, Field]) -> Iterator[Widget]:
    """The fields of parameters, or of a body that is a form, by their ids."""
    for name, line in lines.items():
        mark = " *" if line.asked.is_required else ""
        enter = " ⏎" if choices_of(line) else ""
        hint = _("a file of this machine") if line.input == "file" else line.hint
        prompt = Prompt(line.start, placeholder=hint, id=name)
        prompt.password = line.input == "secret"
        yield field(f"{line.title}{mark}{enter}", prompt)
        yield _problem_line(name)


def body_fields(form: Form, parts: Mapping[str, Field]) -> Iterator[Widget]:
    """The fields of the body."""
    has_choice = len(form.body_kinds) > 1
    if form.body in ("json", "text") or has_choice:
        mark = " *" if form.body_is_required else ""
        said = _("Body ({kind})").format(kind=clean_line(form.body_kind, 60)) + mark
        other = _("^b: in another form")
        yield Label(f"{said} · {other}" if has_choice else said)
    yield from parameter_fields(parts)
    if form.body in ("json", "text"):
        yield TextBox(form.body_start, id="content")
        yield _problem_line("content")
    elif form.body == "file":
        hint = _("a file of this machine")
        yield field(_("Body"), Prompt(placeholder=hint, id="content"))
        yield _problem_line("content")


def accept_field(form: Form) -> Iterator[Widget]:
    """What the answer is wanted as, where there is a choice."""
    if len(form.accepts) > 1:
        first = clean_line(form.accepts[0], 100)
        yield field(_("Answer as ⏎"), Prompt(first, id="accept"))


def header_field(index: int) -> Widget:
    """A line for a header that the description does not know of."""
    hint = _("Name: value, of a header of your own")
    prompt = Prompt(placeholder=hint, id=f"header-{index}", classes="header")
    return field(_("Header"), prompt)


def choices_of(line: Field) -> tuple[str, ...]:
    """What may be chosen for a field; nothing where any text may be typed."""
    return _YES_NO if line.input == "yes-no" else line.choices


def about_words(line: Field, form: Form) -> str:
    """What a field takes, and what it is for, on one line."""
    from tui.screens.api_words import bound_words

    schema = form.document.resolved(line.asked.schema)
    taken = "whole" if schema.get("type") == "integer" else line.input
    said = [_(_TAKEN[taken])] if taken in _TAKEN and not line.choices else []
    named = schema.get("format")
    if isinstance(named, str) and line.input in ("text", "number"):
        said.append(_FORMS.get(named, clean_line(named, 30)))
    said += bound_words(schema.items())
    said.append(plain(line.description))
    return clean_line(" · ".join(words for words in said if words), 300)


def problem_words(problems: tuple[Problem, ...] | None) -> str:
    """What is wrong with a field, the first of it; empty where nothing is."""
    if not problems:
        return ""
    first = problems[0]
    return f"{first.place}: {first.message}" if first.place else first.message


def _problem_line(name: str) -> ChipLine:
    line = ChipLine(id=f"{name}-problem")
    line.display = False
    return line


def plain(text: str) -> str:
    """The start of a Markdown text, on one line."""
    from tui.widgets.plain_markdown import without_marks

    return " ".join(without_marks(text[:600]).split())
