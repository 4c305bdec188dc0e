"""A change of something on the site: shown whole, exactly as it will be sent, then sent once."""

from __future__ import annotations

import json
import shlex
from enum import Enum
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.api.errors import (
    ApiError,
    BadPayload,
    BadRequest,
    NotFound,
    Offline,
    ServerError,
    Timeout,
)
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, HELP
from tui.screens.reading import ReadingDialog
from tui.screens.session import Session
from tui.settings import HIDDEN, KEY_VARIABLES, key_name
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.prose import Block, Facts, Paragraph, ProseView

if TYPE_CHECKING:
    from tui.api.account import Account
    from tui.api.writes import Write

UNSURE = (Offline, Timeout, ServerError, BadPayload)
"""Failures that leave unknown whether the change was made."""

KEY_HEADER = "X-API-KEY"


class Outcome(Enum):
    """How a change ended."""

    DONE = "done"
    UNKNOWN = "unknown"


class ChangeScreen(ReadingDialog[Outcome]):
    """Shows a change and sends it when told to. Dismissed with how it ended; None where nothing was
    sent, or all of it was refused."""

    BINDINGS = [CLOSE, HELP, *bindings_for("change")]

    def __init__(self, session: Session, title: str, write: Write) -> None:
        super().__init__(classes="dialog wide change")
        self._session = session
        self._title_text = title
        self._write = write
        self._account: Account | None = None
        self._sending = False
        self._unknown = False

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ProseView(id="text")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#title", ChipLine).show(self._title_text, ())
        self.query_one(ProseView).focus()
        self.run_worker(self._prepare(), group="change", exclusive=True, exit_on_error=False)

    async def _prepare(self) -> None:
        """Look for the key, so that what cannot be sent is said before."""
        try:
            service = await self._session.service()
            await service.account.need_key()
        except ApiError as error:
            self.query_one(ProseView).show(problem_blocks(error))
            return
        self._account = service.account
        self._show()

    def _show(self, *problem: Block) -> None:
        assert self._account is not None
        address = self._account.url(self._write)
        blocks = [*request_blocks(self._write, address), *problem]
        self.query_one(ProseView).show(blocks)
        if problem:
            self.query_one(ProseView).action_bottom()
        self.refresh_bindings()

    # Sending

    def why_not(self, action: str) -> str:
        if action in ("send", "copy") and self._account is None:
            return _("There is nothing to send.")
        return _("It is being sent.") if action == "send" and self._sending else ""

    def action_send(self) -> None:
        self._sending = True
        self.query_one("#title", ChipLine).status(_("sending… esc stops waiting"))
        self.refresh_bindings()
        self.run_worker(self._send(), group="change", exclusive=True, exit_on_error=False)

    async def _send(self) -> None:
        assert self._account is not None
        try:
            await self._account.send(self._write)
        except ApiError as error:
            unsure = isinstance(error, UNSURE)
            self._unknown = self._unknown or unsure
            self._stopped(*problem_blocks(error), *(_unsure_blocks() if unsure else ()))
            return
        self._sending = False
        self.close(Outcome.DONE)

    def _stopped(self, *said: Block) -> None:
        self._sending = False
        self.query_one("#title", ChipLine).status("")
        self._show(Paragraph(""), *said)

    def action_close(self) -> None:
        """Stop waiting for an answer, else close."""
        if self._sending:
            self.workers.cancel_group(self, "change")
            self._unknown = True
            self._stopped(Paragraph(_("You stopped waiting."), "warning"), *_unsure_blocks())
            return
        self.close(Outcome.UNKNOWN if self._unknown else None)

    def action_copy(self) -> None:
        if self._account is not None:
            variable = KEY_VARIABLES.get(key_name(self._session.site), KEY_VARIABLES["www"])
            self.copy(curl(self._write, self._account.url(self._write), variable))


def request_blocks(write: Write, address: str) -> list[Block]:
    """The request, exactly as it is sent, but for the key."""
    rows = [
        (clean_line(write.method), clean_line(address, 2_000)),
        (KEY_HEADER, HIDDEN),
    ]
    if write.body is not None:
        rows.append(("Content-Type", "application/json"))
    blocks: list[Block] = [Facts(tuple(rows)), Paragraph("")]
    if write.body is None:
        blocks.append(Paragraph(_("Nothing else is sent with it."), "dim"))
    else:
        blocks += [Paragraph(line) for line in body_text(write.body).split("\n")]
    blocks += [
        Paragraph(""),
        Paragraph(_("^s sends it. esc leaves everything as it is."), "accent"),
    ]
    return blocks


def body_text(body: object) -> str:
    """The JSON document, what a screen cannot show being written ``\\uXXXX``."""
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1]


def problem_blocks(error: ApiError) -> list[Block]:
    """Why it was not done, and what to do about it."""
    blocks: list[Block] = [Paragraph(error.message, "warning")]
    if isinstance(error, BadRequest) and error.fields:
        blocks.append(Facts(tuple(error.fields.items())))
    # What failed is not to be asked again before one has looked.
    hint = "" if isinstance(error, UNSURE) else error.hint
    if isinstance(error, NotFound):
        hint = _("It is no longer there, or your account may not see it.")
    if hint:
        blocks.append(Paragraph(hint))
    return blocks


def _unsure_blocks() -> list[Block]:
    said = _("It may have been done all the same: look before you send it again.")
    return [Paragraph(said, "warning")]


def curl(write: Write, address: str, variable: str) -> str:
    """The same for a shell, which takes the key from the environment."""
    parts = [f"curl -X {write.method} {shlex.quote(address)}", f'-H "{KEY_HEADER}: ${variable}"']
    if write.body is not None:
        sent = json.dumps(write.body, ensure_ascii=False)
        parts += ["-H 'Content-Type: application/json'", f"--data-raw {shlex.quote(sent)}"]
    return " \\\n  ".join(parts)
