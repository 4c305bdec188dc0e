"""Prints every dependency at the lowest version that ``pyproject.toml`` allows, a line each, then
the tools that run tests: what ``make lowest`` installs. With ``--tests``, the tests that it runs.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parent.parent / "pyproject.toml"
TESTS: Final = (
    *("tests/test_links.py", "tests/test_format.py", "tests/test_i18n.py", "tests/memory"),
    *("tests/api", "tests/contract", "tests/tables/test_series.py", "tests/tables/test_local.py"),
    *("tests/screens/test_mcp_place.py", "tests/journeys/test_search_to_rows.py"),
)
"""What is run with them: whatever meets a dependency, and a few journeys."""

EXTRAS: Final = ("mcp",)
"""What is installed besides. The keyring is found where it is, or not: nothing is tried with it."""

TOOLS: Final = (
    *("hypothesis", "pyte", "pytest", "pytest-asyncio", "pytest-textual-snapshot", "uvicorn"),
)
"""What the tests that are run there import."""

_BOUND: Final = re.compile(r"^(?P<name>[\w.-]+)>=(?P<version>[\w.]+)(?:,<[\w.]+)?$")


def lowest(project: Path = PROJECT) -> list[str]:
    """Every direct dependency as ``name==version``.

    Raises:
        ValueError: One has no lower bound, or says something else besides its bounds.
    """
    told = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    extras = told["optional-dependencies"]
    wanted = [*told["dependencies"], *(line for name in EXTRAS for line in extras[name])]
    pinned = []
    for line in wanted:
        found = _BOUND.match(line)
        if found is None:
            raise ValueError(f"{line}: not a lower bound")
        pinned.append(f"{found['name']}=={found['version']}")
    return [*pinned, *(line for line in extras["dev"] if line.partition("==")[0] in TOOLS)]


if __name__ == "__main__":
    sys.stdout.write("\n".join((*(TESTS if "--tests" in sys.argv else lowest()), "")))
