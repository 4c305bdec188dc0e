"""The API of addresses: what it says of itself, and the places that it finds."""

from __future__ import annotations

from typing import Any, Final

_STREETS: Final = ("Rue de la Mairie", "Rue Victor Hugo", "Avenue Jean Jaurès", "Place du Marché")
_TOWNS: Final = (
    ("Lyon", "69003", "69383", 4.855, 45.758),
    ("Nantes", "44000", "44109", -1.554, 47.218),
    ("Bourg-en-Bresse", "01000", "01053", 5.225, 46.205),
)


def _parameter(name: str, about: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    required = {"required": True} if more.pop("required", False) else {}
    schema = {"type": kind, **more}
    return {"name": name, "in": "query", "description": about, **required, "schema": schema}


def address_description(title: str, base: str) -> dict[str, Any]:
    """The description of an API that finds addresses, and takes what one reports of them."""
    found = {
        "description": "Des adresses, en GeoJSON",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Adresses"}}},
    }
    limit = _parameter("limit", "Combien d'adresses.", "integer", minimum=1, maximum=50, default=5)
    search = {
        "operationId": "chercher",
        "tags": ["Recherche"],
        "summary": "Chercher une adresse",
        "parameters": [
            limit,
            _parameter("page", "La page, à partir de 1.", "integer", minimum=1, default=1),
            _parameter("postcode", "Le code postal.", pattern="^\\d{5}$"),
            _parameter("q", "Le texte de l'adresse.", required=True, minLength=3),
        ],
        "responses": {"200": found},
    }
    reverse = {
        "operationId": "situer",
        "tags": ["Recherche"],
        "summary": "Les adresses autour d'un point",
        "parameters": [
            _parameter("lon", "La longitude.", "number", required=True),
            _parameter("lat", "La latitude.", "number", required=True),
        ],
        "responses": {"200": found},
    }
    report = {
        "operationId": "signaler",
        "tags": ["Signalements"],
        "summary": "Signaler une erreur",
        "security": [{"cle": []}],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Signalement"}}
            },
        },
        "responses": {"201": {"description": "Reçu"}},
    }
    text = {"type": "string"}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1.0", "description": "Les adresses du pays."},
        "servers": [{"url": base}],
        "tags": [{"name": "Recherche"}, {"name": "Signalements"}],
        "paths": {
            "/search": {"get": search},
            "/reverse": {"get": reverse},
            "/signalements": {"post": report},
        },
        "components": {
            "schemas": {
                "Adresses": {
                    "type": "object",
                    "properties": {
                        "type": {"const": "FeatureCollection"},
                        "features": {"type": "array", "items": {"type": "object"}},
                    },
                },
                "Signalement": {
                    "type": "object",
                    "required": ["adresse", "message"],
                    "properties": {"adresse": {**text, "example": "69383_0001"}, "message": text},
                },
            },
            "securitySchemes": {"cle": {"type": "apiKey", "in": "header", "name": "X-Cle"}},
        },
    }


def addresses() -> list[dict[str, Any]]:
    """Every address, as a feature of GeoJSON."""
    return [
        _feature(number, street, _TOWNS[rank])
        for rank in range(len(_TOWNS))
        for street in _STREETS
        for number in range(1, 6)
    ]


def _feature(number: int, street: str, town: tuple[str, str, str, float, float]) -> dict[str, Any]:
    city, postcode, insee, lon, lat = town
    rank = _STREETS.index(street)
    place = [round(lon + rank / 500, 6), round(lat + number / 5000, 6)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": {
            "label": f"{number} {street} {postcode} {city}",
            "score": round(1 - number / 20 - rank / 100, 3),
            "housenumber": str(number),
            "id": f"{insee}_{rank:04}_{number:05}",
            "name": f"{number} {street}",
            "postcode": postcode,
            "citycode": insee,
            "city": city,
            "type": "housenumber",
        },
    }
