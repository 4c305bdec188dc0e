"""HTML in descriptions becomes Markdown, and what is dangerous in it goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.html import to_markdown


def test_text_without_tags_is_left_alone() -> None:
    assert to_markdown("a < b and **c** > d") == "a < b and **c** > d"


def test_paragraphs_lists_and_emphasis_are_kept() -> None:
    html = "<p>Un <strong>jeu</strong></p><ul><li>un</li><li>deux</li></ul>"
    assert to_markdown(html) == "Un **jeu**\n\n- un\n- deux"


def test_links_keep_their_web_address_only() -> None:
    assert to_markdown('<a href="https://a.fr/x">ici</a>') == "[ici](https://a.fr/x)"
    assert to_markdown('<a href="javascript:alert(1)">ici</a>') == "[ici]"
    assert to_markdown('<a href="https://a.fr/)[x](file:///etc">ici</a>') == "[ici]"


def test_scripts_and_styles_say_nothing() -> None:
    assert to_markdown("<script>alert(1)</script>texte<style>p{}</style>") == "texte"


def test_entities_are_read() -> None:
    assert to_markdown("<p>caf&eacute; &amp; th&eacute;</p>") == "café & thé"


@given(st.text(alphabet="<>/apbr=\"' !-&;x\n", max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(to_markdown(text), str)
