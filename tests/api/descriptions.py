"""Small descriptions of APIs that tests read: one of each version, and broken ones."""

from __future__ import annotations

from tui.api.openapi.document import Document
from tui.api.openapi.loading import load
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References

OLD = """
swagger: "2.0"
info: {title: Communes, version: 1}
host: api.exemple.fr
basePath: v1/
schemes: [https, http]
consumes: [application/json]
produces: [application/json, text/csv]
securityDefinitions:
  cle: {type: apiKey, in: header, name: X-Cle}
  compte: {type: basic}
  jeton:
    {type: oauth2, flow: accessCode, authorizationUrl: /a, tokenUrl: /t, scopes: {lire: Lire}}
paths:
  /communes/{code}:
    parameters:
      - {name: code, in: path, type: string, required: true, pattern: '^\\d{5}$'}
      - {name: champs, in: query, type: array, items: {type: string}, collectionFormat: pipes}
    get:
      operationId: commune
      tags: [Communes]
      parameters:
        - {name: champs, in: query, type: array, items: {type: string}, collectionFormat: multi}
      responses:
        200:
          description: La commune
          schema: {$ref: '#/definitions/Commune'}
          headers: {x-reste: {type: integer, description: Appels restants}}
          examples: {application/json: {nom: Aÿ}}
        default: {$ref: '#/responses/Erreur'}
    put:
      parameters: [{name: corps, in: body, required: true, schema: {$ref: '#/definitions/Commune'}}]
      responses: {204: {description: Fait}}
  /depot:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: fichier, in: formData, type: file, required: true}
        - {name: etiquettes, in: formData, type: array, items: {type: string}}
      responses: {201: {description: Reçu}}
responses:
  Erreur: {description: Une erreur}
definitions:
  Commune:
    type: object
    required: [nom]
    properties:
      nom: {type: string, maxLength: 50}
      voisines: {type: array, items: {$ref: '#/definitions/Commune'}}
"""

NEW = """
openapi: 3.1.0
info: {title: Gares, version: "2", license: {name: Licence Ouverte}}
servers:
  - url: https://{zone}.exemple.fr/v2
    variables: {zone: {default: api, enum: [api, essai]}}
  - url: ../relatif
tags: [{name: Gares, description: "**Toutes** les gares"}]
security: [{cle: []}]
paths:
  /gares:
    get:
      operationId: gares
      tags: [Gares]
      summary: Les gares
      parameters:
        - {name: filtre, in: query, style: deepObject, explode: true, schema: {type: object}}
        - {name: pages, in: query, explode: false, allowEmptyValue: true,
           schema: {type: [array, 'null'], items: {type: integer, minimum: 1}}}
        - {$ref: '#/components/parameters/Ligne'}
      responses:
        '200':
          description: Une page
          headers: {x-reste: {schema: {type: integer}}}
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Gare'}}
              examples: {une: {summary: Une gare, value: [{nom: Lyon}]}}
          links: {suivante: {operationId: gares, parameters: {page: '$response.body#/suite'}}}
    post:
      deprecated: true
      security: [{}]
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Lieu'}}
      responses: {'201': {description: Faite}}
      callbacks:
        faite: {'{$request.body#/retour}': {post: {responses: {'200': {description: Vu}}}}}
webhooks:
  fermee: {post: {responses: {'200': {description: Vu}}}}
components:
  securitySchemes:
    cle: {type: http, scheme: Bearer, bearerFormat: JWT}
  parameters:
    Ligne: {name: ligne, in: query, schema: {const: A}}
  schemas:
    Lieu:
      oneOf: [{$ref: '#/components/schemas/Gare'}, {$ref: '#/components/schemas/Arret'}]
      discriminator: {propertyName: genre, mapping: {gare: '#/components/schemas/Gare'}}
    Base:
      type: object
      required: [id]
      properties:
        id: {type: string, format: uuid, readOnly: true}
    Gare:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [nom]
          properties:
            nom: {type: string}
            ouverte: {type: [boolean, 'null'], default: true}
            suivante: {$ref: '#/components/schemas/Gare'}
    Arret: {type: object, additionalProperties: {type: integer}}
"""


def read(text: str | bytes, url: str = "https://exemple.fr/docs/openapi.yaml") -> Document:
    """The description in `text`."""
    loaded = load(text.encode() if isinstance(text, str) else text, url)
    return read_document(References(loaded.value, url), loaded.problems)
