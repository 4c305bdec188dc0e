"""What the sample site's services say of themselves is what they answer."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from sample_site import Visitor, site, table_id

from tui.sample.main.swagger import described
from tui.settings import SITES

RECORDED = Path(__file__).parents[1] / "contract" / "swaggers"
MAIN = SITES["sample"].main_url


@pytest.mark.parametrize("version", ["1", "2"])
def test_it_says_what_the_real_one_says_of_paths_that_both_have(version: str) -> None:
    theirs = json.loads(gzip.decompress((RECORDED / f"main-{version}.json.gz").read_bytes()))
    ours = described(version, MAIN)
    assert ours.keys() == theirs.keys()
    assert ours["securityDefinitions"] == theirs["securityDefinitions"]
    assert (ours["host"], ours["basePath"]) == ("www.sample.invalid", f"/api/{version}")
    for path, said in ours["paths"].items():
        known = theirs["paths"][path]
        for method in said.keys() - {"parameters"}:
            names = {item["name"] for item in said[method].get("parameters", ())}
            told = {item["name"] for item in known[method].get("parameters", ())}
            assert names <= told | {"X-Fields", "size"}, (method, path, names - told)


def test_it_tells_of_every_route_that_answers() -> None:
    told = {
        re.sub(r"\{\w+\}", "zzz", f"/api/{version}{path}")
        for version in ("1", "2")
        for path in described(version, MAIN)["paths"]
    }
    main = site()._main
    unseen = [
        pattern.pattern
        for pattern, _route in main._routes
        if "swagger" not in pattern.pattern
        and not any(pattern.fullmatch(_with_ids(path)) for path in told)
    ]
    assert unseen == [r"/api/1/datasets/([^/]+)/resources/"]  # which has no GET there either


def _with_ids(path: str) -> str:
    """`path` with the id of a file where one stands."""
    return re.sub(
        r"(resources|community_resources|r)/zzz", rf"\1/{'0' * 8}-{'0000-' * 3}{'0' * 12}", path
    )


async def test_services_of_rows_tell_of_themselves_and_of_a_table() -> None:
    sample, visitor = SITES["sample"], Visitor()
    for name, root in (("tabular", sample.tabular_url), ("metrics", sample.metrics_url)):
        theirs = json.loads(gzip.decompress((RECORDED / f"{name}.json.gz").read_bytes()))
        ours = (await visitor.get(f"{root}/api/doc/swagger.json")).json()
        assert ours["paths"].keys() == theirs["paths"].keys()
        assert ours["openapi"] == theirs["openapi"]
    told = await visitor.rows(table_id("unique"), "swagger/")
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert "__exact" in told.text
