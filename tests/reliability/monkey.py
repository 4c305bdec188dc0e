"""A driver that knows nothing: keys, texts, pastes, clicks and sizes, many before one is answered.

A seed makes a list of events, which is plain data: a run that fails is cut down to the shortest
list that still does, kept under ``seeds/`` and driven again by every run::

    PYTHONPATH=.:tests python tests/reliability/monkey.py SEED COUNT

Every other seed starts with a walk to somewhere that is seldom met.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from hostility import PAYLOADS
from monkey_driver import Seen, driven
from monkey_walks import CONSOLE, GROUPS, SLUG, SOURCE, TABLE, WALKS, Event

from tui.actions import ACTIONS
from tui.sample.names import object_id

SEEDS: Final = Path(__file__).parent / "seeds"
FAULTS: Final = (0.08, 0.02)
"""Shares of answers that fail, by turns: a walk that fails at once leads nowhere."""

PLACES: Final = (
    "search:",
    "search:eau",
    "search:quitter",
    "search:?kind=organizations",
    "search:?kind=discussions",
    "search:zzzz introuvable",
    f"dataset:{SLUG}",
    f"dataset:{SLUG}#about",
    f"dataset:{SLUG}#quality",
    "dataset:textes-hostiles#about",
    "dataset:n-existe-pas",
    "organization:metropole-de-lyon",
    "dataservice:api-jours-feries",
    "dataservice:api-bornes-de-recharge#listerObjets",
    "openapi:https://api-nappes.invalid/openapi.yaml",
    "reuse:tableau-de-bord-allocataires-par-commune-3",
    "topic:mobilites-du-quotidien",
    "user:jerome-martin",
    "post:les-donnees-de-lenergie",
    "discussion:7c32cffc5e8c1e5374de4ac4",
    f"contact:{object_id('contact', 'Ville de Paris')}",
    f"harvest:{SOURCE.id}",
    "harvest:",
    f"job:{SOURCE.jobs[0].id}",
    "zone:fr:region:11",
    "level:fr:region",
    "tag:transport",
    "tag:",
    "license:lov2",
    "license:",
    "schema:etalab/schema-irve-statique",
    "activity:",
    "account:",
    "mcp:",
    "mcp:search_dataservices?query=adresse",
    CONSOLE,
    "feeds:",
    "feeds:ville-de-paris",
    "quality:ville-de-paris",
    TABLE,
    TABLE,
    f"{TABLE}#structure",
    GROUPS,
    f"metrics:dataset:{object_id('dataset', SLUG)}",
    "metrics:top",
    "metrics:site",
)

MOVES: Final = ("down", "up", "left", "right", "pagedown", "pageup", "home", "end", "tab", "enter")
WORDS: Final = (
    "eau",
    "transport scolaire",
    "75056",
    "a = 1 and (b > 2 or c ~ x)",
    "dataset:x",
    "https://www.data.gouv.fr/datasets/population/",
    "../../x.csv",
    "12",
    "-1",
    "99999999999999999999",
    "sortie.json",
    "é漢👨\u200d👩\u200d👧e\u0301",
)
SIZES: Final = ((20, 5), (40, 12), (80, 24), (80, 24), (100, 30), (120, 40), (140, 50), (300, 100))
THEME, LANGUAGE, SITE = "t", "f3", "f4"
_KEYS: Final = sorted({key for action in ACTIONS for key in action.keys} - {"q", "ctrl+q"})
_BY_SCOPE: Final = sorted({action.scope for action in ACTIONS} - {"app"})


# A seed, as events


def made(seed: int, count: int) -> list[Event]:
    """`count` events; the same ones for the same seed."""
    random = Random(seed)  # noqa: S311 - nothing secret hangs on it
    told: list[Event] = []
    if seed % 2 == 0:
        told += [("go", PLACES[seed // 2 % len(PLACES)]), ("wait", 60)]
        while len(told) < count:
            told += _phrase(random)
        return told[:count]
    walk = seed // 2
    while len(told) < count:
        told += [*[("key", "escape")] * 4, ("calm",), *WALKS[walk % len(WALKS)].events()]
        walk = random.randrange(len(WALKS))
        stay = len(told) + random.randint(100, 300)
        while len(told) < stay:
            told += _hammering(random)
    return told[:count]


async def run(seed: int, count: int, folder: Path) -> Seen:
    """Drive the application by `count` events of `seed`.

    Raises:
        AssertionError: Something failed; or what the application itself raised.
    """
    return await driven(made(seed, count), folder, seed=seed, faults=FAULTS[seed % 2])


def _hammering(random: Random) -> list[Event]:
    """A few events for whatever is shown."""
    die = random.random()
    if die < 0.50:
        return [("here", random.randrange(10_000)) for _ in range(random.randint(1, 8))]
    if die < 0.72:
        return [("key", random.choice(MOVES))] * random.randint(1, 10)
    if die < 0.80:
        return [("type", random.choice(WORDS)), ("key", random.choice(("enter", "ctrl+s", "tab")))]
    if die < 0.83:
        return [("key", "escape")]
    if die < 0.86:
        return [("calm",)]
    return _phrase(random)


def _phrase(random: Random) -> list[Event]:
    """A few events that belong together."""
    die = random.random()
    if die < 0.03:
        return [("go", random.choice(PLACES)), *[("rest",)] * random.randint(0, 1)]
    if die < 0.25:
        return [("key", random.choice(_KEYS)) for _ in range(random.randint(1, 4))]
    if die < 0.45:
        scope = random.choice(_BY_SCOPE)
        keys = [key for action in ACTIONS if action.scope == scope for key in action.keys]
        return [("key", random.choice(keys)) for _ in range(random.randint(2, 8))]
    if die < 0.60:
        return [("key", random.choice(MOVES))] * random.randint(1, 12)
    if die < 0.65:
        return [("key", random.choice((*MOVES, *_KEYS))) for _ in range(random.randint(20, 40))]
    if die < 0.71:
        return [("type", random.choice(WORDS)), ("key", random.choice(("enter", "escape", "tab")))]
    if die < 0.74:
        return [("paste", random.choice((*PAYLOADS, *WORDS))[:2_000])]
    if die < 0.77:
        return [("size", *random.choice(SIZES))]
    if die < 0.78:
        return [("size", random.randint(20, 300), random.randint(5, 100)), ("size", 80, 24)]
    if die < 0.82:
        return [("click", random.randint(0, 100), random.randint(0, 40))] * random.randint(1, 2)
    if die < 0.84:
        return [("wheel", random.choice((-1, 1)))] * random.randint(1, 5)
    if die < 0.86:
        chooser = random.choice((THEME, THEME, LANGUAGE, SITE))
        return [
            *[("key", "escape")] * 3,
            ("key", chooser),
            *[("key", "down")] * random.randint(0, 4),
            ("key", "enter"),
        ]
    if die < 0.93:
        return [("key", "escape")] * random.randint(1, 5)
    if die < 0.945:
        return [("rest",)]
    return [("wait", random.choice((1, 5, 20, 60)))]


# A failure cut down


def shortest(told: list[Event], fails: Callable[[list[Event]], bool]) -> list[Event]:
    """The fewest events of `told` that still fail: halves, quarters... are left out by turns."""
    parts = 2
    while len(told) >= 2:
        size = max(1, len(told) // parts)
        for start in range(0, len(told), size):
            rest = told[:start] + told[start + size :]
            if fails(rest):
                told, parts = rest, max(2, parts - 1)
                break
        else:
            if size == 1:
                break
            parts = min(len(told), parts * 2)
    return told


def failure(told: list[Event], seed: int) -> str:
    """How `told` fails; empty where it does not."""
    try:
        with TemporaryDirectory(prefix="monkey-") as folder:
            asyncio.run(driven(told, Path(folder), seed=seed, faults=FAULTS[seed % 2]))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the failure
        return f"{type(error).__name__}: {error}"
    finally:
        gc.collect()
    return ""


def kept(path: Path) -> list[Event]:
    """The events of a file of `SEEDS`."""
    return [tuple(event) for event in json.loads(path.read_text(encoding="utf-8"))["events"]]


def main(seed: int, count: int) -> int:
    """Cut the events of a seed that fails down to few ones, and print these as a file of `SEEDS`.
    How far it is goes to stderr."""

    def fails(part: list[Event]) -> bool:
        why = failure(part, seed)
        sys.stderr.write(f"{len(part)} events: {why.splitlines()[-1] if why else 'fine'}\n")
        return bool(why)

    told = made(seed, count)
    if not fails(told):
        return 1
    told = shortest(told, fails)
    sys.stdout.write(json.dumps({"why": failure(told, seed), "events": told}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
