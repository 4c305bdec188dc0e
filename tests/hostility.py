"""Texts that attack a terminal or a markup parser, and how to see whether one got through."""

from __future__ import annotations

import re
from typing import Any

from rich.segment import Segment
from textual.app import App

PAYLOADS = (
    "[@click=app.quit]x[/]",
    "[link=https://mechant.example]x[/link]",
    "[/]",
    "[/foo]",
    "[b]gras[/b]",
    "x[INSEE]y",
    "[1,2,3]",
    "\\[x]\\",
    "[bold red]rouge",
    "\x1b[31mrouge\x1b[0m",
    "\x1b]52;c;Y29waWU=\x07",
    "\x1b]0;titre\x07",
    "\x1bP1$r\x1b\\ \x1b_G\x1b\\",
    "\x9b31m \x9d52;c;eA==\x9c \x90q\x9c",
    "bell\x07 retour\x08 nul\x00 del\x7f",
    "un\r\ndeux\rtrois\ttab\x0b\x0c",
    "gnp\u202efdc \u2067isolat\u2069 \u200f",
    "pay\u200bpal\u200d\ufeff\u2060",
    "\u2028ligne\u2029paragraphe\x85suite",
    "e" + "\u0301" * 80,
    "\ud800seul",
    "漢字かな 👨\u200d👩\u200d👧 🏳️\u200d🌈",
    "{0} {name} %s $(id) `id`",
    "<script>alert(1)</script><a href='javascript:x'>y</a>",
    "long " * 20_000,
)

FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def segments_on(app: App[Any]) -> list[Segment]:
    """Every piece of text on the screen, with its style."""
    return [
        segment for strip in app.screen._compositor.render_strips() for segment in strip._segments
    ]


def assert_harmless(app: App[Any]) -> None:
    """Nothing on the screen is an order to the terminal, a live action or a link."""
    for text, style, control in segments_on(app):
        assert not control
        assert FORBIDDEN.search(text) is None, repr(text)
        if style is None:
            continue
        assert style.link is None, text
        live = {key for key in style.meta if key.startswith("@") or key == "link"}
        assert not live, (text, style.meta)
