"""Strips of text: the one gate between a string and the terminal.

Every line that a widget of ours draws is made by `strip`, which lets no control character through,
whatever the caller
forgot. Widths are counted in terminal cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.text import MARKS_LIMIT, clean_line, is_safe_line

Piece: TypeAlias = tuple[str, Style]

ELLIPSIS = "…"

FACTS_SEPARATOR = " · "

CELL_LIMIT = MARKS_LIMIT + 1
"""Characters looked at for each cell: what is longer is cut before it is measured."""


def width_of(text: str) -> int:
    """Width of `text` in terminal cells."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in ``…`` where something was left out."""
    if width <= 0:
        return ""
    head = text[: width * CELL_LIMIT + 1]
    if len(head) == len(text) and width_of(text) <= width:
        return text
    if head.isascii():
        return head[: width - 1] + ELLIPSIS
    return _chopped(head, width - 1)[0] + ELLIPSIS if width > 1 else ELLIPSIS


def cut_facts(facts: Iterable[str], width: int) -> str:
    """`facts` parted by dots, in at most `width` cells; ``…`` stands for what was left out.

    A fact that says a number is whole or not there, unless it is the first one: what is left of a
    number is another number.
    """
    wanted = [fact for fact in facts if fact]
    whole = FACTS_SEPARATOR.join(wanted)
    if width_of(whole) <= width:
        return whole
    room = width - width_of(FACTS_SEPARATOR + ELLIPSIS)
    said = ""
    for fact in wanted:
        longer = f"{said}{FACTS_SEPARATOR}{fact}" if said else fact
        if width_of(longer) > room:
            numbered = any(char.isdigit() for char in fact)
            return f"{said}{FACTS_SEPARATOR}{ELLIPSIS}" if said and numbered else cut(longer, width)
        said = longer
    return cut(said, width)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """`text` in exactly `width` cells: cut with ``…``, or padded (on the left when `right`)."""
    shown = cut(text, width)
    blanks = " " * (width - width_of(shown))
    return blanks + shown if right else shown + blanks


def strip(width: int, base: Style, pieces: Iterable[Piece]) -> Strip:
    """A line of exactly `width` cells made of `pieces`, cut at the edge and filled with `base`."""
    segments: list[Segment] = []
    used = 0
    for raw, style in pieces:
        text = raw if is_safe_line(raw) else clean_line(raw)
        room = width - used
        if room <= 0:
            break
        size = width_of(text)
        if size > room:
            text = cut(text, room)
            size = width_of(text)
        if not text:
            continue
        used += size
        if segments and segments[-1].style == style:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
    if used < width:
        segments.append(Segment(" " * (width - used), base))
    return Strip(segments, width)


def made_safe(line: Strip) -> Strip:
    """`line`, drawn by a widget that is not ours, with nothing in it that a terminal obeys."""
    if all(is_safe_line(segment.text) for segment in line):
        return line
    segments = [Segment(clean_line(text), style) for text, style, _control in line]
    return Strip(segments).adjust_cell_length(line.cell_length)


def wrap(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` cells, broken between words where possible.

    A word wider than a line is broken inside. Line breaks in `text` are kept.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, max(1, width)))
    return lines


def _wrap_paragraph(paragraph: str, width: int) -> list[str]:
    if width_of(paragraph) <= width:
        return [paragraph]
    lines: list[str] = []
    line = ""
    for word in paragraph.split(" "):
        candidate = f"{line} {word}" if line else word
        if width_of(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _chopped(word, width)
        lines.extend(full)
    lines.append(line)
    return lines


def _chopped(text: str, width: int) -> list[str]:
    """`text` in pieces of at most `width` cells; one piece where it has no width at all."""
    return chop_cells(text, width) or [text]
