"""The form of an operation: what it takes, checked before anything is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Input

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.calling import ask_secrets, send_or_ask
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Dialog, Option
from tui.screens.session import Session
from tui.screens.writing_form import Label, field
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.prompt import Prompt
from tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from tui.api.calls.call import Call, SecretSlot
    from tui.api.calls.checking import Problem
    from tui.api.calls.described import Form
    from tui.api.calls.desk import Desk
    from tui.api.calls.form import Field, Key

_YES_NO = ("true", "false")


class TryingForm(Dialog[None]):
    """Fields of a call, what is required first. Stays open while the answer is read.

    Args:
        token_urls: Where an application asks for tokens, by the name of its scheme.
        rate_limiting: What the catalogue says of how often it may be asked.
    """

    BINDINGS = [CLOSE, HELP, *bindings_for("trying")]

    _seen: Call | None = None
    """The call that was shown as it leaves, and may."""

    def __init__(
        self,
        session: Session,
        title: str,
        form: Form,
        token_urls: Mapping[str, str],
        rate_limiting: str = "",
    ) -> None:
        super().__init__(classes="dialog writing trying")
        self._session = session
        self._title_text = title
        self._form = form
        self._token_urls = token_urls
        self._rate_limiting = rate_limiting
        self._base = 0
        self._lines = {f"parameter-{i}": line for i, line in enumerate(self._shown(form))}
        self._parts = {f"part-{i}": line for i, line in enumerate(form.parts)}

    @staticmethod
    def _shown(form: Form) -> list[Field]:
        """The parameters that are typed here: secrets are asked for apart."""
        return [line for line in form.parameters if line.input != "secret"]

    # The fields

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ChipLine(id="server")
            with VerticalScroll(id="fields", can_focus=False):
                yield from self._fields()
            yield ChipLine(id="about")
            yield ChipLine(id="said")
            yield KeyBar()

    def _fields(self) -> Iterator[Widget]:
        for name, line in (*self._lines.items(), *self._parts.items()):
            yield from self._field(name, line)
        if self._form.body in ("json", "text"):
            mark = " *" if self._form.body_is_required else ""
            yield Label(_("Body ({kind})").format(kind=self._form.body_kind[:60]) + mark)
            yield TextBox(self._form.body_start, id="content")
            yield _problem_line("content")
        elif self._form.body == "file":
            hint = _("a file of this machine")
            yield field(_("Body"), Prompt(placeholder=hint, id="content"))
            yield _problem_line("content")
        if len(self._form.accepts) > 1:
            first = clean_line(self._form.accepts[0], 100)
            yield field(_("Answer as ⏎"), Prompt(first, id="accept"))
        if not (self._lines or self._parts or self._form.body):
            yield Label(_("It takes nothing: ^s sends it."))

    def _field(self, name: str, line: Field) -> Iterator[Widget]:
        mark = " *" if line.asked.is_required else ""
        enter = " ⏎" if _choices(line) else ""
        hint = _("a file of this machine") if line.input == "file" else line.hint
        prompt = Prompt(line.start, placeholder=hint, id=name)
        prompt.password = line.input == "secret"
        yield field(f"{line.title}{mark}{enter}", prompt)
        yield _problem_line(name)

    def on_mount(self) -> None:
        self.query_one("#title", ChipLine).show(self._title_text, ())
        self._say_server()
        fields = [*self.query(Prompt), *self.query(TextBox)]
        if fields:
            fields[0].focus()

    def _say_server(self) -> None:
        server = self.query_one("#server", ChipLine)
        if not self._form.bases:
            server.status(_("No server is known for it."), error=True)
            return
        base = self._form.bases[self._base]
        server.show(clean_line(base.url + self._form.path, 200), ())
        if self._form.secrets:
            names = ", ".join(clean_line(slot.scheme, 30) for slot in self._form.secrets)
            server.status(_("needs {names}").format(names=names))

    @on(DescendantFocus)
    def _tell(self, event: DescendantFocus) -> None:
        """Say what the field in focus is."""
        name = event.widget.id or ""
        line = self._lines.get(name) or self._parts.get(name)
        said = " ".join(line.description.split()) if line is not None else ""
        self.query_one("#about", ChipLine).show(clean_line(said, 300), ())

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Choose where there is a choice, else go on to the next field."""
        name = event.input.id or ""
        line = self._lines.get(name) or self._parts.get(name)
        choices = _choices(line) if line is not None else ()
        if name == "accept":
            choices = self._form.accepts
        if not choices:
            self.focus_next()
            return
        prompt = self.query_one(f"#{name}", Prompt)

        def take(index: int | None) -> None:
            if index is not None:
                prompt.value = choices[index]
                self.focus_next()

        cursor = choices.index(prompt.value) if prompt.value in choices else 0
        options = [Option(clean_line(choice, 100)) for choice in choices]
        title = line.title if line is not None else _("Answer as")
        self.app.push_screen(ChooseScreen(title, options, cursor=cursor), take)

    # Sending

    def why_not(self, action: str) -> str:
        if action in ("submit", "preview", "secret") and not self._form.bases:
            return _("No server is known for it.")
        if action == "server" and len(self._form.bases) < 2:
            return _("There is one server.")
        if action == "secret" and not (self._form.needed or self._form.optional):
            return _("It takes no key.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    def action_server(self) -> None:
        """Choose where it is asked."""
        sources = {
            "description": _("its description"),
            "document": _("beside the description"),
            "catalogue": _("the catalogue"),
        }
        options = [
            Option(clean_line(base.url, 200), detail=sources[base.source])
            for base in self._form.bases
        ]

        def take(index: int | None) -> None:
            if index is not None:
                self._base = index
                self._say_server()

        self.app.push_screen(ChooseScreen(_("Server"), options, cursor=self._base), take)

    def action_secret(self) -> None:
        """Give what the server knows one by, again or in advance."""
        self.run_worker(self._ask_again(), group="trying", exclusive=True, exit_on_error=False)

    def action_submit(self) -> None:
        self.run_worker(self._submit(), group="trying", exclusive=True, exit_on_error=False)

    async def _submit(self) -> None:
        from tui.api.calls.problem import CallProblem

        self._say("")
        try:
            desk = await self._session.desk()
            call = await self._make(desk)
        except (ApiError, CallProblem) as error:
            self._say(error.message)
            return
        if call is None:
            return
        if self._rate_limiting:
            desk.keep_to(call.url, self._rate_limiting)
        self._ask(desk, desk.wallet.missing(call), lambda: self._send(call))

    def _send(self, call: Call) -> None:
        """Send `call`; nobody is asked twice."""
        from tui.screens.tool_answer import answer_screen

        seen, self._seen = self._seen, None
        if call == seen:
            self.app.push_screen(answer_screen(self._session, call))
        else:
            send_or_ask(self, self._session, call)

    def action_preview(self) -> None:
        """Show the request as it would leave."""
        self.run_worker(self._preview(), group="trying", exclusive=True, exit_on_error=False)

    async def _preview(self) -> None:
        from tui.api.calls.problem import CallProblem
        from tui.screens.sending import SendingScreen

        self._say("")
        try:
            call = await self._make(await self._session.desk())
        except (ApiError, CallProblem) as error:
            self._say(error.message)
            return
        if call is None:
            return

        def send(is_wanted: bool | None) -> None:
            if is_wanted:
                self._seen = call
                self.action_submit()

        self.app.push_screen(SendingScreen(call), send)

    async def _ask_again(self) -> None:
        try:
            desk = await self._session.desk()
        except ApiError as error:
            self._say(error.message)
            return
        self._ask(desk, (*self._form.needed, *self._form.optional))

    def _ask(
        self, desk: Desk, slots: Sequence[SecretSlot], then: Callable[[], None] | None = None
    ) -> None:
        url = self._form.bases[self._base].url
        ask_secrets(self, desk, url, slots, self._token_urls, then)

    async def _make(self, desk: Desk) -> Call | None:
        """The call that the fields make; None where they say what is wrong.

        Raises `CallProblem`.
        """
        from tui.api.calls.described import Unfit

        texts = {line.key: self._text(name) for name, line in self._lines.items()}
        parts = {line.key: self._text(name) for name, line in self._parts.items()}
        body = ""
        if self._form.body in ("json", "text"):
            body = self.query_one("#content", TextBox).text
        elif self._form.body == "file":
            body = self._text("content")
        accept = self._text("accept").strip() if len(self._form.accepts) > 1 else ""
        base = self._form.bases[self._base]
        try:
            known = [s.scheme for s in self._form.optional if desk.wallet.knows(base.url, s.scheme)]
            call = await asyncio.to_thread(
                self._form.call, base, texts, parts, body, accept, known=known
            )
        except Unfit as unfit:
            self._say_problems(unfit.parameters, unfit.parts, unfit.body)
            return None
        self._say_problems({}, {}, "")
        return call

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Prompt).value

    def _say_problems(
        self,
        parameters: Mapping[Key, tuple[Problem, ...]],
        parts: Mapping[Key, tuple[Problem, ...]],
        body: str,
    ) -> None:
        """Say what is wrong under each field, and go to the first one."""
        said = {name: _words(parameters.get(line.key)) for name, line in self._lines.items()}
        said |= {name: _words(parts.get(line.key)) for name, line in self._parts.items()}
        if self._form.body in ("json", "text", "file"):
            said["content"] = clean_line(body, 300)
        for name, words in said.items():
            line = self.query_one(f"#{name}-problem", ChipLine)
            line.display = bool(words)
            line.status(words, error=True)
        wrong = [name for name, words in said.items() if words]
        if wrong:
            self.query_one(f"#{wrong[0]}").focus()
            self._say(_("Nothing was sent."))

    def _say(self, text: str) -> None:
        self.query_one("#said", ChipLine).status(text, error=True)


def _choices(line: Field) -> tuple[str, ...]:
    return _YES_NO if line.input == "yes-no" else line.choices


def _words(problems: tuple[Problem, ...] | None) -> str:
    if not problems:
        return ""
    first = problems[0]
    return f"{first.place}: {first.message}" if first.place else first.message


def _problem_line(name: str) -> ChipLine:
    line = ChipLine(id=f"{name}-problem")
    line.display = False
    return line
