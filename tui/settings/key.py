"""The API key of a site: from the environment, a file of one's own, or the system's keyring.

Each site has a key of its own, under its own name: nothing here gives the key of one to another.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from weakref import WeakSet

from tui.i18n import gettext as _
from tui.settings.chosen import APPLICATION
from tui.settings.reading import read_file
from tui.settings.site import SITES, Site
from tui.text import clean_line

KEY_VARIABLES: Final[Mapping[str, str]] = {
    "www": "DATAGOUV_TUI_API_KEY",
    "demo": "DATAGOUV_TUI_API_KEY_DEMO",
    "sample": "DATAGOUV_TUI_API_KEY_SAMPLE",
}
"""The variable of the environment that holds the key of each known site."""

LONGEST: Final = 512
"""Characters of the longest key that is taken."""

HIDDEN: Final = "•••"


class Secret:
    """A text that is never shown: only `reveal` gives it, for the header that carries it."""

    __slots__ = ("__weakref__", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        _LIVING.add(self)

    def reveal(self) -> str:
        """The text itself. Whoever calls keeps it in no variable."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def __str__(self) -> str:
        return HIDDEN

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written anywhere")


_LIVING: Final[WeakSet[Secret]] = WeakSet()


def living_secrets() -> list[str]:
    """Every secret that is held somewhere in this process, for whoever takes them out of a text
    before it is written."""
    return [secret.reveal() for secret in tuple(_LIVING)]


class KeyProblem(Exception):
    """A key is there and cannot be used. Its message is a sentence for people, without the key."""


def key_name(site: Site) -> str:
    """What the key of `site` is kept under: its name, or the host of a server of one's own."""
    if site.main_url == SITES[site.name].main_url:
        return site.name
    return urlsplit(site.main_url).netloc.lower()


def key_path(site: Site) -> Path:
    """The file that may hold the key of `site`."""
    from platformdirs import user_config_path

    name = key_name(site)
    file = "api_key" if name == "www" else f"api_key-{name.replace(':', '-')}"
    return user_config_path(APPLICATION, appauthor=False) / file


def find_key(site: Site, environment: Mapping[str, str] | None = None) -> Secret | None:
    """The key of `site`, wherever it is; None where there is none.

    Reads a file, and may wait for the system's keyring: call it in a thread.

    Raises:
        KeyProblem: There is one, and it cannot be used.
    """
    given = os.environ if environment is None else environment
    variable = KEY_VARIABLES.get(key_name(site), "")
    if variable and given.get(variable, "").strip():
        return _checked(given[variable], variable)
    path = key_path(site)
    text = _from_file(path)
    if text is not None:
        return _checked(text, _shown(path))
    text = from_keyring(key_name(site))
    return _checked(text, _("the system keyring")) if text else None


def _from_file(path: Path) -> str | None:
    try:
        content, mode = read_file(path, LONGEST * 4)
    except FileNotFoundError:
        return None
    except OSError as error:
        message = _("{path} cannot be read: {reason}.")
        reason = clean_line(error.strerror or type(error).__name__, 100)
        raise KeyProblem(message.format(path=_shown(path), reason=reason)) from error
    if os.name == "posix" and mode & 0o077:
        message = _("{path} can be read by others: chmod 600 makes it yours alone.")
        raise KeyProblem(message.format(path=_shown(path)))
    return content.decode("utf-8", "replace")


def from_keyring(name: str) -> str | None:
    """What the system's keyring holds for the application under `name`; None for nothing.

    It is an optional library, and may wait for a person: call it in a thread. Raises `KeyProblem`.
    """
    found = _keyring(lambda library: library.get_password(APPLICATION, name))
    return found if isinstance(found, str) else None


def to_keyring(name: str, text: str) -> bool:
    """Let the system's keyring hold `text`; gives whether there is one. As `from_keyring`."""

    def hold(library: Any) -> bool:
        library.set_password(APPLICATION, name, text)
        return True

    return _keyring(hold) is True


def out_of_keyring(name: str) -> None:
    """Let the system's keyring forget what it holds under `name`. As `from_keyring`."""

    def forget(library: Any) -> None:
        if library.get_password(APPLICATION, name) is not None:
            library.delete_password(APPLICATION, name)

    _keyring(forget)


def _keyring(ask: Callable[[Any], object]) -> object:
    try:
        library = importlib.import_module("keyring")
        errors = importlib.import_module("keyring.errors")
    except ImportError:
        return None
    try:
        return ask(library)
    except errors.NoKeyringError:
        return None
    except (errors.KeyringError, OSError, RuntimeError) as error:
        message = _("The system keyring cannot be read ({reason}).")
        # Its own words may hold anything.
        raise KeyProblem(message.format(reason=type(error).__name__)) from error


def _checked(text: str, origin: str) -> Secret:
    """The key in `text`, if a header can carry it."""
    text = text.strip()
    if text and len(text) <= LONGEST and text.isascii() and text.isprintable() and " " not in text:
        return Secret(text)
    message = _("What {origin} holds is no API key: a key is one word of plain letters.")
    raise KeyProblem(message.format(origin=origin))


def _shown(path: Path) -> str:
    return clean_line(str(path), 200)
