"""Descriptions of files, of addresses and of web pages."""

from __future__ import annotations

import csv
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest
from descriptions import NEW
from wires import wire

from benchmarks import openapi_corpus
from benchmarks.openapi_corpus import files_under, look_at
from tui.api.errors import NotFound, SentInwards
from tui.api.openapi.opening import Opened, open_address, open_file
from tui.api.openapi.pages import described_in
from tui.api.openapi.refused import NoDescription

BASE = "https://exemple.fr/docs/"
PARTS = """
openapi: 3.0.0
info: {title: Morceaux}
paths:
  /a: {$ref: 'chemins.yaml#/a'}
  /b:
    get: {responses: {200: {description: b, content: {text/plain: {schema: {$ref: s.json}}}}}}
"""
PATHS = "a: {get: {parameters: [{$ref: 'p.yaml#/p'}], responses: {200: {description: a}}}}"
PARAMETER = "p: {name: q, in: query, schema: {type: string}}"


async def _in_pieces(data: bytes) -> AsyncIterator[bytes]:
    yield data


def served(files: Mapping[str, str | int]) -> object:
    def answer(request: httpx.Request) -> httpx.Response:
        found = files.get(str(request.url).removeprefix(BASE), 404)
        if isinstance(found, int):
            return httpx.Response(found)
        if found.startswith("->"):
            return httpx.Response(302, headers={"location": found[2:]})
        return httpx.Response(200, content=_in_pieces(found.encode()))

    return answer


async def opened(files: Mapping[str, str | int], name: str) -> tuple[Opened, list[str]]:
    on_the_wire = wire(served(files))  # type: ignore[arg-type]
    found = await open_address(on_the_wire.transport, BASE + name)
    assert all("x-api-key" not in request.headers for request in on_the_wire.requests)
    return found, [str(request.url).removeprefix(BASE) for request in on_the_wire.requests]


async def test_what_references_name_is_fetched_as_far_as_operations_need_it() -> None:
    files = {"o.yaml": PARTS, "chemins.yaml": PATHS, "p.yaml": PARAMETER, "s.json": "{}"}
    found, asked = await opened(files, "o.yaml")
    assert asked == ["o.yaml", "chemins.yaml", "p.yaml"]
    assert [operation.path for operation in found.document.operations] == ["/a", "/b"]
    assert found.document.operations[0].parameters[0].name == "q"
    assert found.document.problems == ()


async def test_what_cannot_be_fetched_is_said_and_the_rest_is_shown() -> None:
    found, _asked = await opened({"o.yaml": PARTS, "chemins.yaml": 404}, "o.yaml")
    assert [operation.path for operation in found.document.operations] == ["/b"]
    (problem,) = found.document.problems
    assert problem.where == "#/paths/~1a"
    assert "chemins.yaml#/a" in problem.what
    assert "This was not found." in problem.what


async def test_redirections_are_followed_and_told() -> None:
    found, _asked = await opened({"a": "->b", "b": NEW}, "a")
    assert found.url == f"{BASE}b"
    assert found.hops == ("exemple.fr",)


async def test_the_web_sends_to_no_network_of_ones_own() -> None:
    with pytest.raises(SentInwards) as told:
        await opened({"a": "->http://192.168.1.1:8080/openapi.json"}, "a")
    assert "http://192.168.1.1:8080/openapi.json" in told.value.message
    assert told.value.hint


async def test_a_document_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NotFound):
        await opened({}, "a")


async def test_a_page_leads_to_the_description_that_it_shows() -> None:
    page = '<!doctype html><script src="./swagger-initializer.js"></script>'
    script = 'window.ui = SwaggerUIBundle({ url: "openapi.yaml", dom_id: "#ui" })'
    files = {"": page, "swagger-initializer.js": script, "openapi.yaml": NEW}
    found, asked = await opened(files, "")
    assert asked == ["", "swagger-initializer.js", "openapi.yaml"]
    assert (found.page, found.document.info.title) == (BASE, "Gares")


SWAGGER_UI = '<!doctype html><script src="./swagger-initializer.js"></script>'
LISTED = '{"urls": [{"url": "../b.yaml", "name": "B"}, {"url": "../a.yaml", "name": "A"}]}'


@pytest.mark.parametrize(
    ("name", "files", "others"),
    [
        # springdoc: the settings name it, beside the example of the program.
        (
            "",
            {
                "": SWAGGER_UI,
                "swagger-initializer.js": 'SwaggerUIBundle({url: "https://petstore.swagger.io/v2/'
                'swagger.json", "configUrl": "/docs/v3/swagger-config", validatorUrl: ""})',
                "v3/swagger-config": LISTED,
                "b.yaml": NEW,
            },
            ["A"],
        ),
        # The one that is shown first is not the first of the list.
        (
            "",
            {
                "": 'SwaggerUIBundle({urls: [{"url":"a.yaml","name":"A"},{"url":"b.yaml",'
                '"name":"B"}], "urls.primaryName": "B"})<html>',
                "b.yaml": NEW,
            },
            ["A"],
        ),
        ("?url=b.yaml", {"?url=b.yaml": SWAGGER_UI, "b.yaml": NEW}, []),
        # What is named first is something else.
        (
            "",
            {"": "<html>{url: '/docs/login'}, {url: 'b.yaml'}", "login": "<html>", "b.yaml": NEW},
            [],
        ),
    ],
)
async def test_what_a_page_shows_is_found_as_the_page_would(
    name: str, files: dict[str, str], others: list[str]
) -> None:
    files = {key: text if key or text[0] == "<" else f"<html>{text}" for key, text in files.items()}
    found, _asked = await opened(files, name)
    assert (found.url, found.page) == (f"{BASE}b.yaml", f"{BASE}{name}")
    assert [one.name for one in found.others] == others


async def test_a_description_that_a_page_names_and_that_is_not_there_is_told() -> None:
    with pytest.raises(NoDescription) as refused:
        await opened({"": '<html><redoc spec-url="a.yaml">'}, "")
    assert refused.value.hint == f"It names {BASE}a.yaml: This was not found."
    with pytest.raises(NoDescription) as refused:  # a page of the web names no server of one's own
        await opened({"": '<html><redoc spec-url="http://127.0.0.1/a.yaml">'}, "")
    assert refused.value.hint.startswith("A browser")


async def test_a_page_without_one_is_told() -> None:
    with pytest.raises(NoDescription) as refused:
        await opened({"": "<html><body>Bonjour</body></html>"}, "")
    assert refused.value.kind == "html"


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("<redoc spec-url='a.yaml'></redoc>", "a.yaml"),
        ('<redoc hide-loading spec-url="a.yaml?v=1&amp;b=2">', "a.yaml?v=1&b=2"),
        ('<rapi-doc theme="dark" spec-url="a.json"></rapi-doc>', "a.json"),
        ('<elements-api apiDescriptionUrl="a.json" router="hash"/>', "a.json"),
        ('<script id="api-reference" data-url="a.json"></script>', "a.json"),
        ('<script type="x" data-url="a.json" id="api-reference"></script>', "a.json"),
        ('<link rel="service-desc" href="a.json">', "a.json"),
        ("<script>Redoc.init('a.json', {}, el)</script>", "a.json"),
        ("<script>const ui = SwaggerUIBundle({\n  url: 'a.json',\n})</script>", "a.json"),
        ('<script>SwaggerUIBundle({urls: [{"url":"a.json","name":"x"}]})</script>', "a.json"),
        ("<script>Scalar.createApiReference('#app', { url: 'a.json' })</script>", "a.json"),
        ('<script>url: "https://petstore.swagger.io/v2/swagger.json"</script>', None),
        ('<script src="/static/drf-yasg/swagger-ui-init.js"></script>', "?format=openapi"),
        ('<p>Voir <a class="x" href="v1/swagger.json">la description</a></p>', "v1/swagger.json"),
        ("<p>Rien</p>", None),
    ],
)
def test_where_pages_say_it_is(page: str, name: str | None) -> None:
    found = described_in(page, BASE)
    assert (found.url if found else None) == (BASE + name if name is not None else None)


@pytest.mark.parametrize(
    "page",
    [
        'var options = {"swaggerDoc": {"openapi": "3.0.0", "paths": {}}, "x": 1}',
        '<script>const __redoc_state = {"spec": {"data": {"openapi": "3.0.0"}}};</script>',
        '<script type="application/json">{"openapi": "3.0.0"}</script>',
    ],
)
def test_a_description_within_a_page_is_read(page: str) -> None:
    found = described_in(page, BASE)
    assert found is not None
    assert isinstance(found.value, dict)
    assert found.value["openapi"] == "3.0.0"


def test_a_file_and_those_beside_it(tmp_path: Path) -> None:
    (tmp_path / "o.yaml").write_text(PARTS)
    (tmp_path / "chemins.yaml").write_text(PATHS)
    (tmp_path / "p.yaml").write_text(PARAMETER)
    found = open_file(str(tmp_path / "o.yaml"))
    assert len(found.document.operations) == 2
    assert found.document.problems == ()
    with pytest.raises(NoDescription) as refused:
        open_file(str(tmp_path / "rien.yaml"))
    assert refused.value.kind == "file"


def test_a_folder_is_told_as_a_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("a.yaml", NEW), ("b.yaml", "a: 1"), ("c.yaml", NEW + "x: [")):
        (tmp_path / name).write_text(text)
    index = "file\tspec_version\toperations\na.yaml\t3.1.0\t2\nc.yaml\t3.1.0\t9\n"
    (tmp_path / "INDEX.tsv").write_text(index)
    monkeypatch.setattr("sys.argv", ["openapi_corpus", str(tmp_path)])
    assert openapi_corpus.main() == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "3 documents opened 1 with warnings 1 refused 1 crashed 0" in said
    assert "(version, operations): 1 of 2 c.yaml: 3.1.0 2, not 3.1.0 9" in said
    assert "Memory at most" in said


SAMPLES = Path(os.environ.get("DATAGOUV_TUI_TEST_SAMPLES", "../../shared/samples")) / "openapi"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples here")
def test_real_descriptions_are_shown() -> None:
    with (SAMPLES / "INDEX.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    index = {row["file"]: int(row["operations"]) for row in rows}
    small = [path for path in files_under(SAMPLES / "fr") if path.stat().st_size < 150_000]
    assert small
    for path in small:
        seen = look_at(path)
        assert seen.outcome in ("opened", "with warnings"), seen
        assert seen.operations == index[str(path.relative_to(SAMPLES))]
