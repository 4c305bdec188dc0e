"""From a call to its answer: what needs a yes is asked for first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.screens.changing import changes_are_off
from tui.screens.secret import SecretScreen
from tui.screens.sending import SendingScreen
from tui.screens.session import Session
from tui.screens.tool_answer import answer_screen

if TYPE_CHECKING:
    from tui.api.calls.call import Call, SecretSlot
    from tui.api.calls.credentials import Credential
    from tui.api.calls.described import TokenWay
    from tui.api.calls.desk import Desk
    from tui.api.calls.sending import Allowed


def ask_secrets(
    screen: Screen[None],
    desk: Desk,
    url: str,
    slots: Sequence[SecretSlot],
    tokens: Mapping[str, TokenWay],
    then: Callable[[], None] | None = None,
) -> None:
    """Ask for secrets, one after the other, and hold them for the origin of `url`; `then` is called
    once all were given.

    Args:
        tokens: How an application is given tokens, by the name of its scheme.
    """
    if not slots:
        if then is not None:
            then()
        return
    slot, *others = slots

    def take(given: Credential | None) -> None:
        if given is not None:
            desk.wallet.put(url, slot.scheme, given)
            ask_secrets(screen, desk, url, others, tokens, then)

    def forget() -> None:
        desk.wallet.forget(url, slot.scheme)

    dialog = SecretScreen(slot, url, tokens.get(slot.scheme), forget=forget)
    screen.app.push_screen(dialog, take)


def why_not_send(session: Session, method: str, url: str) -> str:
    """Why a request to `url` may not be made: a change of the site, while changes are off. Empty
    where it may."""
    from tui.api.calls.call import SAFE_METHODS
    from tui.api.console import asks_site

    if method in SAFE_METHODS or not asks_site(session.site, url):
        return ""
    return changes_are_off(session)


async def recall(desk: Desk, url: str, slots: Sequence[SecretSlot]) -> None:
    """Hold again, for the origin of `url`, what a person asked the system's keyring to keep.

    It may wait for them to unlock it. Raises `KeyProblem` where it cannot be used.
    """
    from tui.api.calls.keeping import is_there, recalled

    for slot in slots if is_there() else ():
        credential = await asyncio.to_thread(recalled, url, slot.scheme)
        if credential is not None:
            desk.wallet.put(url, slot.scheme, credential)


def send_or_ask(screen: Screen[None], session: Session, call: Call) -> None:
    """Show the answer to `call`, which may be sent (see `why_not_send`); what may change something
    is shown before it leaves."""

    def send(allowed: Allowed | None) -> None:
        if allowed is not None:
            screen.app.push_screen(answer_screen(session, call, allowed))

    if call.is_safe:
        screen.app.push_screen(answer_screen(session, call))
    else:
        screen.app.push_screen(SendingScreen(session, call), send)
