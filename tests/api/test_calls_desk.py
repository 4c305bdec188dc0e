"""A session makes calls one after the other, to the sample site too, and remembers them."""

from __future__ import annotations

import httpx
import pytest
from wires import script, wire

from tui.api.calls.bodies import json_body
from tui.api.calls.call import Call, SecretSlot, made
from tui.api.calls.credentials import Key, secret_of
from tui.api.calls.desk import Desk
from tui.api.calls.facts import facts_of
from tui.api.calls.following import leads
from tui.api.calls.pace import USUAL_PACE
from tui.api.calls.problem import CallProblem
from tui.api.calls.servers import Base
from tui.api.calls.slots import Slot
from tui.api.errors import Offline
from tui.api.service import open_service
from tui.sample.app import SampleSite
from tui.settings import SITES, Secret
from tui.tables.answer_rows import json_table

URL = "https://api.test/"
KEY = SecretSlot("k", "apiKey", "header", "X-Key")


async def public(_host: str) -> list[str]:
    return ["8.8.8.8"]


async def test_calls_are_remembered_and_made_again() -> None:
    wired = wire(script(httpx.Response(404, text="non"), httpx.ConnectError("x")))
    desk = Desk(wired.transport, wired.journal, resolver=public, wall_clock=lambda: 5.0)
    call = Call("POST", URL, body=json_body(1), secrets=(KEY,))
    with pytest.raises(CallProblem, match="missing"):
        await desk.make(call)
    assert not desk.history.entries
    desk.wallet.put(URL, "k", Key(secret_of("s3cr3t")))
    await (await desk.make(call)).aclose()
    (past,) = desk.history.entries
    assert (past.call, past.at, past.status, past.size) == (call, 5.0, 404, 3)
    with pytest.raises(Offline):
        await desk.make(past.call)
    assert desk.history.entries[0].problem == "The site cannot be reached."
    assert [request.headers["x-key"] for request in wired.requests] == ["s3cr3t"] * 2
    assert desk.keep_to(URL, "10/s")
    assert not desk.keep_to(URL, "à voir")
    assert desk.pacer.limits(URL) == (USUAL_PACE,)
    assert desk.said_of(URL) == "à voir"


async def test_the_sample_site_is_called_as_any_api() -> None:
    site = SITES["sample"]
    service = await open_service(site, asgi_app=SampleSite(), find_key=lambda: Secret("udata"))
    desk = Desk(service.transport, service.journal)
    base = Base(site.main_url.rstrip("/"), "catalogue")
    call = made("GET", base, "/api/1/datasets/", [(Slot("page_size", "query"), 3)])
    try:
        async with await desk.make(call) as sent:
            facts = facts_of(sent)
            assert (facts.status, facts.kind, facts.stop) == (200, "json", "")
            found = next(one for one in facts.lists if one.place == "data")
            assert found.count == 3
            (lead,) = leads(call, desk.wallet, sent.header("link"), facts.payload)
            assert (lead.relation, "page=2" in lead.call.url) == ("next", True)
        assert isinstance(facts.payload, dict)
        rows = facts.payload["data"]
        assert isinstance(rows, list)
        assert len(json_table(rows).rows) == 3
    finally:
        await service.aclose()
