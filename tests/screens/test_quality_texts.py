"""What is said of the quality of a dataset."""

from __future__ import annotations

from typing import Any

import pytest

from tui.api.models import QUALITY_CRITERIA, Dataset
from tui.screens.quality_texts import CRITERIA, GUIDE, quality_blocks
from tui.widgets.prose import as_text


def said(**fields: Any) -> str:
    return as_text(quality_blocks(Dataset.parse({"id": "d", **fields})))


def test_all_that_the_service_measures_has_words() -> None:
    assert {criterion.key for criterion in CRITERIA} == {*QUALITY_CRITERIA} - {"has_resources"}


def test_what_is_not_met_comes_first_with_how_to_mend_it() -> None:
    text = said(quality={"license": True, "spatial": False, "score": 0.5})
    assert "▰▰▱▱▱ 50% · to be improved" in text
    assert "1 of the 2 criteria measured are met" in text
    assert text.index("✗ The places covered are not given") < text.index("✓ A licence is given")
    assert "To mend it: Give the zones that the data cover, or their granularity." in text
    assert GUIDE in text


def test_what_the_answer_does_not_tell_is_not_measured() -> None:
    text = said(quality={"license": True, "score": 0.1}, resources={"total": 0})
    assert "The dataset has no file yet." in text
    assert "· Not measured: open format" in text
    assert "It is measured once the dataset has a file." in text
    assert text.count("Not measured: ") == len(CRITERIA) - 1


@pytest.mark.parametrize(("score", "verdict"), [(6 / 9, "good"), (5 / 9, "to be improved")])
def test_the_verdict_is_the_portal_s(score: float, verdict: str) -> None:
    assert f"· {verdict}" in said(quality={"license": True, "score": score})


def test_a_site_that_measures_nothing_is_not_guessed_for() -> None:
    assert "This site says nothing of the quality of this dataset." in said()
    assert "✗" not in said()


def test_the_score_of_a_geographical_catalogue_is_said_to_mislead() -> None:
    text = said(quality={"license": True, "score": 0.1}, harvest={"backend": "CSW-ISO-19139"})
    assert "the score may be misleading" in text
