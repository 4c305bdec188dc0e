"""A file told in words: its line in a list, its details, what can be copied of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.hosts import shown_address
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.place import Copy, command
from tui.screens.validata import validata_url
from tui.settings import Site
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


EXPORT_TITLES = {"parquet": "Parquet", "geojson": "GeoJSON", "pmtiles": "PMTiles"}
"""Proper names: the same in every language."""

_DETECTIONS = {
    "last-modified-header": N_("its server says so"),
    "content-length-header": N_("its length changed"),
    "computed-checksum": N_("its content changed"),
    "harvest-resource-metadata": N_("its harvested metadata say so"),
}
"""How the crawler knows when a file last changed."""


def file_blocks(resource: Resource) -> list[Block]:
    """The details of one file."""
    blocks: list[Block] = [Heading(resource.title or _("Untitled file")), Paragraph("")]
    blocks.append(_facts(_main_facts(resource)))
    if resource.table_problem:
        blocks += [Paragraph(""), Paragraph(resource.table_problem, "warning")]
    for title, pairs in (
        (_("Schema"), _schema_facts(resource)),
        (_("Analysis"), _analysis_facts(resource)),
        (_("Also available as"), _export_facts(resource)),
    ):
        facts = _facts(pairs)
        if facts.rows:
            blocks += [Paragraph(""), Heading(title), facts]
    if resource.description:
        blocks += [Paragraph(""), Heading(_("Description")), Markdown(resource.description)]
    return blocks


def _facts(pairs: Iterable[tuple[str, str]]) -> Facts:
    return Facts(tuple((name, value) for name, value in pairs if value))


def copies_of_file(resource: Resource, site: Site) -> Iterable[Copy]:
    """What can be copied of a file."""
    yield Copy(_("Address of the file"), resource.url)
    if resource.latest:
        yield Copy(_("Stable address of the file"), resource.latest)
    permanent = Link("resource", resource.id).web_url(site)
    if permanent:
        yield Copy(_("Stable web address of the file"), permanent)
    for export in resource.exports:
        title = _("Address of the file as {format}").format(format=EXPORT_TITLES[export.format])
        yield Copy(title, export.url)
    yield Copy(_("Id of the file"), resource.id)
    yield Copy(_("Title of the file"), resource.title)
    if resource.checksum is not None and resource.checksum.value:
        yield Copy(_("Checksum of the file"), resource.checksum.value)
    if resource.schema_ref is not None and resource.schema_ref.name:
        yield Copy(_("Schema of the file"), resource.schema_ref.name)
        check = validata_url(resource.schema_ref.name, resource.url)
        yield Copy(_("Address that checks it against its schema"), check)
    if resource.has_table:
        yield Copy(_("Command that opens its rows"), command(Link("resource", resource.id)))


def file_line(resource: Resource) -> str:
    """A file on one line: ``▦`` where its rows can be shown, title, format, size."""
    mark = "▦" if resource.has_table else "·"
    parts = [resource.title or _("Untitled file"), resource.format]
    if resource.size is not None:
        parts.append(fmt.size(resource.size))
    return f"{mark} " + " · ".join(part for part in parts if part)


def _main_facts(resource: Resource) -> Iterator[tuple[str, str]]:
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
    if resource.checksum is not None:
        yield _("Checksum"), f"{resource.checksum.type} {clean_line(resource.checksum.value, 200)}"
    yield _("Address"), shown_address(resource.url, 1_000)
    yield _("Stable address"), clean_line(resource.latest, 500)
    yield _("Id"), clean_line(resource.id, 80)


def _schema_facts(resource: Resource) -> Iterator[tuple[str, str]]:
    if resource.schema_ref is not None:
        yield _("Name"), resource.schema_ref.name
        yield _("Version"), resource.schema_ref.version
        yield _("Address"), shown_address(resource.schema_ref.url, 500)
    elif resource.findings.schema_errors is None:
        return
    errors, day = resource.findings.schema_errors, resource.findings.validated_at
    if errors is None:
        yield _("Validation"), _("never validated, as far as the portal knows")
    elif errors == 0:
        yield _("Validation"), _("valid")
    else:
        said = ngettext("{count} error", "{count} errors", errors)
        yield _("Validation"), said.format(count=fmt.number(errors))
    yield _("Validated"), fmt.moment(day) if day is not None else ""


def _analysis_facts(resource: Resource) -> Iterator[tuple[str, str]]:
    """What the crawler found out when it read the file."""
    found = resource.findings
    yield _("Read"), fmt.moment(found.read_at) if found.read_at is not None else ""
    yield _("Rows"), _("can be shown as a table") if resource.has_table else ""
    yield _("Looks like"), found.mime
    yield _("Measured"), fmt.size(found.size) if found.size is not None else ""
    if found.changed_at is not None:
        how = found.changed_by
        why = _(_DETECTIONS[how]) if how in _DETECTIONS else how
        yield _("Changed"), " · ".join(part for part in (fmt.moment(found.changed_at), why) if part)
    yield _("Checksum"), found.checksum
    yield _("Error"), found.error


def _export_facts(resource: Resource) -> Iterator[tuple[str, str]]:
    for export in resource.exports:
        size = fmt.size(export.size) if export.size is not None else ""
        address = shown_address(export.url, 500)
        yield EXPORT_TITLES[export.format], " · ".join(part for part in (size, address) if part)


def availability(resource: Resource) -> str:
    """Whether a file answered when the crawler last looked."""
    if resource.available is None:
        return _("never checked")
    state = _("yes") if resource.available else _("no")
    if resource.check_status is not None:
        state = f"{state} ({resource.check_status})"
    if not resource.available and resource.check_error:
        state = f"{state} · {resource.check_error}"
    if resource.checked_at is not None:
        state = _("{state}, checked {ago}").format(
            state=state, ago=fmt.ago(resource.checked_at, clock.now())
        )
    return state
