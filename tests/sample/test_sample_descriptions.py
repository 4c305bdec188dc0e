"""What the sample site's APIs say of themselves is what real ones say, faults included."""

from __future__ import annotations

import httpx
import pytest

from tui.api.journal import Journal
from tui.api.openapi.opening import open_address
from tui.api.openapi.refused import NoDescription
from tui.api.transport import Transport
from tui.sample.app import create_app
from tui.sample.data.catalogue import catalogue_of
from tui.sample.data.descriptions import FORMS, form_of

APIS = {
    form_of(item.slug, item.format): item
    for item in catalogue_of().dataservices
    if item.machine_url and not item.deleted
}


def test_there_is_one_of_each_form() -> None:
    assert set(APIS) == {*FORMS, "wms", "addresses"}


@pytest.mark.parametrize("form", FORMS[:-1])
async def test_each_is_read(form: str) -> None:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(create_app()))
    url = APIS[form].machine_url
    assert url is not None
    opened = await open_address(Transport(client, Journal()), url)
    document = opened.document
    assert document.info.title == APIS[form].title
    assert document.operations
    assert bool(document.problems) is (form == "broken")
    assert bool(opened.page) is (form == "page")
    assert document.version == (form if form in ("2.0", "3.1") else "3.0")


async def test_a_map_service_has_none() -> None:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(create_app()))
    url = APIS["wms"].machine_url
    assert url is not None
    with pytest.raises(NoDescription) as refused:
        await open_address(Transport(client, Journal()), url)
    assert refused.value.kind == "wms"
