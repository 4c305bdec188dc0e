"""The key of the site in the form of a call of its own API: found, never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.session import Session

if TYPE_CHECKING:
    from tui.api.calls.described import Form


class OwnKey:
    """Whether the calls of a form carry the key of the site.

    Attributes:
        is_taken: Whether they may.
        is_needed: Whether they cannot go without it, as changes cannot.
        is_held: Whether it is at hand.
        is_left_out: Whether the person wants them to go without it.
    """

    def __init__(self, session: Session, form: Form) -> None:
        from tui.api.calls.site_key import takes

        self._session = session
        self.is_taken = takes(form)
        self.is_needed = bool(form.secrets)
        self.is_held = self.is_left_out = False

    @property
    def is_wanted(self) -> bool:
        """Whether it goes along where it is found."""
        return self.is_taken and not self.is_left_out

    @property
    def words(self) -> str:
        """What the form says of it."""
        is_sent = self.is_held and not self.is_left_out
        return _("with your key") if is_sent else _("without a key")

    def leave_out(self) -> bool:
        """Have the calls go without it; gives whether they may, and did not yet."""
        if self.is_needed or self.is_left_out or not self.is_held:
            return False
        self.is_left_out = True
        return True

    async def find(self, *, again: bool = False) -> str:
        """Have it at hand; with `again`, look for it anew. Gives why it is not, as a sentence."""
        from tui.api.calls.site_key import hold

        self.is_left_out = False
        try:
            service, desk = await self._session.service(), await self._session.desk()
            await hold(service.account, desk.wallet, again=again)
        except ApiError as error:
            self.is_held = False
            return error.detail or _("No key of yours is known: @ says how to give one.")
        self.is_held = True
        return ""
