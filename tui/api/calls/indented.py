"""XML that was written on one line, on many: as text alone, since nothing of it is believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

DEEPEST: Final = 20
"""How deep lines are indented."""

_WHOLE: Final = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))


def indented(text: str) -> str:
    """`text`, an element a line, each within its own; as it is where it has its lines already.

    It need not be well formed, nor whole: what cannot be told apart stays together.
    """
    if text.count("\n") > text.count("<") // 4:
        return text
    lines: list[str] = []
    depth = 0
    before = ""  # what the last line ends with: an opening tag, text after one, or else
    for piece in _pieces(text):
        is_tag = piece.startswith("<") and not piece.startswith("<![CDATA[")
        if not is_tag:
            if piece.strip():
                if before == "opening":
                    lines[-1] += piece.strip()
                    before = "text"
                else:
                    lines.append(_indent(depth) + piece.strip())
                    before = ""
            continue
        if piece.startswith("</"):
            depth = max(0, depth - 1)
            if before in ("opening", "text"):
                lines[-1] += piece
            else:
                lines.append(_indent(depth) + piece)
            before = ""
            continue
        lines.append(_indent(depth) + piece)
        is_opening = not piece.endswith("/>") and piece[1:2] not in ("?", "!")
        depth += is_opening
        before = "opening" if is_opening else ""
    return "\n".join(lines)


def _indent(depth: int) -> str:
    return "  " * min(depth, DEEPEST)


def _pieces(text: str) -> Iterator[str]:
    """Tags, comments and what is between them."""
    at = 0
    while at < len(text):
        if text[at] != "<":
            end = text.find("<", at)
        else:
            ends = (after for mark, after in _WHOLE if text.startswith(mark, at))
            after = next(ends, ">")
            found = text.find(after, at)
            end = found + len(after) if found >= 0 else -1
        if end < 0:  # it breaks off
            end = len(text)
        yield text[at:end]
        at = end
