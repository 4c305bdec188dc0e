"""HTML inside a description, turned to Markdown.

Producers write Markdown, HTML, or both in one text. What the tags say (paragraphs, lists, emphasis,
links, pictures) is kept;
scripts, styles, attributes and unknown tags are dropped, their text is not. A terminal shows no
picture: what it is called and where it is stand for it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from tui.i18n import gettext as _
from tui.text import SafeText, clean_line

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--")
# An address between angle brackets is how Markdown writes a link, and looks like a tag.
_ADDRESS = re.compile(r"<((?:https?|ftp|mailto):[^\s<>]{1,2000}|[^\s<>@/]{1,64}@[^\s<>@/]{1,255})>")

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
    """`text` with its HTML tags turned to Markdown, addresses between angle brackets standing
    alone; unchanged when it has none of them."""
    text = _ADDRESS.sub(r"\1", text)
    if _TAG.search(text) is None:
        return text
    reader = _Reader()
    reader.feed(_STRAY.sub("&lt;", _COMMENT.sub("", text[:LIMIT])))
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


def picture_name(url: str) -> SafeText:
    """The name of the file of a picture, and its host: ``logo.png (static.data.gouv.fr)``."""
    if not url:
        return SafeText("")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return clean_line(url, _NAME)
    if parts.scheme == "data":
        return clean_line(_("within the text"))
    name = unquote(parts.path.rstrip("/").rpartition("/")[2]) or host
    return clean_line(f"{name[:_NAME]} ({host})" if host and name != host else name, 2 * _NAME)


def picture_text(alt: str, url: str) -> SafeText:
    """What stands for a picture in a text: what it shows, as its author says, then its name."""
    said = " · ".join(part for part in (" ".join(alt.split()), picture_name(url)) if part)
    return clean_line(_("[picture: {name}]").format(name=said) if said else _("[picture]"))


_NAME = 100
"""Characters kept of the name of a file."""


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
        elif tag == "img":
            self.parts.append(_picture(dict(attrs)))
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


def _picture(attrs: dict[str, str | None]) -> str:
    """A picture as Markdown; one whose address Markdown cannot hold keeps its name only."""
    alt = re.sub(r"[\[\]\\`\s]+", " ", attrs.get("alt") or attrs.get("title") or "").strip()
    src = (attrs.get("src") or "").strip()
    if src.startswith(("http://", "https://")) and not re.search(r"[\s()<>]", src):
        return f"![{alt}]({src})"
    name = re.sub(r"[^\w.-]+", "-", src.partition("?")[0].rpartition("/")[2])
    return f"![{alt}]({'data:' if src.startswith('data:') else name[:_NAME]})"
