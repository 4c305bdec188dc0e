"""What exports say: before they begin, while they go on, once they are over."""

from __future__ import annotations

import math

from tui import format as fmt
from tui.api.journal import redact
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.screens.export_offers import Offer
from tui.tables.export.download import Download
from tui.tables.export.job import Export
from tui.tables.export.problems import shown
from tui.tables.export.progress import Progress, Route, Stage
from tui.tables.export.running import Job
from tui.tables.remote import PAGE_SIZE
from tui.widgets.prose import Block, Facts, Paragraph

STAGES = {
    Stage.WAITING: N_("waits for its turn"),
    Stage.COUNTING: N_("counting"),
    Stage.RUNNING: N_("under way"),
    Stage.FINISHING: N_("finishing"),
    Stage.DONE: N_("done"),
    Stage.FAILED: N_("not finished"),
    Stage.CANCELLED: N_("stopped"),
}
_ROUTES = {
    Route.STREAM: N_("one stream"),
    Route.PAGES: N_("page by page"),
    Route.HELD: N_("rows at hand"),
}


def way_words(offer: Offer) -> str:
    """How the rows will come, and about how long it takes, as a sentence."""
    plan = offer.plan
    if plan.route is Route.HELD:
        return _("The rows are here: nothing is asked of the service.")
    if plan.route is Route.STREAM:
        if plan.rows is None:
            return _("The rows are counted first; up to 50,000 come in one request.")
        return _("The rows come in one request.")
    if plan.requests is None:
        return _("The rows come page by page.")
    said = ngettext(
        "The rows come in {count} request of {size} rows.",
        "The rows come in {count} requests of {size} rows, two at a time at most.",
        plan.requests,
    ).format(count=fmt.number(plan.requests), size=PAGE_SIZE)
    if offer.seconds is None:
        return said
    lasting = _("At the pace of the last ones that takes about {time}.")
    return f"{said} {lasting.format(time=duration(offer.seconds))}"


def duration(seconds: float) -> str:
    """A time one waits: ``8 s``, ``2 min 05 s``, ``1 h 20 min``; rounded up."""
    whole = max(0, math.ceil(seconds))
    if whole < 60:
        return _("{seconds} s").format(seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=f"{rest:02}")
    hours, minutes = divmod(minutes, 60)
    return _("{hours} h {minutes} min").format(hours=fmt.number(hours), minutes=f"{minutes:02}")


def rows_words(progress: Progress) -> str:
    """Rows written, and of how many; of a download, bytes."""
    if progress.in_bytes:
        return _bytes_words(progress)
    rows = fmt.number(progress.rows)
    if progress.total is None or progress.stage is Stage.DONE:
        return ngettext("{count} row", "{count} rows", progress.rows).format(count=rows)
    said = ngettext("{count} of {total} row", "{count} of {total} rows", progress.total)
    return said.format(count=rows, total=fmt.number(progress.total))


def _bytes_words(progress: Progress) -> str:
    size = fmt.size(progress.rows)
    if progress.stage is Stage.DONE:
        return size
    if progress.total is None:
        return _("{size}, of a size that the server does not say").format(size=size)
    return _("{size} of {total}").format(size=size, total=fmt.size(progress.total))


def state_words(progress: Progress) -> str:
    """The time left; what it does where that means nothing."""
    if progress.stage is Stage.RUNNING and progress.left is not None:
        return _("{time} left").format(time=duration(progress.left))
    if progress.in_bytes and progress.stage is Stage.COUNTING:
        return _("asking")
    return _(STAGES[progress.stage])


def detail_words(progress: Progress) -> str:
    """The second line of an export: what came, or why it stopped."""
    if progress.stage is Stage.FAILED:
        return " ".join(text for text in (progress.reason, progress.hint) if text)
    words = [rows_words(progress)] if progress.stage is not Stage.WAITING else []
    if progress.stage is Stage.RUNNING and progress.rate is not None:
        words.append(_rate_words(progress, progress.rate))
    if progress.size and not progress.in_bytes:
        words.append(fmt.size(progress.size))
    if progress.stage is Stage.DONE:
        words += [duration(progress.seconds), shown(progress.path.parent)]
        return " · ".join([progress.warning, *words] if progress.warning else words)
    if progress.stage is Stage.CANCELLED:
        words.append(_("r goes on from there"))
    elif progress.route is not None:
        words.append(_(_ROUTES[progress.route]))
    return " · ".join(words)


def _rate_words(progress: Progress, rate: float) -> str:
    if progress.in_bytes:
        return _("{size}/s").format(size=fmt.size(round(rate)))
    return _("{count} rows/s").format(count=fmt.number(round(rate)))


def blocks(job: Job) -> list[Block]:
    """All that there is to know of an export or a download."""
    progress = job.progress
    facts = [
        (_("File"), shown(progress.path)),
        (_("State"), _(STAGES[progress.stage])),
        *_asked_facts(job),
    ]
    if progress.size and not progress.in_bytes:
        facts.append((_("Size"), fmt.size(progress.size)))
    if progress.resumed:
        there = fmt.size(progress.resumed) if progress.in_bytes else fmt.number(progress.resumed)
        facts.append((_("Already there"), there))
    if progress.stage.is_over:
        facts.append((_("Time"), duration(progress.seconds)))
    said = [text for text in (progress.reason, progress.hint, progress.warning) if text]
    return [
        Facts(tuple(facts)),
        *(Paragraph(text, "warning") for text in said),
        *(Paragraph(note) for note in progress.notes),
    ]


def _asked_facts(job: Job) -> list[tuple[str, str]]:
    """What was asked for, and how much of it there is."""
    if isinstance(job, Download):
        return [
            (_("What"), job.order.title),
            (_("Address"), redact(job.order.url)),
            (_("Size"), rows_words(job.progress)),
        ]
    if not isinstance(job, Export):
        return []
    facts = [
        (_("Format"), _(job.order.made.label)),
        (_("What"), job.order.title),
        (_("Rows"), rows_words(job.progress)),
    ]
    return [*facts, (_("Filters and order"), job.order.about)] if job.order.about else facts
