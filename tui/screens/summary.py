"""A dataset told in words: what previews say, and what is said loudly everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.file_texts import file_line
from tui.screens.quality_texts import score_text
from tui.widgets.kind_words import LICENSES, titled
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph
from tui.widgets.results import producer_of

if TYPE_CHECKING:
    from tui.api.models import DatasetMetrics, DatasetSummary, ResourcePage


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
        yield _("Updated"), day_and_age(dataset.last_update)
    if dataset.license:
        yield _("Licence"), titled(LICENSES, dataset.license)
    if dataset.quality_score is not None:
        yield _("Quality"), score_text(dataset.quality_score)
    yield _("Use"), use_text(dataset)
    if dataset.tags:
        yield _("Tags"), ", ".join(dataset.tags[:12])


def day_and_age(moment: datetime) -> str:
    """A day, and how long ago it was."""
    return f"{fmt.date(moment)} ({fmt.ago(moment, clock.now())})"


def use_text(dataset: DatasetSummary) -> str:
    """How much a dataset is used."""
    return " · ".join(
        form.format(count=fmt.number(count)) for form, count in _counters(dataset.metrics)
    )


def _counters(metrics: DatasetMetrics) -> Iterator[tuple[str, int]]:
    views, downloads = metrics.views, metrics.resources_downloads
    yield ngettext("{count} view", "{count} views", views), views
    yield ngettext("{count} download", "{count} downloads", downloads), downloads
    yield ngettext("{count} reuse", "{count} reuses", metrics.reuses), metrics.reuses
    yield ngettext("{count} follower", "{count} followers", metrics.followers), metrics.followers
