"""What the sample site's APIs answer: the objects that their descriptions tell of."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final
from urllib.parse import urlencode

from tui.sample.asgi import Request, Response, json_response
from tui.sample.data.addresses import addresses

_STATES: Final = ("ouvert", "ferme", "inconnu")
_NAMES: Final = ("Mairie", "École", "Gymnase", "Bibliothèque", "Piscine")
_PLACES: Final = (("Lyon", "69123"), ("Nantes", "44109"), ("Rennes", "35238"), ("Lille", "59350"))
_KEYS: Final = ("x-cle",)
_COUNT: Final = 45
_PATH = re.compile(r".*?/objets(?:/(?P<id>[\w-]+)(?P<measures>/mesures)?)?")


def answer_of(request: Request) -> Response | None:
    """What is answered to a call of an API; None where no operation is there."""
    if request.path.endswith("/etat") and request.method == "GET":
        return json_response({"etat": "ok", "version": "1.4.0"})
    if request.path.endswith(("/search", "/reverse")) and request.method == "GET":
        return _addresses(request)
    if request.path.endswith("/signalements"):
        return _changed(request, None, needed="message")
    found = _PATH.fullmatch(request.path)
    if found is None:
        return None
    if request.method not in ("GET", "HEAD"):
        return _changed(request, found["id"])
    if found["id"] is None:
        return _page(request)
    item = next((each for each in _objects() if each["id"] == found["id"]), None)
    if item is None:
        return _refused(404, "Cet objet n'existe pas.")
    if not found["measures"]:
        return json_response(item)
    if request.headers.get("accept", "").startswith("text/csv"):
        lines = ["date;valeur", *(f"{each['date']};{each['valeur']}" for each in _measures())]
        return Response(200, "\n".join(lines).encode(), "text/csv; charset=utf-8")
    return json_response(_measures())


def _addresses(request: Request) -> Response:
    """Those that hold every word that is looked for, a page at a time; those around a point are
    the nearest first."""
    kept = addresses()
    if request.path.endswith("/search"):
        words, code = request.get("q").lower().split(), request.get("postcode")
        if not words:
            return _refused(400, "Il faut un texte.")
        kept = [
            item
            for item in kept
            if all(word in item["properties"]["label"].lower() for word in words)
            and item["properties"]["postcode"].startswith(code)
        ]
    else:
        try:
            here = (float(request.get("lon")), float(request.get("lat")))
        except ValueError:
            return _refused(400, "Il faut un point.")
        kept.sort(key=lambda item: math.dist(here, item["geometry"]["coordinates"]))
    page, size = _number(request, "page", 1), min(50, _number(request, "limit", 5))
    found: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": kept[(page - 1) * size : page * size],
        "query": request.get("q"),
        "total": len(kept),
        "next": None,
    }
    if page * size < len(kept):
        found["next"] = f"{request.url}?{_with_page(request, page + 1)}"
    return json_response(found)


def _with_page(request: Request, page: int) -> str:
    others = [(name, text) for name, text in request.params if name != "page"]
    return urlencode([*others, ("page", str(page))])


def _objects() -> list[dict[str, Any]]:
    return [
        {
            "id": f"o{number}",
            "nom": f"{_NAMES[number % len(_NAMES)]} de {_PLACES[number % len(_PLACES)][0]}",
            "etat": _STATES[number % len(_STATES)],
            "commune": _PLACES[number % len(_PLACES)][1],
            "mesures": _measures()[: number % 3],
        }
        for number in range(1, _COUNT + 1)
    ]


def _measures() -> list[dict[str, Any]]:
    return [
        {"date": f"2026-01-{day:02}T12:00:00Z", "valeur": 10 + day / 4, "unite": "m"}
        for day in range(1, 11)
    ]


def _page(request: Request) -> Response:
    words, states = request.get("q").lower(), [s for s in request.get("etat").split(",") if s]
    kept = [
        item
        for item in _objects()
        if words in item["nom"].lower() and (not states or item["etat"] in states)
    ]
    page, size = _number(request, "page", 1), _number(request, "taille", 20)
    headers = {"X-Total": str(len(kept))}
    if page * size < len(kept):
        headers["Link"] = f'<{request.url}?{_with_page(request, page + 1)}>; rel="next"'
    return json_response(kept[(page - 1) * size : page * size], headers=headers)


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.get(name)
    return max(1, int(text)) if text.isdecimal() else otherwise


def _changed(request: Request, ident: str | None, *, needed: str = "nom") -> Response:
    if not any(request.headers.get(name) for name in _KEYS) and not request.get("cle"):
        return _refused(401, "Il faut une clé.")
    if request.method == "DELETE" and ident is not None:
        return Response(204, b"", "text/plain")
    if request.method != "POST" or ident is not None:
        return _refused(405, "Cette méthode n'est pas permise.")
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict) or not given.get(needed):
        return _refused(422, f"Il manque un champ : {needed}.")
    return json_response({**given, "id": f"o{_COUNT + 1}"}, 201)


def _refused(status: int, message: str) -> Response:
    return json_response({"message": message}, status)
