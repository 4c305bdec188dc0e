"""Copying to the clipboard of the person's own terminal, wherever the program runs.

OSC 52 asks the terminal to do it: it works over SSH, and nothing answers, so one can only say that
the text was sent.
Inside tmux and screen the sequence is also sent wrapped, for those that pass it through.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

LIMIT = 74_994
"""Bytes of encoded text that terminals commonly take in one sequence."""


def osc52(text: str, environment: Mapping[str, str]) -> str | None:
    """The sequence that copies `text`, or None when it is too long for terminals to take."""
    encoded = b64encode(text.encode("utf-8", "replace")).decode("ascii")
    if len(encoded) > LIMIT:
        return None
    plain = f"\x1b]52;c;{encoded}\x07"
    if environment.get("TMUX"):
        return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environment.get("TERM", "").startswith("screen"):
        return "".join(f"\x1bP{part}\x1b\\" for part in _slices(plain, 250))
    return plain


def _slices(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]
