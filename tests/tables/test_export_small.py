"""Small texts to files: whole under their name, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.tables.export.problems import ExportError
from tui.tables.export.small import write_whole


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    names = [write_whole(text, tmp_path / "a.csv").name for text in ("é\n", "2\n", "3\n")]
    assert names == ["a.csv", "a-2.csv", "a-3.csv"]
    assert (tmp_path / "a.csv").read_bytes() == "é\n".encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_where_nothing_can_be_written_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ExportError, match="There is no folder"):
        write_whole("1", tmp_path / "none" / "a.csv")

    def no_room(_whole: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tui.tables.export.small.published", no_room)
    with pytest.raises(ExportError, match="no room left"):
        write_whole("1", tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []
