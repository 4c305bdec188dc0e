"""Short walks of the random driver to what chance alone seldom finds: dialogs behind places."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from tui.sample.data.catalogue import catalogue_of
from tui.sample.names import object_id, resource_id

Event = tuple[Any, ...]
"""``(name, argument...)``: what the driver does by its method of that name."""

SLUG: Final = "population-des-communes-francaises"
TABLE: Final = f"resource:{resource_id(f'{SLUG}/0')}"
SOURCE: Final = catalogue_of().sources[0]
CONSOLE: Final = "openapi:http://www.sample.invalid/api/1/swagger.json"
GROUPS: Final = f"{TABLE}?region__groupby&population_totale__avg&population_totale__sum"

_CHARGING = "dataservice:api-bornes-de-recharge"
_REPORT = "dataservice:api-adresse#signaler"
_FILTERED = f"{TABLE}?region__contains=e&population_totale__greater=10"


class Walk(NamedTuple):
    """Where a walk starts, and the keys from there; ``=text`` is typed."""

    address: str
    keys: str = ""

    def events(self) -> list[Event]:
        """The walk, which waits for calm after each step."""
        told: list[Event] = [("go", self.address), ("calm",)]
        for word in self.keys.split():
            told.append(("type", word[1:]) if word.startswith("=") else ("key", word))
            told.append(("calm",))
        return told


WALKS: Final = (
    Walk(f"{_CHARGING}#listerObjets", "e"),
    Walk(f"{_CHARGING}#creerObjet", "e ctrl+b"),
    Walk(_REPORT, "e ctrl+n"),
    Walk(_REPORT, "e ctrl+n =abracadabra enter ctrl+s"),
    Walk(f"{_CHARGING}#listerObjets", "e =de ctrl+s"),
    Walk(f"{_CHARGING}#listerObjets", "e =de ctrl+s i"),
    Walk(f"{_CHARGING}#listerObjets", "e =de ctrl+s v enter"),
    Walk(f"{_CHARGING}#listerObjets", "e =de ctrl+s v enter i"),
    Walk(f"{_CHARGING}#listerObjets", "e =de ctrl+s v enter right full_stop"),
    Walk(f"{_CHARGING}#listerMesures", "e ctrl+s"),
    Walk("dataservice:api-adresse", "e"),
    Walk("search:", "f8"),
    Walk(f"{CONSOLE}#follow_dataset", f"e ={object_id('dataset', SLUG)} ctrl+s"),
    Walk(f"{CONSOLE}#create_discussion", "e"),
    Walk(f"{CONSOLE}#get_me", "e ctrl+s"),
    Walk("mcp:search_dataservices?query=jours", "ctrl+s"),
    Walk("mcp:search_datasets?query=eau", "ctrl+s"),
    Walk("mcp:search_datasets?query=eau", "ctrl+r"),
    Walk("mcp:", "down enter e"),
    Walk(TABLE, "i"),
    Walk(f"{TABLE}#structure", "enter"),
    Walk(f"{TABLE}#structure"),
    Walk(_FILTERED, "E"),
    Walk(_FILTERED, "E a enter"),
    Walk(TABLE, "e"),
    Walk(TABLE, "right right slash"),
    Walk(TABLE, "O a"),
    Walk(TABLE, "C"),
    Walk(TABLE, "v"),
    Walk(TABLE, "v equals_sign"),
    Walk(TABLE, "enter"),
    Walk(TABLE, "right right full_stop"),
    Walk(TABLE, "right right right right full_stop A"),
    Walk(TABLE, "P"),
    Walk(TABLE, "a"),
    Walk(TABLE, "ctrl+s"),
    Walk(TABLE, "m down m ctrl+s enter D"),
    Walk(TABLE, "m down m ctrl+s down enter D"),
    Walk(TABLE, "ctrl+f =Lyon enter"),
    Walk(GROUPS),
    Walk(GROUPS, "full_stop"),
    Walk(GROUPS, "a"),
    Walk(GROUPS, "ctrl+s enter"),
    Walk(f"dataset:{SLUG}", "R"),
    Walk(f"dataset:{SLUG}", "E"),
    Walk(f"dataset:{SLUG}", "i"),
    Walk(f"dataset:{SLUG}", "d"),
    Walk(f"dataset:{SLUG}", "e"),
    Walk(f"dataset:{SLUG}#discussions", "n =Titre tab =Merci ctrl+s"),
    Walk(f"dataset:{SLUG}#discussions", "c"),
    Walk("organization:metropole-de-lyon", "F"),
    Walk("organization:metropole-de-lyon", "X"),
    Walk("feeds:ville-de-paris", "d"),
    Walk("feeds:ville-de-paris", "right"),
    Walk("quality:ville-de-paris", "down f"),
    Walk("quality:ville-de-paris", "ctrl+s"),
    Walk(f"metrics:dataset:{object_id('dataset', SLUG)}", "enter"),
    Walk(f"metrics:dataset:{object_id('dataset', SLUG)}", "enter c"),
    Walk(f"metrics:dataset:{object_id('dataset', SLUG)}", "enter c =eau enter"),
    Walk("metrics:site", "enter"),
    Walk("metrics:top", "a"),
    Walk("metrics:top", "ctrl+s"),
    Walk("search:eau", "F"),
    Walk("search:eau", "F enter"),
    Walk("search:eau", "f"),
    Walk("search:eau?format=csv", "ctrl+s"),
    Walk("search:eau?format=csv", "R"),
    Walk("search:eau", "L enter"),
    Walk("search:eau", "B"),
    Walk("search:eau", "H"),
    Walk("search:", "ctrl+p"),
    Walk("search:eau", "o =eau"),
    Walk("search:eau", "y"),
    Walk("search:eau", "question_mark"),
    Walk("account:", "2"),
    Walk("account:#notifications", "m"),
    Walk(f"harvest:{SOURCE.id}", "enter"),
    Walk("activity:", "enter"),
    Walk("tag:", "slash =eau"),
)
