"""The text that a terminal shows after some bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

import pyte

_TEXT_ORDER = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^X].*?\x1b\\)", re.S)
_STYLE = re.compile(r"\x1b\[[0-9;:]*m")
_UNKNOWN_TO_PYTE = re.compile(
    r"\x1b\[(?:[<=>][0-9;:]*[ -/]*[@-~]|\?[0-9;]*(?:[ -/]+[@-~]|[a-gi-km-zA-Z])"
    r"|[0-9;]*[ -/]+[@-~]|[0-9;]*[tnc])"
)
_OTHER_SCREEN = re.compile(r"\x1b\[\?(?:1049|1047|47)h")
_REPEAT = re.compile(r"(.)\x1b\[(\d*)b", re.S)
_UNFINISHED = re.compile(
    r"\x1b(?:\[[0-9;:<=>?]*[ -/]*|\][^\x07\x1b]*\x1b?|[P_^X](?:[^\x1b]|\x1b(?!\\))*|[()*+#%]?)$",
    re.S,
)
_LONGEST_ORDER = 8192


class _ScrollingScreen(pyte.Screen):
    """pyte's screen with the two orders it lacks: scroll the region up and down (SU, SD)."""

    def scroll_up(self, count: int = 1) -> None:
        self._at_top_of_region(lambda: self.delete_lines(count or 1))

    def scroll_down(self, count: int = 1) -> None:
        self._at_top_of_region(lambda: self.insert_lines(count or 1))

    def _at_top_of_region(self, change: Callable[[], None]) -> None:
        column, line = self.cursor.x, self.cursor.y
        self.cursor.y = self.margins.top if self.margins else 0
        change()
        self.cursor.x, self.cursor.y = column, line


class _ScrollingStream(pyte.Stream):
    csi = {**pyte.Stream.csi, "S": "scroll_up", "T": "scroll_down"}
    events = pyte.Stream.events | {"scroll_up", "scroll_down"}


class Screen:
    """What a person would read. Colours are dropped: no measure needs them, and pyte is slow."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = _ScrollingScreen(columns, rows)
        self._stream = _ScrollingStream(self._screen)
        self._stream.use_utf8 = True
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""

    def feed(self, data: bytes) -> None:
        """Write `data`; an escape sequence cut in two waits for its end."""
        text = self._held + self._decoder.decode(data)
        self._held = ""
        unfinished = _UNFINISHED.search(text, max(0, len(text) - _LONGEST_ORDER))
        if unfinished:
            self._held = unfinished[0]
            text = text[: unfinished.start()]
        self._stream.feed(_simplified(text))

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def _simplified(text: str) -> str:
    text = _STYLE.sub("", _TEXT_ORDER.sub("", text))
    text = _OTHER_SCREEN.sub("\x1b[2J\x1b[H", text)
    text = _UNKNOWN_TO_PYTE.sub("", text)
    return _REPEAT.sub(lambda match: match[1] * (int(match[2] or 1) + 1), text)
