"""What producers say of how often they may be asked, and that it is kept to."""

from __future__ import annotations

import pytest
from clocks import Clock
from hypothesis import given
from hypothesis import strategies as st

from tui.api.calls.pace import USUAL_PACE, Pace, Pacer, paces
from tui.api.errors import RateLimited
from tui.api.journal import Journal

URL = "https://api.test/v1/a?b"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("50 req/min ; 1 000 req/jour", [(50, 60), (1000, 86400)]),
        ("10/s", [(10, 1)]),
        ("7 requêtes/seconde/IP", [(7, 1)]),
        ("Limité à 20 appels par seconde et par IP.", [(20, 1)]),
        ("50 requêtes par utilisateur et par minute", [(50, 60)]),
        ("5 requêtes toutes les 10 secondes", [(5, 10)]),
        ("10 000 requêtes par mois", [(10000, 2592000)]),
        ("1,000 requests per day; 100 calls per hour", [(100, 3600), (1000, 86400)]),
        ("20k hits / jour", [(20000, 86400)]),
        ("30 req/s, 20 req/s authentifié", [(20, 1)]),
        ("60 requests every 5 minutes", [(60, 300)]),
        ("400 requêtes/IP/min", [(400, 60)]),
        ("10 req. par min.", [(10, 60)]),
        ("Une requête à la minute, 20 rps", [(20, 1), (1, 60)]),
        ("1 000 appels quotidiens", [(1000, 86400)]),
        ("Une limite est appliquée par jour", []),
        ("3 requêtes simultanées", []),
        ("2,5 req/s", []),
        ("0/s", []),
        ("aucune", []),
        ("Voir la documentation 2024/2025", []),
        ("", []),
    ],
)
def test_limits_are_read_from_words(text: str, found: list[tuple[int, float]]) -> None:
    assert [(pace.count, pace.seconds) for pace in paces(text)] == found
    assert paces("9" * 5000 + " requêtes " * 200 + text) is not None


@given(
    count=st.integers(1, 999_999),
    what=st.sampled_from(["", " requêtes", " appels d’API", " req", " calls", "k hits"]),
    whose=st.sampled_from(["", " par IP", "/IP", " et par utilisateur", " per user"]),
    every=st.sampled_from(["/", " / ", " par ", " per ", " chaque ", " every "]),
    unit=st.sampled_from([("s", 1), ("seconde", 1), ("min", 60), ("heure", 3600), ("day", 86400)]),
    around=st.sampled_from([("", ""), ("Limité à ", "."), ("max. ", " ; voir la page 3")]),
)
def test_a_limit_is_read_however_it_is_written(
    count: int, what: str, whose: str, every: str, unit: tuple[str, int], around: tuple[str, str]
) -> None:
    text = f"{around[0]}{count}{what}{whose}{every}{unit[0]}{around[1]}"
    times = 1000 if what.startswith("k") else 1
    assert [(pace.count, pace.seconds) for pace in paces(text)] == [(count * times, unit[1])]


@given(st.text(alphabet="0123456789 ,.;/kasun parjouàl'’req\u00a0", max_size=300))
def test_any_words_are_read_as_some_limits_or_none(text: str) -> None:
    found = paces(text)
    assert all(pace.count > 0 and pace.seconds > 0 for pace in found)
    assert len({pace.seconds for pace in found}) == len(found)


async def test_a_server_is_asked_no_more_often_than_it_says() -> None:
    clock, journal = Clock(), Journal()
    pacer = Pacer(journal, clock=clock, sleep=clock.sleep)
    pacer.keep_to(URL, [Pace(2, 1), Pace(5, 3600)])
    said: list[str] = []
    journal.subscribe(lambda: said.append(journal.waiting))
    for _call in range(5):
        await pacer.turn("https://API.test:443/other")
    assert clock.slept == [1.0, 1.0]
    assert "the producer’s limit: asking again in 1 s" in said
    assert pacer.delay("https://elsewhere.test/") == 0
    with pytest.raises(RateLimited) as caught:
        await pacer.turn(URL)
    assert caught.value.delay == pytest.approx(3598)


async def test_where_nothing_is_said_a_usual_pace_is_kept() -> None:
    clock, journal = Clock(), Journal()
    pacer = Pacer(journal, clock=clock, sleep=clock.sleep)
    pacer.keep_to(URL, paces("à voir"))
    said: list[str] = []
    journal.subscribe(lambda: said.append(journal.waiting))
    for _call in range(USUAL_PACE.count + 1):
        await pacer.turn(URL)
    assert clock.slept == [1.0]
    assert "so as not to ask too often: asking again in 1 s" in said
