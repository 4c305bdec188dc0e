"""Markdown without its marks, for a line or a few where it is not laid out."""

from __future__ import annotations

from typing import Final

from tui.text import SafeText, clean_prose

LIMIT: Final = 3_000
"""Characters of Markdown that are looked at."""


def without_marks(text: str) -> SafeText:
    """What `text` says: paragraphs and items a line each, without emphasis or addresses of
    links."""
    from markdown_it import MarkdownIt

    from tui.html import to_markdown

    lines: list[str] = []
    item = ""
    for token in MarkdownIt("commonmark").parse(clean_prose(to_markdown(text[:LIMIT]))):
        if token.type == "list_item_open":
            item = "- "
        elif token.type == "inline":
            said = "".join(
                "\n" if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or ()
            )
            lines.append(item + said)
            item = ""
        elif token.type in ("fence", "code_block"):
            lines += token.content.rstrip("\n").split("\n")
    return clean_prose("\n".join(lines))
