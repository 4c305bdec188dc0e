"""Credentials in the system's keyring, for those who ask for it: it is an optional library.

Each call may wait for a person who unlocks it: make it in a thread. Raises
`tui.settings.key.KeyProblem` where the keyring is there and cannot be used.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec

from tui.api.calls.call import origin
from tui.api.calls.credentials import Client, Credential, Key, Password, password_of, secret_of
from tui.api.calls.problem import CallProblem
from tui.settings.key import Secret, from_keyring, out_of_keyring, to_keyring


def is_there() -> bool:
    """Whether the library of the keyring is installed."""
    return "keyring" in sys.modules or find_spec("keyring") is not None


def keep(url: str, scheme: str, credential: Credential) -> bool:
    """Keep `credential` for the origin of `url`; gives whether there is a keyring that does."""
    secret = credential.secret.reveal()
    match credential:
        case Key():
            said: dict[str, object] = {"key": secret}
        case Password(user=user):
            said = {"user": user, "password": secret}
        case Client():
            said = {
                "token_url": credential.token_url,
                "client": credential.ident,
                "client_secret": secret,
                "scopes": list(credential.scopes),
                "in_body": credential.in_body,
            }
    return to_keyring(_name(url, scheme), json.dumps(said))


def recalled(url: str, scheme: str) -> Credential | None:
    """What is kept for the origin of `url`; None for nothing, or what nobody here wrote."""
    text = from_keyring(_name(url, scheme))
    try:
        said = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    try:
        match said:
            case {"key": str(key)}:
                return Key(secret_of(key))
            case {"user": str(user), "password": str(password)}:
                return password_of(user, password)
            case {"token_url": str(token_url), "client": str(ident), "client_secret": str(secret)}:
                scopes = said.get("scopes")
                kept = tuple(map(str, scopes)) if isinstance(scopes, list) else ()
                return Client(token_url, ident, Secret(secret), kept, said.get("in_body") is True)
    except CallProblem:
        return None
    return None


def forget(url: str, scheme: str) -> None:
    """Keep it no longer."""
    out_of_keyring(_name(url, scheme))


def _name(url: str, scheme: str) -> str:
    return f"{origin(url)} {scheme}"
