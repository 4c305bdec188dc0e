"""Commands for a shell: curl."""

from __future__ import annotations

import re
import shlex

from tui.format import number
from tui.i18n import gettext as _
from tui.tables.recipes.asked import STREAM_ROWS, Asked, NoRecipe

_SHIFTS_A_HEADER = re.compile('[,"\r\n]')


def curl_page(asked: Asked) -> str:
    """The command that prints the page being read, as JSON."""
    return f"curl {shlex.quote(asked.page_url)}"


def stream_kind(asked: Asked) -> str:
    """The form in which all rows come best: ``csv``, or ``json`` where a header would not hold.

    The service does not quote the names of columns in its CSV.
    """
    odd = any(_SHIFTS_A_HEADER.search(column.name) for column in asked.columns)
    return "json" if odd else "csv"


def curl_all(asked: Asked, kind: str) -> str:
    """The command that writes all rows to a file. Raises `NoRecipe` where they are too many."""
    if not asked.is_streamed:
        raise NoRecipe(_("The service stops at {count} rows.").format(count=number(STREAM_ROWS)))
    return f"curl --fail --output rows.{kind} {shlex.quote(asked.stream_url(kind))}"
