"""The key of the site for the calls of its own API: found as ever, typed by nobody, sent to the
Main API alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui.api.calls.call import SAFE_METHODS, SITE_SCHEME, SecretSlot
from tui.api.calls.credentials import Key
from tui.api.calls.servers import bases
from tui.api.errors import NoKey

if TYPE_CHECKING:
    from tui.api.account import Account
    from tui.api.calls.credentials import Wallet
    from tui.api.calls.described import Form
    from tui.api.openapi.document import Document
    from tui.settings import Site

SITE_SLOT: Final = SecretSlot(SITE_SCHEME, "apiKey", "header", "X-API-KEY")
"""Where the key goes. No description can name its scheme: `described` refuses that."""


def with_site_key(form: Form, site: Site, description: Document) -> Form:
    """`form` for an operation of the Main API of `site`: asked of `site` whatever server its
    description names, changes with the key, the rest with the key where there is one."""
    raw = description.raw if isinstance(description.raw, dict) else {}
    path = raw.get("basePath")
    url = site.main_url + (path if isinstance(path, str) and path.startswith("/") else "")
    is_safe = form.method in SAFE_METHODS
    return replace(
        form,
        bases=bases({url: ""}),
        secrets=() if is_safe else (SITE_SLOT,),
        offered=(SITE_SLOT,) if is_safe else (),
        ways=(),
    )


async def hold(account: Account, wallet: Wallet, *, again: bool = False) -> None:
    """Have `wallet` hold the key for the origin of the Main API, and for no other; with `again`,
    look for it anew.

    Raises `NoKey` where there is none, or none that may go over the way there.
    """
    try:
        key = await account.key(again=again)
    except NoKey:
        wallet.forget(account.root, SITE_SLOT.scheme)
        raise
    wallet.put(account.root, SITE_SLOT.scheme, Key(key))


def takes(form: Form) -> bool:
    """Whether the calls of `form` may carry the key of the site."""
    return SITE_SLOT in (*form.secrets, *form.offered)
