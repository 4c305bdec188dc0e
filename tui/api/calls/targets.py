"""Whether an address leads to this machine or to its network, which strangers should not reach.

A description on the web may name any server. What a name leads to is looked up before a request is
sent; a name that changes in between (DNS rebinding) is not caught, which is why a yes is asked for
what is not public and nothing secret of another origin ever goes along.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from tui.api.calls.problem import CallProblem
from tui.hosts import host_of, shown_host
from tui.i18n import gettext as _

Reach: TypeAlias = Literal["public", "loopback", "private", "unknown"]
"""Where an address leads: anywhere, to this machine, to a network of one's own, or not known
before it is looked up."""

Resolver: TypeAlias = Callable[[str], Awaitable[Sequence[str]]]
"""Gives the addresses of a name; none where it has none."""

PATIENCE: Final = 10.0
"""Seconds that a name may take to be looked up."""

_HERE: Final = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")
_OWN: Final = (".local", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".home.arpa")
_EMBEDDING: Final = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateTarget(CallProblem):
    """The address leads to this machine or its network: nothing is sent without a yes.

    Attributes:
        url: Where to, without any secret.
        reach: What it is.
    """

    def __init__(self, url: str, reach: Reach) -> None:
        self.url = url
        self.reach = reach
        host = shown_host(url)
        said = (
            _("{host} is this very machine.")
            if reach == "loopback"
            else _("{host} is on a private network.")
        )
        super().__init__(said.format(host=host))


def reach(url: str) -> Reach:
    """Where `url` leads, as far as its text tells; a name is most often ``unknown``."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if not host or host in _HERE or host.endswith(".localhost"):
        return "loopback"
    if host.endswith(_OWN):
        return "private"
    address = _literal(host)
    if address is not None:
        return _of_address(address)
    return "unknown" if "." in host else "private"


async def looked_up(url: str, resolver: Resolver | None = None) -> Reach:
    """Where `url` leads, its name looked up; the least public of its addresses counts.

    ``unknown`` where the name has none, so that nothing can be sent there either.
    """
    found = reach(url)
    if found != "unknown":
        return found
    host = host_of(url)
    addresses = await (_resolved if resolver is None else resolver)(host)
    kinds = {_of_address(one) for text in addresses if (one := _literal(text)) is not None}
    for kind in ("loopback", "private", "public"):
        if kind in kinds:
            return kind
    return "unknown"


async def _resolved(host: str) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(PATIENCE):
            found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # a timeout is one of the system's errors
        return []
    return [str(address[0]).partition("%")[0] for *_rest, address in found]


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that `host` is, in any of the ways that systems read one (``0x7f.1``, ``1``)."""
    text = host.partition("%")[0]
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text))
    except (OSError, UnicodeError):
        return None


def _of_address(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Reach:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _EMBEDDING:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _of_address(inner)
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    return "public" if address.is_global and not address.is_multicast else "private"
