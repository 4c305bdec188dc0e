"""HTML in descriptions becomes Markdown, and what is dangerous in it goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.html import picture_name, picture_text, to_markdown
from tui.text import is_safe_line


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


def test_a_picture_is_named_and_keeps_no_address_that_markdown_cannot_hold() -> None:
    assert to_markdown('<img src="https://a.fr/i/x.png" alt="Une [carte]">') == (
        "![Une carte](https://a.fr/i/x.png)"
    )
    assert to_markdown('<p>a<img src="javascript:alert(1)"/>b</p>') == "a![](javascript-alert-1-)b"
    assert to_markdown('<img src="data:image/png;base64,AAAA" alt="point">') == "![point](data:)"


def test_what_stands_for_a_picture_says_what_it_shows_and_where_it_is() -> None:
    assert picture_name("https://static.fr/avatars/ab/logo%20rond.png?x=1") == (
        "logo rond.png (static.fr)"
    )
    assert picture_text("Carte\ndes gares", "https://a.fr/gares.svg") == (
        "[picture: Carte des gares · gares.svg (a.fr)]"
    )
    assert picture_text("", "") == "[picture]"
    assert picture_text("point", "data:image/png;base64,AAAA") == (
        "[picture: point · within the text]"
    )


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_picture_breaks_the_text_it_is_in(alt: str, url: str) -> None:
    assert is_safe_line(picture_text(alt, url))
    assert is_safe_line(picture_name(url))


def test_an_address_between_angle_brackets_is_no_tag() -> None:
    text = "Voir <https://doc.data.gouv.fr/a?b=1> ou <nous@data.gouv.fr>."
    assert to_markdown(text) == "Voir https://doc.data.gouv.fr/a?b=1 ou nous@data.gouv.fr."
    assert to_markdown(f"<p>{text}</p>").endswith("a?b=1 ou nous@data.gouv.fr.")
