"""The descriptions that the sample site's APIs give of themselves, as various as real ones are."""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

from tui.sample.data.addresses import address_description

FORMS: Final = ("3.0", "3.1", "2.0", "page", "broken", "3.0")
"""What the machine documentation of an API is, by turns."""

ADDRESSES: Final = "api-adresse"
"""The API that has a description of its own."""


def form_of(slug: str, kind: str) -> str:
    """What the documentation of the API `slug` is; a map service tells what it can do."""
    if slug == ADDRESSES:
        return "addresses"
    return "wms" if kind == "WMS" else FORMS[zlib.crc32(slug.encode()) % len(FORMS)]


def description_of(title: str, base: str, form: str) -> dict[str, Any]:
    """The description of an API, as its version writes it."""
    if form == "addresses":
        return address_description(title, base)
    made = _new(title, base, "3.1.0" if form == "3.1" else "3.0.3")
    return _old(title, base) if form == "2.0" else made


def broken_text(title: str, base: str) -> str:
    """A description in YAML with mistakes: a reference to nothing, a parameter nowhere, a key
    twice, and an end that cannot be read."""
    return f"""openapi: 3.0.0
info:
  title: {json.dumps(title, ensure_ascii=False)}
  title: {json.dumps(title, ensure_ascii=False)}
servers:
  - url: {base}
paths:
  /objets/{{id}}:
    get:
      summary: Un objet
      parameters:
        - {{name: tri, in: corps, schema: {{type: string}}}}
      responses:
        '200':
          description: L'objet
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/Perdu'}}
  /objets:
    get:
      summary: Les objets
      responses: {{'200': {{description: Une page}}}}
components: {{schemas: [
"""


def page_text(title: str) -> str:
    """A page that shows the description, as Swagger UI makes it."""
    return f"""<!DOCTYPE html>
<html lang="fr"><head><title>{title}</title></head>
<body><div id="swagger-ui"></div>
<script src="https://unpkg.invalid/swagger-ui-bundle.js"></script>
<script>
  window.ui = SwaggerUIBundle({{ url: "./description.json", dom_id: "#swagger-ui" }});
</script></body></html>
"""


CAPABILITIES: Final = """<?xml version="1.0" encoding="UTF-8"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms">
  <Service><Name>WMS</Name><Title>Cartes</Title></Service>
</WMS_Capabilities>
"""

_TEXT: Final[dict[str, Any]] = {"type": "string"}

_OBJECT: Final[dict[str, Any]] = {
    "description": "Un objet, tel que l'administration le **publie**.",
    "type": "object",
    "required": ["id", "nom"],
    "properties": {
        "id": {"type": "string", "format": "uuid", "readOnly": True},
        "nom": {"type": "string", "maxLength": 120, "example": "Mairie de Lyon"},
        "etat": {"type": "string", "enum": ["ouvert", "ferme", "inconnu"], "default": "inconnu"},
        "commune": {"type": "string", "pattern": "^\\d{5}$", "description": "Le code Insee."},
        "mesures": {"type": "array", "items": {"$ref": "#/components/schemas/Mesure"}},
        "parent": {"$ref": "#/components/schemas/Objet"},
        "ancien_code": {"type": "string", "deprecated": True},
    },
}

_MEASURE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["date", "valeur"],
    "properties": {
        "date": {"type": "string", "format": "date-time"},
        "valeur": {"type": "number", "minimum": 0},
        "unite": {"type": "string", "enum": ["m", "m3/s", "µg/m3"]},
    },
}


def _paged() -> list[dict[str, Any]]:
    return [
        {
            "name": "page",
            "in": "query",
            "description": "La page, à partir de 1.",
            "schema": {"type": "integer", "minimum": 1, "default": 1},
        },
        {
            "name": "taille",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
        },
    ]


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _new(title: str, base: str, version: str) -> dict[str, Any]:
    ident = {"name": "id", "in": "path", "required": True, "schema": _TEXT}
    error = {"$ref": "#/components/responses/Erreur"}
    nothing: dict[str, Any] = {"description": "Supprimé"}
    listed = [
        {"name": "q", "in": "query", "description": "Des mots à chercher.", "schema": _TEXT},
        {
            "name": "etat",
            "in": "query",
            "style": "form",
            "explode": False,
            "description": "Un ou plusieurs états.",
            "schema": {
                "type": "array",
                "items": {"type": "string", "enum": ["ouvert", "ferme", "inconnu"]},
            },
        },
        *_paged(),
    ]
    event = {"post": {"summary": "Un objet a changé", "responses": {"204": {"description": "Vu"}}}}
    document: dict[str, Any] = {
        "openapi": version,
        "info": {
            "title": title,
            "version": "1.4.0",
            "description": f"# {title}\n\nLes **objets** et leurs mesures, en JSON.\n\n"
            "- sans inscription ;\n- dix appels par seconde.",
            "contact": {"name": "L'équipe", "email": "equipe@exemple.invalid"},
            "license": {"name": "Licence Ouverte 2.0"},
        },
        "servers": [
            {"url": base, "description": "En production"},
            {
                "url": "https://{zone}.exemple.invalid/v1",
                "variables": {"zone": {"default": "essai", "enum": ["essai", "recette"]}},
            },
        ],
        "tags": [
            {"name": "Objets", "description": "Ce que l'administration tient à jour."},
            {"name": "Mesures"},
        ],
        "paths": {
            "/objets": {
                "get": {
                    "operationId": "listerObjets",
                    "tags": ["Objets"],
                    "summary": "Les objets",
                    "description": "Une page d'objets, du plus récent au plus ancien.",
                    "parameters": listed,
                    "responses": {
                        "200": {
                            "description": "Une page",
                            "headers": {"X-Total": {"schema": {"type": "integer"}}},
                            "content": _json({"type": "array", "items": _ref("Objet")}),
                        },
                        "default": error,
                    },
                },
                "post": {
                    "operationId": "creerObjet",
                    "tags": ["Objets"],
                    "summary": "Créer un objet",
                    "security": [{"cle": []}],
                    "requestBody": {"required": True, "content": _json(_ref("Objet"))},
                    "responses": {
                        "201": {"description": "Créé", "content": _json(_ref("Objet"))},
                        "default": error,
                    },
                },
            },
            "/objets/{id}": {
                "parameters": [ident],
                "get": {
                    "operationId": "lireObjet",
                    "tags": ["Objets"],
                    "summary": "Un objet",
                    "responses": {
                        "200": {
                            "description": "L'objet",
                            "content": _json(_ref("Objet")),
                            "links": {
                                "mesures": {
                                    "operationId": "listerMesures",
                                    "parameters": {"id": "$response.body#/id"},
                                }
                            },
                        },
                        "404": error,
                    },
                },
                "delete": {
                    "operationId": "supprimerObjet",
                    "tags": ["Objets"],
                    "summary": "Supprimer un objet",
                    "deprecated": True,
                    "security": [{"cle": []}],
                    "responses": {"204": nothing, "default": error},
                },
            },
            "/objets/{id}/mesures": {
                "get": {
                    "operationId": "listerMesures",
                    "tags": ["Mesures"],
                    "summary": "Les mesures d'un objet",
                    "parameters": [ident, *_paged()],
                    "responses": {
                        "200": {
                            "description": "Une page",
                            "content": {
                                **_json({"type": "array", "items": _ref("Mesure")}),
                                "text/csv": {"schema": _TEXT, "example": "date;valeur\n"},
                            },
                        }
                    },
                }
            },
            "/etat": {
                "get": {
                    "summary": "L'état du service",
                    "responses": {"200": {"description": "Il va bien", "content": _json({})}},
                }
            },
        },
        "components": {
            "schemas": {
                "Objet": _OBJECT,
                "Mesure": _MEASURE,
                "Erreur": {
                    "type": "object",
                    "properties": {
                        "message": _TEXT,
                        "detail": {"oneOf": [_TEXT, {"type": "object"}]},
                    },
                },
            },
            "responses": {
                "Erreur": {"description": "Une erreur", "content": _json(_ref("Erreur"))}
            },
            "securitySchemes": {
                "cle": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-Cle",
                    "description": "Gratuite.",
                }
            },
        },
    }
    if version.startswith("3.1"):
        document["webhooks"] = {"objetChange": event}
    return document


def _old(title: str, base: str) -> dict[str, Any]:
    """The same in the words of Swagger 2.0, as far as they go."""
    host, _slash, path = base.removeprefix("https://").partition("/")
    properties = {
        **_OBJECT["properties"],
        "mesures": {"type": "array", "items": {"$ref": "#/definitions/Mesure"}},
        "parent": {"$ref": "#/definitions/Objet"},
    }
    whole = {"$ref": "#/definitions/Objet"}
    return {
        "swagger": "2.0",
        "info": {"title": title, "version": "1.0", "description": "Les objets, en JSON."},
        "host": host,
        "basePath": f"/{path}",
        "schemes": ["https"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "securityDefinitions": {"cle": {"type": "apiKey", "in": "query", "name": "cle"}},
        "tags": [{"name": "Objets"}],
        "paths": {
            "/objets": {
                "get": {
                    "operationId": "listerObjets",
                    "tags": ["Objets"],
                    "summary": "Les objets",
                    "parameters": [
                        {
                            "name": "champs",
                            "in": "query",
                            "type": "array",
                            "items": {"type": "string"},
                            "collectionFormat": "csv",
                        }
                    ],
                    "responses": {
                        "200": {"description": "Tous", "schema": {"type": "array", "items": whole}}
                    },
                },
                "post": {
                    "operationId": "creerObjet",
                    "tags": ["Objets"],
                    "summary": "Créer un objet",
                    "security": [{"cle": []}],
                    "parameters": [
                        {"name": "objet", "in": "body", "required": True, "schema": whole}
                    ],
                    "responses": {"201": {"description": "Créé", "schema": whole}},
                },
            },
            "/depot": {
                "post": {
                    "operationId": "deposer",
                    "tags": ["Objets"],
                    "summary": "Déposer un fichier",
                    "consumes": ["multipart/form-data"],
                    "parameters": [
                        {"name": "fichier", "in": "formData", "type": "file", "required": True},
                        {"name": "note", "in": "formData", "type": "string"},
                    ],
                    "responses": {"202": {"description": "Reçu"}},
                }
            },
        },
        "definitions": {"Objet": {**_OBJECT, "properties": properties}, "Mesure": _MEASURE},
    }
