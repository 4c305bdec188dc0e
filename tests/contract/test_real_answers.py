"""Answers of the real portal, of other years and hands: each opens as its page, whole.

They are not ours to keep: they lie in a folder beside the project, or in the one that
``DATAGOUV_TUI_TEST_SAMPLES`` names, and where there is none nothing is tried.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from batches import for_each
from people import NARROW, at_the_keyboard
from test_nothing_lost import SHOWN, page

from tui.api.models import Resource, Thread
from tui.api.models.related import CommunityResource, RelatedReuse
from tui.screens.file_texts import file_blocks, file_line
from tui.screens.related_texts import as_line, community_entry, discussion_entry, reuse_entry
from tui.screens.thread_texts import thread_blocks
from tui.settings import ASGIApp
from tui.text import clean_line
from tui.widgets.prose import as_text

BESIDE = Path(__file__).parents[3] / "shared" / "samples" / "api-samples"
FOLDER = Path(os.environ.get("DATAGOUV_TUI_TEST_SAMPLES") or BESIDE)

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is no folder")

MARKS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "zone": lambda raw: raw.get("type") == "Feature",
    "dataservice": lambda raw: "base_api_url" in raw,
    "dataset": lambda raw: "frequency" in raw and "title" in raw,
    "organization": lambda raw: "members" in raw and "name" in raw,
    "discussion": lambda raw: "discussion" in raw and "closed" in raw,
    "topic": lambda raw: "elements" in raw and "name" in raw,
    "resource": lambda raw: "filetype" in raw and "url" in raw,
    "reuse": lambda raw: {"title", "type", "url"} <= set(raw),
}
"""What tells of which kind an object is."""


class Answer(NamedTuple):
    name: str
    kind: str
    raw: dict[str, Any]

    def __str__(self) -> str:
        return self.name


def kind_of(raw: object) -> str:
    if not isinstance(raw, dict):
        return ""
    return next((kind for kind, is_one in MARKS.items() if is_one(raw)), "")


def objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects of known kinds in an answer: it, or those that it lists."""
    if isinstance(value, dict) and kind_of(value):
        yield value
    elif isinstance(value, dict):
        for key in ("data", "features", "resource"):
            yield from objects(value.get(key))
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


@cache
def answers(*kinds: str) -> list[Answer]:
    """All there is of these kinds."""
    found = []
    for file in sorted(FOLDER.rglob("*.json")):
        for number, raw in enumerate(objects(json.loads(file.read_text("utf-8")))):
            kind = "community" if file.stem == "community_resources" else kind_of(raw)
            if kind in kinds:
                found.append(Answer(f"{file.relative_to(FOLDER)}:{number}", kind, raw))
    return found


def test_the_folder_holds_what_these_tests_are_about() -> None:
    assert len(answers("dataset")) >= 200
    assert len(answers("organization")) >= 30
    assert max(len(each.raw.get("resources") or ()) for each in answers("dataset")) > 50
    for kind in ("discussion", "resource", "reuse", "community", "topic"):
        assert answers(kind), kind


@for_each(answers("dataset", "organization", "topic", "zone") if FOLDER.is_dir() else ())
def test_an_object_opens_as_its_page(answer: Answer) -> None:
    said = page(answer.kind, answer.raw)
    raw = answer.raw
    for tag in raw.get("tags") or ():
        assert clean_line(tag) in said
    for key in SHOWN[answer.kind] & set(raw):
        if isinstance(raw[key], str) and raw[key]:
            assert clean_line(raw[key])[:200] in said, key
    description = re.sub(r"<[^>]*>|&\w+;|[*_`\\]|https?\S+|\[|\]\([^)]*\)", " ", said_in(raw))
    words = re.findall(r"[^\W\d_]{5,}", description)
    assert all(word in said for word in words[:5]), words[:5]
    extras = list(raw.get("extras") or ())[:40]
    assert all(clean_line(extra, 60) in said for extra in extras), extras


def said_in(raw: dict[str, Any]) -> str:
    text = raw.get("description")
    return text if isinstance(text, str) else ""


@for_each(answers("dataset", "resource", "community") if FOLDER.is_dir() else ())
def test_every_file_is_a_line_and_a_page(answer: Answer) -> None:
    is_list = answer.kind == "dataset"
    for raw in (answer.raw.get("resources") or ()) if is_list else (answer.raw,):
        if not isinstance(raw, dict):
            continue
        resource = Resource.parse(raw)
        told = as_text(file_blocks(resource))
        title = clean_line(raw.get("title") or "").strip()
        assert title[:200] in told
        assert title[:20] in file_line(resource)
        assert clean_line(raw["url"])[:200] in told
        for key in ("format", "mime", "id"):
            assert clean_line(raw.get(key) or "") in told, key
        checksum = raw.get("checksum")
        assert not checksum or clean_line(checksum["value"])[:12] in told


@for_each(answers("discussion", "reuse", "community") if FOLDER.is_dir() else ())
def test_what_hangs_on_a_dataset_is_a_line_with_all_its_messages(answer: Answer) -> None:
    raw = answer.raw
    if answer.kind == "discussion":
        thread = Thread.parse(raw)
        assert clean_line(raw["title"]).strip()[:40] in as_line(discussion_entry(thread))
        told = as_text(thread_blocks(thread))
        for message in raw["discussion"]:
            words = re.findall(r"[^\W\d_]{6,}", re.sub(r"https?\S+", " ", message["content"]))
            assert all(word in told for word in words[:3]), words[:3]
    elif answer.kind == "reuse":
        line = as_line(reuse_entry(RelatedReuse.parse(raw)))
        assert clean_line(raw["title"]).strip()[:40] in line
    else:
        line = as_line(community_entry(CommunityResource.parse(raw)))
        assert clean_line(raw["title"]).strip()[:40] in line


def serving(raw: dict[str, Any]) -> Callable[[ASGIApp], ASGIApp]:
    """A portal that has this dataset, as its routes tell it, and nothing else."""
    files = raw.get("resources") or []
    whole = {**raw, "resources": {"href": "", "rel": "subsection", "total": len(files)}}

    def through(_app: ASGIApp) -> ASGIApp:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            path, query = scope["path"], scope["query_string"].decode()
            if path.endswith("/resources/"):
                number = int((re.search(r"page=(\d+)", query) or ["", "1"])[1])
                size = int((re.search(r"page_size=(\d+)", query) or ["", "20"])[1])
                kind = re.search(r"type=(\w+)", query)
                shown = [f for f in files if not kind or f.get("type", "main") == kind[1]]
                here = shown[(number - 1) * size : number * size]
                more = "there" if number * size < len(shown) else None
                body = {"data": here, "total": len(shown), "page": number, "next_page": more}
            elif re.fullmatch(r"/api/\d/datasets/[^/]+/", path):
                body = whole
            else:
                body = {"data": [], "total": 0, "page": 1, "next_page": None}
            await send({"type": "http.response.start", "status": 200, "headers": JSON})
            await send({"type": "http.response.body", "body": json.dumps(body).encode()})

        return answer

    return through


JSON = [(b"content-type", b"application/json")]


def remarkable() -> list[Answer]:
    """The datasets with most and fewest files, the longest text, and some others."""
    found = [each for each in answers("dataset") if each.raw.get("id")]
    by_files = sorted(found, key=lambda each: len(each.raw.get("resources") or ()))
    by_text = sorted(found, key=lambda each: len(said_in(each.raw)))
    return [*by_files[:1], *by_files[-2:], *by_text[-1:], *found[:: max(1, len(found) // 4)]]


async def test_a_dataset_is_read_with_keys_to_its_last_file() -> None:
    for answer in remarkable():
        raw = answer.raw
        async with at_the_keyboard(
            f"dataset:{raw['id']}#about", size=NARROW, through=serving(raw)
        ) as person:
            await person.rest()
            assert clean_line(raw["title"])[:30] in person.screen, answer
            await person.press("2")
            count = len(raw.get("resources") or ())
            if count:
                await person.sees(f"1 of {count}")
                await person.press("end")
                async with asyncio.timeout(60):
                    while f"{count} of {count}" not in person.screen:
                        await person.press("end")
            for number in range(3, 11):
                await person.press(str(number % 10))
