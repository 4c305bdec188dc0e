"""The table that every grid shows: the same rows in each program, whatever the machine."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

ROW_COUNT, COLUMN_COUNT = 1_000, 20
LABEL = r"\bL(\d{5,})\b"
"""Matches the first cell of a row: how a measure knows which rows are on the screen."""

_TOWNS = (
    "Brest",
    "Lyon",
    "Marseille",
    "Nantes",
    "Paris",
    "Saint-Étienne",
    "Strasbourg",
    "Toulouse",
)
_WORDS = ("budget", "commune", "consommation", "eau", "énergie", "logement", "marché", "mobilité")
_DAYS = 7_000

TableRow = tuple[str, ...]


def header(columns: int = COLUMN_COUNT) -> TableRow:
    """Names of the columns, each told apart from the others and from every cell."""
    return ("ligne", *(f"colonne_{number:02d}" for number in range(1, columns)))


def rows(columns: int = COLUMN_COUNT) -> list[TableRow]:
    """The rows, from L00000: towns, words, whole numbers, decimals and dates in turn."""
    chance = random.Random(2024)
    return [_row(number, columns, chance) for number in range(ROW_COUNT)]


def row_of_many(few: list[TableRow], number: int) -> TableRow:
    """A row of a table of any size: one of a `few`, under its own label."""
    return (_label(number), *few[number % len(few)][1:])


def write_csv(path: Path, columns: int = COLUMN_COUNT) -> None:
    """Write the table as a file, for the programs that only open one."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header(columns))
        writer.writerows(rows(columns))


def _label(number: int) -> str:
    return f"L{number:05d}"


def _row(number: int, columns: int, chance: random.Random) -> TableRow:
    return (_label(number), *(_cell(column, chance) for column in range(1, columns)))


def _cell(column: int, chance: random.Random) -> str:
    match column % 5:
        case 0:
            return chance.choice(_TOWNS)
        case 1:
            return " ".join(chance.choices(_WORDS, k=chance.randint(1, 3)))
        case 2:
            return str(chance.randint(0, 2_000_000))
        case 3:
            return f"{chance.uniform(-500, 5_000):.2f}"
        case _:
            return str(date(2006, 1, 1) + timedelta(chance.randrange(_DAYS)))
