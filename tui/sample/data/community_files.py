"""Files that others than the producers add to datasets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.sample.clock import days_ago, naive_stamp
from tui.sample.data.files import parsed
from tui.sample.data.oddities import HOSTILE_SLUG, HOSTILE_TITLE
from tui.sample.data.producers import OTHERS, USERS, Producer, User
from tui.sample.data.records import Dataset, Json, Resource, TableRef
from tui.sample.names import Dice, resource_id

_TITLES = (
    ("Version nettoyée", "csv", "Fichier *corrigé* par la communauté : doublons retirés."),
    ("Carte des communes", "pdf", "Une carte à imprimer, au format A3."),
    ("Conversion en GeoJSON", "geojson", None),
    ("Données jointes au code officiel géographique", "csv", "Avec une colonne `code_insee`."),
)


@dataclass(frozen=True, slots=True)
class CommunityFile:
    """A file, the dataset that it is added to, and who added it."""

    file: Resource
    dataset: Dataset
    organization: Producer | None
    owner: User | None


def make_community_files(datasets: Sequence[Dataset]) -> list[CommunityFile]:
    """One to three files for every third of the datasets that people look at."""
    looked_at = sorted(datasets, key=lambda item: -item.views)[:60:3]
    made = [
        _make(dataset, rank)
        for dataset in looked_at
        for rank in range(Dice("community", dataset.slug).between(1, 3))
    ]
    return [*made, *(_hostile(item) for item in datasets if item.slug == HOSTILE_SLUG)]


def _hostile(dataset: Dataset) -> CommunityFile:
    """A file whose texts would take over a careless terminal."""
    made = _make(dataset, 1)
    file = replace(made.file, title=HOSTILE_TITLE, description=dataset.description)
    return replace(made, file=file)


def _make(dataset: Dataset, rank: int) -> CommunityFile:
    dice = Dice("community file", dataset.slug, rank)
    title, format_, description = _TITLES[rank]
    by_organization = dice.chance(30)
    rid = resource_id(f"community/{dataset.slug}/{rank}")
    created = days_ago(30 + dice.number(600))
    file = Resource(
        id=rid,
        title=title,
        url=f"https://static.sample.data.gouv.invalid/communaute/{rid}.{format_}",
        format=format_,
        created_at=created,
        last_modified=days_ago(dice.number(30)),
        description=description,
        mime={"csv": "text/csv", "pdf": "application/pdf"}.get(format_, "application/geo+json"),
        filesize=dice.between(9_000, 900_000),
        table=TableRef("lieux", rank + 1, 60) if format_ == "csv" else None,
    )
    seen = naive_stamp(days_ago(dice.number(20), 4, 0))
    alive: dict[str, Json] = {
        "check:available": True,
        "check:status": 200,
        "check:date": seen,
        "analysis:content-length": file.filesize,
    }
    extras = alive | (parsed(file, seen) if file.table else {})
    return CommunityFile(
        replace(file, extras=extras),
        dataset,
        dice.pick(OTHERS) if by_organization else None,
        None if by_organization else dice.pick(USERS),
    )
