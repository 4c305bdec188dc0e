"""What one is known by to a server, typed without being seen; it stays in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, Dialog
from tui.screens.writing_form import Label, field
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.chips import ChipLine
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from tui.api.calls.call import SecretSlot
    from tui.api.calls.credentials import Credential


class SecretScreen(Dialog["Credential"]):
    """Asks for a key, a name and its password, or an application and its secret.

    Args:
        slot: Where it goes.
        url: Which server is asked: the secret goes to its origin alone.
        token_url: Where an application asks for tokens; empty where a token is given itself.
    """

    BINDINGS = [CLOSE]

    def __init__(self, slot: SecretSlot, url: str, token_url: str = "") -> None:
        super().__init__(classes="dialog secret")
        self._slot = slot
        self._url = url
        self._token_url = token_url if slot.kind == "oauth2" else ""

    @property
    def _has_name(self) -> bool:
        return self._slot.kind == "basic" or bool(self._token_url)

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield Label(_("For {host}").format(host=_host(self._url)))
            if self._token_url:
                yield Label(_("Tokens are asked for at {host}").format(host=_host(self._token_url)))
            if self._has_name:
                name = _("Application") if self._token_url else _("User")
                yield field(name, Prompt(id="user"))
            secret = Prompt(id="secret")
            secret.password = True
            yield field(self._word, secret)
            yield ChipLine(id="said")
            yield KeyBar()

    @property
    def _word(self) -> str:
        if self._token_url:
            return _("Secret")
        words = {"apiKey": _("Key"), "basic": _("Password")}
        return words.get(self._slot.kind, _("Token"))

    def on_mount(self) -> None:
        title = _("{scheme}: kept in memory, for this server").format(
            scheme=clean_line(self._slot.scheme.partition(":")[2] or self._slot.scheme, 40)
        )
        self.query_one("#title", ChipLine).show(title, ())
        self.query(Prompt).first().focus()

    @on(Input.Submitted, "#user")
    def _next(self) -> None:
        self.query_one("#secret", Prompt).focus()

    @on(Input.Submitted, "#secret")
    def _take(self) -> None:
        from tui.api.calls.problem import CallProblem

        try:
            self.close(self._credential())
        except CallProblem as error:
            self.query_one("#said", ChipLine).status(error.message, error=True)

    def _credential(self) -> Credential:
        """What was typed. Raises `CallProblem`."""
        from tui.api.calls.credentials import Client, Key, password_of, secret_of

        text = self.query_one("#secret", Prompt).value
        if not self._has_name:
            return Key(secret_of(text))
        user = self.query_one("#user", Prompt).value.strip()
        if self._token_url:
            return Client(self._token_url, user, secret_of(text))
        return password_of(user, text)


def _host(url: str) -> str:
    return clean_line(urlsplit(url).netloc, 100)
