"""Tokens of OAuth 2 for an application (client credentials, RFC 6749 §4.4)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

from tui.api.calls.bodies import FORM, form_body
from tui.api.calls.credentials import Client, Password, Token, basic_text, secret_of
from tui.api.calls.problem import CallProblem
from tui.api.calls.servers import checked_url
from tui.api.errors import BadPayload, Forbidden, ServerError
from tui.api.journal import redact
from tui.api.unpacking import unpacked
from tui.api.wire import is_private_way, within
from tui.i18n import gettext as _
from tui.settings.key import Secret

if TYPE_CHECKING:
    from tui.api.transport import Transport

MAX_ANSWER: Final = 256 * 1024
"""Bytes of the largest answer of a server of tokens."""


async def token_of(
    transport: Transport,
    client: Client,
    *,
    seconds: float = 20.0,
    clock: Callable[[], float] = time.monotonic,
) -> Token:
    """Ask for a token, within `seconds`. The answer is never followed elsewhere nor kept.

    Raises `ApiError`, or `CallProblem` where the server of tokens is not one to tell a secret to.
    """
    url = checked_url(client.token_url)
    if not transport.in_process and not is_private_way(url):
        raise CallProblem(_("The server of tokens must be https: a secret is told to it."))
    fields = {"grant_type": "client_credentials"}
    if client.scopes:
        fields["scope"] = " ".join(client.scopes)
    headers = {"Accept": "application/json", "Content-Type": FORM}
    if client.in_body:
        fields |= {"client_id": client.ident, "client_secret": client.secret.reveal()}
    else:
        # Both are encoded as a form's before they are put together (RFC 6749 §2.3.1).
        pair = Password(quote_plus(client.ident), Secret(quote_plus(client.secret.reveal())))
        headers["Authorization"] = f"Basic {basic_text(pair)}"
    content = form_body(dict(fields)).content
    asked = transport.any_answer("POST", url, headers, content=content)
    async with within(seconds, url), asked as response:
        body = bytearray()
        async with aclosing(unpacked(response)) as chunks:
            async for chunk in chunks:
                body += chunk
                if len(body) > MAX_ANSWER:
                    raise BadPayload(redact(url), status=response.status_code)
        return _token(url, response.status_code, bytes(body), clock())


def _token(url: str, status: int, body: bytes, now: float) -> Token:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    fields = said if isinstance(said, dict) else {}
    if status >= 500:
        raise ServerError(redact(url), status=status)
    if status >= 300:
        reason = fields.get("error_description") or fields.get("error") or ""
        raise NoToken(redact(url), status=status, detail=str(reason))
    text, kind = fields.get("access_token"), fields.get("token_type", "bearer")
    if not isinstance(text, str) or str(kind).lower() != "bearer":
        raise BadPayload(redact(url), status=status)
    try:
        secret = secret_of(text)
    except CallProblem as problem:
        raise BadPayload(redact(url), status=status) from problem
    life = fields.get("expires_in")
    try:
        until = now + float(life) if isinstance(life, int | float | str) else None
    except (ValueError, OverflowError):
        until = None
    return Token(secret, until)


class NoToken(Forbidden):
    """The server of tokens gives none; `detail` says why, in its own words."""

    @property
    def message(self) -> str:
        said = _("The server of tokens gives none: {detail}")
        return said.format(detail=self.detail or self.status)
