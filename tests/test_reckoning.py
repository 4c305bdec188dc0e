"""The page of reliability says what the tests counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from reckoning import COUNTS, PAGE, Count, main, reckon, rewritten, written


def test_what_is_written_is_read_back() -> None:
    counts = {count: {"suite": 7 * index, "full": 12_345} for index, count in enumerate(Count)}
    page = PAGE.read_text(encoding="utf-8")
    again = rewritten(page, counts)
    assert written(again) == counts
    assert rewritten(again, {}) == again
    assert again.startswith("# Reliability")


def test_another_number_than_the_page_says_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "reliability.md"
    page.write_text(rewritten(PAGE.read_text(encoding="utf-8"), {Count.EVENTS: {"suite": 10}}))
    monkeypatch.setattr("reckoning.PAGE", page)
    monkeypatch.delenv(COUNTS, raising=False)
    monkeypatch.delenv("DATAGOUV_TUI_TEST_THOROUGH", raising=False)
    reckon(Count.EVENTS, 10)
    with pytest.raises(AssertionError, match="make reliability"):
        reckon(Count.EVENTS, 9)


def test_counts_are_written_down_where_a_folder_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(COUNTS, str(tmp_path))
    monkeypatch.delenv("DATAGOUV_TUI_TEST_THOROUGH", raising=False)
    reckon(Count.EVENTS, 9)
    assert [path.name for path in tmp_path.iterdir()] == ["EVENTS.suite.json"]


def test_the_parts_of_a_count_are_added_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "reliability.md"
    page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr("reckoning.PAGE", page)
    monkeypatch.setenv(COUNTS, str(tmp_path))
    monkeypatch.setenv("DATAGOUV_TUI_TEST_THOROUGH", "1")
    for part in range(3):
        reckon(Count.EVENTS, 100 + part, part=str(part))
    main()
    assert written(page.read_text(encoding="utf-8"))[Count.EVENTS]["full"] == 303
