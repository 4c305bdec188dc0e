"""SQL that makes values out of row numbers: pure arithmetic, the same on every machine.

``n`` is the row number shifted by the table's seed, ``i`` the row number from 1. Each expression
takes a key, so that two columns of a row have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Sequence

MACROS = (
    # Two multiply-and-fold rounds on 32 bits; the factors keep every product under 63 bits.
    "CREATE OR REPLACE MACRO mix_start(n, k) AS "
    "(n::BIGINT * 2654435761 + k::BIGINT * 1013904223) & 4294967295",
    "CREATE OR REPLACE MACRO mix_round(x) AS (xor(x, x >> 15) * 1597334677) & 4294967295",
    "CREATE OR REPLACE MACRO mix_last(x) AS xor(x, x >> 13)",
    "CREATE OR REPLACE MACRO mix(n, k, m) AS mix_last(mix_round(mix_start(n, k))) % m::BIGINT",
)


def text(value: str) -> str:
    """A string literal."""
    return "'" + value.replace("'", "''") + "'"


def words(values: Sequence[str]) -> str:
    """A list literal of strings."""
    return "[" + ", ".join(map(text, values)) + "]"


def mix(key: int, below: int) -> str:
    """An integer from 0 to `below` (excluded)."""
    return f"mix(n, {key}, {below})"


def pick(key: int, values: Sequence[str]) -> str:
    """One of `values`."""
    return f"{words(values)}[1 + {mix(key, len(values))}]"


def number(key: int, low: int, high: int) -> str:
    """An integer from `low` to `high` (included)."""
    return f"({low} + {mix(key, high - low + 1)})"


def decimal(key: int, low: int, high: int, digits: int) -> str:
    """A real from `low` to `high` with `digits` decimals."""
    scale = 10**digits
    return f"round({low} + {mix(key, (high - low) * scale + 1)} / {scale}.0, {digits})"


def skewed(key: int, low: int, high: int) -> str:
    """An integer from `low` to about `high`: mostly small, rarely large."""
    return f"({low} + {high * 20} // (20 + {mix(key, 4_000)}))"


def day(key: int, first: str, days: int) -> str:
    """A date within `days` days from `first`."""
    return f"(DATE '{first}' + {mix(key, days)}::INTEGER)"


def moment(first: str, seconds: str, zone: str = "") -> str:
    """An instant `seconds` (SQL) after `first`; aware when `zone` is an offset."""
    kind = "TIMESTAMPTZ" if zone else "TIMESTAMP"
    return f"({kind} '{first}{zone}' + to_seconds({seconds}))"


def chance(key: int, percent: int) -> str:
    """True `percent` times out of a hundred."""
    return f"({mix(key, 100)} < {percent})"


def missing(key: int, percent: int, value: str) -> str:
    """`value`, or null `percent` times out of a hundred."""
    return f"CASE WHEN {chance(key, percent)} THEN NULL ELSE {value} END"


def padded(value: str, width: int) -> str:
    """An integer as text, with leading zeros."""
    return f"lpad(({value})::VARCHAR, {width}, '0')"


def digits(key: int, width: int) -> str:
    """`width` digits, at most nine of them at random; the first is not a zero."""
    low = 10 ** (width - 1)
    if width <= 9:
        return f"({low} + {mix(key, 9 * low)})::VARCHAR"
    return f"{digits(key, 9)} || {padded(mix(key + 1, 10 ** (width - 9)), width - 9)}"
