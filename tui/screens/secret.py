"""What one is known by to a server, typed without being seen; in memory, or in the keyring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui.hosts import shown_host
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, Dialog
from tui.screens.known_by import slot_name
from tui.screens.writing_form import Label, field
from tui.settings import KeyProblem
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from tui.api.calls.call import SecretSlot
    from tui.api.calls.credentials import Credential
    from tui.api.calls.described import TokenWay


class SecretScreen(Dialog["Credential"]):
    """Asks for a key, a name and its password, or an application, its secret and its scopes.

    Args:
        slot: Where it goes.
        url: Which server is asked: the secret goes to its origin alone.
        tokens: How an application is given tokens; None where a token is given itself.
        forget: Lets go of what is held in memory for it.
    """

    BINDINGS = [CLOSE, *bindings_for("secret")]

    def __init__(
        self,
        slot: SecretSlot,
        url: str,
        tokens: TokenWay | None = None,
        *,
        forget: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(classes="dialog secret")
        self._slot = slot
        self._url = url
        self._tokens = tokens if slot.kind == "oauth2" and tokens and tokens.url else None
        self._forget = forget
        self._keeps = self._in_body = False

    @property
    def _has_name(self) -> bool:
        return self._slot.is_password or self._tokens is not None

    def compose(self) -> ComposeResult:
        tokens = self._tokens
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield Label(_("For {host}").format(host=shown_host(self._url)))
            if tokens is not None:
                yield Label(_tokens_words(tokens.url))
            if self._has_name:
                yield field(_("Application") if tokens else _("User"), Prompt(id="user"))
            secret = Prompt(id="secret")
            secret.password = True
            yield field(self._word, secret)
            if tokens is not None:
                asked = Prompt(" ".join(tokens.wanted), placeholder=_("none"), id="scopes")
                yield field(_("Scopes"), asked)
                known = clean_line(" ".join(tokens.scopes), 200)
                yield Label(_("There are: {scopes}").format(scopes=known) if known else "")
                where = Prompt(tokens.url, id="tokens")
                yield field(_("Token server"), where)
                yield Label("", id="sent")
            yield ChipLine(id="said")
            yield KeyBar()

    @property
    def _word(self) -> str:
        if self._tokens is not None:
            return _("Secret")
        words = {"apiKey": _("Key"), "basic": _("Password"), "digest": _("Password")}
        return words.get(self._slot.kind, _("Token"))

    def on_mount(self) -> None:
        self._say_title()
        self._say_sent()
        self.query(Prompt).first().focus()

    def _say_title(self) -> None:
        said = (
            _("{scheme}: kept in the system’s keyring, for this server")
            if self._keeps
            else _("{scheme}: kept in memory, for this server")
        )
        said = said.format(scheme=slot_name(self._slot))
        self.query_one("#title", ChipLine).show(said, ())

    def _say_sent(self) -> None:
        """Say how the server of tokens is told who asks."""
        if self._tokens is None:
            return
        said = (
            _("Told in the form (client_secret_post); ^t: in the header")
            if self._in_body
            else _("Told in the header (client_secret_basic); ^t: in the form")
        )
        self.query_one("#sent", Label).show(said, ())

    def _say(self, text: str, *, error: bool = False) -> None:
        self.query_one("#said", ChipLine).status(text, error=error)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Go on to the next field, then take what was typed."""
        fields = list(self.query(Prompt))
        here = fields.index(self.query_one(f"#{event.input.id}", Prompt))
        # The scopes and the server of tokens have what they need: the secret is the last to type.
        if event.input.id == "user":
            fields[here + 1].focus()
            return
        self._take()

    def _take(self) -> None:
        from tui.api.calls.problem import CallProblem

        try:
            credential = self._credential()
        except CallProblem as error:
            self._say(error.message, error=True)
            return
        if self._keeps:
            keeping = self._keep(credential)
            self.run_worker(keeping, group="secret", exclusive=True, exit_on_error=False)
        else:
            self.close(credential)

    async def _keep(self, credential: Credential) -> None:
        """Give it to the keyring, which may wait for a person; in memory it is held anyway."""
        from tui.api.calls.keeping import keep

        try:
            is_kept = await asyncio.to_thread(keep, self._url, self._slot.scheme, credential)
        except KeyProblem as problem:
            is_kept, why = False, str(problem)
        else:
            why = _("There is no keyring here.")
        if is_kept:
            self.close(credential)
            return
        self._keeps = False
        self._say_title()
        self._say(f"{why} {_('⏎ keeps it in memory.')}", error=True)

    def _credential(self) -> Credential:
        """What was typed. Raises `CallProblem`."""
        from tui.api.calls.credentials import Client, Key, password_of, secret_of
        from tui.api.calls.problem import CallProblem
        from tui.api.calls.servers import checked_url

        text = self.query_one("#secret", Prompt).value
        if not text and (self._tokens is not None or not self._has_name):
            raise CallProblem(_("This is required."))  # but a password may be empty
        if not self._has_name:
            return Key(secret_of(text))
        user = self.query_one("#user", Prompt).value.strip()
        if self._tokens is not None:
            url = checked_url(self.query_one("#tokens", Prompt).value)
            scopes = tuple(self.query_one("#scopes", Prompt).value.split())
            return Client(url, user, secret_of(text), scopes, self._in_body)
        return password_of(user, text)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._tokens is not None if action == "in_body" else True

    def action_submit(self) -> None:
        """Take what was typed, wherever the cursor is."""
        self._take()

    def action_in_body(self) -> None:
        """Have the application told in the form, or in the header."""
        self._in_body = not self._in_body
        self._say_sent()

    def action_keep(self) -> None:
        """Have it kept by the system's keyring too, or no longer."""
        from tui.api.calls.keeping import is_there

        if not is_there():
            said = _("No keyring is installed: the extra “keyring” brings one.")
            self._say(said, error=True)
            return
        self._keeps = not self._keeps
        self._say_title()

    def action_forget(self) -> None:
        """Forget what is held of it, in memory and in the keyring."""
        self._forget()
        self.run_worker(self._let_go(), group="secret", exclusive=True, exit_on_error=False)

    async def _let_go(self) -> None:
        from tui.api.calls.keeping import forget

        try:
            await asyncio.to_thread(forget, self._url, self._slot.scheme)
        except KeyProblem as problem:
            self._say(str(problem), error=True)
        else:
            self._say(_("It is forgotten."))


def _tokens_words(url: str) -> str:
    """Where tokens are asked for; what a file says is often of a server that it does not name."""
    host = shown_host(url)
    if host:
        return _("Tokens are asked for at {host}").format(host=host)
    said = _("Tokens are asked for at {address}, which names no server.")
    return said.format(address=clean_line(url, 60))
