"""A call sent once, within limits of size and time, and what answers as it comes.

Only `send` puts secrets into a request. It asks nobody anything: what needs a yes is refused
(`PrivateTarget`, `OpenWay`) until it is said to be allowed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui.api.calls.bodies import encoded
from tui.api.calls.call import Call, origin
from tui.api.calls.credentials import Wallet
from tui.api.calls.oauth import token_of
from tui.api.calls.pace import Pacer
from tui.api.calls.problem import CallProblem
from tui.api.calls.received import Hop, Limits, Sent
from tui.api.calls.targets import PrivateTarget, Resolver, looked_up
from tui.api.transport import MAX_REDIRECTS
from tui.api.wire import is_private_way
from tui.hosts import shown_host
from tui.i18n import gettext as _

if TYPE_CHECKING:
    from tui.api.transport import Transport


class OpenWay(CallProblem):
    """A secret would go over http, where anybody on the way reads it: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person said yes to, for one call.

    Attributes:
        private: Targets on this machine and on its networks.
        open_way: Secrets over http.
        redirects: Whether redirections are followed, which those of a change never are.
    """

    private: bool = False
    open_way: bool = False
    redirects: bool = True


USUAL: Final = Limits()
UNASKED: Final = Allowed()


async def send(
    transport: Transport,
    call: Call,
    wallet: Wallet,
    pacer: Pacer,
    *,
    limits: Limits = USUAL,
    allowed: Allowed = UNASKED,
    resolver: Resolver | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Sent:
    """Send `call`; what answers has its head here, and its body as far as `limits`.

    Close what it gives (`Sent.aclose`). A cancellation leaves no request behind. Raises `ApiError`
    where nothing answers, `CallProblem` where nothing was sent.
    """
    hops: list[Hop] = []
    proof: tuple[tuple[str, str], ...] = ()  # what answers the challenge of the server
    while True:
        await _check(transport, call, allowed, resolver)
        await _renew(transport, call, wallet, allowed, resolver, clock)
        signed = wallet.signed(call)
        headers = dict((*signed.headers, *proof))
        content = None
        if call.body is not None:
            kind, content = await asyncio.to_thread(encoded, call.body)
            headers["Content-Type"] = kind
        await pacer.turn(call.url)
        opened = transport.any_answer(
            call.method, signed.url, headers, content=content, told=call.shown_url
        )
        sent = Sent(call, tuple(hops), opened, wallet, limits, clock)
        try:
            await sent.begin()
            if sent.status == 401:
                wallet.refuse_tokens(call)
                asked, proof = proof, wallet.challenged(call, sent.header("www-authenticate"))
                if proof and not asked:
                    await sent.aclose()
                    continue
            following = sent.following
            may = allowed.redirects and call.is_safe and len(hops) < MAX_REDIRECTS
            if (
                following is None
                or not may
                or not await _is_open(transport, following, allowed, resolver)
            ):
                await sent.fill()
                return sent
        except BaseException:
            await sent.aclose()
            raise
        await sent.aclose()
        left, proof = origin(following.url) != origin(call.url), ()
        hops.append(Hop(call.shown_url, sent.status, left))
        call = following


async def needed(
    transport: Transport, call: Call, wallet: Wallet, *, resolver: Resolver | None = None
) -> tuple[Allowed, tuple[CallProblem, ...]]:
    """All that `call` needs a yes for, as what allows it and as sentences, before it is sent."""
    if transport.in_process:
        return UNASKED, ()
    found: list[CallProblem] = []
    urls = [call.url]
    for slot in call.secrets:
        client = wallet.client_without_token(call, slot)
        urls += [client.token_url] if client is not None else []
    for url in dict.fromkeys(urls):
        try:
            await _refuse_private(url, UNASKED, resolver)
        except PrivateTarget as problem:
            found.append(problem)
    allowed = Allowed(private=bool(found))
    try:
        _refuse_open_way(call, UNASKED)
    except OpenWay as problem:
        found.append(problem)
        allowed = replace(allowed, open_way=True)
    return allowed, tuple(found)


async def _check(
    transport: Transport, call: Call, allowed: Allowed, resolver: Resolver | None
) -> None:
    """Refuse what needs a yes that was not said. Raises `PrivateTarget`, `OpenWay`."""
    if not transport.in_process:
        await _refuse_private(call.url, allowed, resolver)
        _refuse_open_way(call, allowed)


def _refuse_open_way(call: Call, allowed: Allowed) -> None:
    if call.secrets and not allowed.open_way and not is_private_way(call.url):
        host = shown_host(call.url)
        message = _("{host} is asked over http: anybody on the way would read the secret.")
        raise OpenWay(message.format(host=host))


async def _refuse_private(url: str, allowed: Allowed, resolver: Resolver | None) -> None:
    if not allowed.private:
        found = await looked_up(url, resolver)
        if found in ("private", "loopback"):
            raise PrivateTarget(url, found)


async def _is_open(
    transport: Transport, call: Call, allowed: Allowed, resolver: Resolver | None
) -> bool:
    """Whether a redirection may be followed unasked: not from the web to a network of one's own."""
    if transport.in_process or allowed.private:
        return True
    return await looked_up(call.url, resolver) in ("public", "unknown")


async def _renew(
    transport: Transport,
    call: Call,
    wallet: Wallet,
    allowed: Allowed,
    resolver: Resolver | None,
    clock: Callable[[], float],
) -> None:
    for slot in call.secrets:
        client = wallet.client_without_token(call, slot)
        if client is not None:
            if not transport.in_process:
                await _refuse_private(client.token_url, allowed, resolver)
            wallet.put_token(call, slot, await token_of(transport, client, clock=clock))
