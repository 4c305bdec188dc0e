"""A file of the web to a file here: as it is, whole or not at all, checked where that can be."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from tui import format as fmt
from tui.api.errors import PastTheEnd
from tui.i18n import gettext as _
from tui.tables.export.part import Part, Saved, saved_of
from tui.tables.export.problems import ExportError
from tui.tables.export.progress import Stage
from tui.tables.export.running import Job
from tui.tables.export.threads import in_thread
from tui.text import SafeText

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tui.api.fetch import Fetched

GATHERED: Final = 256 * 1024
"""Bytes that are written at once."""

OFTEN: Final = 0.25
"""Seconds that bytes wait to be written at most, once more come."""

CHECKPOINT: Final = 1.0
"""Seconds between two notes of how far the file goes."""

_BLOCK: Final = 1024 * 1024
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_PAGE_FORMATS: Final = frozenset({"", "html", "htm", "xhtml", "php", "asp", "www:link", "url"})
_DIGESTS: Final = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""What makes a digest, by the number of its hexadecimal digits."""


class Fetch(Protocol):
    """Asks for the file at `url`, without its first `after` bytes if it still is of that
    `edition`."""

    def __call__(
        self, url: str, *, after: int = 0, edition: str = ""
    ) -> AbstractAsyncContextManager[Fetched]: ...


@dataclass(frozen=True, slots=True)
class FileOrder:
    """What is to be downloaded, and where to.

    Attributes:
        url: Where it is.
        target: The file.
        title: What it is, in a few words, safe to draw.
        format: What it is said to be; a web page that comes in place of it is refused.
        checksum: Its digest in hexadecimal, as the portal knows it; empty where it does not.
        overwrite: Whether the person agreed that a file of that name goes.
        replace_part: Whether the person agreed that what was begun of another file goes.
    """

    url: str
    target: Path
    title: str
    format: str = ""
    checksum: str = ""
    overwrite: bool = False
    replace_part: bool = False

    @property
    def key(self) -> str:
        """A digest of what is written."""
        return hashlib.sha256(f"download {self.url}".encode("utf-8", "replace")).hexdigest()

    @property
    def digest(self) -> str:
        """The name of what makes `checksum`; empty where it cannot be checked."""
        known = self.checksum.strip().lower()
        is_hex = all(letter in "0123456789abcdef" for letter in known)
        return _DIGESTS.get(len(known), "") if is_hex else ""


class Download(Job):
    """One download."""

    in_bytes = True

    def __init__(
        self,
        order: FileOrder,
        fetch: Fetch,
        *,
        on_change: Callable[[bool], None] = lambda _at_once: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(order.target, order.key, on_change=on_change, clock=clock)
        self.order = order
        self._fetch = fetch
        self._noted = 0.0
        self._hops: tuple[SafeText, ...] = ()

    # What is done

    async def _work(self) -> None:
        self._say(stage=Stage.COUNTING)
        known = await in_thread(lambda: saved_of(self.target))
        begun = known.size if known is not None and known.key == self.key else 0
        edition = known.edition if known is not None and begun else ""
        if not edition or not await self._went_on(begun, edition):
            await self._went_on(0, "")

    async def _went_on(self, begun: int, edition: str) -> bool:
        """Download what comes after `begun` bytes of an edition. Returns whether that could be."""
        try:
            async with self._fetch(self.order.url, after=begun, edition=edition) as fetched:
                head = fetched.head
                if head.start != (begun if head.start else 0):
                    return False
                self._refuse_page(head.kind)
                self._hops = head.hops
                saved = Saved(self.key, edition if head.start else head.edition, head.size)
                await self._take(fetched, Part(self.target, saved))
        except PastTheEnd:
            if not begun:
                raise
            return False
        return True

    def _refuse_page(self, kind: str) -> None:
        if kind in _PAGES and self.order.format.strip().lower() not in _PAGE_FORMATS:
            said = _("The server gives a web page in place of the file.")
            hint = _("Its address, which y copies, may lead further in a browser.")
            raise ExportError(said, hint)

    async def _take(self, fetched: Fetched, part: Part) -> None:
        self._part = part
        head = fetched.head
        keep = bool(part.saved.edition)
        try:
            await in_thread(lambda: part.open(may_replace=self.order.replace_part))
            if part.saved.size != head.start:
                if head.start:
                    raise ExportError(_("Another download is writing this file."))
                await in_thread(part.restart)
            if head.size is not None:
                await in_thread(lambda: _make_sure_of_room(part.path, head.size, head.start))
            await self._write(fetched, part)
            await self._finish(part)
        except ExportError as error:
            keep = keep and not error.is_spoilt
            raise
        finally:
            await in_thread(lambda: part.let_go(keep=keep))

    async def _write(self, fetched: Fetched, part: Part) -> None:
        saved = part.saved
        self._pace.begin(saved.size)
        self._say(
            stage=Stage.RUNNING,
            rows=saved.size,
            total=saved.total,
            size=saved.size,
            resumed=saved.size,
        )
        gathered, since = bytearray(), self._clock()
        chunks = cast("AsyncGenerator[bytes, None]", fetched.chunks())
        try:
            async with aclosing(chunks):
                async for chunk in chunks:
                    gathered += chunk
                    if len(gathered) >= GATHERED or self._clock() - since >= OFTEN:
                        data, since = bytes(gathered), self._clock()
                        gathered.clear()
                        await self._append(part, data)
        finally:
            # What came before a connection is lost is as good as the rest.
            if gathered:
                await self._append(part, bytes(gathered))
        if saved.total is not None and part.saved.size != saved.total:
            raise _cut(part.saved.size, saved.total)

    async def _append(self, part: Part, data: bytes) -> None:
        size = part.saved.size + len(data)
        if part.saved.total is not None and size > part.saved.total:
            raise _cut(size, part.saved.total)
        note = self._clock() - self._noted >= CHECKPOINT

        def append() -> None:
            part.append(data, rows=size, last_id=None)
            if note:
                part.save()

        await in_thread(append)
        if note:
            self._noted = self._clock()
        self._pace.note(size)
        self._say(rows=size, size=size)

    async def _finish(self, part: Part) -> None:
        self._say(stage=Stage.FINISHING)
        warning, notes = await self._checked(part.path), list[str]()
        if len(self._hops) > 1:
            notes.append(_("It came from {server}.").format(server=self._hops[-1]))
        if not warning:
            notes.append(self._check_words())
        if part.saved.total is None:
            notes.append(_("The server did not say its size: nothing tells whether it is whole."))
        path = await in_thread(lambda: part.publish(part.path, overwrite=self.order.overwrite))
        if path != self.target:
            notes.append(_("A file of that name had come meanwhile: this one has another."))
        self._say(path=path, notes=tuple(notes), warning=warning)

    async def _checked(self, path: Path) -> str:
        """What is wrong with its digest, as a sentence; empty where it is right or not known."""
        if not self.order.digest:
            return ""
        stop = threading.Event()
        found = await in_thread(lambda: _digest_of(path, self.order.digest, stop), stop=stop.set)
        if found == self.order.checksum.strip().lower():
            return ""
        return _("Its checksum is not the portal’s: it changed since, or is damaged.")

    def _check_words(self) -> str:
        if self.order.digest:
            return _("Its checksum ({kind}) is the portal’s.").format(kind=self.order.digest)
        return _("The portal knows no checksum of it.")


def _digest_of(path: Path, name: str, stop: threading.Event) -> str:
    digest = hashlib.new(name, usedforsecurity=False)
    with path.open("rb") as file:
        while not stop.is_set() and (block := file.read(_BLOCK)):
            digest.update(block)
    return digest.hexdigest()


def _make_sure_of_room(path: Path, size: int | None, there: int) -> None:
    needed, free = (size or 0) - there, shutil.disk_usage(path.parent).free
    if needed > free:
        said = _("There is no room for this file: it needs {size}, {free} are left.")
        raise ExportError(said.format(size=fmt.size(needed), free=fmt.size(free)))


def _cut(size: int, total: int) -> ExportError:
    said = _("The server announced {total} and sent {size}.")
    error = ExportError(said.format(total=fmt.size(total), size=fmt.size(size)))
    error.is_spoilt = size > total
    return error
