"""HTTP Digest (RFC 7616): what answers the challenge of a server. The password never leaves."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

LONGEST: Final = 8_000
"""Characters of a challenge that are read."""

_HASHES: Final = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
_PAIR: Final = re.compile(r"\s*,?\s*([\w-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s,\"]+))")


def answered(challenges: str, method: str, target: str, user: str, password: str) -> str:
    """The header ``Authorization`` that answers the first challenge that can be answered; empty for
    none.

    Args:
        challenges: The header ``WWW-Authenticate``: hostile.
        target: The path that is asked for, with its question.
    """
    for found in re.finditer(r"(?i)\bdigest\s+", challenges[:LONGEST]):
        said = _pairs(challenges[:LONGEST], found.end())
        text = _answer(said, method, target, user, password)
        if text:
            return text
    return ""


def _pairs(text: str, at: int) -> dict[str, str]:
    """What a challenge says, each name once, up to where the next challenge begins."""
    said: dict[str, str] = {}
    while (pair := _PAIR.match(text, at)) is not None:
        name = pair[1].lower()
        if name in said:
            break
        said[name] = pair[2] if pair[2] is not None else pair[3]
        at = pair.end()
    return said


def _answer(said: dict[str, str], method: str, target: str, user: str, password: str) -> str:
    algorithm = said.get("algorithm", "MD5")
    hashed = _HASHES.get(algorithm.upper().removesuffix("-SESS"))
    qualities = {one.strip().lower() for one in said.get("qop", "").split(",") if one.strip()}
    texts = (user, *said.values())
    is_plain = all(text.isprintable() for text in texts) and '"' not in user
    if hashed is None or "nonce" not in said or not is_plain:
        return ""
    if qualities and "auth" not in qualities:  # the body would be hashed too
        return ""
    name = hashed

    def digest(*parts: str) -> str:
        try:
            return hashlib.new(name, ":".join(parts).encode(), usedforsecurity=False).hexdigest()
        except ValueError:  # this Python has no such hash
            return ""

    # A value of the challenge goes back as it came, escapes and all.
    realm, nonce, own = said.get("realm", ""), said["nonce"], secrets.token_hex(8)
    who = digest(user, re.sub(r"\\(.)", r"\1", realm), password)
    if algorithm.upper().endswith("-SESS"):
        who = digest(who, nonce, own)
    what = digest(method, target)
    counted = ("00000001", own, "auth") if qualities else ()
    response = digest(who, nonce, *counted, what)
    if not response:
        return ""
    pairs = [("username", user), ("realm", realm), ("nonce", nonce), ("uri", target)]
    pairs += [("response", response)]
    pairs += [("opaque", said["opaque"])] if "opaque" in said else []
    parts = [f'{key}="{text}"' for key, text in pairs]
    parts += [f"algorithm={algorithm}"] if "algorithm" in said else []
    parts += [f'qop=auth, nc=00000001, cnonce="{own}"'] if qualities else []
    return "Digest " + ", ".join(parts)
