"""What producers and harvesters add to an object, under names of their own."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from tui.i18n import gettext as _
from tui.text import clean_line
from tui.widgets.prose import Block, Facts, Heading, Paragraph

MOST = 40
"""Extras that are shown: the raw answer has them all."""

_VALUE = 400


def extras_blocks(extras: object) -> list[Block]:
    """A heading and the extras under it; nothing where there are none."""
    if not isinstance(extras, Mapping) or not extras:
        return []
    rows = tuple(_rows(extras))
    blocks: list[Block] = [Paragraph(""), Heading(_("Extras")), Facts(rows[:MOST])]
    if len(rows) > MOST:
        blocks.append(Paragraph(_("… the others are in the JSON tab."), "dim"))
    return blocks


def harvest_blocks(harvest: object) -> list[Block]:
    """Where a thing was harvested, as its answer tells it; nothing where it was not."""
    if not isinstance(harvest, Mapping):
        return []
    rows = tuple(_rows({name: value for name, value in harvest.items() if value is not None}))
    return [Paragraph(""), Heading(_("Harvest")), Facts(rows[:MOST])] if rows else []


def other_facts(found: object, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """What an answer tells under names that nothing here is said of; empty values left out."""
    if isinstance(found, Mapping):
        rest = {name: value for name, value in found.items() if name not in known and value}
        yield from _rows(rest)


def _rows(extras: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    for name, value in extras.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield clean_line(str(name), 60), clean_line(text, _VALUE)
