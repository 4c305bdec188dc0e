"""Where the key of a site is looked for, and that nothing shows it."""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from tui.settings import SITES, KeyProblem, Secret, Site, find_key, key_name, key_path, read_sources

WWW, DEMO = SITES["www"], SITES["demo"]
OWN = replace(WWW, main_url="http://127.0.0.1:7000")
TEXT = "udata_s3cret"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "keyring", None)


def write(path: Path, text: str, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def keyring(monkeypatch: pytest.MonkeyPatch, held: dict[tuple[str, str], str]) -> ModuleType:
    """A keyring library that holds these texts."""
    library, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    failing = type("KeyringError", (Exception,), {})
    vars(errors).update(KeyringError=failing, NoKeyringError=type("NoKeyringError", (failing,), {}))
    vars(library).update(get_password=lambda *name: held.get(name))
    monkeypatch.setitem(sys.modules, "keyring", library)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return library


def found(environment: dict[str, str] | None = None, site: Site = WWW) -> str | None:
    key = find_key(site, environment or {})
    return key.reveal() if key is not None else None


def test_the_environment_comes_before_the_file_and_the_file_before_the_keyring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert found() is None
    keyring(monkeypatch, {("datagouv-tui", "www"): "from-keyring"})
    assert found() == "from-keyring"
    write(key_path(WWW), "from-file\n", 0o600)
    assert found() == "from-file"
    assert found({"DATAGOUV_TUI_API_KEY": f" {TEXT} "}) == TEXT


def test_each_site_has_a_key_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring(monkeypatch, {("datagouv-tui", "www"): "from-keyring"})
    write(key_path(WWW), "from-file", 0o600)
    environment = {"DATAGOUV_TUI_API_KEY": TEXT, "DATAGOUV_TUI_API_KEY_DEMO": "demo"}
    assert found(environment, DEMO) == "demo"
    for site in (DEMO, SITES["sample"], OWN):
        assert found({"DATAGOUV_TUI_API_KEY": TEXT}, site) is None
    assert key_name(OWN) == "127.0.0.1:7000"
    write(key_path(OWN), "own", 0o600)
    assert found({}, OWN) == "own"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_read_is_refused_in_a_sentence(mode: int) -> None:
    write(key_path(WWW), TEXT, mode)
    with pytest.raises(KeyProblem, match="chmod 600") as raised:
        find_key(WWW, {})
    assert TEXT not in str(raised.value)


def test_a_pipe_in_place_of_the_file_is_not_waited_for() -> None:
    key_path(WWW).parent.mkdir()
    os.mkfifo(key_path(WWW), 0o600)
    with pytest.raises(KeyProblem, match="not a file"):
        find_key(WWW, {})


@pytest.mark.parametrize("text", ["two words", "é", "a\x07b", "k" * 600, "\n"])
def test_what_no_header_can_carry_is_refused_without_being_shown(text: str) -> None:
    write(key_path(WWW), text, 0o600)
    with pytest.raises(KeyProblem, match="no API key") as raised:
        find_key(WWW, {})
    assert text.strip() == "" or text not in str(raised.value)


def test_a_keyring_that_fails_says_its_kind_only(monkeypatch: pytest.MonkeyPatch) -> None:
    library = keyring(monkeypatch, {})
    errors = sys.modules["keyring.errors"]

    def locked(*_name: str) -> None:
        raise errors.KeyringError(TEXT)

    vars(library).update(get_password=locked)
    with pytest.raises(KeyProblem, match="KeyringError") as raised:
        find_key(WWW, {})
    assert TEXT not in str(raised.value)

    def absent(*_name: str) -> None:
        raise errors.NoKeyringError

    vars(library).update(get_password=absent)
    assert find_key(WWW, {}) is None


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret(TEXT)
    assert TEXT not in f"{secret} {secret!r} {[secret]} { ({'k': secret}) }"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_the_settings_hold_no_key_and_know_its_variables() -> None:
    environment = {"DATAGOUV_TUI_API_KEY": TEXT, "DATAGOUV_TUI_CONFIG": "/dev/null"}
    sources = read_sources(environment)
    assert TEXT not in repr(sources)
    assert "DATAGOUV_TUI_CONFIG" in sources.variables
