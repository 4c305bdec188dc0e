"""The one redactor: what is written to a log or a report goes through it, and no secret is left.

A secret is known by its value, where the program holds it (`tui.settings.key.Secret`) or finds it
in the environment, and by where it stands: a header, a parameter of an address, what comes before
the ``@`` of one.
"""

from __future__ import annotations

import base64
import html
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

from tui.settings.key import KEY_VARIABLES, living_secrets

MASK: Final = "***"

SHORTEST: Final = 6
"""Characters of the shortest secret that is looked for by its value: a shorter one would be found
anywhere, and is known by where it stands alone."""

# No pattern begins by a repetition, and spaces are counted: a text of a megabyte takes no time.
_NAME: Final = (
    r"(?:api|app|access|auth|client|private|secret|subscription)[-_.]?key"
    r"|token|secret|jeton|passwd|passphrase|password|pwd|signature|mot[-_]?de[-_]?passe"
    r"|cl[eé][-_]?api"
)
_BETWEEN: Final = r"""["']?\s{0,8}[:=,]\s{0,8}(?:b?["'])?"""
_HEADER_NAME: Final = r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie2?)"
_HEADER: Final = re.compile(rf"""{_HEADER_NAME}(\s{{0,8}}:\s{{0,8}})(?![\s"'b])[^\n]+""")
_QUOTED_HEADER: Final = re.compile(rf"""{_HEADER_NAME}({_BETWEEN})[^\n"']+""")
_NAMED: Final = re.compile(rf"""(?i)({_NAME})({_BETWEEN})[^\s"',;&)}}\]#]+""")
_SCHEME: Final = re.compile(r"(?i)\b(bearer|basic)\s{1,8}[a-z0-9+/._~-]{8,}=*")
_IN_QUERY: Final = re.compile(
    rf"(?i)(?<=[?&;])((?:[\w.-]{{0,40}}(?:{_NAME})|auth|key|sig)=)[^\s&#\"'<>]*"
)
_USERINFO: Final = re.compile(r"(?<=://)[^\s/?#@\"'<>]*@")


def redacted_url(url: str, mask: str = MASK) -> str:
    """`url` without credentials, known by where they stand."""
    return _IN_QUERY.sub(rf"\1{mask}", _USERINFO.sub(f"{mask}@", url))


def without_held(text: str, environment: Mapping[str, str] | None = None) -> str:
    """`text` without the secrets that this program holds: servers repeat them."""
    for form in _forms(_known(os.environ if environment is None else environment)):
        text = text.replace(form, MASK)
    return text


def redacted(text: str, environment: Mapping[str, str] | None = None) -> str:
    """`text` without any secret."""
    text = redacted_url(without_held(text, environment))
    text = _HEADER.sub(rf"\1\2{MASK}", text)
    text = _QUOTED_HEADER.sub(rf"\1\2{MASK}", text)
    text = _SCHEME.sub(rf"\1 {MASK}", text)
    return _NAMED.sub(rf"\1\2{MASK}", text)


def _known(environment: Mapping[str, str]) -> Iterator[str]:
    yield from living_secrets()
    for name in KEY_VARIABLES.values():
        yield environment.get(name, "").strip()


def _forms(secrets: Iterable[str]) -> list[str]:
    """Every way in which they may be written, the longest first: one may hold another."""
    found: set[str] = set()
    for secret in secrets:
        if len(secret) < SHORTEST:
            continue
        found |= {secret, secret[::-1], html.escape(secret), html.escape(secret, quote=False)}
        found |= {json.dumps(secret)[1:-1], secret.replace("/", "\\/"), repr(secret)[1:-1]}
        found |= set(_in_an_address(secret))
        data = secret.encode()
        found |= {*_in_base64(data), data.hex(), data.hex().upper(), repr(data)[2:-1]}
    return sorted((form for form in found if len(form) >= SHORTEST), key=len, reverse=True)


def _in_an_address(secret: str) -> Iterator[str]:
    """How addresses hold it: encoded once or, within another address, twice."""
    for encode in (lambda text: quote(text, safe=""), quote, quote_plus):
        once = encode(secret)
        yield once
        yield quote(once, safe="")
        yield re.sub("%..", lambda found: found[0].lower(), once)


def _in_base64(secret: bytes) -> Iterator[str]:
    """What of it is seen in base64, wherever it begins in what was encoded."""
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + secret).decode("ascii").rstrip("=")
        # The letters at both ends depend on what is beside it too.
        inner = text[-(-shift * 8 // 6) : (shift + len(secret)) * 8 // 6]
        yield inner
        yield inner.replace("+", "-").replace("/", "_")
