"""A dataset told in words: what previews and its About tab say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui import clock
from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.file_texts import file_line
from tui.screens.quality_texts import quality_facts, score_text
from tui.text import SafeText, clean_line
from tui.widgets.facets import value_title
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph
from tui.widgets.results import producer_of

if TYPE_CHECKING:
    from tui.api.models import Dataset, DatasetMetrics, DatasetSummary, ResourcePage


def dataset_blocks(dataset: DatasetSummary, files: ResourcePage | None) -> list[Block]:
    """The preview of a dataset: title, facts, its first files where known, description."""
    blocks: list[Block] = [
        Heading(dataset.title),
        Paragraph(producer_of(dataset), "dim"),
        Paragraph(""),
    ]
    blocks += [Paragraph(text, "warning") for text in warnings_of(dataset)]
    blocks.append(Facts(tuple(_short_facts(dataset))))
    if files is not None and files.items:
        blocks += [Paragraph(""), Heading(_("Files"))]
        blocks += [Paragraph(file_line(resource)) for resource in files.items]
        left = files.total - len(files.items)
        if left > 0:
            blocks.append(Paragraph(_("… and {count} more").format(count=fmt.number(left)), "dim"))
    if dataset.description:
        blocks += [Paragraph(""), Markdown(dataset.description)]
    return blocks


def about_blocks(dataset: Dataset) -> list[Block]:
    """The About tab: everything the portal says of a dataset, then its description."""
    blocks: list[Block] = [Heading(dataset.title)]
    if dataset.acronym:
        blocks.append(Paragraph(dataset.acronym, "dim"))
    blocks.append(Paragraph(""))
    blocks += [Paragraph(text, "warning") for text in warnings_of(dataset)]
    blocks.append(Facts(tuple((name, value) for name, value in _facts(dataset) if value)))
    if dataset.quality:
        blocks += [Paragraph(""), Heading(_("Quality")), Facts(tuple(quality_facts(dataset)))]
    if dataset.description:
        blocks += [Paragraph(""), Heading(_("Description")), Markdown(dataset.description)]
    return blocks


def warnings_of(dataset: DatasetSummary) -> list[str]:
    """What must be said loudly of a dataset."""
    said = []
    if dataset.deleted is not None:
        said.append(_("Deleted on {date}.").format(date=fmt.date(dataset.deleted)))
    if dataset.archived is not None:
        said.append(
            _("Archived on {date}: no longer updated.").format(date=fmt.date(dataset.archived))
        )
    if dataset.private:
        said.append(_("Private: only its producer sees it."))
    if dataset.access_type == "restricted":
        said.append(_("Restricted access: the files are not for everybody."))
    if dataset.organization is None and dataset.owner is None:
        said.append(_("Nobody is responsible for it any more."))
    return said


def _short_facts(dataset: DatasetSummary) -> Iterator[tuple[str, str]]:
    if dataset.last_update is not None:
        yield (
            _("Updated"),
            f"{fmt.date(dataset.last_update)} ({fmt.ago(dataset.last_update, clock.now())})",
        )
    if dataset.license:
        yield _("Licence"), dataset.license
    if dataset.quality_score is not None:
        yield _("Quality"), score_text(dataset.quality_score)
    yield _("Use"), _use(dataset)
    if dataset.tags:
        yield _("Tags"), ", ".join(dataset.tags[:12])


def _use(dataset: DatasetSummary) -> str:
    return " · ".join(
        form.format(count=fmt.number(count)) for form, count in _counters(dataset.metrics)
    )


def _counters(metrics: DatasetMetrics) -> Iterator[tuple[str, int]]:
    views, downloads = metrics.views, metrics.resources_downloads
    yield ngettext("{count} view", "{count} views", views), views
    yield ngettext("{count} download", "{count} downloads", downloads), downloads
    yield ngettext("{count} reuse", "{count} reuses", metrics.reuses), metrics.reuses
    yield ngettext("{count} follower", "{count} followers", metrics.followers), metrics.followers


def _facts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield _("Producer"), producer_of(dataset)
    for contact in dataset.contact_points:
        reach = clean_line(contact.email or contact.contact_form, 300)
        yield _("Contact"), " · ".join(part for part in (contact.name, reach) if part)
    yield _("Licence"), _licence(dataset)
    yield _("Access"), value_title(dataset.access_type) if dataset.access_type else ""
    yield _("Frequency"), dataset.frequency_label or dataset.frequency
    if dataset.last_update is not None:
        yield (
            _("Updated"),
            f"{fmt.date(dataset.last_update)} ({fmt.ago(dataset.last_update, clock.now())})",
        )
    if dataset.created_at is not None:
        yield _("Created"), fmt.date(dataset.created_at)
    yield _("Period"), _period(dataset)
    yield _("Places"), _places(dataset)
    yield _("Tags"), ", ".join(dataset.tags)
    yield _("Labels"), ", ".join(dataset.badges)
    if dataset.schema_ref is not None:
        yield _("Schema"), f"{dataset.schema_ref.name} {dataset.schema_ref.version}".strip()
    yield _("Use"), _use(dataset)
    if dataset.harvest is not None:
        remote = clean_line(dataset.harvest.remote_url, 300)
        yield _("Harvested from"), " · ".join(p for p in (dataset.harvest.domain, remote) if p)
    yield _("DOI"), clean_line(dataset.doi, 200)
    yield _("Id"), clean_line(dataset.id, 80)
    yield _("Slug"), clean_line(dataset.slug, 300)


def _licence(dataset: Dataset) -> str:
    title = dataset.license_title or dataset.license
    host = host_of(dataset.license_url)
    return f"{title} ({host})" if title and host else title


def _period(dataset: Dataset) -> str:
    coverage = dataset.temporal_coverage
    if coverage is None or (coverage.start is None and coverage.end is None):
        return ""
    start = fmt.date(coverage.start) if coverage.start is not None else "…"
    end = fmt.date(coverage.end) if coverage.end is not None else "…"
    return f"{start} – {end}"


def _places(dataset: Dataset) -> str:
    if dataset.spatial is None:
        return ""
    zones = [zone.name for zone in dataset.spatial.zones]
    level = dataset.spatial.granularity_label
    return " · ".join(part for part in (", ".join(zones), level) if part)


def host_of(url: str) -> SafeText:
    """The host of a web address, safe to draw; empty for what is not http(s)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return SafeText("")
    return clean_line(host, 120) if parts.scheme in ("http", "https") else SafeText("")
