"""A call of an API under way, then its answer: a tree or a text; its headers; its next page."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens import answer_texts as texts
from tui.screens.calls_waiting import held_back
from tui.screens.dialogs import CLOSE, HELP, AskScreen, ChooseScreen, Option
from tui.screens.place import Copy
from tui.screens.reading import ReadingDialog
from tui.screens.sending import SendingScreen
from tui.screens.session import Session
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.cells import raw
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prose import Block, Paragraph, ProseView
from tui.widgets.tree import JsonTree

if TYPE_CHECKING:
    from tui.api.calls.call import Call
    from tui.api.calls.facts import Facts
    from tui.api.calls.following import Leading
    from tui.api.calls.problem import CallProblem
    from tui.api.calls.received import Sent
    from tui.api.calls.sending import Allowed

View = Literal["text", "tree"]
_VIEWS: Final[tuple[View, ...]] = ("text", "tree")


class AnswerScreen(ReadingDialog[None]):
    """Makes a call and shows what is answered."""

    BINDINGS = [CLOSE, HELP, *bindings_for("answer")]

    def __init__(self, session: Session, call: Call, allowed: Allowed | None = None) -> None:
        super().__init__(classes="dialog reading answer")
        self._first_allowed = allowed
        self._session = session
        self._call = self._shown = call
        self._sent: Sent | None = None
        self._facts: Facts | None = None
        self._leads: tuple[Leading, ...] = ()
        self._allowed: dict[str, Allowed] = {}
        self._view: View = "text"
        self._heading = False
        self._asking = False
        self._sought = self._limits = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ChipLine(id="said")
            yield ProseView(id="text")
            yield JsonTree(id="tree")
            yield KeyBar()

    def on_mount(self) -> None:
        self.add_class("-full")
        self._show("text")
        self._make(self._call, self._first_allowed)

    async def on_unmount(self) -> None:
        if self._sent is not None:
            await self._sent.aclose()

    # Asking

    def _make(self, call: Call, allowed: Allowed | None = None) -> None:
        """Ask `call`. What was said yes to holds for the same server, as long as this is open."""
        from tui.api.calls.call import origin
        from tui.api.calls.sending import UNASKED

        self._call = call
        if allowed is not None:
            self._allowed[origin(call.url)] = allowed
        self._begin()
        asking = self._ask(call, self._allowed.get(origin(call.url), UNASKED))
        self.run_worker(asking, group="answer", exclusive=True, exit_on_error=False)

    def _begin(self) -> None:
        self._asking = True
        shown = clean_line(f"{self._call.method} {self._call.shown_url}", 300)
        self.query_one("#said", ChipLine).show(shown, ())
        self.query_one("#title", ChipLine).status(_("asking… esc cancels"))
        for name in _VIEWS:
            self.query_one(f"#{name}").set_class(self._facts is not None, "-stale")
        self.refresh_bindings()

    async def _ask(self, call: Call, allowed: Allowed) -> None:
        from tui.api.calls.problem import CallProblem
        from tui.api.calls.sending import OpenWay
        from tui.api.calls.targets import PrivateTarget

        try:
            with held_back(await self._session.service(), self._say_waiting):
                desk = await self._session.desk()
                sent = await desk.make(call, allowed=allowed)
        except (PrivateTarget, OpenWay) as error:
            self._ask_leave(call, allowed, error)
            return
        except (ApiError, CallProblem) as error:
            self._failed(error)
            return
        before, self._sent = self._sent, sent
        if before is not None:
            await before.aclose()
        await self._take(sent)

    def _say_waiting(self, why: str) -> None:
        """Say why the call is held back, if it is."""
        said = _("{why} · esc cancels").format(why=why) if why else _("asking… esc cancels")
        self.query_one("#title", ChipLine).status(said)

    def _ask_leave(self, call: Call, allowed: Allowed, error: CallProblem) -> None:
        """Ask for the yes that a call to a private target, or a secret over http, needs."""
        from tui.api.calls.sending import OpenWay

        is_open_way = isinstance(error, OpenWay)

        def send(more: Allowed | None) -> None:
            if more is None:
                self._stop([Paragraph(_("Nothing was sent."))])
                return
            asked = replace(
                allowed,
                open_way=allowed.open_way or more.open_way or is_open_way,
                private=allowed.private or more.private or not is_open_way,
            )
            self._make(call, asked)

        self.app.push_screen(SendingScreen(self._session, call, error.message), send)

    async def _take(self, sent: Sent) -> None:
        """Show what is here of an answer."""
        from tui.api.calls.facts import facts_of
        from tui.api.calls.following import leads

        facts = await asyncio.to_thread(facts_of, sent)
        desk = await self._session.desk()
        self._facts, self._heading = facts, False
        self._limits = desk.said_of(sent.call.url)
        self._leads = leads(sent.call, desk.wallet, sent.header("link"), facts.payload)
        self._asking = False
        self._shown = self._call
        is_tree = facts.is_parsed and isinstance(facts.payload, dict | list) and facts.payload
        if is_tree:
            self.query_one(JsonTree).show(facts.payload)
        self._say_head()
        self._show("tree" if is_tree else "text")

    def _failed(self, error: Exception) -> None:
        message = getattr(error, "message", "")
        said: list[Block] = [Paragraph(clean_line(message, 400), "warning")]
        hint = getattr(error, "hint", "")
        if hint:
            said.append(Paragraph(clean_line(hint, 400)))
        self._stop([*said, Paragraph(_("r asks again. esc goes back."))])

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker never fails on purpose: the application says how, and nothing is asked here."""
        if event.state is WorkerState.ERROR and self._asking:
            said = _("Something went wrong that nobody foresaw. r asks again. esc goes back.")
            self._stop([Paragraph(said, "warning")])

    def _stop(self, said: list[Block]) -> None:
        """Say why nothing came; an answer that is here stays."""
        self._asking = False
        if self._facts is not None:
            first = said[0]
            self.notice(first.text if isinstance(first, Paragraph) else "")
            self._say_head()
        else:
            self.query_one("#title", ChipLine).show(_("No answer"), ())
            self.query_one("#title", ChipLine).status("")
            self.query_one("#text", ProseView).show(said)
        self._show(self._view)

    # What is shown

    def _say_head(self) -> None:
        facts = self._facts
        if facts is None:
            return
        title = self.query_one("#title", ChipLine)
        title.show(texts.head_words(facts), ())
        sent, stopped = self._sent, texts.stop_words(facts)
        way = texts.way_words(self._shown, sent) if sent is not None else ""
        is_left = sent is not None and sent.following is not None
        title.status(stopped or way, error=bool(stopped) or is_left)
        shown = clean_line(f"{self._shown.method} {self._shown.shown_url}", 300)
        self.query_one("#said", ChipLine).show(shown, ())

    def _show(self, view: View) -> None:
        self._view = view
        facts, sent = self._facts, self._sent
        if view == "text" and facts is not None and sent is not None:
            heading = self._heading
            headers = texts.header_blocks(sent, facts, self._limits) if heading else []
            blocks = headers or [*texts.unfollowed_blocks(sent), *texts.body_blocks(facts)]
            self.query_one("#text", ProseView).show(blocks)
        for name in _VIEWS:
            self.query_one(f"#{name}").display = name == view
            self.query_one(f"#{name}").remove_class("-stale")
        self.query_one(f"#{view}", Widget).focus()
        self._say_where()
        self.refresh_bindings()

    @on(LineList.Highlighted)
    def _say_where(self) -> None:
        path = self.query_one(JsonTree).current_path if self._view == "tree" else ""
        self.query_one("#said", ChipLine).status(clean_line(path, 40))

    # Keys

    def why_not(self, action: str) -> str:
        facts = self._facts
        if action in ("find", "find_next", "find_previous"):
            if self._view != "tree":
                return _("Only in the tree.")
            sought = action == "find" or self._sought
            return "" if sought else _("Nothing is looked for.")
        if action == "again":
            return _("It is being asked.") if self._asking else ""
        if action == "follow":
            return "" if self._following is not None else _("It sends nowhere else.")
        if action in ("later", "earlier"):
            return "" if self._lead(action) is not None else _("The answer leads to no such page.")
        if action in ("headers", "copy", "more", "rows", "write") and facts is None:
            return _("There is no answer yet.")
        if action == "write" and facts is not None and not facts.size:
            return _("There is nothing in it.")
        if action == "more" and facts is not None and facts.stop not in ("size", "time"):
            return _("All of it is here.")
        if action == "rows" and facts is not None and not (facts.lists or facts.kind == "csv"):
            return _("There is no list of objects in it.")
        return ""

    def action_close(self) -> None:
        """Cancel what runs, else close."""
        if self._asking:
            self.workers.cancel_group(self, "answer")
            self._stop([Paragraph(_("Cancelled. r asks again. esc goes back."))])
            return
        self.close()

    def action_headers(self) -> None:
        """Turn between the body and the headers."""
        self._heading = not self._heading
        facts = self._facts
        is_tree = facts is not None and facts.is_parsed and bool(facts.payload)
        self._show("tree" if is_tree and not self._heading else "text")

    def action_again(self) -> None:
        """Ask the same again; what may change something is shown again before."""
        self._make_or_ask(self._call)

    def _make_or_ask(self, call: Call) -> None:
        """Ask `call`; what may change something is shown before it leaves."""
        if call.is_safe:
            self._make(call)
            return

        def send(allowed: Allowed | None) -> None:
            if allowed is not None:
                self._make(call, allowed)

        self.app.push_screen(SendingScreen(self._session, call), send)

    @property
    def _following(self) -> Call | None:
        """What the answer asks for in place of what was asked, and was not followed."""
        return self._sent.following if self._sent is not None and self._facts is not None else None

    def action_follow(self) -> None:
        """Ask where the answer sends to, as anything else is asked."""
        from tui.screens.calling import why_not_send

        call = self._following
        if call is None:
            return
        if why := why_not_send(self._session, call.method, call.url):
            self.notice(why)
            return
        self._make_or_ask(call)

    def action_more(self) -> None:
        self._begin()
        self.run_worker(self._read_on(), group="answer", exclusive=True, exit_on_error=False)

    async def _read_on(self) -> None:
        if self._sent is not None:
            await self._sent.more()
            await self._take(self._sent)

    def _lead(self, action: str) -> Call | None:
        relation = "next" if action == "later" else "prev"
        return next((lead.call for lead in self._leads if lead.relation == relation), None)

    def action_later(self) -> None:
        call = self._lead("later")
        if call is not None:
            self._make(call)

    def action_earlier(self) -> None:
        call = self._lead("earlier")
        if call is not None:
            self._make(call)

    def action_find(self) -> None:
        def find(text: str | None) -> None:
            if text:
                self._sought = text
                self.action_find_next()

        self.app.push_screen(AskScreen(_("Find in the tree"), value=self._sought), find)

    def action_find_next(self) -> None:
        self._find()

    def action_find_previous(self) -> None:
        self._find(backwards=True)

    def _find(self, *, backwards: bool = False) -> None:
        if not self.query_one(JsonTree).find(self._sought, backwards=backwards):
            self.notice(_("“{text}” is not in it.").format(text=clean_line(self._sought, 60)))

    def action_rows(self) -> None:
        """Show a list of objects, or a CSV text, as rows; choose which, where there are several."""
        facts = self._facts
        if facts is None:
            return
        if len(facts.lists) < 2:
            self._open_rows(0)
            return
        options = [Option(found.place, detail=_objects(found.count)) for found in facts.lists]
        self.app.push_screen(ChooseScreen(_("Which list?"), options), self._open_rows)

    def _open_rows(self, index: int | None) -> None:
        if index is not None and self._facts is not None:
            self.run_worker(
                self._make_rows(self._facts, index),
                group="rows",
                exclusive=True,
                exit_on_error=False,
            )

    async def _make_rows(self, facts: Facts, index: int) -> None:
        from tui.api.calls.call import origin
        from tui.api.calls.sending import UNASKED
        from tui.screens.answer_pages import AnswerPages
        from tui.screens.answer_rows import AnswerRowsScreen

        call = self._shown
        pages = await AnswerPages.of(
            self._session,
            facts,
            index,
            call,
            self._lead("later"),
            self._allowed.get(origin(call.url), UNASKED),
        )
        if facts is not self._facts:
            return
        if pages is None:
            self.notice(_("There are no rows in it."))
            return
        self.app.push_screen(AnswerRowsScreen(self._session, pages))

    # What leaves

    def action_write(self) -> None:
        """Write the body to a file, as it came."""
        from tui.screens.answer_file import ask_and_write

        if self._sent is not None and self._facts is not None:
            folder = self._session.exports.folder
            ask_and_write(self, self._sent, self._facts, folder, self.notice)

    def action_copy(self) -> None:
        forms = self._copies()
        options = [Option(f.title, detail=f.detail, why_not=f.why_not) for f in forms]

        def copy(index: int | None) -> None:
            if index is not None:
                self.copy(forms[index].text)

        self.app.push_screen(ChooseScreen(_("Copy"), options), copy)

    def _copies(self) -> list[Copy]:
        from tui.tables.recipes import calls as recipes
        from tui.tables.recipes.asked import NoRecipe

        forms: list[Copy] = []
        if self._view == "tree":
            value = raw(self.query_one(JsonTree).current_value)
            forms.append(Copy(_("This part"), value))
        if self._facts is not None and self._facts.text:
            forms.append(Copy(_("Body"), self._facts.text, detail=fmt.size(self._facts.size)))
        forms.append(Copy(_("Address"), self._shown.url))
        for title, write in (
            ("curl", recipes.with_curl),
            ("Python, httpx", recipes.with_httpx),
            ("Python, requests", recipes.with_requests),
            ("JavaScript, fetch", recipes.with_fetch),
        ):
            try:
                forms.append(Copy(title, write(self._shown)))
            except NoRecipe as error:
                forms.append(Copy(title, "", why_not=str(error)))
        return forms


def _objects(count: int) -> str:
    said = ngettext("{count} object", "{count} objects", count)
    return said.format(count=fmt.number(count))
