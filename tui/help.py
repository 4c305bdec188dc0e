"""What ``--help`` says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill, wrap
from typing import Final

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.settings import OPTIONS
from tui.text import clean_line

WIDTH: Final = 80
_INDENT: Final = 2
_COLUMN: Final = 26

_ADDRESSES: Final = (
    (N_("search:WORDS?format=csv&sort=-views"), N_("a search, with its filters")),
    (N_("dataset:ID#files"), N_("a dataset")),
    (N_("organization:ID#reuses"), N_("an organization, so a reuse:ID...")),
    (N_("resource:ID?COLUMN__exact=VALUE"), N_("the rows of a file, filtered")),
    ("https://www.data.gouv.fr/…", N_("any page or API route of the site")),
    (N_("ID, SLUG, WORDS"), N_("what is found under them")),
)
_SCREENSHOT: Final = (
    (N_("-o, --output FILE"), N_("The picture (.svg) or the text (.txt) to write.")),
    ("--size 120x40", N_("Columns and rows of the terminal.")),
    ('--keys "down enter"', N_("Keys to press first.")),
)


def usage(path: Path) -> str:
    """The whole help, in lines of at most `WIDTH` columns.

    Args:
        path: The settings file.
    """
    return "\n".join(_lines(path))


def _lines(path: Path) -> Iterator[str]:
    yield _("Usage: dgv [LINK] [OPTIONS]")
    yield _("       dgv screenshot LINK -o FILE [OPTIONS]")
    yield ""
    yield fill(_("Browse data.gouv.fr, the French open-data portal, in the terminal."), WIDTH)
    yield ""
    yield _("Links:")
    yield from _table(_ADDRESSES, 40)
    yield ""
    yield _("Options:")
    yield from _table(_options(), _COLUMN)
    yield ""
    yield _("Options of a screenshot:")
    yield from _table(_SCREENSHOT, _COLUMN)
    yield ""
    yield fill(
        _(
            "Every option before --restore can also be set in {path} and in the environment, as "
            "DATAGOUV_TUI_SITE and so on. Without a terminal, the place is printed as text."
        ).format(path=clean_line(str(path), 200)),
        WIDTH,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _options() -> Iterator[tuple[str, str]]:
    for option in OPTIONS:
        metavar = _(option.metavar) if option.metavar else ""
        yield f"--{option.flag} {metavar}".rstrip(), option.help
    yield "--restore", N_("Open the last place again, with those before it.")
    yield "-V, --version", N_("Show the version.")
    yield "-h, --help", N_("Show this help.")


def _table(rows: Iterable[tuple[str, str]], column: int) -> Iterator[str]:
    for left, message in rows:
        head = (" " * _INDENT + _(left)).ljust(column)
        right = wrap(_(message), WIDTH - column)
        if len(head) > column:
            yield head
            head = " " * column
        yield head + right[0]
        yield from (" " * column + line for line in right[1:])
