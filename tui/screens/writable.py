"""What can be changed from the place of an object: following it, its discussions."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tui.api.errors import ApiError
from tui.api.writes import (
    DISCUSSED,
    FOLLOWED,
    Write,
    add_comment,
    follow,
    open_discussion,
    unfollow,
)
from tui.i18n import gettext as _
from tui.screens.changing import changes_are_off, confirm
from tui.screens.place import Place

CHANGES = frozenset({"follow", "discuss", "comment", "close_discussion", "edit"})
"""Actions that ask for a change."""

SUBJECTS = frozenset({*FOLLOWED, *DISCUSSED})
"""Kinds of objects that can be followed or discussed."""


class Subject(NamedTuple):
    """The object of a place: its kind, as addresses name it, its id, what it is called."""

    kind: str
    ident: str
    title: str


class ThreadRef(NamedTuple):
    """A discussion."""

    ident: str
    title: str
    closed: bool


class Writable(Place):
    """A place whose object can be followed and discussed."""

    # What subclasses say

    @property
    def subject(self) -> Subject | None:
        """The object, once it is here."""
        return None

    @property
    def thread(self) -> ThreadRef | None:
        """The discussion under the cursor, where discussions are in sight."""
        return None

    # What can be done

    def why_not_change(self, action: str) -> str:
        """Why a change cannot be asked for now, as a sentence; empty when it can."""
        off = changes_are_off(self.session)
        if off:
            return off
        subject = self.subject
        if subject is None:
            return _("It is not here yet.")
        if action == "follow" and subject.kind not in FOLLOWED:
            return _("The site has nobody follow this.")
        if action == "discuss" and subject.kind not in DISCUSSED:
            return _("The site has nobody discuss this.")
        if action in ("comment", "close_discussion"):
            if self.thread is None:
                return _("Only on a discussion of the list.")
            if self.thread.closed:
                return _("This discussion is closed: nobody can add to it.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in CHANGES and changes_are_off(self.session):
            return True  # the key says so
        return super().check_action(action, parameters)

    def _allowed(self) -> bool:
        """Whether changes are on; says so where they are not."""
        off = changes_are_off(self.session)
        if off:
            self.notice(off)
        return not off

    # Doing it

    def action_follow(self) -> None:
        subject = self.subject
        if self._allowed() and subject is not None:
            self.run_worker(
                self._follow(subject), group="change", exclusive=True, exit_on_error=False
            )

    async def _follow(self, subject: Subject) -> None:
        try:
            service = await self.session.service()
            follows = await service.account.follows(subject.kind, subject.ident)
        except ApiError as error:
            self.refused(error)
            return
        if follows:
            write = unfollow(subject.kind, subject.ident)
            confirm(self, _("Follow no longer"), write, _("You follow it no longer."))
        else:
            write = follow(subject.kind, subject.ident)
            confirm(self, _("Follow"), write, _("You follow it."))

    def refused(self, error: ApiError) -> None:
        """Say why something was not done, and what to do about it."""
        self.notice(f"{error.message} {error.hint}".strip(), seconds=10)

    def action_discuss(self) -> None:
        subject = self.subject
        if not self._allowed() or subject is None:
            return
        kind, ident, about = subject

        def make(title: str, message: str) -> Write:
            return open_discussion(kind, ident, title, message)

        self._write_message(_("Open a discussion"), _("The discussion is open."), make, about, True)

    def action_comment(self) -> None:
        self._answer(_("Answer in a discussion"), _("Your answer is there."), close=False)

    def action_close_discussion(self) -> None:
        self._answer(_("Close a discussion"), _("The discussion is closed."), close=True)

    def _answer(self, title: str, said: str, *, close: bool) -> None:
        thread = self.thread
        if not self._allowed() or thread is None:
            return

        def make(_title: str, message: str) -> Write:
            return add_comment(thread.ident, message, close=close)

        self._write_message(title, said, make, thread.title, False)

    def _write_message(
        self,
        title: str,
        said: str,
        make: Callable[[str, str], Write],
        about: str,
        titled: bool,
    ) -> None:
        from tui.screens.writing_form import MessageForm

        self.app.push_screen(MessageForm(self, title, said, make, about=about, titled=titled))
