"""The body of an answer as it comes, unpacked within bounds: a few bytes may stand for many."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Final, cast

import httpx

from tui.i18n import gettext as _

if TYPE_CHECKING:
    from zlib import _Decompress

PIECE: Final = 256 * 1024
"""Bytes of the largest piece that is given at once."""

_GZIP: Final = 16 + zlib.MAX_WBITS
_STARTS_GZIP: Final = b"\x1f\x8b"


async def unpacked(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The body in pieces of `PIECE` at most, as they come. Close it (`aclosing`) where it is not
    read to its end.

    Raises what the client does, and `httpx.DecodingError` for what is packed several times over,
    which nobody needs, and for what is packed and stops before its end.
    """
    told = response.headers.get("content-encoding", "").lower().split(",")
    names = [name for each in told if (name := each.strip()) not in ("", "identity")]
    if len(names) > 1:
        raise httpx.DecodingError(_("packed several times over"), request=response.request)
    known = names and names[0] in ("gzip", "x-gzip", "deflate")
    if not known or response.is_stream_consumed:
        async with aclosing(_closable(response.aiter_bytes())) as chunks:
            async for chunk in chunks:
                yield chunk
        return
    unpacker = _Unpacker(names[0])
    try:
        async with aclosing(_closable(response.aiter_raw())) as chunks:
            async for chunk in chunks:
                for piece in unpacker.feed(chunk):
                    yield piece
    except zlib.error as error:
        raise httpx.DecodingError(str(error), request=response.request) from error
    if not unpacker.is_at_end:
        raise httpx.DecodingError(_("the answer was cut short"), request=response.request)


def _closable(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    return cast("AsyncGenerator[bytes, None]", chunks)  # which those of the client are


class _Unpacker:
    def __init__(self, name: str) -> None:
        self._is_gzip = name != "deflate"
        self._unpack: _Decompress | None = None

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is missing; so it is where nothing came at all."""
        return self._unpack is None or self._unpack.eof

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What comes out of `chunk`, in pieces. Raises `zlib.error`."""
        while chunk:
            if self._unpack is None or (self._unpack.eof and chunk.startswith(_STARTS_GZIP)):
                self._unpack = zlib.decompressobj(self._bits(chunk))
            if self._unpack.eof:
                return  # whatever follows belongs to nothing
            piece = self._unpack.decompress(chunk, PIECE)
            chunk = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail
            if piece:
                yield piece

    def _bits(self, chunk: bytes) -> int:
        if self._is_gzip:
            return _GZIP
        # Some servers leave out the head that "deflate" has: its first half byte is then no 8.
        return zlib.MAX_WBITS if chunk[0] & 15 == 8 else -zlib.MAX_WBITS
