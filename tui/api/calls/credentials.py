"""What one is known by to the servers of producers: in memory, each for one origin alone."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit, urlunsplit

from tui.api.calls.call import Call, SecretSlot, origin, with_query, written_name
from tui.api.calls.digest import answered
from tui.api.calls.problem import CallProblem
from tui.i18n import gettext as _
from tui.settings.key import HIDDEN, Secret

LONGEST: Final = 8192
"""Characters of the longest secret that is taken."""

EARLY: Final = 30.0
"""Seconds before its end that a token is no longer used."""


@dataclass(frozen=True, slots=True)
class Key:
    """An API key, or a token that is given as it is."""

    secret: Secret


@dataclass(frozen=True, slots=True)
class Password:
    """A name and its password."""

    user: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Client:
    """An application that asks for tokens (OAuth 2, client credentials).

    Attributes:
        token_url: Where tokens are asked for.
        ident, secret: What the application is known by.
        scopes: What it asks for.
        in_body: Whether it is known by fields of the form and not by the ``Authorization`` header.
    """

    token_url: str
    ident: str
    secret: Secret
    scopes: tuple[str, ...] = ()
    in_body: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """What a `Client` was given.

    Attributes:
        until: When it ends, as `Wallet`'s clock tells; None where that was not said.
    """

    secret: Secret
    until: float | None = None


Credential: TypeAlias = Key | Password | Client


def secret_of(text: str) -> Secret:
    """The secret that a person typed. Raises `CallProblem` where no header can carry it."""
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isascii() or not text.isprintable():
        raise CallProblem(_("A secret is made of plain letters, on one line."))
    return Secret(text)


def password_of(user: str, text: str) -> Password:
    """A name and the password that goes with it. Raises `CallProblem` where they cannot be sent."""
    if ":" in user or not user.isprintable():
        raise CallProblem(_("A user name is on one line and holds no colon."), field="user")
    if len(text) > LONGEST or not text.isprintable():
        raise CallProblem(_("A password is on one line."), field="password")
    return Password(user, Secret(text))


@dataclass(frozen=True, slots=True)
class Signed:
    """A call with its secrets in it, for the moment that it leaves. Never shown nor kept."""

    url: str
    headers: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"Signed({HIDDEN})"


class Wallet:
    """The credentials of one session, by origin and by the name of their scheme."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._held: dict[tuple[str, str], Credential] = {}
        self._tokens: dict[tuple[str, str], Token] = {}
        self._clock = clock

    def __repr__(self) -> str:
        return f"Wallet({len(self._held)} {HIDDEN})"

    def put(self, url: str, scheme: str, credential: Credential) -> None:
        """Hold `credential` for the origin of `url`, and for no other."""
        self.forget(url, scheme)
        self._held[origin(url), scheme] = credential

    def forget(self, url: str, scheme: str) -> None:
        """Hold it no longer, nor what it was exchanged for."""
        self._held.pop((origin(url), scheme), None)
        self._tokens.pop((origin(url), scheme), None)

    def knows(self, url: str, scheme: str) -> bool:
        """Whether there is one for the origin of `url`."""
        return (origin(url), scheme) in self._held

    def missing(self, call: Call) -> tuple[SecretSlot, ...]:
        """The secrets that `call` takes and that are not known here."""
        return tuple(slot for slot in call.secrets if not self.knows(call.url, slot.scheme))

    def client_without_token(self, call: Call, slot: SecretSlot) -> Client | None:
        """Who has to ask for a token before `call` leaves; None where there is a good one, or
        none is needed."""
        key = (origin(call.url), slot.scheme)
        held = self._held.get(key)
        if not isinstance(held, Client):
            return None
        token = self._tokens.get(key)
        is_good = token is not None and (token.until is None or token.until > self._clock() + EARLY)
        return None if is_good else held

    def put_token(self, call: Call, slot: SecretSlot, token: Token) -> None:
        """Hold what `client_without_token` was given."""
        self._tokens[origin(call.url), slot.scheme] = token

    def refuse_tokens(self, call: Call) -> None:
        """The server knows the tokens of `call` no longer: others are asked for next time."""
        for slot in call.secrets:
            self._tokens.pop((origin(call.url), slot.scheme), None)

    def signed(self, call: Call) -> Signed:
        """`call` with its secrets. Raises `CallProblem` where one is missing or does not fit."""
        headers, cookies, queries = list(call.headers), list(call.cookies), []
        for slot in call.secrets:
            text = self._text(call, slot)
            if slot.kind == "digest":
                continue  # it answers what the server asks
            match slot.place:
                case "header":
                    headers = [pair for pair in headers if pair[0].lower() != slot.name.lower()]
                    headers.append((slot.name, slot.prefix + text))
                case "query":
                    queries.append(f"{written_name(slot)}={quote(text, safe='')}")
                case "cookie":
                    if set(text) & set(' ",;\\'):
                        message = _("A cookie cannot carry this secret.")
                        raise CallProblem(message, field=slot.scheme)
                    cookies.append(f"{written_name(slot)}={text}")
        if cookies:
            headers.append(("Cookie", "; ".join(cookies)))
        return Signed(with_query(call.url, queries), tuple(headers))

    def challenged(self, call: Call, challenges: str) -> tuple[tuple[str, str], ...]:
        """The header that answers what a server asks before it answers `call`; none where nobody
        can."""
        for slot in call.secrets:
            held = self._held.get((origin(call.url), slot.scheme))
            if slot.kind == "digest" and isinstance(held, Password):
                url, password = self.signed(call).url, held.secret.reveal()
                text = answered(challenges, call.method, url, held.user, password)
                return ((slot.name, text),) if text else ()
        return ()

    def masked(self, text: str, *, shortest: int = 4) -> str:
        """`text` with dots in place of every secret that is held: servers repeat them.

        One of fewer than `shortest` characters is left, since it would be found anywhere.
        """
        for secret in self._secrets():
            if len(secret) >= shortest:
                escaped = (secret.replace("/", "\\/"), json.dumps(secret)[1:-1])
                for form in (secret, quote(secret, safe=""), quote_plus(secret), *escaped):
                    text = text.replace(form, HIDDEN)
        return text

    def without_secrets(self, call: Call, url: str) -> str:
        """`url`, which an answer to `call` gave, without the parameters that hold a secret.

        Raises `CallProblem` where one is elsewhere in it.
        """
        own = {slot.name for slot in call.secrets if slot.place == "query"}
        parts = urlsplit(url)
        pairs = [
            pair
            for pair in parts.query.split("&")
            if unquote_plus(pair.partition("=")[0]) not in own and self.masked(pair) == pair
        ]
        cleaned = urlunsplit(parts._replace(query="&".join(pairs)))
        if self.masked(cleaned) != cleaned:
            raise CallProblem(_("The answer’s address holds a secret."))
        return cleaned

    def _secrets(self) -> list[str]:
        held: Mapping[tuple[str, str], Credential] = self._held
        secrets = [credential.secret.reveal() for credential in held.values()]
        secrets += [token.secret.reveal() for token in self._tokens.values()]
        pairs = [one for one in held.values() if isinstance(one, Password)]
        return sorted(secrets + [basic_text(pair) for pair in pairs], key=len, reverse=True)

    def _text(self, call: Call, slot: SecretSlot) -> str:
        key = (origin(call.url), slot.scheme)
        held = self._held.get(key)
        if isinstance(held, Password) and slot.is_password:
            return basic_text(held)
        if isinstance(held, Key) and not slot.is_password:
            return held.secret.reveal()
        if isinstance(held, Client) and (token := self._tokens.get(key)) is not None:
            return token.secret.reveal()
        raise CallProblem(_("What the service knows one by is missing."), field=slot.scheme)


def basic_text(held: Password) -> str:
    """What stands after ``Basic``: it is as secret as the password."""
    return base64.b64encode(f"{held.user}:{held.secret.reveal()}".encode()).decode("ascii")
