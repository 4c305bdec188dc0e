"""The form of an operation: what it takes, checked before anything is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import Input

from tui import format as fmt
from tui.api.errors import ApiError
from tui.hosts import shown_address
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.calling import ask_secrets, recall, send_or_ask, why_not_send
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Dialog, Option
from tui.screens.known_by import choose_way, way_words
from tui.screens.limit_words import limit_words
from tui.screens.own_key import OwnKey
from tui.screens.session import Session
from tui.screens.tool_answer import answer_screen
from tui.screens.trying_fields import (
    about_words,
    accept_field,
    body_fields,
    choices_of,
    first_fields,
    header_field,
    parameter_fields,
    plain,
    problem_words,
)
from tui.screens.trying_server import ServerChoice
from tui.screens.writing_form import Label
from tui.settings import KeyProblem
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.prompt import Prompt
from tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from tui.api.calls.call import Call, SecretSlot
    from tui.api.calls.checking import Problem
    from tui.api.calls.described import Form, TokenWay
    from tui.api.calls.desk import Desk
    from tui.api.calls.form import Field, Key
    from tui.api.calls.sending import Allowed
    from tui.api.calls.ways import Way


class TryingForm(Dialog[None]):
    """Fields of a call, what is required first. Stays open while the answer is read.

    Args:
        form_of: Makes the form for a media type of the body; for the one that is written most
            easily where that is empty.
        tokens: How an application is given tokens, by the name of its scheme.
        rate_limiting: What the catalogue says of how often it may be asked.
    """

    BINDINGS = [CLOSE, HELP, *bindings_for("trying")]

    _is_way_chosen = False
    """Whether it was said which of its ways one is known by."""

    _seen: tuple[Call, Allowed] | None = None
    """The call that was shown as it leaves, and may, and what was said yes to."""

    def __init__(
        self,
        session: Session,
        title: str,
        form_of: Callable[[str], Form],
        tokens: Mapping[str, TokenWay],
        rate_limiting: str = "",
    ) -> None:
        super().__init__(classes="dialog writing trying")
        self._session = session
        self._title_text = title
        self._form_of = form_of
        self._form = form = form_of("")
        self._tokens = tokens
        self._rate_limiting = rate_limiting
        self._server = ServerChoice(form.bases, self._server_changed)
        self._own_key = OwnKey(session, form)
        self._all = {f"parameter-{i}": line for i, line in enumerate(self._typed(form))}
        self._lines = first_fields(self._all)
        self._parts = {f"part-{i}": line for i, line in enumerate(form.parts)}

    @staticmethod
    def _typed(form: Form) -> list[Field]:
        """The parameters that are typed here: secrets are asked for apart."""
        return [line for line in form.parameters if line.input != "secret"]

    # The fields

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ChipLine(id="server")
            yield ChipLine(id="limit")
            with VerticalScroll(id="fields", can_focus=False):
                yield from parameter_fields(self._lines)
                yield Label("", id="more")
                with Vertical(id="body"):
                    yield from body_fields(self._form, self._parts)
                yield from accept_field(self._form)
                if not (self._lines or self._form.body):
                    yield Label(_("It takes nothing: ^s sends it."))
                if self._form.goes_anywhere:
                    yield header_field(0)
            yield ChipLine(id="about")
            yield ChipLine(id="said")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#title", ChipLine).show(self._title_text, ())
        self._say_server()
        limit = self.query_one("#limit", ChipLine)
        limit.show(limit_words(self._rate_limiting), ())
        limit.display = bool(self._rate_limiting.strip())
        self._say_more()
        self._focus_first("#fields")
        self._say(self._why_not_send)
        if self._own_key.is_taken:
            self._look_for_key(again=False)

    def _focus_first(self, place: str) -> None:
        fields = [w for w in self.query_one(place).query("*") if isinstance(w, Prompt | TextBox)]
        if fields:
            fields[0].focus()

    def _say_server(self) -> None:
        server = self.query_one("#server", ChipLine)
        if self._server.base is None:
            server.status(_("No server is known for it: ^t names one."), error=True)
            return
        server.show(shown_address(self._server.url + self._form.path, 200), ())
        if self._own_key.is_taken:
            server.status(self._own_key.words)
        elif self._form.secrets:
            server.status(_("needs {names}").format(names=way_words(self._form.secrets)))

    @on(DescendantFocus)
    def _tell(self, event: DescendantFocus) -> None:
        """Say what the field in focus is."""
        name = event.widget.id or ""
        line = self._lines.get(name) or self._parts.get(name)
        said = about_words(line, self._form) if line is not None else ""
        self.query_one("#about", ChipLine).show(said, ())

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        """Choose where there is a choice, else go on to the next field."""
        name = event.input.id or ""
        if name == self._last_header and event.value.strip():
            await self._add_header()
            return
        line = self._lines.get(name) or self._parts.get(name)
        choices = choices_of(line) if line is not None else ()
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
        if action in ("submit", "preview", "secret") and self._server.base is None:
            return _("No server is known for it: ^t names one.")
        form = self._form
        if action == "secret" and not (form.needed or form.optional or len(form.ways) > 1):
            return _("It takes no key.")
        if action == "server" and not form.goes_anywhere:
            return _("Only the MCP server of the site is asked: mcp_url names another.")
        if action == "field" and not self._all:
            return _("It has no parameter.")
        if action == "body" and len(self._form.body_kinds) < 2:
            return _("There is one form of the body.") if self._form.body else _("It has no body.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    def action_server(self) -> None:
        """Choose where it is asked."""
        self._server.choose(self)

    def _server_changed(self) -> None:
        self._say_server()
        self._say(self._why_not_send)
        self.refresh_bindings()

    def action_body(self) -> None:
        """Choose the media type of the body; what is typed beside it stays."""
        kinds = self._form.body_kinds
        at = kinds.index(self._form.body_kind) if self._form.body_kind in kinds else 0

        async def take(index: int | None) -> None:
            if index is not None and index != at:
                await self._use_body(kinds[index])

        options = [Option(clean_line(kind, 100)) for kind in kinds]
        self.app.push_screen(ChooseScreen(_("Body as"), options, cursor=at), take)

    async def _use_body(self, kind: str) -> None:
        self._form = replace(self._form_of(kind), secrets=self._form.secrets)
        self._parts = {f"part-{i}": line for i, line in enumerate(self._form.parts)}
        body = self.query_one("#body", Vertical)
        await body.remove_children()
        await body.mount(*body_fields(self._form, self._parts))
        self._focus_first("#body")

    def action_field(self) -> None:
        """Go to the field of a parameter; it is added where the form does not show it yet."""
        names = list(self._all)

        async def take(index: int | None) -> None:
            if index is not None:
                await self._go_to_field(names[index])

        options = [
            Option(line.title, detail=clean_line(plain(line.description), 60))
            for line in self._all.values()
        ]
        self.app.push_screen(ChooseScreen(_("Find a field"), options), take)

    async def _go_to_field(self, name: str) -> None:
        if name not in self._lines:
            added = {name: self._all[name]}
            await self.query_one("#fields").mount(*parameter_fields(added), before="#more")
            self._lines |= added
            self._say_more()
        # Once it is laid out: else it would not be scrolled into sight.
        self.call_after_refresh(self.query_one(f"#{name}", Prompt).focus)

    def _say_more(self) -> None:
        """Say how many parameters have no field yet."""
        count = len(self._all) - len(self._lines)
        more = self.query_one("#more", Label)
        more.display = bool(count)
        said = ngettext(
            "{count} more parameter: ^o finds it", "{count} more parameters: ^o finds them", count
        )
        more.show(said.format(count=fmt.number(count)), ())

    @property
    def _last_header(self) -> str:
        return (self._headers[-1].id or "") if self._headers else ""

    @property
    def _headers(self) -> list[Prompt]:
        """Where headers are typed that its description does not know of."""
        return list(self.query(".header").results(Prompt))

    async def _add_header(self) -> None:
        """Have room for one more header, and go there."""
        await self.query_one("#fields").mount(header_field(len(self._headers)))
        self._headers[-1].focus()

    def action_secret(self) -> None:
        """Give what the server knows one by, again or in advance. The key of the site is looked for
        where it is kept; what it is not needed for may go without it."""
        if self._own_key.is_taken:
            if self._own_key.leave_out():
                self._say_server()
            else:
                self._look_for_key(again=True)
            return
        if len(self._form.ways) > 1:
            self._choose_way(self._give)
        else:
            self._give()

    def _take_known_way(self, desk: Desk, url: str) -> None:
        """Go by a way whose secrets this server was given already, unless another was chosen."""
        form = self._form
        given = (w for w in form.ways if w and all(desk.wallet.knows(url, s.scheme) for s in w))
        way = next(given, form.secrets)
        if not self._is_way_chosen and way != form.secrets:
            self._form = replace(form, secrets=way)
            self._say_server()

    def _choose_way(self, then: Callable[[], None]) -> None:
        def use(way: Way) -> None:
            self._form = replace(self._form, secrets=way)
            self._is_way_chosen = True
            self._say_server()
            self._say(self._why_not_send)
            then()

        choose_way(self, self._form.ways, self._form.secrets, use)

    def _give(self) -> None:
        self.run_worker(self._ask_again(), group="trying", exclusive=True, exit_on_error=False)

    def action_submit(self) -> None:
        self.run_worker(self._submit(), group="trying", exclusive=True, exit_on_error=False)

    async def _submit(self) -> None:
        from tui.api.calls.problem import CallProblem

        refused = self._why_not_send
        self._say(refused)
        if refused:
            return
        try:
            desk = await self._session.desk()
            own = self._own_key
            if own.is_wanted and not await self._find_key() and own.is_needed:
                return
            call = await self._make(desk)
        except (ApiError, CallProblem) as error:
            self._say(error.message)
            return
        if call is None:
            return
        try:
            await recall(desk, call.url, desk.wallet.missing(call))
        except KeyProblem as problem:  # it is typed then
            self._say(str(problem))
        if self._has_choice and desk.wallet.missing(call):
            self._choose_way(self.action_submit)
            return
        if self._rate_limiting:
            desk.keep_to(call.url, self._rate_limiting)
        self._ask(desk, desk.wallet.missing(call), lambda: self._send(call))

    @property
    def _has_choice(self) -> bool:
        """Whether it needs one of several secrets, and nobody said which."""
        return not self._is_way_chosen and sum(map(bool, self._form.ways)) > 1

    def _send(self, call: Call) -> None:
        """Send `call`; nobody is asked twice."""
        seen, self._seen = self._seen, None
        if seen is not None and call == seen[0]:
            self.app.push_screen(answer_screen(self._session, call, seen[1]))
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

        def send(allowed: Allowed | None) -> None:
            if allowed is not None:
                self._seen = (call, allowed)
                self.action_submit()

        self.app.push_screen(SendingScreen(self._session, call), send)

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
        ask_secrets(self, desk, self._server.url, slots, self._tokens, then)

    async def _make(self, desk: Desk) -> Call | None:
        """The call that the fields make; None where they say what is wrong.

        Raises `CallProblem`.
        """
        from tui.api.calls.described import Unfit
        from tui.api.calls.headers import typed_headers

        headers = typed_headers(prompt.value for prompt in self._headers)
        texts = {line.key: self._text(name) for name, line in self._lines.items()}
        parts = {line.key: self._text(name) for name, line in self._parts.items()}
        body = ""
        if self._form.body in ("json", "text"):
            body = self.query_one("#content", TextBox).text
        elif self._form.body == "file":
            body = self._text("content")
        accept = self._text("accept").strip() if len(self._form.accepts) > 1 else ""
        base = self._server.base
        if base is None:
            return None
        self._take_known_way(desk, base.url)
        try:
            known = [
                slot.scheme
                for slot in self._form.optional
                if desk.wallet.knows(base.url, slot.scheme)
                and not (self._own_key.is_left_out and slot in self._form.offered)
            ]
            call = await asyncio.to_thread(
                self._form.call, base, texts, parts, body, accept, known=known, headers=headers
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
        said = {name: problem_words(parameters.get(line.key)) for name, line in self._lines.items()}
        said |= {name: problem_words(parts.get(line.key)) for name, line in self._parts.items()}
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

    # The key of the site

    @property
    def _why_not_send(self) -> str:
        """Why it cannot be sent, whatever is typed; empty where it can."""
        return why_not_send(self._session, self._form.method, self._server.url)

    def _look_for_key(self, *, again: bool) -> None:
        looking = self._find_key(again=again)
        self.run_worker(looking, group="key", exclusive=True, exit_on_error=False)

    async def _find_key(self, *, again: bool = False) -> bool:
        """Have the key of the site at hand; says so where there is none."""
        problem = await self._own_key.find(again=again)
        refused = self._why_not_send
        # What may go without a key is told of it, and not warned.
        self._say(refused or problem, error=bool(refused) or self._own_key.is_needed)
        self._say_server()
        return not problem

    def _say(self, text: str, *, error: bool = True) -> None:
        self.query_one("#said", ChipLine).status(text, error=error)
