"""Credentials are kept in the keyring of the system, if there is one, each for its origin."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from tui.api.calls.credentials import Client, Credential, Key, password_of, secret_of
from tui.api.calls.keeping import forget, keep, recalled
from tui.settings import KeyProblem, Secret

URL = "https://api.test/v1"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """What a keyring holds."""
    texts: dict[tuple[str, str], str] = {}
    library, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    failing = type("KeyringError", (Exception,), {})
    vars(errors).update(KeyringError=failing, NoKeyringError=type("NoKeyringError", (failing,), {}))

    def store(application: str, name: str, text: str) -> None:
        if "broken" in name:
            raise failing("the words of the keyring, which may hold anything")
        texts[application, name] = text

    vars(library).update(
        get_password=lambda *name: texts.get(name),
        set_password=store,
        delete_password=lambda *name: texts.pop(name),
    )
    monkeypatch.setitem(sys.modules, "keyring", library)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return texts


def plain(credential: Credential | None) -> tuple[object, ...]:
    assert credential is not None
    others = tuple(
        getattr(credential, name)
        for name in ("user", "token_url", "ident", "scopes", "in_body")
        if hasattr(credential, name)
    )
    return type(credential), credential.secret.reveal(), *others


@pytest.mark.parametrize(
    "credential",
    [
        Key(secret_of("s3cr3t")),
        password_of("moi", "mot dé"),
        Client("https://auth.test/t", "app", Secret("x"), ("a", "b"), True),
    ],
)
def test_what_is_kept_is_found_again(
    credential: Credential, held: dict[tuple[str, str], str]
) -> None:
    assert recalled(URL, "k") is None
    assert keep(URL, "k", credential)
    assert plain(recalled("https://API.test:443/other", "k")) == plain(credential)
    assert recalled("http://api.test/v1", "k") is None
    assert recalled(URL, "other") is None
    forget(URL, "k")
    forget(URL, "k")
    assert held == {}


def test_what_others_wrote_is_nothing(held: dict[tuple[str, str], str]) -> None:
    keep(URL, "k", Key(secret_of("s3cr3t")))
    (name,) = held
    for text in ("", "{", "[]", "{}", '{"key": "a\\nb"}', '{"key": 1}', "[" * 10_000):
        held[name] = text
        assert recalled(URL, "k") is None
    with pytest.raises(KeyProblem, match="KeyringError") as caught:
        keep(URL, "broken", Key(secret_of("s3cr3t")))
    assert "anything" not in str(caught.value)


def test_without_a_keyring_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert not keep(URL, "k", Key(secret_of("s3cr3t")))
    assert recalled(URL, "k") is None
    forget(URL, "k")
