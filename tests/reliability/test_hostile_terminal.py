"""The bytes that reach a real terminal, and those that are printed without one: none of them is an
order of a text that a server, or a person, gave."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from emulator import Emulator
from hostile_site import SHORT, HostileSite
from hostility import EVERY, FORBIDDEN
from ptys import Seat, seat
from reckoning import Count, reckon

from tui import headless
from tui.cli import main
from tui.sample.app import SampleSite
from tui.screens import session
from tui.text import is_safe_line

OURS = re.compile(
    r"""\x1b\[ (?:
        [0-9;]*m                         # looks
        | [0-9]*(?:;[0-9]+)?H            # the cursor
        | [0-9]+;[0-9]+r | r | [0-9]+[LM]  # lines moved
        | [0-9]*[JKX] | [0-9]*[ABCDGbd]  # what is left of a line
        | \?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2031|2048)[hl]
        | \?(?:2026|2048|1016)\$p        # what the terminal can do
        | >25u | <u | >1u | \?u | \?996n | c
    )
    | \x1b\]22;[a-z-]*\x07
    | \x1b[78]""",
    re.VERBOSE,
)
"""Every order that the program gives."""

COPY = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
NUMBERED = tuple(f"{number:02d}~{text}" for number, text in enumerate(SHORT))


class Numbered(HostileSite):
    """Titles are the payloads in turn, each after its number."""

    given = 0

    def _field(self, key: str, value: Any, path: str) -> Any:
        if path.endswith(".data.title"):
            self.given += 1
            return NUMBERED[(self.given - 1) % len(NUMBERED)]
        return super()._field(key, value, path)


def orders_in(written: bytes) -> tuple[str, list[str]]:
    """What is left of the bytes without the orders of the program, and what was copied."""
    text = written.decode("utf-8", "strict")
    copied = [base64.b64decode(found).decode() for found in COPY.findall(text)]
    return OURS.sub("", COPY.sub("", text)), copied


def test_every_payload_through_a_real_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "asgi_app", lambda _settings: Numbered(SampleSite()))
    emulator, seen = Emulator(100, 40), set[str]()

    def look(at: Seat, fed: int) -> int:
        at.quiet(0.15)
        emulator.write(at.written[fed:].decode("utf-8", "ignore"))
        for line in emulator.screen.display:
            seen.update(re.findall(r"(\d\d)~", line))
        return len(at.written)

    with seat(tmp_path, "search:") as at:
        at.resize(100, 40)
        at.until("00~")
        at.type(b"\x1b[B")
        fed = look(at, 0)
        for _page in range(30):
            if len(seen) == len(NUMBERED):
                break
            at.type(b"\x1b[6~")
            fed = look(at, fed)
        assert len(seen) == len(NUMBERED), "\n".join(emulator.screen.display)
        for keys in (b"y", b"\r"):
            at.type(keys)
            at.quiet(0.5)
        fed = look(at, fed)
        assert COPY.search(at.written.decode("utf-8", "ignore")), "\n".join(emulator.screen.display)
        # The requests, a dataset and its tabs, history, help.
        for keys in (b"L", b"\r", b"\x1b", b"\x1b", b"\r", b"y", b"\r", b"i", b"\x1b"):
            at.type(keys)
            fed = look(at, fed)
        for keys in (b"2", b"3", b"5", b"b", b"H", b"\x1b", b"?", b"\x1b", b"w", b"\x1b"):
            at.type(keys)
            fed = look(at, fed)
        while at.poll() is None:  # it closes a dialog, then ends the program
            at.type(b"\x03")
            at.quiet(0.5)
        assert at.ends() == 0
        assert at.is_restored()
    left, copied = orders_in(at.written)
    assert "\x1b" not in left, ascii(left[max(0, left.index("\x1b") - 40) :][:120])
    found = FORBIDDEN.search(left.replace("\r", "").replace("\n", ""))
    assert found is None, ascii(found)
    assert copied
    reckon(Count.TERMINAL_PAYLOADS, len(seen))


def typable() -> list[str]:
    """The payloads that a shell can hand over."""
    found = []
    for text in EVERY:
        try:
            text.encode("utf-8", "surrogateescape")
        except UnicodeError:
            continue
        if "\0" not in text:
            found.append(text[:300])
    return found


def test_what_is_said_of_a_wrong_command_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(headless, "print_place", lambda *_: 0)
    monkeypatch.setattr(headless, "screenshot", lambda *_: 0)
    file = tmp_path / "datagouv-tui" / "config.toml"
    file.parent.mkdir()
    for text in typable():
        quoted = json.dumps(text)
        file.write_text(f"x = {quoted}\nsite = {quoted}\n[keys]\n{quoted} = {quoted}\n")
        for wrong in (
            [f"datset:{text}"],
            [f"https://{text}"],
            [f"https://www.data.gouv.fr/{text}"],
            [f"--{text}"],
            ["--site", text],
            ["--main-url", text],
            ["screenshot", text, "--size", text],
            ["--site", "sample", "--log-file", f"/nowhere/{text}", "search:"],
        ):
            main(wrong)
            said = capsys.readouterr()
            assert all(map(is_safe_line, f"{said.out}\n{said.err}".split("\n"))), wrong


def test_what_is_printed_of_a_hostile_place_is_safe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(session, "asgi_app", lambda _settings: Numbered(SampleSite()))
    for address in ("search:",):
        main(["--site", "sample", "--lang", "en", address])
        said = capsys.readouterr()
        assert "~" in said.out or address != "search:"
        assert all(map(is_safe_line, f"{said.out}\n{said.err}".split("\n"))), address
