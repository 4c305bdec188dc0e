"""The four hundred and some datasets of the sample site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tui.sample.clock import days_ago, stamp
from tui.sample.data.files import FilePlan, make_files
from tui.sample.data.minor import Minor, minors
from tui.sample.data.national import NATIONALS, National
from tui.sample.data.places import ZONES_BY_ID
from tui.sample.data.producers import LOCALS, Producer, producer
from tui.sample.data.prose import describe
from tui.sample.data.records import Dataset, Json, TableRef
from tui.sample.data.subjects import SUBJECTS, Subject
from tui.sample.names import Dice, object_id, slugify
from tui.settings import SITES

SUBJECTS_OF_A_PLACE = 15
WEB = SITES["sample"].web_url


def make_datasets(seed: int) -> list[Dataset]:
    """The ordinary datasets: national, then local. `seed` varies how much each is looked at."""
    made = [_national(plan, seed) for plan in NATIONALS]
    made += [_minor(plan, seed) for plan in minors()]
    for place in LOCALS:
        subjects = Dice("subjects", place.name).sample(SUBJECTS, SUBJECTS_OF_A_PLACE)
        made += [_local(place, subject, seed) for subject in subjects]
    return made


def table_of(text: str, seed: int, rows: int = 0) -> TableRef | None:
    """The table that ``TEMPLATE`` or ``TEMPLATE/ROWS`` names; None for an empty text."""
    template, _, own_rows = text.partition("/")
    return TableRef(template, seed, int(own_rows or rows)) if template else None


def _national(plan: National, seed: int) -> Dataset:
    owner = producer(plan.producer)
    slug = slugify(plan.title)
    files = FilePlan(
        slug,
        plan.title,
        plan.formats,
        plan.frequency,
        table=table_of(plan.table, 1, 500),
        popularity=plan.popularity,
        keep_table=True,
    )
    dice = Dice("national", plan.title)
    return replace(
        _dataset(owner, plan.title, slug, plan.about, files),
        acronym=plan.acronym,
        created_at=days_ago(1_700 + dice.number(900)),
        tags=tuple(sorted(plan.tags)),
        badges=plan.badges,
        license="lov2" if dice.chance(80) else "odc-odbl",
        granularity=plan.granularity,
        featured=plan.popularity > 400_000,
        views=plan.popularity + Dice(seed, "views", slug).number(plan.popularity // 10 + 1),
        followers=plan.popularity // 900,
        description_short=f"{plan.about[:1].upper()}{plan.about[1:150]}."
        if dice.chance(60)
        else None,
    )


def _minor(plan: Minor, seed: int) -> Dataset:
    slug = slugify(plan.title)
    dice = Dice("minor", plan.title)
    files = FilePlan(slug, plan.title, plan.formats, dice.pick(("annual", "monthly", "irregular")))
    made = _dataset(producer(plan.producer), plan.title, slug, plan.title.lower(), files)
    return replace(
        made,
        tags=tuple(sorted(plan.tags)),
        badges=plan.badges,
        license=dice.pick(("lov2", "lov2", "fr-lo", "odc-odbl", "cc-by-sa")),
        granularity=dice.pick(("country", "fr:departement", "fr:commune")),
        harvest=_harvest(slug) if dice.chance(40) else None,
        views=Dice(seed, "views", slug).long_tail(90_000) + 200,
        followers=dice.long_tail(120),
    )


def _local(place: Producer, subject: Subject, seed: int) -> Dataset:
    title = f"{subject.title} – {place.place}"
    slug = slugify(title)
    dice = Dice("local", title)
    formats = subject.formats[: dice.between(1, len(subject.formats))]
    files = FilePlan(
        slug,
        title,
        formats,
        subject.frequency,
        subject.schema,
        table_of(subject.table, dice.number(10_000), dice.between(40, 4_000)),
        dice.long_tail(30_000),
        dead_links=dice.chance(3),
    )
    made = _dataset(place, title, slug, f"{subject.about} ({place.place})", files)
    return replace(
        made,
        tags=tuple(sorted((*subject.tags, slugify(place.place)))),
        badges=(subject.badge,) if subject.badge else (),
        license=dice.pick(("lov2", "lov2", "lov2", "odc-odbl", "fr-lo", "notspecified")),
        zones=(place.zone,),
        granularity=subject.granularity,
        harvest=_harvest(slug) if dice.chance(30) else None,
        views=Dice(seed, "views", slug).long_tail(24_000) + dice.number(90),
        followers=dice.long_tail(40),
    )


def _dataset(owner: Producer, title: str, slug: str, about: str, files: FilePlan) -> Dataset:
    """What national and local datasets have in common."""
    dice = Dice("dataset", slug)
    created = days_ago(30 + dice.number(2_600), 8 + dice.number(9), dice.number(60))
    made_files = make_files(files)
    page = f"{WEB}/organizations/{owner.slug}/"
    start = date(2010 + dice.number(14), 1, 1)
    return Dataset(
        id=object_id("dataset", slug),
        slug=slug,
        title=title,
        description=describe(dice, title, about, owner.name, page),
        created_at=created,
        last_modified=max([created, *(item.last_modified for item in made_files)]),
        organization=owner,
        frequency=files.frequency,
        coverage=(start, date(2026, 10, 31)) if dice.chance(55) else None,
        zones=(owner.zone,) if owner.zone in ZONES_BY_ID else (),
        schema=made_files[0].schema if made_files else None,
        contact=dice.chance(70),
        extras={"transport:url": f"https://transport.invalid/{slug}"} if "bus" in about else {},
        resources=made_files,
    )


def _harvest(slug: str) -> dict[str, Json]:
    dice = Dice("harvest", slug)
    return {
        "backend": dice.pick(("dcat", "csw-dcat", "ods", "ckan")),
        "domain": "moisson.invalid",
        "source_id": object_id("harvest", "source"),
        "remote_id": f"remote-{dice.number(100_000)}",
        "remote_url": f"https://moisson.invalid/datasets/{slug}",
        "last_update": stamp(days_ago(dice.number(5), 2, 0)),
        "modified_at": stamp(days_ago(20 + dice.number(300))),
    }
