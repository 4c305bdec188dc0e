"""The quality of a dataset told in words: what is measured, what it means, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tui import format as fmt
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.widgets.prose import Block, Facts, Heading, Paragraph
from tui.widgets.results import score_bar

if TYPE_CHECKING:
    from tui.api.models import Dataset, DatasetSummary

GUIDE = (
    "https://guides.data.gouv.fr/guides-open-data/guide-qualite/"
    "ameliorer-la-qualite-dun-jeu-de-donnees-en-continu/"
    "ameliorer-le-score-de-qualite-des-metadonnees"
)
"""The portal's own guide to a better score."""

GOOD = 6 / 9
"""The score from which the portal calls a dataset good."""

_MISLEADING_BACKENDS = frozenset({"CSW-ISO-19139"})
"""Harvesters of catalogues whose metadata the portal warns it cannot judge well."""

_NEEDS_FILES = N_("It is measured once the dataset has a file.")


class Criterion(NamedTuple):
    """One thing that is measured. All texts are to be translated before they are drawn.

    Attributes:
        key: Its name in the answer of the service.
        short: What it is about, in a word or two.
        met, unmet: What is said when it is met, and when it is not.
        meaning: What is looked at.
        mend: What the producer can do.
        unmeasured: When it is measured; empty for what always is.
    """

    key: str
    short: str
    met: str
    unmet: str
    meaning: str
    mend: str
    unmeasured: str = ""


CRITERIA = (
    Criterion(
        "dataset_description_quality",
        N_("description"),
        N_("The data are described"),
        N_("The data are hardly described"),
        N_("The description has more than 100 characters."),
        N_("Say what the data hold, where they come from, how they are made and what they miss."),
    ),
    Criterion(
        "resources_documentation",
        N_("documentation of the files"),
        N_("The files are documented"),
        N_("The files are not documented"),
        N_("At least one file has a description, or is of the type documentation."),
        N_("Describe each file, or add one that explains the columns and their units."),
        _NEEDS_FILES,
    ),
    Criterion(
        "license",
        N_("licence"),
        N_("A licence is given"),
        N_("No licence is given"),
        N_("The dataset says under which licence its data may be reused."),
        N_("Choose a licence: Licence Ouverte 2.0 or ODbL for most public data."),
    ),
    Criterion(
        "update_frequency",
        N_("update frequency"),
        N_("An update frequency is given"),
        N_("No update frequency is given"),
        N_("The dataset says how often its data are updated."),
        N_("Choose a frequency, even if it is irregular or punctual."),
    ),
    Criterion(
        "update_fulfilled_in_time",
        N_("updated in time"),
        N_("The update frequency is kept"),
        N_("The update frequency is not kept"),
        N_("The last update is no older than the frequency allows, give or take a day."),
        N_("Update the files, or choose the frequency that the data really have."),
        N_("It is measured once the dataset says how often it is updated."),
    ),
    Criterion(
        "has_open_format",
        N_("open format"),
        N_("A file has a standard, open format"),
        N_("No file has a standard, open format"),
        N_("At least one file is neither PDF, nor a text document, nor an Excel workbook."),
        N_("Publish the data as CSV, JSON or GeoJSON too, beside the other formats."),
        _NEEDS_FILES,
    ),
    Criterion(
        "temporal_coverage",
        N_("dates covered"),
        N_("The dates covered are given"),
        N_("The dates covered are not given"),
        N_("The dataset says which period its data are about."),
        N_("Give the first and the last day that the data are about."),
    ),
    Criterion(
        "spatial",
        N_("places covered"),
        N_("The places covered are given"),
        N_("The places covered are not given"),
        N_("The dataset says which places its data are about, and how finely."),
        N_("Give the zones that the data cover, or their granularity."),
    ),
    Criterion(
        "all_resources_available",
        N_("all files answer"),
        N_("All files can be downloaded"),
        N_("Some files cannot be downloaded"),
        N_("Every file that lives on another site answered when it was last looked at."),
        N_("Mend the addresses that no longer answer (✗ in the list of files), or host the files."),
        _NEEDS_FILES,
    ),
)
"""What the score counts, in the order it is told."""

_HAS_FILES = "has_resources"


def quality_facts(dataset: DatasetSummary) -> Iterator[tuple[str, str]]:
    """The score and each criterion that was measured, a line each."""
    if dataset.quality_score is not None:
        yield _("Score"), score_text(dataset.quality_score)
    for criterion in CRITERIA:
        if criterion.key in dataset.quality:
            yield ("✓" if dataset.quality[criterion.key] else "✗"), _(criterion.short)


def score_text(score: float) -> str:
    """A score as a bar and a percentage."""
    return f"{score_bar(score)} {fmt.percent(score)}"


def quality_blocks(dataset: Dataset) -> list[Block]:
    """The Quality tab."""
    blocks: list[Block] = [Heading(_("Quality of the description")), Paragraph("")]
    measured = [criterion for criterion in CRITERIA if criterion.key in dataset.quality]
    if dataset.quality_score is None and not measured:
        return [*blocks, Paragraph(_("This site says nothing of the quality of this dataset."))]
    blocks += _verdict(dataset, measured)
    unmet = [criterion for criterion in measured if not dataset.quality[criterion.key]]
    met = [criterion for criterion in measured if dataset.quality[criterion.key]]
    if dataset.quality.get(_HAS_FILES) is False or dataset.resources_count == 0:
        blocks.append(Paragraph(_("The dataset has no file yet."), "warning"))
    for criterion in unmet:
        blocks += [
            Paragraph(""),
            Paragraph(f"✗ {_(criterion.unmet)}", "warning"),
            Facts(((_("Measured"), _(criterion.meaning)), (_("To mend it"), _(criterion.mend)))),
        ]
    for criterion in met:
        blocks += [
            Paragraph(""),
            Paragraph(f"✓ {_(criterion.met)}", "accent"),
            Paragraph(f"  {_(criterion.meaning)}", "dim"),
        ]
    for criterion in CRITERIA:
        if criterion.key not in dataset.quality:
            why = f"  {_(criterion.unmeasured)}" if criterion.unmeasured else ""
            blocks += [
                Paragraph(""),
                Paragraph("· " + _("Not measured: {what}").format(what=_(criterion.short))),
            ]
            blocks += [Paragraph(why, "dim")] if why else []
    blocks += [Paragraph(""), Facts(((_("Guide"), GUIDE),))]
    return blocks


def _verdict(dataset: Dataset, measured: list[Criterion]) -> list[Block]:
    """The score, how many criteria are met, and what the score does not know."""
    rows = []
    if dataset.quality_score is not None:
        verdict = _("good") if dataset.quality_score >= GOOD - 1e-9 else _("to be improved")
        rows.append((_("Score"), f"{score_text(dataset.quality_score)} · {verdict}"))
    if measured:
        met = sum(dataset.quality[criterion.key] for criterion in measured)
        text = ngettext(
            "{met} of the {count} criterion measured is met",
            "{met} of the {count} criteria measured are met",
            len(measured),
        )
        rows.append((_("Criteria"), text.format(met=met, count=len(measured))))
    blocks: list[Block] = [Facts(tuple(rows))]
    if dataset.harvest is not None and dataset.harvest.backend in _MISLEADING_BACKENDS:
        said = _("It was harvested from a geographical catalogue: the score may be misleading.")
        blocks += [Paragraph(""), Paragraph(said, "dim")]
    return blocks
