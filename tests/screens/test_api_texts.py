"""What is said of an API, a line each."""

from __future__ import annotations

from tui.api.openapi.document import Operation
from tui.api.openapi.loading import load
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References
from tui.screens.api_branches import operation_branches
from tui.widgets.outline import Branch

PARAMETERS = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters:
        - name: page
          in: query
          schema: {type: object, properties: {rang: {type: integer}, taille: {type: integer}}}
        - {name: libre, in: query, schema: {type: object, additionalProperties: true}}
        - {name: tri, in: query, schema: {type: array, items: {type: string}}}
        - name: filtre
          in: query
          content: {application/json: {schema: {type: object}, example: {etat: [1]}}}
        - name: choix
          in: query
          schema:
            anyOf: [{type: string}, {type: array, items: {type: string}}, {type: 'null'}]
        - name: deux
          in: query
          schema: {type: object, oneOf: [{required: [a]}, {required: [b, c]}]}
      responses: {'200': {description: Bien}}
"""


ROUND = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      responses:
        '200': {description: Bien, content: {application/json: {schema: {$ref: '#/x-liste'}}}}
x-liste: {type: array, items: {$ref: '#/x-liste'}}
"""


def lines(text: str) -> list[str]:
    """What is said of the first operation of a description, unfolded as far as it goes."""
    document = read_document(References(load(text.encode()).value, ""))
    operation: Operation = document.operations[0]
    found: list[str] = []
    waiting: list[Branch] = [*reversed(operation_branches(document, operation))]
    while waiting and len(found) < 500:
        branch = waiting.pop()
        found.append(branch.title)
        waiting += reversed(branch.children)
    return found


def test_parameters_say_how_they_are_written_and_what_they_hold() -> None:
    said = lines(PARAMETERS)
    assert "each value apart: rang=a&taille=b" in said
    assert "each value apart: x=a&y=b" in said
    assert "each value apart: tri=a&tri=b" in said
    assert 'Example  {"etat": [1]}' in said
    at = said.index("choix  one of several  in the query")
    assert said[at + 1 : at + 4] == ["or null", "either string", "either list of string"]
    at = said.index("deux  object  in the query")
    assert said[at + 2 : at + 4] == ["either object  needs a", "either object  needs b, c"]


def test_a_list_that_holds_itself_is_told_and_ends() -> None:
    assert "application/json  list" in lines(ROUND)


TAKEN = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters:
        - {name: tri, in: query, schema: {enum: [nom, date], type: string, default: nom}}
        - {name: etats, in: query, schema: {type: array, items: {enum: [ouvert, ferme]}}}
        - {name: long, in: query, schema: {enum: [NAMES], default: 12}}
      responses: {'200': {description: Bien}}
""".replace("NAMES", ", ".join(f"valeur{i}" for i in range(9)))


def test_what_a_parameter_takes_is_on_its_line_where_it_fits() -> None:
    said = lines(TAKEN)
    assert "tri  string  in the query  nom | date  by default nom" in said
    assert "etats  list of string  in the query  ouvert | ferme" in said
    assert "long  string  in the query  by default 12" in said
    (inside,) = [line for line in said if line.startswith("valeur0 | ")]
    assert inside.endswith("(9 values)")


CALLED = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      responses: {'200': {description: Bien}}
      callbacks:
        faite:
          '{$request.body#/retour}':
            post:
              summary: La commande est faite
              requestBody:
                content: {application/json: {schema: {type: object, properties: {n: {}}}}}
              responses: {'204': {description: Vu}}
        vide: {'http://a/{$url}': {}}
"""


def test_what_a_callback_sends_and_wants_is_inside_it() -> None:
    said = lines(CALLED)
    after = said[said.index("Calls back") + 1 :]
    assert after[:6] == [
        "faite  POST {$request.body#/retour}",
        "La commande est faite",
        "Body",
        "application/json  object",
        "n  anything",
        "Example made from the schema",
    ]
    assert after[-3:] == ["Responses", "204  Vu", "vide  http://a/{$url}"]
