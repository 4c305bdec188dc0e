"""What the sample site's APIs answer: the objects that their descriptions tell of."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from tui.sample.asgi import Request, Response, json_response

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
        others = [(name, text) for name, text in request.params if name != "page"]
        query = "&".join(f"{name}={text}" for name, text in (*others, ("page", str(page + 1))))
        headers["Link"] = f'<{request.url}?{query}>; rel="next"'
    return json_response(kept[(page - 1) * size : page * size], headers=headers)


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.get(name)
    return max(1, int(text)) if text.isdecimal() else otherwise


def _changed(request: Request, ident: str | None) -> Response:
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
    if not isinstance(given, dict) or not given.get("nom"):
        return _refused(422, "Un objet a un nom.")
    return json_response({**given, "id": f"o{_COUNT + 1}"}, 201)


def _refused(status: int, message: str) -> Response:
    return json_response({"message": message}, status)
