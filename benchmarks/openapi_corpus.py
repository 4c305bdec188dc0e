"""Opens every description of an API under a folder as the inspector does, and says how it went.

    python -m benchmarks.openapi_corpus DIR [--all]

Each document is read, its references to files beside it followed, every operation written out and
every schema unfolded as far as it goes, so that whatever would fail in the inspector fails here.
Where ``DIR/INDEX.tsv`` says what is true of the files (version, operations), that is compared.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tui.api.openapi.document import Document
from tui.api.openapi.examples import example_of
from tui.api.openapi.opening import open_file
from tui.api.openapi.refused import NoDescription
from tui.api.openapi.schema import Schema

ENDINGS: Final = (".json", ".yaml", ".yml", ".json.gz", ".yaml.gz")
Identity = tuple[tuple[str, str], ...]
"""Where a schema is written."""

SLOW, SLOW_FIRST, SMALL = 2.0, 0.5, 1_000_000
"""Seconds in which a document is whole, and those in which one of so many bytes is first seen."""


class Seen(NamedTuple):
    """How one document went.

    Attributes:
        first: Seconds until its operations are there.
        operations: Those of its paths, webhooks aside.
        whole: Seconds until all of it was unfolded.
    """

    path: Path
    outcome: str
    why: str = ""
    first: float = 0.0
    whole: float = 0.0
    operations: int = 0
    version: str = ""
    size: int = 0


class Expected(NamedTuple):
    """What an index says of a file."""

    version: str
    operations: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="a line for every document")
    asked = parser.parse_args()
    expected = _index(asked.folder)
    seen = [look_at(path) for path in files_under(asked.folder)]
    report(seen, expected, asked.folder, every=asked.all)
    return 1 if any(one.outcome == "crashed" for one in seen) else 0


def files_under(folder: Path) -> Iterator[Path]:
    """The documents under `folder`, in the order of their names."""
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name.endswith(ENDINGS))


def look_at(path: Path) -> Seen:
    """Open one document and unfold all of it."""
    size = len(gzip.decompress(path.read_bytes())) if path.suffix == ".gz" else path.stat().st_size
    started = time.perf_counter()
    try:
        opened = open_file(str(path))
        first = time.perf_counter() - started
        unfold(opened.document)
    except NoDescription as error:
        why = f"{error.message} {error.hint}".strip()
        return Seen(path, "refused", why, size=size, whole=time.perf_counter() - started)
    except Exception as error:  # noqa: BLE001 - what it is for: nothing may fail
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Seen(path, "crashed", f"{error!r} at {where.filename}:{where.lineno}", size=size)
    whole = time.perf_counter() - started
    document = opened.document
    problems = document.problems
    return Seen(
        path,
        "with warnings" if problems else "opened",
        f"{problems[0].where} {problems[0].what} (of {len(problems)})" if problems else "",
        first,
        whole,
        sum(not operation.webhook for operation in document.operations),
        document.said_version,
        size,
    )


def unfold(document: Document) -> None:
    """Look into every schema, each once, and make an example of each that is of a body."""
    met: set[Identity] = set()
    calls = [call for operation in document.operations for call in operation.callbacks]
    called = [operation for call in calls for operation in call.operations]
    for operation in (*document.operations, *called):
        bodies = list(operation.body.content) if operation.body is not None else []
        for response in operation.responses:
            bodies += response.content
            _unfold([header.schema for header in response.headers], met)
        _unfold([parameter.schema for parameter in operation.parameters], met)
        for media in bodies:
            if media.schema is not None and media.schema.identity not in met:
                example_of(media.schema)
        _unfold([media.schema for media in bodies], met)
    _unfold([schema for _name, schema in document.schemas], met)


def _unfold(schemas: list[Schema | None], met: set[Identity]) -> None:
    waiting = [schema for schema in schemas if schema is not None]
    while waiting:
        schema = waiting.pop()
        if schema.identity in met:
            continue
        met.add(schema.identity)
        _said = (schema.types, schema.constraints, schema.enum, schema.description, schema.missing)
        waiting += [child.schema for child in schema.children()]


def report(seen: list[Seen], expected: dict[str, Expected], folder: Path, *, every: bool) -> None:
    """Print how it went."""
    for one in seen:
        if every or one.outcome in ("crashed", "refused"):
            name = one.path.relative_to(folder)
            print(f"{one.outcome:14} {one.whole:6.2f} s  {name}  {one.why}")
    counts = Counter(one.outcome for one in seen)
    print(f"\n{len(seen)} documents")
    for outcome in ("opened", "with warnings", "refused", "crashed"):
        print(f"  {outcome:14} {counts[outcome]:4}")
    _compare(seen, expected, folder)
    print()
    _times(seen)


def _compare(seen: list[Seen], expected: dict[str, Expected], folder: Path) -> None:
    known = [(one, expected.get(str(one.path.relative_to(folder)))) for one in seen]
    told = [(one, said) for one, said in known if said is not None and one.outcome != "refused"]
    if not told:
        return
    wrong = [
        (one, said)
        for one, said in told
        if (one.operations, one.version) != (said.operations, said.version)
    ]
    print(f"\nAs the index says (version, operations): {len(told) - len(wrong)} of {len(told)}")
    for one, said in wrong:
        name = one.path.relative_to(folder)
        print(f"  {name}: {one.version} {one.operations}, not {said.version} {said.operations}")
    valid = [
        one
        for one, said in known
        if said is not None
        and "/fail/" not in str(one.path)
        and "/invalid/" not in str(one.path)
        and said.version
    ]
    whole = [one for one in valid if one.outcome in ("opened", "with warnings")]
    clean = sum(one.outcome == "opened" for one in valid)
    print(f"Of those not meant to be wrong, shown: {len(whole)} of {len(valid)}; {clean} without")
    print("  a warning")


def _times(seen: list[Seen]) -> None:
    shown = [one for one in seen if one.outcome in ("opened", "with warnings")]
    if not shown:
        return
    small = [one for one in shown if one.size <= SMALL]
    for title, ones, most in (
        ("Opened, all operations in sight", shown, SLOW),
        ("The same, of those up to 1 MB", small, SLOW_FIRST),
    ):
        late = max(ones, key=lambda one: one.first, default=shown[0])
        over = sum(one.first > most for one in ones)
        print(f"{title}: {sum(one.first for one in ones):.1f} s for {len(ones)}; the latest")
        print(
            f"  {late.first:.2f} s ({late.path.name}, {late.size:,} bytes); over {most} s: {over}"
        )
    longest = max(shown, key=lambda one: one.whole)
    print(f"Every schema unfolded once: {sum(one.whole for one in shown):.1f} s; the longest")
    print(f"  {longest.whole:.2f} s ({longest.path.name})")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Memory at most: {peak:.0f} MB")


def _index(folder: Path) -> dict[str, Expected]:
    path = folder / "INDEX.tsv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            row["file"]: Expected(row["spec_version"], int(row["operations"] or 0)) for row in rows
        }


if __name__ == "__main__":
    sys.exit(main())
