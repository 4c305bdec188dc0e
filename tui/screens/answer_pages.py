"""A list of objects in an answer of an API, as rows that following pages add to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.screens.session import Session
from tui.tables.answer_rows import csv_pages, csv_table, json_table

if TYPE_CHECKING:
    from tui.api.calls.call import Call
    from tui.api.calls.facts import Facts
    from tui.api.calls.sending import Allowed
    from tui.api.payload import JsonValue
    from tui.tables.local import LocalTable


class AnswerPages:
    """The rows of one list, page after page.

    Attributes:
        place: Where the list is in the answer, for people.
        table: The rows that are here.
        pages: How many pages they are from.
        call: What asked for the last of these pages.
        following: What asks for the next one; None where the answer leads to none.
    """

    def __init__(
        self,
        session: Session,
        place: str,
        table: LocalTable,
        call: Call,
        following: Call | None,
        allowed: Allowed,
    ) -> None:
        self.place = place
        self.table = table
        self.pages = 1
        self.call = call
        self.following = following
        self._session = session
        self._allowed = allowed
        self._path: tuple[str | int, ...] = ()
        self._items: list[JsonValue] = []
        self._text = ""  # of CSV, the lines of every page after one header

    @classmethod
    async def of(
        cls,
        session: Session,
        facts: Facts,
        index: int,
        call: Call,
        following: Call | None,
        allowed: Allowed,
    ) -> AnswerPages | None:
        """The rows of the list `index` of `facts`, or of its CSV; None where there are none.

        Args:
            call, following: What was asked, and what asks for the next page.
            allowed: What the person said yes to for `call`, which holds for the same server.
        """
        if not facts.lists:
            read = await asyncio.to_thread(csv_table, facts.text)
            if read is None:
                return None
            pages = cls(session, "CSV", read, call, following, allowed)
            pages._text = facts.text
            return pages
        found = facts.lists[index]
        items = _items(facts, found.path)
        table = await asyncio.to_thread(json_table, items)
        if not table.rows:
            return None
        pages = cls(session, found.place, table, call, following, allowed)
        pages._path, pages._items = found.path, items
        return pages

    async def more(self) -> int:
        """Ask for the next page and add its rows; gives how many came.

        Raises `ApiError`, and `CallProblem` where nothing was sent, or no such list came.
        """
        from tui.api.calls.call import origin
        from tui.api.calls.facts import facts_of
        from tui.api.calls.following import leads
        from tui.api.calls.problem import CallProblem
        from tui.api.calls.sending import UNASKED

        call = self.following
        if call is None:
            return 0
        desk = await self._session.desk()
        is_same = origin(call.url) == origin(self.call.url)
        allowed = self._allowed if is_same else UNASKED
        async with await desk.make(call, allowed=allowed) as sent:
            facts = await asyncio.to_thread(facts_of, sent)
            others = leads(sent.call, desk.wallet, sent.header("link"), facts.payload)
        table = None
        if facts.status < 400 and self._text and facts.kind in ("csv", "text"):
            text = await asyncio.to_thread(csv_pages, self._text, facts.text)
            table = await asyncio.to_thread(csv_table, text) if text is not None else None
            self._text = text if text is not None and table is not None else self._text
        elif facts.status < 400 and not self._text and facts.is_parsed:
            items = [*self._items, *_items(facts, self._path)]
            table = await asyncio.to_thread(json_table, items)
            self._items = items
        if table is None:
            said = _("The next page is no such list: {status} {reason}")
            raise CallProblem(said.format(status=facts.status, reason=facts.reason).strip())
        came = len(table.rows) - len(self.table.rows)
        self.table = table
        self.pages += 1
        self.call, self._allowed = call, allowed
        self.following = next((lead.call for lead in others if lead.relation == "next"), None)
        return came


def _items(facts: Facts, path: tuple[str | int, ...]) -> list[JsonValue]:
    from tui.api.calls.facts import at

    items = at(facts.payload, path)
    return items if isinstance(items, list) else []
