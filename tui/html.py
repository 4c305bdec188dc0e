"""HTML inside a description, turned to Markdown.

Producers write Markdown, HTML, or both in one text. What the tags say (paragraphs, lists, emphasis,
links) is kept;
scripts, styles, attributes and unknown tags are dropped, their text is not.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--")

LIMIT = 60_000
"""Characters read at most."""

# The parser takes what these leave: tags of a sane length, and no declaration, which it may refuse.
_COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
_STRAY = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,2000}>)")

_BEFORE = {
    "p": "\n\n",
    "div": "\n\n",
    "section": "\n\n",
    "ul": "\n\n",
    "ol": "\n\n",
    "blockquote": "\n\n> ",
    "h1": "\n\n# ",
    "h2": "\n\n## ",
    "h3": "\n\n### ",
    "h4": "\n\n#### ",
    "h5": "\n\n##### ",
    "h6": "\n\n###### ",
    "br": "  \n",
    "hr": "\n\n---\n\n",
    "li": "\n- ",
    "tr": "\n\n",
    "td": " ",
    "th": " ",
    "strong": "**",
    "b": "**",
    "em": "*",
    "i": "*",
    "code": "`",
    "pre": "\n\n",
}
_AFTER = {
    "p": "\n\n",
    "div": "\n\n",
    "section": "\n\n",
    "ul": "\n\n",
    "ol": "\n\n",
    "blockquote": "\n\n",
    "h1": "\n\n",
    "h2": "\n\n",
    "h3": "\n\n",
    "h4": "\n\n",
    "h5": "\n\n",
    "h6": "\n\n",
    "strong": "**",
    "b": "**",
    "em": "*",
    "i": "*",
    "code": "`",
    "pre": "\n\n",
}
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object"})


def to_markdown(text: str) -> str:
    """`text` with its HTML tags turned to Markdown; unchanged when it has none."""
    if _TAG.search(text) is None:
        return text
    reader = _Reader()
    reader.feed(_STRAY.sub("&lt;", _COMMENT.sub("", text[:LIMIT])))
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self.parts.append("[")
        else:
            self.parts.append(_BEFORE.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._links:
            href = self._links.pop()
            web = href.startswith(("http://", "https://")) and not re.search(r"[\s()<>]", href)
            self.parts.append(f"]({href})" if web else "]")
        else:
            self.parts.append(_AFTER.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
