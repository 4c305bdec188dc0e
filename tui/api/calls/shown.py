"""A call as people read it before they say yes: the exact request, without its secrets."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from tui.api.calls.bodies import Body, Part
from tui.api.calls.call import Call
from tui.format import size
from tui.i18n import gettext as _
from tui.settings.key import HIDDEN
from tui.text import SafeText, clean_line, clean_prose

LONGEST_BODY = 20_000
"""Characters of a body that are shown."""


def request_lines(call: Call) -> tuple[SafeText, ...]:
    """What goes out, line by line, safe to draw: the request line, the headers, the body."""
    parts = urlsplit(call.shown_url)
    target = parts.path or "/"
    target += f"?{parts.query}" if parts.query else ""
    lines = [clean_line(f"{call.method} {target}"), clean_line(f"Host: {parts.netloc}")]
    lines += [clean_line(f"{name}: {text}") for name, text in call.shown_headers]
    if call.body is not None:
        lines += [SafeText(""), *body_lines(call.body)]
    return tuple(lines)


def body_lines(body: Body) -> Iterator[SafeText]:
    """A body, line by line, safe to draw."""
    if body.is_secret:
        yield SafeText(HIDDEN)
        return
    if body.file is not None:
        yield _file(str(body.file))
    elif not body.has_parts:
        yield from _content(body.content)
    for part in body.parts:
        yield clean_line(f"{part.name}: {part.kind}" if part.kind else f"{part.name}:")
        yield from _part(part)


def _part(part: Part) -> Iterator[SafeText]:
    if part.file is not None:
        yield SafeText(f"  {_file(str(part.file))}")
    else:
        yield from (SafeText(f"  {line}") for line in _content(part.content))


def _content(content: bytes) -> Iterator[SafeText]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        yield clean_line(_("{size} of binary data").format(size=size(len(content))))
        return
    for line in clean_prose(text, LONGEST_BODY).split("\n"):
        yield clean_line(line)


def _file(path: str) -> SafeText:
    return clean_line(_("the file {path}").format(path=path), 300)
