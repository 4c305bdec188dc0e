"""The files of a dataset: hosted or remote, with what the crawler found out about each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from tui.sample.clock import NOW, days_ago, naive_stamp
from tui.sample.data.contents import content_of
from tui.sample.data.records import Json, Resource, TableRef
from tui.sample.names import Dice, resource_id, slugify
from tui.sample.vocabulary import FORMAT_FAMILIES, MIME_TYPES, SCHEMAS

_STATIC = "https://static.sample.data.gouv.invalid/resources"
_MADE = "https://exports.sample.data.gouv.invalid"
_SERVICES = {"wms", "wfs"}
_DOCUMENTS = {"pdf", "txt"}


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What the files of a dataset should be."""

    slug: str
    title: str
    formats: tuple[str, ...]
    frequency: str = "annual"
    schema: str = ""
    table: TableRef | None = None
    popularity: int = 2_000
    dead_links: bool = False
    keep_table: bool = False


def make_files(plan: FilePlan) -> tuple[Resource, ...]:
    """The main file first, then its other formats, past years and documentation."""
    files = []
    for rank, format_ in enumerate(plan.formats):
        files.append(_make_file(plan, rank, format_))
    if plan.frequency in {"annual", "quarterly", "monthly"} and plan.formats[0] == "csv":
        years = Dice("years", plan.slug).number(4)
        files += [_past_year(plan, len(files) + n, 2025 - n) for n in range(years)]
    return tuple(files)


def _make_file(plan: FilePlan, rank: int, format_: str) -> Resource:
    dice = Dice("file", plan.slug, rank)
    name = f"{slugify(plan.title)[:60]}.{format_}"
    changed = _changed(plan.frequency, dice)
    hosted = format_ not in _SERVICES and (rank == 0 or dice.chance(60))
    file = Resource(
        id=resource_id(f"{plan.slug}/{rank}"),
        title=_title(plan, rank, format_),
        url=f"{_STATIC}/{plan.slug}/{changed:%Y%m%d-%H%M%S}/{name}"
        if hosted
        else f"https://donnees.{plan.slug[:24].strip('-')}.invalid/export/{name}",
        format=format_,
        created_at=days_ago(400 + dice.number(900)),
        last_modified=changed,
        type="documentation" if format_ in _DOCUMENTS and rank else _type(format_),
        filetype="file" if hosted else "remote",
        description=_description(dice, format_, changed.year),
        mime=MIME_TYPES.get(format_),
        filesize=None if format_ in _SERVICES else dice.between(4_000, 90_000_000),
        checksum=_checksum(name) if hosted else None,
        schema=_schema(plan, dice) if rank == 0 else None,
        downloads=dice.long_tail(plan.popularity) + plan.popularity // (6 + 10 * rank),
        table=plan.table if rank == 0 and format_ == "csv" else None,
    )
    return replace(file, extras=_checked(file, dice, plan))


def _checksum(name: str) -> str:
    return hashlib.sha1(content_of(name), usedforsecurity=False).hexdigest()


def _past_year(plan: FilePlan, rank: int, year: int) -> Resource:
    file = _make_file(plan, rank, "csv")
    table = plan.table and replace(
        plan.table, seed=plan.table.seed + rank, rows=max(1, plan.table.rows * 9 // 10)
    )
    small = table if table and table.rows <= 20_000 else None
    past = replace(
        file,
        title=f"{plan.title} {year}",
        last_modified=datetime(year + 1, 2, 1, 8, 15, tzinfo=NOW.tzinfo),
        filetype="file",
        table=small,
        description=f"Millésime **{year}**, définitif.",
    )
    return replace(past, extras=_checked(past, Dice("past", plan.slug, rank), plan))


def _checked(file: Resource, dice: Dice, plan: FilePlan) -> dict[str, Json]:
    """What the crawler keeps in the extras of a file, the reason why it has no table included."""
    if file.format in _SERVICES:
        return {}
    seen = naive_stamp(days_ago(dice.number(20), 3, 12))
    alive: dict[str, Json] = {
        "check:available": True,
        "check:status": 200,
        "check:timeout": False,
        "check:date": seen,
        "check:headers:content-type": file.mime or "application/octet-stream",
        "check:headers:content-length": file.filesize,
        "analysis:content-length": file.filesize,
        "analysis:mime-type": "text/plain" if file.format == "csv" else file.mime,
        "analysis:last-modified-at": naive_stamp(file.last_modified),
        "analysis:last-modified-detection": "last-modified-header",
    }
    if file.checksum:
        alive["analysis:checksum"] = file.checksum
    if file.schema:
        alive |= _validated(seen, Dice("validation", file.id))
    if file.format == "geojson":
        alive |= {
            "analysis:parsing:finished_at": seen,
            "analysis:parsing:pmtiles_url": f"{_MADE}/{file.id}.pmtiles",
            "analysis:parsing:pmtiles_size": (file.filesize or 0) // 5,
        }
    if file.table and (plan.keep_table or dice.chance(94)):
        return alive | parsed(file, seen)
    if plan.dead_links or dice.chance(4):
        return _dead(seen, dice)
    if file.format in FORMAT_FAMILIES["tabular"]:
        return alive | _not_parsed(seen, dice, csv=file.format == "csv")
    return alive


def parsed(file: Resource, seen: str) -> dict[str, Json]:
    """The extras of a file that the Tabular API serves."""
    size = file.filesize or 0
    table = hashlib.sha256(file.id.encode()).hexdigest()[:32]
    found: dict[str, Json] = {
        "analysis:parsing:started_at": seen,
        "analysis:parsing:finished_at": seen,
        "analysis:parsing:parsing_table": table,
    }
    if file.table and file.table.rows >= 200:
        found["analysis:parsing:parquet_url"] = (
            f"https://parquet.sample.data.gouv.invalid/{file.id}.parquet"
        )
        found["analysis:parsing:parquet_size"] = size // 3
    return found


def _validated(seen: str, dice: Dice) -> dict[str, Json]:
    """What checking a file against its schema found: an empty list where it is valid."""
    errors: list[Json] = [
        {"code": "type-error", "message": f"Ligne {2 + n} : valeur non conforme."}
        for n in range(dice.pick((0, 0, 3)))
    ]
    return {"validation-report:validation_date": seen, "validation-report:errors": errors}


def _dead(seen: str, dice: Dice) -> dict[str, Json]:
    status, error = dice.pick(((404, "Not Found"), (403, "Forbidden"), (503, "Unavailable")))
    return {
        "check:available": False,
        "check:status": status,
        "check:timeout": False,
        "check:date": seen,
        "check:error": error,
    }


def _not_parsed(seen: str, dice: Dice, *, csv: bool) -> dict[str, Json]:
    of_any_file: tuple[dict[str, Json], ...] = (
        {"analysis:error": "File too large to download"},
        {"analysis:parsing:error": "to_db:Column name is longer than 63 characters"},
        {"analysis:parsing:started_at": seen},
        {},
    )
    of_csv: tuple[dict[str, Json], ...] = (
        {"analysis:parsing:error": "csv_detective:UnicodeDecodeError: invalid byte 0xe9"},
        {"analysis:parsing:error": "csv_detective:Columns mismatch between rows 12 and 13"},
    )
    return dice.pick((*of_any_file, *of_csv) if csv else of_any_file)


def _title(plan: FilePlan, rank: int, format_: str) -> str:
    if format_ in _SERVICES:
        return f"Service {format_.upper()}"
    if format_ in _DOCUMENTS and rank:
        return "Dictionnaire des données" if rank == 1 else "Notice et méthodologie"
    if rank == 0:
        return plan.slug + f".{format_}" if len(plan.slug) % 5 == 0 else plan.title
    return f"{plan.title} ({format_.upper()})"


def _type(format_: str) -> str:
    return "api" if format_ in _SERVICES else "main"


def _description(dice: Dice, format_: str, year: int) -> str | None:
    if dice.chance(35):
        return None
    return f"Données {year}, **format {format_}**." if dice.chance(70) else "Voir la notice."


def _schema(plan: FilePlan, dice: Dice) -> tuple[str, str] | None:
    versions = next((item.versions for item in SCHEMAS if item.name == plan.schema), ())
    return (plan.schema, dice.pick(versions)) if versions else None


_AGES = {
    "tenMinutes": 0,
    "hourly": 0,
    "daily": 1,
    "weekly": 8,
    "monthly": 40,
    "quarterly": 110,
    "semiannual": 200,
    "annual": 380,
}


def _changed(frequency: str, dice: Dice) -> datetime:
    age = _AGES.get(frequency, 1_100)
    late = 700 if dice.chance(12) else 0
    return days_ago(dice.number(age + 1) + late, 6 + dice.number(3), dice.number(60))
