"""Recipes, run by the programs they are written for, give the rows that the screen shows."""

from __future__ import annotations

import ast
import asyncio
import csv
import io
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import httpx
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import client_of, csv_file, made, on_loopback, rid_of, run_recipes
from table_queries import SCHEMA as ANY_SCHEMA
from table_queries import row_queries, texts

from tui.api.models.table import Profile
from tui.sample.app import SampleSite
from tui.tables.operators import typed
from tui.tables.query import (
    ROW_ID,
    Aggregate,
    Column,
    ColumnType,
    Condition,
    Function,
    Group,
    Op,
    Query,
    QueryError,
    Schema,
    Sort,
)
from tui.tables.recipes import Asked, NoRecipe
from tui.tables.recipes.literals import python_text, sql_text, sql_value
from tui.tables.recipes.mcp import TOOL, tool_call
from tui.tables.recipes.python import with_httpx, with_pandas, with_polars
from tui.tables.recipes.shell import curl_all, curl_page, stream_kind
from tui.tables.recipes.sql import Files, over_files
from tui.tables.remote import RemoteTable
from tui.tables.row_texts import raw
from tui.tables.source import Cell, Row
from tui.tables.tabular_form import from_params, to_params

TYPES = "tous-les-types-de-colonnes"
ODD_NAMES = "noms-de-colonnes-difficiles"
HOSTILE = "textes-difficiles-a-afficher"
NUMBERS = "tres-grands-et-tres-petits-nombres"
TOWNS = "population-des-communes-francaises"
MOMENTS = "horodatages-avec-et-sans-fuseau"
AGENDA = "agenda-des-manifestations-dates-jj-mm-aaaa"


def where(*items: Condition | Group) -> Group:
    return Group("and", items)


def either(*items: Condition | Group) -> Group:
    return Group("or", items)


QUERIES: dict[str, tuple[str, Query]] = {
    "all rows, all types": (TYPES, Query(where=where(Condition(ROW_ID, Op.LESS, 110)))),
    "ties and nulls, last to first": (
        TYPES,
        Query(
            where=where(Condition(ROW_ID, Op.GREATER, 380)),
            sorts=(Sort("petit", True), Sort("entier", True)),
        ),
    ),
    "ties and nulls, first to last": (
        TYPES,
        Query(
            where=where(Condition(ROW_ID, Op.GREATER, 440), Condition("texte", Op.DIFFERS, "Aÿ")),
            sorts=(Sort("booleen"), Sort("jour", nulls="first")),
        ),
    ),
    "one or the other": (
        TYPES,
        Query(
            where=where(
                either(
                    Condition("reel", Op.GREATER, "56,7"),
                    where(Condition("booleen", Op.EXACT, True), Condition("entier", Op.LESS, -20)),
                ),
                Condition("objet_json", Op.ISNOTNULL),
            )
        ),
    ),
    "moments": (
        TYPES,
        Query(
            where=where(
                Condition("horodatage", Op.GREATER, "2024-03-20T12:30:00"),
                Condition("horodatage_tz", Op.STRICTLY_LESS, "2024-03-24T18:00:00+02:00"),
                Condition("jour", Op.DIFFERS, "2024-10-01"),
            ),
            sorts=(Sort("horodatage_tz", True),),
        ),
    ),
    "one null and no row": (TYPES, Query(where=where(Condition("tout_vide", Op.EXACT, "x")))),
    "chosen columns of a list": (
        TOWNS,
        Query(
            columns=("nom_commune", "code_insee", "superficie_km2"),
            where=where(
                Condition("code_departement", Op.IN, ("01", "2A", "974", "l'in, connu")),
                Condition("nom_commune", Op.CONTAINS, "É"),
                Condition("littoral", Op.EXACT, False),
            ),
            sorts=(Sort("code_postal"),),
        ),
    ),
    "hostile values": (
        HOSTILE,
        Query(
            where=where(
                Condition(
                    "texte",
                    Op.IN,
                    (
                        '<script>alert("x")</script> &amp; %s {0} $(ls) `id`',
                        "=cmd|'/C calc'!A0",
                        "ligne 1\nligne 2\r\nligne 3",
                        "\x1b[31mrouge\x1b[0m fin",
                        "bidi \u202eoverride\u202c \u2067isolat\u2069 fin",
                        "漢字かな交じり文 한국어",
                    ),
                ),
                Condition("[red]extrait[/]", Op.CONTAINS, "i"),
            ),
            sorts=(Sort("texte"),),
        ),
    ),
    "odd names": (
        ODD_NAMES,
        Query(where=where(Condition("dièse#tag", Op.ISNOTNULL)), sorts=(Sort("cent%25", True),)),
    ),
    "odd names, chosen and compared": (
        ODD_NAMES,
        Query(
            columns=("valeur, unité", 'l\'été "chaud"', "majuscules", "tab\tulation"),
            where=where(
                either(
                    Condition("dièse#tag", Op.LESS, "4"),
                    Condition("back\\slash", Op.CONTAINS, "v1"),
                ),
                Condition("majuscules", Op.NOTIN, ("v3 36",)),
                Condition("MAJUSCULES", Op.GREATER, "15,25"),
            ),
            sorts=(Sort("pct%41bc"), Sort("col::cast")),
        ),
    ),
    "numbers of every size": (NUMBERS, Query(sorts=(Sort("grand_entier", True),))),
    "exact reals": (
        NUMBERS,
        Query(where=where(Condition("grand_reel", Op.IN, ("1e-7", "0.1", "1e300")))),
    ),
}

GROUPS = Query(
    where=where(Condition("texte", Op.ISNOTNULL)),
    sorts=(Sort("petit"),),
    group_by=("petit",),
    aggregates=(
        Aggregate("entier", Function.SUM),
        Aggregate("reel", Function.AVG),
        Aggregate("jour", Function.MAX),
        Aggregate("booleen", Function.COUNT),
    ),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A query, what is asked for it, and the rows that the screen shows."""

    slug: str
    asked: Asked
    names: tuple[str, ...]
    rows: list[Row]
    profile: Profile

    @property
    def records(self) -> list[dict[str, Cell]]:
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


@pytest.fixture(scope="module")
def site() -> SampleSite:
    return SampleSite()


@pytest.fixture(scope="module")
def url(site: SampleSite) -> Iterator[str]:
    with on_loopback(site) as address:
        yield address


@pytest.fixture(scope="module")
def cases(url: str) -> Mapping[str, Case]:
    """Each query with its rows; that of all towns has the first page of them only."""
    return asyncio.run(
        cases_of(url, QUERIES | {"groups": (TYPES, GROUPS), "towns": (TOWNS, Query())})
    )


@pytest.fixture(scope="module", params=["httpx", "pandas", "polars"])
def kind(request: pytest.FixtureRequest) -> str:
    """A library."""
    return str(request.param)


@pytest.fixture(scope="module")
def found(
    cases: Mapping[str, Case], kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[list[Any]]]:
    """What the programs of a library read, each for one query."""
    write = {"httpx": with_httpx, "pandas": with_pandas, "polars": with_polars}[kind]
    asked = {name: case.asked for name, case in cases.items() if name != "towns"}
    if kind == "polars":
        asked["towns"] = cases["towns"].asked
    if kind != "httpx":
        asked |= {f"{name}, paged": replace(cases[name].asked, total=60_000) for name in PAGED}
    programs = [write(one) for one in asked.values()]
    folder = tmp_path_factory.mktemp(kind)
    return dict(zip(asked, run_recipes(folder, kind, programs), strict=True))


async def cases_of(url: str, queries: Mapping[str, tuple[str, Query]]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    async with client_of(url) as service:
        for name, (slug, query) in queries.items():
            table = RemoteTable(service.tabular, rid_of(slug))
            schema = await table.schema()
            assert table.profile is not None
            query = typed(query, schema)
            window = await table.window(query, 0, 50 if query == Query() else 500)
            assert query == Query() or window.at_end
            asked = Asked.of(table, query, schema, total=window.total)
            assert asked.page_url == table.url(query)
            found[name] = Case(slug, asked, window.columns, list(window.rows), table.profile)
    return found


def sh(command: str, folder: Path) -> str:
    """What a shell prints for `command`."""
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def without_ids(records: list[dict[str, Cell]]) -> list[dict[str, Cell]]:
    return [{name: cell for name, cell in row.items() if name != ROW_ID} for row in records]


# What is compared holds something


def test_the_queries_are_worth_asking(cases: Mapping[str, Case]) -> None:
    counts = {name: len(cases[name].rows) for name in QUERIES}
    assert counts.pop("one null and no row") == 0
    assert min(counts.values()) > 0
    assert sum(count > 100 for count in counts.values()) >= 4
    cells = [cell for case in cases.values() for row in case.rows for cell in row]
    kinds = {type(cell) for cell in cells}
    assert kinds == {str, int, float, bool, dict, type(None)}


# curl


@pytest.mark.parametrize("name", QUERIES)
def test_curl_gives_the_page_that_is_read(
    cases: Mapping[str, Case], name: str, tmp_path: Path
) -> None:
    case = cases[name]
    answer = json.loads(sh(f"{curl_page(case.asked)} --silent", tmp_path))
    assert without_ids(answer["data"]) == case.records[:50]
    assert answer["meta"]["total"] == len(case.rows)


def test_curl_gives_the_page_of_the_row_under_the_cursor(
    cases: Mapping[str, Case], tmp_path: Path
) -> None:
    case = cases["all rows, all types"]
    answer = json.loads(sh(f"{curl_page(replace(case.asked, page=3))} --silent", tmp_path))
    assert without_ids(answer["data"]) == case.records[100:]


@pytest.mark.parametrize("name", QUERIES)
def test_curl_writes_all_rows_to_a_file(
    cases: Mapping[str, Case], name: str, tmp_path: Path
) -> None:
    case = cases[name]
    kind = stream_kind(case.asked)
    assert kind == ("json" if case.slug == ODD_NAMES else "csv")
    sh(f"{curl_all(case.asked, kind)} --silent", tmp_path)
    text = (tmp_path / f"rows.{kind}").read_bytes().decode()
    if kind == "json":
        assert without_ids(json.loads(text)) == case.records
        return
    header, *rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row] or [[]]
    assert header == ([ROW_ID, *case.names] if case.rows else [])
    types = [column.type for column in case.asked.columns]
    wanted = [
        [in_csv(cell, kind) for cell, kind in zip(row, types, strict=True)] for row in case.rows
    ]
    # It doubles the backslashes.
    read = [[cell.replace("\\\\", "\\") for cell in row[1:]] for row in rows]
    assert same_json(read, types) == same_json(wanted, types)


def in_csv(cell: Cell, kind: ColumnType) -> str:
    """A cell as the service writes it in CSV, backslashes apart."""
    if isinstance(cell, bool):
        return str(cell)[0].lower()
    text = raw(cell)
    if kind in (ColumnType.DATETIME, ColumnType.DATETIME_TZ):
        text = text.replace("T", " ").removesuffix(":00" if text.endswith("+00:00") else "")
    return text


def test_more_rows_than_the_service_gives_at_once_are_not_asked_for_at_once(
    cases: Mapping[str, Case],
) -> None:
    many = replace(cases["odd names"].asked, total=50_001)
    assert not many.is_streamed
    assert replace(many, total=50_000).is_streamed
    assert many.pages == 1_001
    with pytest.raises(NoRecipe, match="stops at 50,000 rows"):
        curl_all(many, "json")
    for program in (with_pandas(many), with_polars(many)):
        assert "/data/json/" not in program
        assert "page={page}&page_size=50" in program


# Python


PAGED = ("all rows, all types", "odd names")
"""Queries whose frames are made page by page too, as of more than 50,000 rows."""


def test_programs_give_the_rows(
    cases: Mapping[str, Case], kind: str, found: Mapping[str, list[list[Any]]]
) -> None:
    assert {*QUERIES, "groups"} <= set(found)
    for name, rows in found.items():
        case = cases[name.removesuffix(", paged")]
        if kind == "httpx":
            # Pairs, since the order of the columns counts too.
            assert [[pair for pair in row if pair[0] != ROW_ID] for row in rows] == [
                [[name, cell] for name, cell in record.items()] for record in case.records
            ], name
            continue
        types, *lines = rows
        assert types == [FRAME_TYPES[kind][column.type] for column in case.asked.columns]
        wanted = [[framed(cell, kind) for cell in row] for row in case.rows]
        assert lines[: len(wanted)] == wanted, name
        assert len(lines) == (34_955 if name == "towns" else len(wanted))
    # Codes are no numbers: their zeros stay.
    assert cases["towns"].rows[0][0] == "01001"


FRAME_TYPES = {
    "pandas": {
        ColumnType.STRING: "string",
        ColumnType.INT: "Int64",
        ColumnType.FLOAT: "Float64",
        ColumnType.BOOL: "boolean",
        ColumnType.DATE: "datetime64[s]",
        ColumnType.DATETIME: "datetime64[us]",
        ColumnType.DATETIME_TZ: "datetime64[us, UTC]",
        ColumnType.JSON: "object",
    },
    "polars": {
        ColumnType.STRING: "String",
        ColumnType.INT: "Int64",
        ColumnType.FLOAT: "Float64",
        ColumnType.BOOL: "Boolean",
        ColumnType.DATE: "Date",
        ColumnType.DATETIME: "Datetime(time_unit='us', time_zone=None)",
        ColumnType.DATETIME_TZ: "Datetime(time_unit='us', time_zone='UTC')",
        ColumnType.JSON: "String",
    },
}


def framed(cell: Cell, kind: str) -> Cell:
    """A cell as a frame holds it: polars has no column of objects worth the name."""
    return raw(cell) if kind == "polars" and isinstance(cell, (list, dict)) else cell


def test_a_busy_service_is_asked_again_when_it_says(site: SampleSite, tmp_path: Path) -> None:
    refusals = iter([(429, b"0"), (503, b"0"), (429, b"0")])

    async def busy(scope: Any, receive: Any, send: Any) -> None:
        refusal = next(refusals, None) if "/data/" in scope["path"] and unleashed else None
        if refusal is None:
            await site(scope, receive, send)
            return
        status, later = refusal
        headers = [(b"retry-after", later), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"later"})

    unleashed: list[bool] = []
    with on_loopback(busy) as url:
        case = asyncio.run(cases_of(url, {"all": QUERIES["all rows, all types"]}))["all"]
        unleashed.append(True)
        [rows] = run_recipes(tmp_path, "httpx", [with_httpx(case.asked)])
    assert without_ids([dict(row) for row in rows]) == case.records
    assert next(refusals, None) is None


# SQL


def answered(statement: str, folder: Path) -> list[dict[str, Any]]:
    """The rows that DuckDB gives, moments in UTC and as text."""
    path = folder / "answer.json"
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        plain = statement.rstrip().removesuffix(";")
        engine.execute(f"COPY (\n{plain}\n) TO '{path}' (FORMAT json, ARRAY true)")
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def in_sql(cell: Cell, kind: ColumnType, *, from_csv: bool) -> object:
    """A cell as DuckDB says it. A CSV file cannot tell an empty text from none."""
    if isinstance(cell, (list, dict)):
        return raw(cell)
    if isinstance(cell, str) and kind in (ColumnType.DATETIME, ColumnType.DATETIME_TZ):
        return cell.replace("T", " ").removesuffix(":00" if cell.endswith("+00:00") else "")
    return None if from_csv and cell == "" else cell


def expected(case: Case, *, from_csv: bool) -> list[list[object]]:
    types = [column.type for column in case.asked.columns]
    return [
        [in_sql(cell, kind, from_csv=from_csv) for cell, kind in zip(row, types, strict=True)]
        for row in case.rows
    ]


def same_json(rows: Sequence[Sequence[object]], types: Sequence[ColumnType]) -> list[list[object]]:
    """The same with JSON texts read: spaces do not count."""
    return [
        [
            json.loads(cell) if kind is ColumnType.JSON and isinstance(cell, str) and cell else cell
            for cell, kind in zip(row, types, strict=True)
        ]
        for row in rows
    ]


@pytest.mark.parametrize("name", QUERIES)
def test_sql_over_the_csv_file_gives_the_rows(
    cases: Mapping[str, Case], name: str, site: SampleSite, tmp_path: Path
) -> None:
    case = cases[name]
    table, rows = made(site, rid_of(case.slug))
    path = tmp_path / "l'été.csv"
    path.write_text(csv_file([c.name for c in table.schema], rows), encoding="utf-8", newline="")
    found = over_files(
        case.asked.query, case.asked.schema, Files(source=str(path), profile=case.profile)
    )
    assert found.kind == "CSV"
    types = [column.type for column in case.asked.columns]
    read = [list(row.values()) for row in answered(found.text, tmp_path)]
    assert same_json(read, types) == same_json(expected(case, from_csv=True), types)


@pytest.mark.parametrize("name", [name for name in QUERIES if QUERIES[name][0] != TYPES])
def test_sql_over_the_parquet_file_gives_the_rows(
    cases: Mapping[str, Case], name: str, site: SampleSite, tmp_path: Path
) -> None:
    case = cases[name]
    path = tmp_path / "rows.parquet"
    parquet_file(site, case.slug, path)
    files = Files(parquet=str(path), source="never.csv", profile=case.profile)
    found = over_files(case.asked.query, case.asked.schema, files)
    assert found.kind == "Parquet"
    types = [column.type for column in case.asked.columns]
    read = [list(row.values()) for row in answered(found.text, tmp_path)]
    assert same_json(read, types) == same_json(expected(case, from_csv=False), types)


def parquet_file(site: SampleSite, slug: str, path: Path) -> None:
    """The Parquet file that the portal makes: names as in the source, rows in order."""
    table, _rows = made(site, rid_of(slug))
    cursor = site._tabular._store.cursor()
    names = ", ".join(table.names[column.name] for column in table.schema)
    frame = polars.DataFrame(
        cursor.execute(f"SELECT {names} FROM {table.relation}").fetchall(),
        schema={c.name: PARQUET_TYPES.get(c.type, polars.String) for c in table.schema},
        orient="row",
    )
    frame.write_parquet(path)


PARQUET_TYPES: Mapping[ColumnType, Any] = {
    ColumnType.INT: polars.Int64,
    ColumnType.FLOAT: polars.Float64,
    ColumnType.BOOL: polars.Boolean,
    ColumnType.DATE: polars.Date,
}


def test_sql_gives_the_groups(cases: Mapping[str, Case], site: SampleSite, tmp_path: Path) -> None:
    case = cases["groups"]
    path = tmp_path / "rows.csv"
    table, rows = made(site, rid_of(TYPES))
    path.write_text(csv_file([c.name for c in table.schema], rows), encoding="utf-8", newline="")
    found = over_files(
        case.asked.query, case.asked.schema, Files(source=str(path), profile=case.profile)
    )
    read = [tuple(row.values()) for row in answered(found.text, tmp_path)]
    assert read == [pytest.approx(row) for row in case.rows]


FLAT = Schema((Column("NOM"), Column("nom"), Column("n", ColumnType.INT)))


def test_simple_sql_is_simple_to_read() -> None:
    schema = Schema((Column("dep"), Column("prix", ColumnType.FLOAT)))
    files = Files(parquet="https://exemple.fr/l'eau.parquet")
    query = Query(where=where(Condition("prix", Op.GREATER, "1000.5")))
    assert over_files(query, schema, files).text == (
        "SELECT *\nFROM read_parquet('https://exemple.fr/l''eau.parquet')\n"
        'WHERE "prix" >= 1000.5;\n'
    )
    query = Query(("prix",), where(Condition("dep", Op.EXACT, "l'a")), (Sort("dep", True),))
    assert over_files(query, schema, files).text == (
        "-- Texts are ordered by code point; the service may have another order.\n"
        'SELECT "prix"\n'
        "FROM (\n"
        '  SELECT row_number() OVER () AS "__id", *\n'
        "  FROM read_parquet('https://exemple.fr/l''eau.parquet'))\n"
        "WHERE \"dep\" = 'l''a'\n"
        'ORDER BY "dep" DESC NULLS FIRST, "__id" ASC NULLS LAST;\n'
    )


def test_names_that_duckdb_takes_for_one_are_told_apart() -> None:
    found = over_files(Query(("nom", "NOM")), FLAT, Files(parquet="x.parquet"))
    assert found.text == (
        'SELECT "nom_2", "NOM"\nFROM read_parquet(\'x.parquet\') AS file("NOM", "nom_2", "n");\n'
    )


def profile_of(**said: object) -> Profile:
    whole = {"header": ["jour", "n"], "encoding": "utf-8", "separator": ",", "columns": {}}
    return Profile.parse({"profile": whole | said}, "")


DATED = Schema((Column("jour", ColumnType.DATE), Column("n", ColumnType.INT)))


def dates_written(*values: str, date_format: str = "") -> Profile:
    return profile_of(
        columns={"jour": {"python_type": "date", "format": "date", "date_format": date_format}},
        profile={"jour": {"tops": [{"value": value, "count": 1} for value in values]}},
    )


def test_dates_that_sql_would_read_otherwise_are_not_read_from_csv(tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("jour,n\n02/01/2024,1\n25/12/2024,2\n,3\n")
    guessed = Files(source=str(path), profile=dates_written("02/01/2024", "25/12/2024"))
    with pytest.raises(NoRecipe, match="ISO 8601: jour"):
        over_files(Query(), DATED, guessed)
    # Where it does not matter, it does not hinder.
    unused = over_files(Query(("n",), sorts=(Sort("n", True),)), DATED, guessed)
    assert [row["n"] for row in answered(unused.text, tmp_path)] == [3, 2, 1]
    said = replace(guessed, profile=dates_written("02/01/2024", date_format="%d/%m/%Y"))
    query = typed(Query(where=where(Condition("jour", Op.LESS, "2024-01-02"))), DATED)
    assert answered(over_files(query, DATED, said).text, tmp_path) == [
        {"jour": "2024-01-02", "n": 1}
    ]
    odd = replace(guessed, profile=dates_written("2 janv. 2024", date_format="csvd:%d %b %Y"))
    with pytest.raises(NoRecipe):
        over_files(Query(), DATED, odd)


async def test_the_agenda_is_read_from_parquet_only(url: str) -> None:
    async with client_of(url) as service:
        table = RemoteTable(service.tabular, rid_of(AGENDA))
        schema = await table.schema()
        files = Files(source="agenda.csv", profile=table.profile)
        with pytest.raises(NoRecipe, match="date_debut"):
            over_files(Query(), schema, files)
        assert over_files(Query(), schema, replace(files, parquet="a.parquet")).kind == "Parquet"


def test_dates_with_a_time_are_not_read_from_parquet() -> None:
    schema = Schema((Column("vu", ColumnType.DATETIME), Column("n", ColumnType.INT)))
    files = Files(parquet="x.parquet")
    with pytest.raises(NoRecipe, match="lacks the times"):
        over_files(Query(), schema, files)
    with pytest.raises(NoRecipe, match="lacks the times"):
        over_files(Query(("n",), sorts=(Sort("vu"),)), schema, files)
    assert over_files(Query(("n",)), schema, files).kind == "Parquet"
    with pytest.raises(NoRecipe, match="Neither a CSV nor a Parquet"):
        over_files(Query(), schema, Files(source="x.xlsx", profile=profile_of(separator=None)))


def test_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    text = "Titre du fichier\n\njour\tn\n2024-01-02\t1\n\tNA\n"
    path.write_bytes(text.replace("du", "dû").encode("latin-1"))
    profile = profile_of(encoding="ISO-8859-1", separator="\t", header_row_idx=2)
    found = over_files(Query(), DATED, Files(source=str(path), profile=profile))
    assert answered(found.text, tmp_path) == [
        {"jour": "2024-01-02", "n": 1},
        {"jour": None, "n": None},
    ]
    far = Files(source="x", is_zipped=True, profile=profile_of(encoding="WINDOWS-1252"))
    said = over_files(Query(), DATED, far).text
    assert said.startswith("INSTALL encodings;\nLOAD encodings;\n\nSELECT *\n")
    assert "encoding = 'CP1252'" in said
    assert "compression = 'gzip'" in said
    with pytest.raises(NoRecipe, match="does not read EUC-JP"):
        over_files(Query(), DATED, replace(far, profile=profile_of(encoding="EUC-JP")))


def test_words_for_nothing_and_for_true_are_those_of_the_service(tmp_path: Path) -> None:
    schema = Schema(
        (Column("ok", ColumnType.BOOL), Column("tarif", ColumnType.FLOAT), Column("mot"))
    )
    path = tmp_path / "mots.csv"
    path.write_text('ok,tarif,mot\nOui,"1,5",NULL\nfaux,2,null x\nN/A,nan,\n1,-3e2,0012\n')
    profile = profile_of(header=["ok", "tarif", "mot"])
    found = over_files(Query(), schema, Files(source=str(path), profile=profile))
    assert [tuple(row.values()) for row in answered(found.text, tmp_path)] == [
        (True, 1.5, None),
        (False, 2.0, "null x"),
        (None, None, None),
        (True, -300.0, "0012"),
    ]


# The portal's tool


def asked_as_the_tool_does(url: str, message: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the portal's server gets: names and values as they are, encoded once."""
    assert (message["jsonrpc"], message["method"]) == ("2.0", "tools/call")
    assert message["params"]["name"] == TOOL == "query_resource_data"
    said = dict(message["params"]["arguments"])
    rid, paging = said.pop("resource_id"), {key: said.pop(key) for key in ("page", "page_size")}
    params = {}
    if "filter_column" in said:
        operator = said.pop("filter_operator")
        assert operator in {"exact", "contains", "less", "greater", "strictly_less"} | {
            "strictly_greater"
        }
        params[f"{said.pop('filter_column')}__{operator}"] = said.pop("filter_value")
    if "sort_column" in said:
        params[f"{said.pop('sort_column')}__sort"] = said.pop("sort_direction")
    assert said == {}
    address = f"{url}/api/resources/{rid}/data/"
    answer = httpx.get(address, params=params | {k: str(v) for k, v in paging.items()})
    answer.raise_for_status()
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def test_the_tool_gives_the_page(url: str) -> None:
    queries = {
        "nothing": (TYPES, Query()),
        "a text": (TOWNS, Query(where=where(Condition("nom_commune", Op.EXACT, "Aÿ-sur-Orge")))),
        "a pattern": (TOWNS, Query(where=where(Condition("nom_commune", Op.CONTAINS, "L'É")))),
        "a number": (
            TYPES,
            Query(where=where(Condition("reel", Op.STRICTLY_LESS, "-10.5")), sorts=(Sort("reel"),)),
        ),
        "odd words": (
            HOSTILE,
            Query(where=where(Condition("texte", Op.CONTAINS, "& %s {0} $(ls)"))),
        ),
        "an odd name": (ODD_NAMES, Query(sorts=(Sort('l\'été "chaud"', True),))),
        "columns": (TYPES, Query(("petit", "texte"), where(Condition("petit", Op.GREATER, 3)))),
    }
    found = asyncio.run(cases_of(url, queries))
    for name, case in found.items():
        message = json.loads(tool_call(replace(case.asked, page=1), rid_of(case.slug)))
        rows = asked_as_the_tool_does(url, message)
        page = without_ids(rows)
        assert [{n: row[n] for n in case.names} for row in page] == case.records[:50], name


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (Query(where=where(Condition("dep", Op.EXACT, "#1"))), "garble"),
        (Query(where=where(Condition("a#b", Op.EXACT, "1"))), "garble"),
        (Query(where=where(Condition("dep", Op.EXACT, "50%41"))), "garble"),
        (Query(where=where(Condition("dep", Op.CONTAINS, "a*b"))), "garble"),
        (Query(where=where(Condition("dep", Op.DIFFERS, "1"))), "this operator"),
        (Query(where=where(Condition("dep", Op.IN, ("1",)))), "this operator"),
        (Query(where=where(Condition("dep", Op.ISNULL))), "this operator"),
        (
            Query(where=where(Condition("dep", Op.EXACT, "1"), Condition("n", Op.EXACT, 2))),
            "one filter",
        ),
        (
            Query(
                where=where(either(Condition("dep", Op.EXACT, "1"), Condition("n", Op.EXACT, 2)))
            ),
            "“or”",
        ),
        (Query(sorts=(Sort("dep"), Sort("n"))), "one sort"),
        (Query(sorts=(Sort("dep", nulls="first"),)), "empty cells"),
        (Query(group_by=("dep",), aggregates=(Aggregate("n", Function.SUM),)), "group"),
    ],
)
def test_the_tool_is_not_asked_what_it_would_answer_otherwise(query: Query, why: str) -> None:
    schema = Schema((Column("dep"), Column("n", ColumnType.INT), Column("a#b")))
    with pytest.raises(NoRecipe, match=why):
        tool_call(Asked(query, schema, "", ""), "rid")


# Quoting


words = st.one_of(texts, st.text(st.characters(exclude_characters="\0", codec="utf-8")))


@given(st.text())
def test_any_text_is_a_literal_of_python(text: str) -> None:
    literal = python_text(text)
    assert ast.literal_eval(literal) == text
    assert literal.isprintable()


@settings(max_examples=20, deadline=None)
@given(st.lists(words, max_size=30))
def test_any_text_is_a_literal_of_sql(values: list[str]) -> None:
    with duckdb.connect() as engine:
        selected = ", ".join(map(sql_text, ["", *values]))
        assert engine.execute(f"SELECT {selected}").fetchone() == ("", *values)
    for value in values:
        assert not set(sql_text(value)) & set("\x1b\n\t\x9b\u202e")


@pytest.mark.parametrize(
    "value",
    [
        *(True, False, 0, -5, 2**63 - 1, -(2**63), 0.1, -2.5, 1e300, 5e-324, 123456789.12345679),
        *(date(1, 1, 1), datetime(2024, 3, 1, 5), datetime(2024, 3, 1, 5, 0, 0, 123456)),
    ],
)
def test_any_value_is_a_literal_of_sql(value: Any) -> None:
    with duckdb.connect() as engine:
        asked = engine.execute(f"SELECT ? = {sql_value(value)}", [value]).fetchone()
    assert asked == (True,)
    aware = datetime(2024, 3, 1, 5, tzinfo=UTC)
    assert sql_value(aware) == "TIMESTAMPTZ '2024-03-01 05:00:00+00:00'"


@settings(max_examples=6, deadline=None)
@given(st.lists(row_queries(), min_size=5, max_size=20))
def test_a_shell_hands_on_any_query_byte_for_byte(queries: list[Query]) -> None:
    asked = []
    for query in queries:
        try:
            params = to_params(query, ANY_SCHEMA)
        except QueryError:
            continue
        asked.append(Asked(query, ANY_SCHEMA, "http://x.invalid/api/resources/r/data/", params))
    # What curl is called with, one argument a line.
    script = "curl() { printf '%s\\n' \"$1\"; }\n" + "\n".join(map(curl_page, asked))
    lines = sh(script, Path("/")).splitlines()
    assert lines == [one.page_url for one in asked]
    for one, line in zip(asked, lines, strict=True):
        params = line.partition("?")[2].removesuffix("page=1&page_size=50").rstrip("&")
        assert from_params(params, ANY_SCHEMA) == from_params(one.params, ANY_SCHEMA)


@settings(max_examples=30, deadline=None)
@given(row_queries())
def test_programs_are_python_whatever_is_asked(query: Query) -> None:
    try:
        params = to_params(query, ANY_SCHEMA)
    except QueryError:
        return
    url = "http://x.invalid/api/resources/r/data/"
    for total in (10, 60_000):
        asked = Asked(query, ANY_SCHEMA, url, params, 1, total)
        for program in (with_httpx(asked), with_pandas(asked), with_polars(asked)):
            constants = {
                node.targets[0].id: ast.literal_eval(node.value)
                for node in ast.parse(program).body
                if isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and node.targets[0].id in ("URL", "TYPES")
            }
            whole = asked.is_streamed and program != with_httpx(asked)
            start = asked.stream_url("json") if whole else f"{url}?{asked.paged}"
            assert constants["URL"] == start
            names = [column.name for column in asked.columns]
            assert list(constants.get("TYPES", names)) == names
