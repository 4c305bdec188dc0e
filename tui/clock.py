"""What time it is, for everything that says how long ago something was.

The sample site lives on a fixed day, so that its pictures and its ages never change; tests choose
theirs.
"""

from __future__ import annotations

from datetime import UTC, datetime

_fixed: datetime | None = None


def fix(moment: datetime | None) -> None:
    """Stop the clock at `moment` (aware), or let it run with None."""
    global _fixed
    _fixed = moment


def now() -> datetime:
    """The moment, aware, in UTC."""
    return _fixed if _fixed is not None else datetime.now(UTC)
