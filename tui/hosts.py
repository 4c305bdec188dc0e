"""Where an address leads, whatever it looks like.

``https://www.data.gouv.fr@other.example/`` leads to ``other.example``, and the ``а`` of
``аpple.example`` may be no Latin letter: what is shown is the name that is looked up, and beside it
how it reads.
"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from tui.i18n import gettext as _
from tui.text import SafeText, clean_line

LONGEST_NAME = 253
"""Characters of a name of the Internet; what is longer is none and is not looked into."""

_PORTS = {"http": 80, "https": 443}
_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "LATIN"})
"""Scripts that are written together."""


def host_of(url: str) -> str:
    """The host of a web address, without user, port and last dot; empty for any other address."""
    parts = _split(url)
    return _name(parts) if parts is not None else ""


def shown_host(url: str, limit: int = 120) -> SafeText:
    """Where a web address leads, as one may judge it: ``xn--pple-43d.example (аpple.example)``.

    The port is said where it is not the usual one. What is too long loses its beginning: the end
    of a name says whose it is. Empty for what is no web address.
    """
    parts = _split(url)
    if parts is None:
        return SafeText("")
    return _told(_name(parts), _port(parts), limit)


def shown_address(url: str, limit: int = 2_000) -> SafeText:
    """`url` as one line, followed by where it leads if that may be taken for something else."""
    line = clean_line(url, limit)
    parts = _split(url)
    if parts is None:
        return line
    name = _name(parts)
    misleads = "@" in parts.netloc or looked_up(name) != read_as(name)
    return SafeText(f"{line} → {_told(name, _port(parts), 300)}") if misleads else line


def looked_up(name: str) -> str:
    """What is looked up for the name of a web address."""
    return name if len(name) > LONGEST_NAME else ascii_name(name)


def ascii_name(name: str) -> str:
    """`name` as it is looked up. Raises ValueError for what cannot be a name."""
    if name.isascii():
        return name
    import idna  # as the HTTP client has it; few names need it

    try:
        return idna.encode(name.lower()).decode("ascii")
    except idna.IDNAError:  # of an older rule: signs and capitals of every kind
        return name.encode("idna").decode("ascii")


def read_as(name: str) -> str:
    """`name` with what its ``xn--`` parts stand for."""
    name = looked_up(name)
    if "xn--" not in name or len(name) > LONGEST_NAME:
        return name
    return ".".join(map(_label, name.split(".")))


def mixes_scripts(name: str) -> bool:
    """Whether a part of `name` has letters of scripts that nobody writes together."""
    import unicodedata

    for label in name.split("."):
        letters = filter(str.isalpha, label[:LONGEST_NAME])
        scripts = {unicodedata.name(letter, "?").split(" ")[0] for letter in letters}
        if len(scripts) > 1 and not scripts <= _TOGETHER:
            return True
    return False


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        ascii_name((parts.hostname or "")[: LONGEST_NAME + 1])
        # What a backslash leads to depends on who reads it.
        is_web = bool(parts.hostname) and "\\" not in parts.netloc
    except ValueError:
        return None
    return parts if is_web and parts.scheme.lower() in _PORTS else None


def _name(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _port(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError:  # a port that is none leads nowhere
        return ":?"
    return "" if port in (None, _PORTS[parts.scheme.lower()]) else f":{port}"


def _told(name: str, port: str, limit: int) -> SafeText:
    written, read = looked_up(name), read_as(name)
    if ":" in written:
        written = read = f"[{written}]"
    said = _ended(f"{written}{port}", limit)
    if read == written:
        return said
    beside = _ended(read, limit)
    if mixes_scripts(read):
        beside = SafeText(_("{name}, letters of several alphabets").format(name=beside))
    return SafeText(f"{said} ({beside})")


def _ended(name: str, limit: int) -> SafeText:
    """The last `limit` characters of `name`."""
    return clean_line(name if len(name) <= limit else f"…{name[1 - limit :]}")


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except ValueError:
        return label
