"""What producers say of how often they may be asked, and that it is kept to."""

from __future__ import annotations

import pytest
from wires import Clock

from tui.api.calls.pace import Pace, Pacer, paces
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
