"""Forms over a place, whose fields become one change, shown before it is sent."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from tui.i18n import gettext as _
from tui.screens.changing import confirm
from tui.screens.dialogs import CLOSE, HELP, Dialog
from tui.screens.place import Place
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.prompt import Prompt
from tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.api.writes import Write

LABEL_WIDTH = 14


class Label(ChipLine):
    """The name of a field."""

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.show(text, ())


class WritingForm(Dialog[None]):
    """Fields to fill in. Closes once what they say was done; what was typed stays until then."""

    BINDINGS = [CLOSE, HELP, *bindings_for("form")]

    def __init__(self, place: Place, title: str, said: str) -> None:
        super().__init__(classes="dialog writing")
        self._place = place
        self._title_text = title
        self._said = said
        self._warned = False
        self._at_first: tuple[str, ...] = ()

    # What each form says

    @abstractmethod
    def fields(self) -> Iterator[Widget]:
        """The fields, in order."""

    @abstractmethod
    def problem(self) -> str:
        """What is wrong with what was typed, as a sentence; empty when nothing is."""

    @abstractmethod
    def write(self) -> Write:
        """The change that the fields ask for."""

    # The dialog

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield from self.fields()
            yield ChipLine(id="said")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#title", ChipLine).show(self._title_text, ())
        self._at_first = self._typed()
        self.query(Prompt if self.query(Prompt) else TextBox).first().focus()

    def _typed(self) -> tuple[str, ...]:
        """All that is in the fields."""
        prompts = (prompt.value for prompt in self.query(Prompt))
        return (*prompts, *(box.text for box in self.query(TextBox)))

    def text(self, name: str) -> str:
        """What is in a field, without blanks around it."""
        return self.query_one(f"#{name}", Prompt).value.strip()

    def box(self, name: str) -> str:
        """What is in a field of many lines."""
        return self.query_one(f"#{name}", TextBox).text

    def say(self, text: str, *, error: bool = False) -> None:
        """Say something under the fields."""
        self.query_one("#said", ChipLine).status(text, error=error)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    @on(Input.Changed)
    @on(TextBox.Changed)
    def _changed(self) -> None:
        if self._warned:
            self._warned = False
            self.say("")

    def action_submit(self) -> None:
        problem = self.problem()
        if problem:
            self.say(problem, error=True)
            return
        self.say("")
        confirm(self._place, self._title_text, self.write(), self._said, then=self.close)

    def action_close(self) -> None:
        """Close; not at once where that would lose what was typed."""
        if self._typed() == self._at_first or self._warned:
            self.close()
            return
        self._warned = True
        self.say(_("esc again leaves what you wrote"), error=True)


def field(label: str, prompt: Prompt) -> Horizontal:
    """A field of one line, with its name before it; what is in it stays when one comes to it."""
    prompt.select_on_focus = False
    return Horizontal(Label(label), prompt, classes="field")


class MessageForm(WritingForm):
    """A message to write, with a title where it begins a discussion.

    Args:
        make: The change that a title and a message ask for.
        about: What it is about, shown above.
    """

    def __init__(
        self,
        place: Place,
        title: str,
        said: str,
        make: Callable[[str, str], Write],
        *,
        about: str,
        titled: bool,
    ) -> None:
        super().__init__(place, title, said)
        self._make = make
        self._about = about
        self._titled = titled

    def fields(self) -> Iterator[Widget]:
        yield Label(self._about)
        if self._titled:
            yield field(_("Title"), Prompt(id="subject"))
        yield Label(_("Message (Markdown)"))
        yield TextBox(id="message")

    def problem(self) -> str:
        if self._titled and not self.text("subject"):
            return _("A discussion has a title.")
        return "" if self.box("message").strip() else _("A message has words.")

    def write(self) -> Write:
        subject = self.text("subject") if self._titled else ""
        return self._make(subject, self.box("message").strip())
