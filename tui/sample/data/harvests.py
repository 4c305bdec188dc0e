"""Catalogues that the sample site harvests, each time it did so, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tui.sample.clock import days_ago
from tui.sample.data.producers import PRODUCERS, USERS, Producer, User
from tui.sample.data.records import Dataset
from tui.sample.names import Dice, object_id, slugify

_SOURCES = (
    # domain, protocol, active, schedule, what the team said of it, why
    ("moisson.invalid", "dcat", True, "0 2 * * *", "accepted", None),
    ("geo.moisson.invalid", "csw-iso-19139", True, "30 4 * * 1", "accepted", None),
    ("vieux.moisson.invalid", "ckan", False, None, "accepted", None),
    ("double.moisson.invalid", "dkan", False, None, "refused", "Doublon"),
    ("nouveau.moisson.invalid", "ods", True, None, "pending", None),
)


@dataclass(frozen=True, slots=True)
class Item:
    """What a harvest did with one thing."""

    remote_id: str
    remote_url: str
    status: str
    moment: datetime
    dataset: Dataset | None = None
    error: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One harvest of a source."""

    id: str
    source_id: str
    status: str
    started: datetime
    ended: datetime | None
    items: tuple[Item, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A catalogue that is harvested."""

    id: str
    domain: str
    backend: str
    active: bool
    schedule: str | None
    state: str
    comment: str | None
    organization: Producer
    validator: User
    created_at: datetime
    jobs: tuple[Job, ...] = ()

    @property
    def name(self) -> str:
        return f"Catalogue {self.domain}"

    @property
    def slug(self) -> str:
        return slugify(self.name)


def make_sources(datasets: Sequence[Dataset]) -> tuple[Source, ...]:
    """The sources, the newest last; the first one is where harvested datasets come from."""
    harvested = [item for item in datasets if item.harvest]
    return tuple(_source(index, harvested) for index in range(len(_SOURCES)))


def _source(index: int, harvested: Sequence[Dataset]) -> Source:
    domain, backend, active, schedule, state, comment = _SOURCES[index]
    dice = Dice("source", domain)
    # The one that the datasets name.
    ident = object_id("harvest", "source" if index == 0 else domain)
    count = 26 if index == 0 else 3 * (state == "accepted")
    jobs = tuple(_job(ident, domain, n, harvested) for n in range(count))
    return Source(
        ident,
        domain,
        backend,
        active,
        schedule,
        state,
        comment,
        dice.pick(PRODUCERS),
        dice.pick(USERS),
        days_ago(900 - 100 * index),
        jobs,
    )


def _job(source: str, domain: str, number: int, harvested: Sequence[Dataset]) -> Job:
    started = days_ago(number * 7, 2, 0)
    ident = object_id("job", f"{source}:{number}")
    if number == 2:
        error = "ConnectTimeout: le catalogue ne répond pas"
        return Job(ident, source, "failed", started, started + timedelta(minutes=1), (), error)
    items = tuple(
        _item(domain, position, started, item) for position, item in enumerate(harvested[:40])
    )
    failed = any(item.status == "failed" for item in items)
    ended = started + timedelta(minutes=20 + number)
    return Job(ident, source, "done-errors" if failed else "done", started, ended, items)


def _item(domain: str, position: int, started: datetime, dataset: Dataset) -> Item:
    moment = started + timedelta(seconds=20 * position)
    address = f"https://{domain}/datasets/{dataset.slug}"
    if position % 9 == 4:
        error = "ValueError: titre manquant"
        return Item(f"remote-{position}", address, "failed", moment, None, error)
    if position % 13 == 6:
        return Item(f"remote-{position}", address, "skipped", moment, None)
    note = "licence inconnue" if position % 5 == 2 else ""
    return Item(f"remote-{position}", address, "done", moment, dataset, "", note)
