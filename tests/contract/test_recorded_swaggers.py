"""What the real services say of themselves is read whole, and each request they tell of is made."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import pytest

from tui.api.calls.call import Call
from tui.api.calls.described import Form, form_of
from tui.api.calls.form import Key
from tui.api.calls.site_key import SITE_SLOT, with_site_key
from tui.api.openapi.document import Document
from tui.api.openapi.loading import load
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References
from tui.settings import SITES

FOLDER = Path(__file__).parent / "swaggers"
SITE = SITES["www"]
COUNTS = {
    "main-1.json": (247, 181),
    "main-2.json": (36, 59),
    "tabular.json": (8, 4),
    "metrics.json": (3, 1),
    "table.yaml": (3, 2),
}


@cache
def described(name: str) -> Document:
    url = f"{SITE.main_url}/{name}"
    loaded = load(gzip.decompress((FOLDER / f"{name}.gz").read_bytes()), url)
    return read_document(References(loaded.value, url), loaded.problems)


def form(name: str, key: str) -> Form:
    document = described(name)
    operation = document.operation(key)
    assert operation is not None
    made = form_of(operation, document, document_url=document.url)
    return with_site_key(made, SITE, document) if name.startswith("main") else made


def filled(made: Form) -> Call:
    """The call of a form with its defaults and its examples, or with anything where it has none."""
    texts: dict[Key, str] = {}
    for line in made.parameters:
        said = line.start or str(line.hint) or next(iter(line.choices), "")
        if not said and (line.asked.is_required or line.input == "list"):
            said = "1" if line.input == "number" else "a, b"
        texts[line.key] = said
    return made.call(made.bases[0], texts, {})


@pytest.mark.parametrize("name", COUNTS)
def test_all_operations_are_read_without_a_warning(name: str) -> None:
    document = described(name)
    assert (len(document.operations), len(document.schemas)) == COUNTS[name]
    assert document.problems == ()
    assert len({operation.key for operation in document.operations}) == len(document.operations)


@pytest.mark.parametrize("name", COUNTS)
def test_each_operation_has_a_form_and_each_read_its_call(name: str) -> None:
    root = "https://www.data.gouv.fr"
    for operation in described(name).operations:
        made = form(name, operation.key)
        assert [base.url.startswith(root) for base in made.bases] == [True], operation.key
        if operation.method != "GET":
            assert made.secrets == (SITE_SLOT,)
            assert made.body in ("", "json", "parts"), operation.key
            continue
        call = filled(made)
        assert call.secrets == ()
        assert call.url.startswith(f"{root}/"), operation.key


def test_masks_lists_and_the_host_are_written_as_the_service_takes_them() -> None:
    made = form("main-1.json", "list_datasets")
    texts: dict[Key, str] = {
        ("query", "tag"): "eau, air",
        ("query", "page"): "2",
        ("query", "featured"): "true",
        ("header", "X-Fields"): "data{id,title},total",
    }
    call = made.call(made.bases[0], texts, {}, known=(SITE_SLOT.scheme,))
    assert call.url == (
        "https://www.data.gouv.fr/api/1/datasets/?page=2&tag=eau&tag=air&featured=true"
    )
    assert ("X-Fields", "data{id,title},total") in call.headers
    assert call.secrets == (SITE_SLOT,)


def test_a_file_is_sent_in_a_form_and_a_dataset_as_json(tmp_path: Path) -> None:
    upload = form("main-1.json", "upload_new_dataset_resource")
    assert upload.body == "parts"
    assert "file" in [line.input for line in upload.parts]
    create = form("main-1.json", "create_dataset")
    assert (create.body, create.body_is_required) == ("json", True)
    assert '"title": ""' in create.body_start
