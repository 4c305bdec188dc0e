"""A description from where it is: a file, an address, or a web page that shows it."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from tui.api.errors import ApiError
from tui.api.openapi.document import Document
from tui.api.openapi.loading import MAX_SIZE, Loaded, load
from tui.api.openapi.pages import described_in, scripts_of
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References
from tui.api.openapi.refused import NoDescription
from tui.api.wire import light
from tui.i18n import gettext as _
from tui.text import SafeText

if TYPE_CHECKING:
    from tui.api.transport import Transport

MAX_DOCUMENTS: Final = 30
"""Documents that are fetched because references name them."""

MAX_TOTAL: Final = MAX_SIZE
"""Bytes of all of them."""

MAX_ROUNDS: Final = 6
"""How often what was fetched may name more, before the first screen."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A description that was found and read.

    Attributes:
        url: Where it is, after all that led to it; ``file:`` and a path for a file.
        page: The web page that names it; empty where it was given itself.
        hops: The servers that its address leads through, the last one included.
        loaded: How it is written.
        document: What it says.
    """

    url: str
    loaded: Loaded
    document: Document
    page: str = ""
    hops: tuple[SafeText, ...] = ()
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
    try:
        loaded = await asyncio.to_thread(load, came.data, came.url)
    except NoDescription as error:
        if error.kind != "html":
            raise
        page = came.url
        came, loaded = await _from_page(get, came)
    return await _with_references(get, came, loaded, page)


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


async def _from_page(get: _Get, came: _Came) -> tuple[_Came, Loaded]:
    """What a page shows. Raises `NoDescription`."""
    import asyncio

    text = came.data.decode("utf-8", errors="replace")
    found = await asyncio.to_thread(described_in, text, came.url)
    if found is None:
        for script in scripts_of(text, came.url):
            try:
                inside = await get(script)
            except ApiError:
                continue
            said = inside.data.decode("utf-8", errors="replace")
            # What a script names is relative to the page that runs it.
            found = await asyncio.to_thread(described_in, said, came.url)
            if found is not None:
                break
    if found is None:
        raise NoDescription(came.url, "html")
    if not found.url:
        return came, Loaded(found.value, "json", (), len(came.data))
    there = await get(found.url)
    return there, await asyncio.to_thread(load, there.data, there.url)


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
    return Opened(came.url, loaded, document, page, came.hops, fetched)


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
