"""A file told in words: its line in a list, its details, what can be copied of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.text import clean_line
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph

if TYPE_CHECKING:
    from tui.api.models import Resource

TYPE_TITLES = {
    "main": N_("Main files"),
    "documentation": N_("Documentation"),
    "update": N_("Updates"),
    "api": N_("APIs"),
    "code": N_("Code"),
    "other": N_("Other files"),
}
"""Types of files, in the order they are shown."""


def file_blocks(resource: Resource) -> list[Block]:
    """The details of one file."""
    facts = tuple((name, value) for name, value in _file_facts(resource) if value)
    blocks: list[Block] = [
        Heading(resource.title or _("Untitled file")),
        Paragraph(""),
        Facts(facts),
    ]
    if resource.table_problem:
        blocks += [Paragraph(""), Paragraph(resource.table_problem, "warning")]
    if resource.description:
        blocks += [Paragraph(""), Markdown(resource.description)]
    return blocks


def file_line(resource: Resource) -> str:
    """A file on one line: ``▦`` where its rows can be shown, title, format, size."""
    mark = "▦" if resource.has_table else "·"
    parts = [resource.title or _("Untitled file"), resource.format]
    if resource.size is not None:
        parts.append(fmt.size(resource.size))
    return f"{mark} " + " · ".join(part for part in parts if part)


def _file_facts(resource: Resource) -> Iterator[tuple[str, str]]:
    yield (
        _("Type"),
        _(TYPE_TITLES[resource.type]) if resource.type in TYPE_TITLES else resource.type,
    )
    yield _("Format"), " · ".join(part for part in (resource.format, resource.mime) if part)
    yield _("Size"), fmt.size(resource.size) if resource.size is not None else ""
    yield _("Modified"), fmt.moment(resource.last_modified) if resource.last_modified else ""
    yield _("Created"), fmt.moment(resource.created_at) if resource.created_at else ""
    yield _("Downloads"), fmt.number(resource.downloads) if resource.downloads is not None else ""
    yield _("Answers"), availability(resource)
    yield _("Schema"), resource.schema_name
    if resource.checksum is not None:
        yield _("Checksum"), f"{resource.checksum.type} {clean_line(resource.checksum.value, 200)}"
    yield _("Address"), clean_line(resource.url, 1_000)
    yield _("Stable address"), clean_line(resource.latest, 500)
    yield _("Parquet"), clean_line(resource.parquet_url, 500)
    yield _("Id"), clean_line(resource.id, 80)


def availability(resource: Resource) -> str:
    """Whether a file answered when the crawler last looked."""
    if resource.available is None:
        return _("never checked")
    state = _("yes") if resource.available else _("no")
    if resource.check_status is not None:
        state = f"{state} ({resource.check_status})"
    if resource.checked_at is not None:
        state = _("{state}, checked {ago}").format(
            state=state, ago=fmt.ago(resource.checked_at, clock.now())
        )
    return state
