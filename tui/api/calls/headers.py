"""Headers that a person adds to a call, which its description does not know of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tui.api.calls.call import own_header
from tui.api.calls.problem import CallProblem
from tui.api.calls.writing import checked_header
from tui.i18n import gettext as _
from tui.text import clean_line

_OF_THE_FORM: Final = frozenset({"content-type", "accept"})
"""Headers that the form writes from what is chosen in it."""


def typed_headers(lines: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The headers that lines such as ``Name: value`` stand for; empty lines are none.

    Raises `CallProblem` for what is no header, for one that the form or the client writes itself,
    and for one that holds a secret, which is given as such.
    """
    found = [typed_header(line) for line in lines if line.strip()]
    return tuple(found)


def typed_header(line: str) -> tuple[str, str]:
    """The header that one line stands for. Raises `CallProblem`, as `typed_headers` does."""
    name, colon, text = line.partition(":")
    name = name.strip()
    if not colon or not name or not text.strip():
        raise CallProblem(_("A header is written as Name: value."))
    shown = clean_line(name, 80)
    if name.lower() in ("cookie", "cookie2"):
        message = _("The header {name} holds a secret: it is given as a key.")
        message = message.format(name=shown)
        raise CallProblem(message, field=name)
    if name.lower() in _OF_THE_FORM:
        message = _("The header {name} is chosen in the form.").format(name=shown)
        raise CallProblem(message, field=name)
    return own_header(name), checked_header(name, text)
