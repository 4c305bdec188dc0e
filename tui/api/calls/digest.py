"""HTTP Digest (RFC 7616): what answers the challenge of a server. The password never leaves."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 8_000
"""Characters of a challenge that are read."""

_PAIR: Final = r"[\w-]+\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s,\"]+)"
_DIGEST: Final = re.compile(rf"\bdigest\s+{_PAIR}(?:\s*,\s*{_PAIR})*", re.IGNORECASE)


def answered(challenges: str, method: str, url: str, user: str, password: str) -> str:
    """The header ``Authorization`` that answers the first challenge that can be answered; empty for
    none.

    Args:
        challenges: The header ``WWW-Authenticate``: hostile.
        url: What is asked for, as it is sent.
    """
    if not user.isprintable() or '"' in user:
        return ""
    # A server offers several ways in one header, and what it says goes back to it.
    for challenge in _DIGEST.findall(challenges[:LONGEST]):
        text = _answer(challenge, method, url, user, password) if challenge.isprintable() else ""
        if text:
            return text
    return ""


def _answer(challenge: str, method: str, url: str, user: str, password: str) -> str:
    import httpx

    flow = httpx.DigestAuth(user, password).auth_flow(httpx.Request(method, url))
    asked = next(flow)
    try:
        refused = httpx.Response(401, headers={"WWW-Authenticate": challenge}, request=asked)
        return flow.send(refused).headers["Authorization"]
    except (StopIteration, httpx.ProtocolError, NotImplementedError, ValueError, LookupError):
        return ""  # of a kind that the library does not know, or of none
    finally:
        flow.close()
