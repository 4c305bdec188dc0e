"""Texts that attack a terminal or a markup parser, and how to see whether one got through."""

from __future__ import annotations

import re
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from rich.segment import Segment
from textual.app import App
from unseen import look

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


BARS: Final = ("grab", "scroll_up", "scroll_down")
"""What a bar of Textual's does where it is pressed."""


def segments_on(app: App[Any]) -> list[Segment]:
    """Every piece of text on the screen, with its style."""
    look(app)
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
        assert not live or _is_of_a_scrollbar(text, style.meta), (text, style.meta)


def _is_of_a_scrollbar(text: str, meta: dict[str, Any]) -> bool:
    """Whether this is drawn by Textual itself, for the mouse: it holds no word."""
    return meta.get("@mouse.down") in BARS and len(meta) == 1 and not re.search(r"\w", text)


MORE = (
    "\x1b]8;;https://mechant.example\x1b\\lien\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H\x1b[?1049l\x1bc",
    "\x1b[6n\x1b[c\x1b[>q\x1b]11;?\x07",
    "\x1b_Gf=100,a=T;AAAA\x1b\\\x1bPq#0;2;0;0;0\x1b\\",
    "\x1bX\x1b^pm\x1b\\\x9e\x9f\x98\x9c",
    "\x1b%G\x1b(0lqqk\x0e\x0f",
    "[on red blink]x[/on red blink][link='javascript:alert(1)']y[/link]",
    "[@click=\"app.run_action('quit')\"]z[/]",
    "$success [$error]x[/] [not bold]y",
    "\u202d\u202edroite\u202c \u2066\u2067\u2068\u2069\u061c",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e" * 40,
    "\u3164\uffa0\u115f\u1160",
    "\U000e0041\U000e0042\U000e007f",
    "\ufe0f" * 60 + "x" + "\ufe0e" * 60,
    "Z" + "\u0351\u0361\u036f\u20d0" * 60,
    "\u0301\u0301seul au début",
    "\uff21\uff22 ｆｕｌｌ ⅷ ㍿ ﷽ 𒐫 ꧁",
    "αβ±×÷°§→■◆○…—“”",
    "👨\u200d👩\u200d👧\u200d👦🇫🇷🇫👍🏽\u20e3",
    "\udfff\ud83d\udc00inversé\ud800\ud800",
    "\ufdd0\ufffe\U0001ffff\ufff9a\ufffab\ufffb",
    "\x00\x00nul\x00",
    "https://www.dаta.gouv.fr/ https://xn--dta-8cd.gouv.fr/",
    "https://www.data.gouv.fr@mechant.example/",
    "javascript:alert(document.cookie)",
    "file:///etc/passwd",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x ftp://a.example/x \\\\serveur\\part",
    "../../../../etc/passwd",
    "/etc/cron.d/x",
    "..\\..\\x.bat",
    "CON.txt",
    ". . .",
    "=cmd|' /C calc'!A0",
    '@SUM(1+1)*cmd|"/C calc"!A0',
    "+33 1 23 45 67 89",
    "-2+3\t=1+1",
    '"a","b"\r\n"c"',
    "%0d%0aSet-Cookie: x=y",
    "' OR 1=1; DROP TABLE x; --",
    "# titre\n\n* [x](javascript:y)\n![i](file:///x)\n<!-- \n```",
    "{{7*7}} ${jndi:ldap://x} %n%n",
)
"""What else texts were seen to hold, or could."""

EVERY = (*PAYLOADS, *MORE)

GIANT = ("漢\u202e[red]\x1b[31m" + "e\u0301" * 5) * 500_000
"""Some ten million characters."""


def mixed() -> SearchStrategy[str]:
    """Payloads put together, cut and spread among plain texts."""
    part = st.one_of(
        st.sampled_from([payload[:200] for payload in EVERY]),
        st.text(max_size=8),
        st.characters(codec=None, categories=("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Zl", "Zp")),
    )
    return st.lists(part, min_size=1, max_size=6).map("".join)
