"""What the tests of reliability counted, held against what ``docs/reliability.md`` says.

The page has a table between two marks, a line a count: what each run of the suite does, and what
a thorough run did. A test says what it counted by `reckon`. Where the page says another number
the test fails, so that the page stays true; ``make reliability`` runs the tests at their full
size and writes it.
"""

from __future__ import annotations

import json
import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parent.parent / "docs" / "reliability.md"
COUNTS: Final = "DATAGOUV_TUI_TEST_COUNTS"
"""Names the folder that counts are written to instead of being held against the page."""

START: Final = "<!-- counts -->"
END: Final = "<!-- end of counts -->"

_LINE: Final = re.compile(
    r"^\| (?P<name>[^|]+?) +\| +(?P<suite>[\d,]+|–) \| +(?P<full>[\d,]+|–) \|$"
)


class Count(StrEnum):
    """What is counted; the value is what the page calls it."""

    FAULTS = "faults an answer can have"
    ROUTES = "routes the client asks"
    FAULTED_ROUTES = "routes × faults asked by the client"
    FAULTED_PLACES = "places × faults shown on screen"
    SOCKET_FAULTS = "faults of a real TCP server"
    EVENTS = "events driven by the random driver"
    PAYLOADS = "hostile payloads"
    FIELDS = "fields of models × payloads"
    WIDGETS = "widgets × payloads"
    EXPORTS = "formats of export × payloads"
    TERMINAL_PAYLOADS = "payloads through a real terminal"
    SECRETS = "places where the key is looked for and not found"
    ENDINGS = "ways the program is stopped"
    KILLS = "kill -9 at a random moment, with nothing lost"
    SOAKED = "seconds of use simulated in one run"


def thorough() -> bool:
    """Whether this is a thorough run (``DATAGOUV_TUI_TEST_THOROUGH``)."""
    return bool(os.environ.get("DATAGOUV_TUI_TEST_THOROUGH"))


def reckon(count: Count, number: int, *, part: str = "") -> None:
    """Say that this run did `number` of `count`, all of them without a fault of ours; or a `part`
    of the run did, whose numbers are added up.

    Raises:
        AssertionError: The page says another number.
    """
    folder = os.environ.get(COUNTS)
    if folder:
        column = "full" if thorough() else "suite"
        path = Path(folder) / ".".join(filter(None, (count.name, column, part, "json")))
        path.write_text(json.dumps(number), encoding="utf-8")
        return
    if thorough():
        return
    said = written(PAGE.read_text(encoding="utf-8")).get(count, {}).get("suite")
    assert said == number, f"docs/reliability.md: {count} is {number}, not {said}: make reliability"


def written(page: str) -> dict[Count, dict[str, int]]:
    """The counts that `page` gives, by column: ``suite`` and ``full``."""
    counts: dict[Count, dict[str, int]] = {}
    for line in _between(page).splitlines():
        found = _LINE.match(line)
        if found is None or found["name"] not in list(Count):
            continue
        counts[Count(found["name"])] = {
            column: int(found[column].replace(",", ""))
            for column in ("suite", "full")
            if found[column] != "–"
        }
    return counts


def rewritten(page: str, counts: dict[Count, dict[str, int]]) -> str:
    """`page` with `counts` in its table; counts that are not given stay as they are."""
    known = {**written(page)}
    for count, columns in counts.items():
        known[count] = {**known.get(count, {}), **columns}
    width = max(len(count) for count in Count)
    lines = [
        f"| {'counted, with nothing lost':{width}} | each run | thorough |",
        f"|{'-' * (width + 2)}|---------:|---------:|",
    ]
    for count in Count:
        columns = known.get(count, {})
        numbers = (f"{columns[key]:,}" if key in columns else "–" for key in ("suite", "full"))
        lines.append("| {:{}} | {:>8} | {:>8} |".format(count, width, *numbers))
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    table = "\n".join(lines)
    return f"{before}{START}\n{table}\n{END}{after}"


def _between(page: str) -> str:
    return page.partition(START)[2].partition(END)[0]


def main() -> None:
    """Write the counts of the folder into the page."""
    counts: dict[Count, dict[str, int]] = {}
    for path in sorted(Path(os.environ[COUNTS]).glob("*.json")):
        name, column, *_part = path.name.split(".")
        columns = counts.setdefault(Count[name], {})
        columns[column] = columns.get(column, 0) + json.loads(path.read_text(encoding="utf-8"))
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8"), counts), encoding="utf-8")


if __name__ == "__main__":
    main()
