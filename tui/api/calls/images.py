"""Pictures as facts: what they are and how large, read from their first bytes."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_SVG = re.compile(rb"<svg\b([^>]{0,4000})>", re.IGNORECASE)
_SIZE: Final = rb"\b%s\s*=\s*[\"']\s*(\d{1,6})(?:\.\d*)?\s*(?:px)?\s*[\"']"
_BOX = re.compile(rb"\bviewBox\s*=\s*[\"']\s*[\d.-]+[\s,]+[\d.-]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG after which its dimensions stand."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture.

    Attributes:
        format: ``PNG``, ``JPEG``, ``GIF``, ``WebP`` or ``SVG``.
        width, height: Pixels; 0 where they are not known.
    """

    format: str
    width: int = 0
    height: int = 0


def image_of(body: bytes) -> Image | None:
    """The picture that `body` starts with; None where it is none that is known."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return _webp(body)
    for mark, reader in _READERS:
        if body.startswith(mark):
            try:
                return reader(body)
            except (struct.error, IndexError, ValueError):
                return reader(b"")
    return _svg(body)


def _png(body: bytes) -> Image:
    return Image("PNG", *struct.unpack(">II", body[16:24])) if body else Image("PNG")


def _gif(body: bytes) -> Image:
    return Image("GIF", *struct.unpack("<HH", body[6:10])) if body else Image("GIF")


def _jpeg(body: bytes) -> Image:
    place = 2
    while place + 9 <= len(body):
        if body[place] != 0xFF:
            break
        marker = body[place + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD9 or marker == 0x01:
            place += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", body[place + 5 : place + 9])
            return Image("JPEG", width, height)
        place += 2 + max(2, int(struct.unpack(">H", body[place + 2 : place + 4])[0]))
    return Image("JPEG")


def _webp(body: bytes) -> Image:
    if len(body) < 30:
        return Image("WebP")
    match body[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", body[26:30])
            return Image("WebP", width & 0x3FFF, height & 0x3FFF)
        case b"VP8L":
            bits = int(struct.unpack("<I", body[21:25])[0])
            return Image("WebP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            sizes = [int.from_bytes(body[at : at + 3], "little") + 1 for at in (24, 27)]
            return Image("WebP", *sizes)
    return Image("WebP")


def _svg(body: bytes) -> Image | None:
    start = body[:8192].lstrip()
    found = _SVG.search(start) if start.startswith(b"<") else None
    if found is None or b"<html" in start.lower():
        return None
    sides = [re.search(_SIZE % name, found[1]) for name in (b"width", b"height")]
    if sides[0] is not None and sides[1] is not None:
        return Image("SVG", int(sides[0][1]), int(sides[1][1]))
    box = _BOX.search(found[1])
    try:
        return Image("SVG", round(float(box[1])), round(float(box[2]))) if box else Image("SVG")
    except (ValueError, OverflowError):
        return Image("SVG")


_READERS: Final[tuple[tuple[bytes, Callable[[bytes], Image]], ...]] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"GIF87a", _gif),
    (b"GIF89a", _gif),
    (b"\xff\xd8\xff", _jpeg),
)
