"""What the view of one cell says: what the value is, what does not show in it, where it leads."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tui import clock
from tui import format as fmt
from tui.hosts import shown_address, shown_host
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.links import Link, LinkError, parse_link
from tui.settings import Site
from tui.tables.hidden import LOOKED_AT, HiddenCharacters, normal_form, shows, title_of
from tui.tables.json_text import pretty_json
from tui.tables.query import Column, ColumnType
from tui.tables.source import Cell
from tui.text import SafeText, clean_prose
from tui.widgets.cells import is_plain_number, raw
from tui.widgets.prose import Block, Facts, Heading, Paragraph

TEXT_LIMIT = 50_000
"""Characters of a cell that are wrapped and drawn: more than anybody reads in a terminal."""

JSON_LIMIT = 2_000_000
"""Characters of a text that is read as JSON, at most."""

ADDRESS_LIMIT = 4_000
"""Characters of an address, at most: a longer one leads nowhere."""

ADDRESSES_KEPT = 50

KINDS_NAMED = 4
"""Kinds of hidden characters that are named; the others are counted."""

_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_OPENING = {")": "(", "]": "[", "}": "{"}
_MOMENTS = frozenset({ColumnType.DATETIME, ColumnType.DATETIME_TZ})


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address found in a text, and the host that it leads to, whatever it looks like."""

    url: str
    host: SafeText


def length_words(text: str) -> str:
    """How long a text is."""
    count = len(text)
    said = ngettext("{count} character", "{count} characters", count).format(
        count=fmt.number(count)
    )
    lines = text.count("\n") + 1
    if lines > 1:
        said += " · " + _("{count} lines").format(count=fmt.number(lines))
    return said


def hidden_words(hidden: HiddenCharacters) -> list[str]:
    """What does not show in a text, in words, what matters most first."""
    said = []
    if hidden.blanks_after:
        said.append(_at_the_end(hidden.text[-hidden.blanks_after :]))
    if 0 < hidden.blanks_before < len(hidden.text):
        said.append(_at_the_start(hidden.text[: hidden.blanks_before]))
    kinds = [(char, count) for char, count in hidden.tally().most_common() if not shows(char)]
    said += [_times(count, title_of(char)) for char, count in kinds[:KINDS_NAMED]]
    if kinds[KINDS_NAMED:]:
        others = sum(count for _char, count in kinds[KINDS_NAMED:])
        said.append(_("{count} others").format(count=fmt.number(others)))
    if kinds and len(hidden.text) > LOOKED_AT:
        said.append(
            _("counted in the first {count} characters").format(count=fmt.number(LOOKED_AT))
        )
    form = normal_form(hidden.text)
    if form == "NFD":
        said.append(_("accents apart from their letters (NFD)"))
    elif not form:
        said.append(_("the same letter may be written in two ways (neither NFC nor NFD)"))
    return said


def _times(count: int, name: str) -> str:
    return f"{fmt.number(count)} × {name}" if count > 1 else name


def _at_the_end(blanks: str) -> str:
    count = len(blanks)
    if set(blanks) == {" "}:
        return ngettext("a space at the end", "{count} spaces at the end", count).format(
            count=count
        )
    return ngettext("a blank at the end", "{count} blanks at the end", count).format(count=count)


def _at_the_start(blanks: str) -> str:
    count = len(blanks)
    if set(blanks) == {" "}:
        return ngettext("a space at the start", "{count} spaces at the start", count).format(
            count=count
        )
    return ngettext("a blank at the start", "{count} blanks at the start", count).format(
        count=count
    )


def json_of(value: Cell) -> Cell:
    """The object or the array that a cell is, or that its text says; None for anything else."""
    if isinstance(value, (list, dict)):
        return value
    if not isinstance(value, str) or len(value) > JSON_LIMIT:
        return None
    if value.lstrip()[:1] not in ("{", "["):
        return None
    try:
        found: Cell = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found


def cell_blocks(column: Column, value: Cell, addresses: Sequence[WebAddress] = ()) -> list[Block]:
    """A cell as text that scrolls: the value, then what can be said of it, then its addresses."""
    blocks: list[Block] = list(_value_blocks(value))
    facts = tuple(cell_facts(column, value))
    if facts:
        blocks += [Paragraph(""), Facts(facts)]
    if addresses:
        # A narrow name: its end is what counts, the rest is said beside the address.
        rows = tuple(
            (shown_host(a.url, 24).partition(" ")[0], shown_address(a.url)) for a in addresses
        )
        blocks += [Paragraph(""), Heading(_("Web addresses")), Facts(rows)]
    return blocks


def _value_blocks(value: Cell) -> Iterator[Block]:
    if value is None:
        yield Paragraph(_("(null): there is no value here"), "dim")
    elif isinstance(value, str) and not value.strip():
        yield Paragraph(_blank_words(value), "dim")
    else:
        yield from _text_blocks(value)


def _blank_words(value: str) -> str:
    if not value:
        return _("(empty text): a text without any character, which is not null")
    return ngettext(
        "(blank text): nothing but a blank", "(blank text): nothing but {count} blanks", len(value)
    ).format(count=fmt.number(len(value)))


def _text_blocks(value: Cell) -> Iterator[Block]:
    is_json = isinstance(value, (list, dict))
    # One character more than is drawn tells whether there are more.
    text = pretty_json(value, TEXT_LIMIT + 1) if is_json else raw(value)
    yield Paragraph(clean_prose(text[:TEXT_LIMIT]))
    if len(text) > TEXT_LIMIT:
        said = _("Only the first {count} characters are shown; y copies them all.")
        yield Paragraph(said.format(count=fmt.number(TEXT_LIMIT)), "warning")


def cell_facts(column: Column, value: Cell) -> Iterator[tuple[str, str]]:
    """What else can be said of a number, a truth or a date."""
    if isinstance(value, bool):
        word = _("true") if value else _("false")
        if word != raw(value):
            yield _("Meaning"), word
    elif isinstance(value, (int, float)):
        written = fmt.cell_number(value)
        if written != raw(value) and not is_plain_number(column):
            yield _("With separators"), written
    elif isinstance(value, str) and (column.type is ColumnType.DATE or column.type in _MOMENTS):
        yield from _date_facts(column, value)


def _date_facts(column: Column, value: str) -> Iterator[tuple[str, str]]:
    try:
        moment = dt.datetime.fromisoformat(value)
        day = moment.date()
        yield _("Day"), fmt.long_date(day)
        week = day.isocalendar()
        yield _("Week"), f"{week.year:04}-W{week.week:02}"
        if column.type is ColumnType.DATETIME_TZ and moment.tzinfo is not None:
            yield _("Here"), fmt.moment(moment)
        yield _("When"), fmt.ago(moment, clock.now())
    except (ValueError, OverflowError, OSError):
        # Not a date after all, or one that no calendar of ours reaches.
        return


def web_addresses(value: Cell) -> list[WebAddress]:
    """The ``http`` and ``https`` addresses in the texts of a cell, each once.

    Only the first `LOOKED_AT` characters are looked at. Give what a JSON text says (`json_of`), not
    the text: it may write addresses with escapes.
    """
    found: dict[str, WebAddress] = {}
    matches = (match[0] for text in _texts(value) for match in _ADDRESS.finditer(text))
    for url in (_trimmed(match) for match in matches if len(match) <= ADDRESS_LIMIT):
        host = shown_host(url)
        if host:
            found.setdefault(url, WebAddress(url, host))
        if len(found) == ADDRESSES_KEPT:
            break
    return list(found.values())


def _texts(root: Cell) -> Iterator[str]:
    """The texts in a value, whatever its depth, as far as `LOOKED_AT` characters."""
    room, left = LOOKED_AT, [root]
    while left and room > 0:
        value = left.pop()
        if isinstance(value, str):
            yield value[:room]
            room -= len(value)
        elif isinstance(value, (list, dict)):
            room -= 1
            children = value.values() if isinstance(value, dict) else value
            left.extend(reversed(list(islice(children, room))))


def _trimmed(url: str) -> str:
    """`url` without what belongs to the sentence around it."""
    hidden = next((i for i, char in enumerate(url) if not shows(char)), len(url))
    url = url[:hidden]
    while url:
        last = url[-1]
        unopened = last in _OPENING and url.count(_OPENING[last]) < url.count(last)
        if not unopened and last not in ".,;:!?'’”»*":
            break
        url = url[:-1]
    return url


def places_of(addresses: Sequence[WebAddress], site: Site) -> list[tuple[WebAddress, Link]]:
    """The addresses that are places of `site`, with their links."""
    places = []
    for address in addresses:
        try:
            places.append((address, parse_link(address.url, site)))
        except LinkError:
            continue
    return places
