"""Where addresses lead, whatever they look like."""

from __future__ import annotations

import pytest
from hostility import EVERY

from tui.api.calls.problem import CallProblem
from tui.api.calls.servers import checked_url
from tui.api.calls.targets import PrivateTarget
from tui.api.fetch import is_fetchable
from tui.hosts import host_of, mixes_scripts, shown_address, shown_host
from tui.links import LinkError, parse_link
from tui.screens.cell_texts import cell_blocks, web_addresses
from tui.settings import SITES
from tui.tables.query import Column
from tui.text import is_safe_line
from tui.widgets.prose import Facts

SPOOFED = "xn--pple-43d.example (аpple.example, letters of several alphabets)"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.data.gouv.fr@evil.example/", "evil.example"),
        ("https://www.data.gouv.fr:443@evil.example:8443/x", "evil.example:8443"),
        ("https://evil.example#@www.data.gouv.fr/", "evil.example"),
        ("https://evil.example?@www.data.gouv.fr/", "evil.example"),
        ("https://аpple.example/", SPOOFED),
        ("https://xn--pple-43d.example/", SPOOFED),
        ("HTTPS://Été.FR", "xn--t-9fab.fr (été.fr)"),
        ("https://faß.example", "xn--fa-hia.example (faß.example)"),
        ("https://www.data.gouv.fr./", "www.data.gouv.fr"),
        ("http://a.example:80/", "a.example"),
        ("http://a.example:443/", "a.example:443"),
        ("http://a.example:99999/", "a.example:?"),
        ("http://[::1]:8000/", "[::1]:8000"),
        ("https://xn--999999999/", "xn--999999999"),
        ("https://evil.example\\@www.data.gouv.fr/", ""),
        ("javascript://www.data.gouv.fr/%0aalert(1)", ""),
        ("https://[::1/", ""),
    ],
)
def test_the_true_host_is_shown(url: str, said: str) -> None:
    assert shown_host(url) == said
    assert is_fetchable(url) == bool(said) == bool(host_of(url))


def test_the_end_of_a_long_name_is_what_stays() -> None:
    url = f"https://www.data.gouv.fr.{'a.' * 100}evil.example/"
    assert shown_host(url, 20) == "….a.a.a.evil.example"
    facts = cell_blocks(Column("x"), url, web_addresses(url))[-1]
    assert isinstance(facts, Facts)
    assert facts.rows[0][0].endswith("evil.example")


def test_an_address_that_misleads_says_where_it_leads() -> None:
    plain = "https://www.data.gouv.fr/@x"
    assert shown_address(plain) == plain
    spoof = "https://www.data.gouv.fr@evil.example/"
    assert shown_address(spoof) == f"{spoof} → evil.example"
    assert shown_address("https://аpple.example/").endswith(f" → {SPOOFED}")
    assert all(is_safe_line(shown_address(f"https://{text}/{text}")) for text in EVERY)
    assert all(is_safe_line(shown_host(f"https://xn--{text[:80]}-43d/")) for text in EVERY)


def test_scripts_that_are_written_together_are_no_mix() -> None:
    assert not mixes_scripts("東京のカフェabc.example")
    assert not mixes_scripts("пример.example")
    assert mixes_scripts("exаmple.fr")


def test_what_is_asked_is_what_is_shown() -> None:
    assert checked_url("https://u@faß.example:8443/") == "https://xn--fa-hia.example:8443/"
    with pytest.raises(CallProblem):
        checked_url("https://a\u202eb.example/")
    assert "10.0.0.1 " in PrivateTarget("http://www.data.gouv.fr@10.0.0.1/", "private").message


def test_only_the_true_host_makes_an_address_one_of_the_site() -> None:
    site = SITES["www"]
    assert str(parse_link("https://www.data.gouv.fr./datasets/x", site)) == "dataset:x"
    for url in ("https://www.data.gouv.fr@evil.example/datasets/x", "https://www.dаta.gouv.fr/"):
        with pytest.raises(LinkError, match=r"evil\.example|xn--dta-6cd\.gouv\.fr"):
            parse_link(url, site)
