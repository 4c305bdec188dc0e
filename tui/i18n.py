"""Languages: every visible string goes through `gettext` or `ngettext`.

English is the language of the source; the other languages are compiled catalogues in ``locale/``,
read when `install` chooses one. Numbers, dates and sizes are `tui.format`'s.

Nothing may be translated while a module is imported, since the language is not chosen yet: a
constant holds its message marked by `N_`, and whoever draws it calls `gettext`.
"""

from __future__ import annotations

import gettext as catalogues
import os
from collections.abc import Mapping
from typing import Final

from tui.paths import locale_dir

LANGUAGES: Final = ("en", "fr")
DEFAULT: Final = "en"
DOMAIN: Final = "tui"

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

_language: str = DEFAULT
_catalogue: catalogues.NullTranslations = catalogues.NullTranslations()


def install(language: str) -> None:
    """Speak `language` (one of `LANGUAGES`; any other means English) from now on."""
    global _language, _catalogue
    _language = language if language in LANGUAGES else DEFAULT
    if _language == DEFAULT:
        _catalogue = catalogues.NullTranslations()
    else:
        _catalogue = catalogues.translation(
            DOMAIN, locale_dir(), languages=[_language], fallback=True
        )


def current() -> str:
    """The language spoken now, one of `LANGUAGES`."""
    return _language


def gettext(message: str) -> str:
    """Return `message` in the current language."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form that `number` things take in the current language."""
    return _catalogue.ngettext(singular, plural, number)


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Mark `message` for translation and return it as it is."""
    return message


def from_locale(environment: Mapping[str, str] = os.environ) -> str:
    """The language that the POSIX locale variables ask for, English when they ask for none of
    ours.
    """
    wanted = next((value for name in _LOCALE_VARIABLES if (value := environment.get(name))), "")
    language = wanted.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return language if language in LANGUAGES else DEFAULT
