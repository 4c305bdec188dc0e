"""A description from where it is: a file, an address, or a web page that shows it."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from tui.api.errors import ApiError
from tui.api.openapi.document import Document
from tui.api.openapi.loading import MAX_SIZE, Loaded, load
from tui.api.openapi.pages import (
    MAX_LISTED,
    Found,
    asked_in,
    found_in,
    in_settings,
    scripts_of,
)
from tui.api.openapi.reading import check_described, read_document
from tui.api.openapi.references import References, is_followed
from tui.api.openapi.refused import NoDescription
from tui.api.wire import light
from tui.hosts import shown_address
from tui.i18n import gettext as _
from tui.text import SafeText

if TYPE_CHECKING:
    from tui.api.transport import Transport

MAX_DOCUMENTS: Final = 30
"""Documents that are fetched because references name them."""

MAX_TOTAL: Final = MAX_SIZE
"""Bytes of all of them."""

MAX_TRIED: Final = 5
"""Addresses of a page that are asked for its description."""

MAX_ROUNDS: Final = 6
"""How often what was fetched may name more, before the first screen."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A description that was found and read.

    Attributes:
        url: Where it is, after all that led to it; ``file:`` and a path for a file.
        page: The web page that names it; empty where it was given itself.
        hops: The servers that its address leads through, the last one included.
        others: What else the page names, where it shows several.
        loaded: How it is written.
        document: What it says.
    """

    url: str
    loaded: Loaded
    document: Document
    page: str = ""
    hops: tuple[SafeText, ...] = ()
    others: tuple[Found, ...] = ()
    _fetched: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class _Came:
    data: bytes
    url: str
    hops: tuple[SafeText, ...] = ()


_Get = Callable[[str], Awaitable[_Came]]


def file_url(path: str) -> str:
    """The address of a file of this machine."""
    return Path(path).expanduser().absolute().as_uri()


def open_file(path: str) -> Opened:
    """The description in a file, and the files beside it that it names. Blocks.

    Raises:
        NoDescription: The file cannot be read, or is something else.
    """
    url = file_url(path)
    data = _file_bytes(url)
    loaded = load(data, url)
    references = References(loaded.value, url)
    document = read_document(references, loaded.problems)
    for _round in range(MAX_ROUNDS):
        if not add_files(references):
            break
        document = read_document(references, loaded.problems)
    return Opened(url, loaded, document)


def add_files(references: References) -> bool:
    """Have the files that references name at hand. Returns whether there are new ones."""
    wanted = [url for url in references.wanted if url.startswith("file:")]
    for url in wanted:
        if len(references.documents) > MAX_DOCUMENTS:
            references.refuse(url, _("too many documents are named"))
            continue
        try:
            references.add(url, load(_file_bytes(url), url).value)
        except NoDescription as error:
            references.refuse(url, error.message)
    return bool(wanted)


def _file_bytes(url: str) -> bytes:
    path = unquote(urlsplit(url).path)
    try:
        if not os.path.isfile(path):
            raise NoDescription(url, "file", detail=_("There is no such file."))
        if os.path.getsize(path) > MAX_SIZE:
            raise NoDescription(url, "large")
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise NoDescription(url, "file", detail=str(error)) from error


@light
async def open_address(transport: Transport, address: str) -> Opened:
    """The description at an address of the web, or in a file of this machine.

    A page that shows one is looked through for it. No secret goes out, whatever the address says.

    Raises:
        ApiError: It cannot be had; `NoDescription` where what came is something else.
    """
    import asyncio

    if not address.startswith(("http://", "https://")):
        path = unquote(urlsplit(address).path) if address.startswith("file:") else address
        return await asyncio.to_thread(open_file, path)

    async def get(url: str) -> _Came:
        return await _get(transport, url)

    came = await get(address)
    page = ""
    others: tuple[Found, ...] = ()
    try:
        loaded = await asyncio.to_thread(load, came.data, came.url)
    except NoDescription as error:
        if error.kind != "html":
            raise
        page = came.url
        came, loaded, others = await _from_page(get, came)
    opened = await _with_references(get, came, loaded, page)
    return replace(opened, others=others)


async def fetch_wanted(transport: Transport, opened: Opened) -> Opened:
    """The same, with the documents that were named since it was opened. Raises nothing: what
    cannot be had is said among the problems."""
    import asyncio

    async def get(url: str) -> _Came:
        return await _get(transport, url)

    references = opened.document.references
    fetched = await _fetch_named(get, references, opened._fetched)
    await asyncio.to_thread(add_files, references)
    document = await asyncio.to_thread(read_document, references, opened.loaded.problems)
    return replace(opened, document=document, _fetched=fetched)


async def _from_page(get: _Get, page: _Came) -> tuple[_Came, Loaded, tuple[Found, ...]]:
    """What a page shows, and the other descriptions that it names. Raises `NoDescription`."""
    import asyncio

    tried: set[str] = set()
    why = ""
    async with aclosing(_shown_by(get, page)) as shown:
        async for together in shown:
            for found in together:
                if not found.url:
                    return page, Loaded(found.value, "json", (), len(page.data)), ()
                is_new = found.url not in tried and len(tried) < MAX_TRIED
                if not is_new or not is_followed(page.url, found.url):
                    continue
                tried.add(found.url)
                try:
                    there = await get(found.url)
                    loaded = await asyncio.to_thread(load, there.data, there.url)
                    check_described(loaded.value, there.url)
                except ApiError as error:
                    if found.is_sure and not why:
                        said = _("It names {address}: {problem}")
                        address = shown_address(found.url, 400)
                        why = said.format(address=address, problem=error.message)
                    continue
                others = [one for one in together if one.name and one.url != found.url]
                return there, loaded, tuple(dict.fromkeys(others))
    raise NoDescription(page.url, "html", detail=why)


async def _shown_by(get: _Get, page: _Came) -> AsyncGenerator[list[Found]]:
    """What a page may show: what its address asks for, what it says, what its scripts say."""
    import asyncio

    def looked_for(text: str) -> list[Found]:
        # What a script names is relative to the page that runs it.
        return list(islice(found_in(text, page.url), MAX_LISTED))

    yield list(asked_in(page.url))
    text = page.data.decode("utf-8", errors="replace")
    for script in ("", *scripts_of(text, page.url)):
        try:
            said = (await get(script)).data.decode("utf-8", errors="replace") if script else text
        except ApiError:
            continue
        found = await asyncio.to_thread(looked_for, said)
        for one in found:
            if one.is_settings and is_followed(page.url, one.url):
                yield await _settings(get, one.url)
        yield [one for one in found if not one.is_settings]


async def _settings(get: _Get, url: str) -> list[Found]:
    """The descriptions that the settings of a page name; none where they cannot be had."""
    try:
        came = await get(url)
        return list(in_settings(json.loads(came.data), came.url))
    except (ApiError, ValueError, RecursionError):
        return []


async def _with_references(get: _Get, came: _Came, loaded: Loaded, page: str) -> Opened:
    import asyncio

    references = References(loaded.value, came.url)
    document = await asyncio.to_thread(read_document, references, loaded.problems)
    fetched = 0
    for _round in range(MAX_ROUNDS):
        if not references.wanted:
            break
        fetched = await _fetch_named(get, references, fetched)
        document = await asyncio.to_thread(read_document, references, loaded.problems)
    return Opened(came.url, loaded, document, page, came.hops, _fetched=fetched)


async def _fetch_named(get: _Get, references: References, fetched: int) -> int:
    """Have what references name at hand, within limits. Returns the bytes fetched so far."""
    import asyncio

    for url in [url for url in references.wanted if not url.startswith("file:")]:
        if len(references.documents) > MAX_DOCUMENTS or fetched > MAX_TOTAL:
            references.refuse(url, _("too many documents are named"))
            continue
        try:
            came = await get(url)
            loaded = await asyncio.to_thread(load, came.data, url)
        except ApiError as error:
            references.refuse(url, error.message)
            continue
        fetched += loaded.size
        references.add(url, loaded.value)
    return fetched


async def _get(transport: Transport, url: str) -> _Came:
    """The bytes at an address. Raises `ApiError`."""
    from tui.api.fetch import fetching, is_fetchable

    if not is_fetchable(url):
        raise NoDescription(url, "address")
    data = bytearray()
    async with fetching(transport, url) as fetched:
        async for chunk in fetched.chunks():
            data += chunk
            if len(data) > MAX_SIZE:
                raise NoDescription(url, "large")
    return _Came(bytes(data), fetched.head.url, fetched.head.hops)
