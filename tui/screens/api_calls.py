"""From an API to its calls: the form of an operation, the calls that were made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.answer_texts import time_words
from tui.screens.calling import send_or_ask, why_not_send
from tui.screens.dialogs import ChooseScreen, Option
from tui.screens.place import Place
from tui.screens.session import Session
from tui.screens.trying import TryingForm
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.calls.history import Past
    from tui.api.openapi.document import Operation
    from tui.api.openapi.opening import Opened


def open_form(
    place: Place, opened: Opened, operation: Operation, base_url: str, rate_limiting: str
) -> None:
    """Open the form of `operation`.

    Args:
        base_url, rate_limiting: What the catalogue says of the API.
    """
    from tui.api.calls.described import Form, form_of, token_ways
    from tui.api.calls.site_key import with_site_key
    from tui.api.console import is_main

    document, site = opened.document, place.session.site

    def made(kind: str) -> Form:
        form = form_of(
            operation, document, document_url=opened.url, base_url=base_url, body_kind=kind
        )
        return with_site_key(form, site, document) if is_main(site, opened.url) else form

    tokens = token_ways(operation, document, opened.url)
    title = clean_line(f"{operation.method} {operation.path}", 120)
    screen = TryingForm(place.session, title, made, tokens, rate_limiting)
    place.app.push_screen(screen)


def needed_words(session: Session, opened: Opened, operation: Operation) -> str:
    """What one must have to ask an operation of the Main API of the site; empty for nothing, and
    for any other API."""
    from tui.api.calls.call import SAFE_METHODS
    from tui.api.console import is_main

    changes = operation.method not in SAFE_METHODS
    if not is_main(session.site, opened.url) or not (changes or operation.security):
        return ""
    said = _("your key of this site")
    if not changes or session.settings.writes:
        return said
    off = _("changes are off")
    return f"{said} · {off}"


def list_calls(place: Place) -> None:
    """List the calls of this session, to make one again."""
    place.run_worker(_list(place), group="calls", exclusive=True, exit_on_error=False)


async def _list(place: Place) -> None:
    try:
        desk = await place.session.desk()
    except ApiError as error:
        place.notice(error.message)
        return
    past = desk.history.entries
    if not past:
        place.notice(_("No call was made yet: e on an operation tries it."))
        return

    def replay(index: int | None) -> None:
        if index is None:
            return
        call = past[index].call
        refused = why_not_send(place.session, call.method, call.url)
        if refused:
            place.notice(refused)
        else:
            send_or_ask(place, place.session, call)

    options = [_option(each) for each in past]
    place.app.push_screen(ChooseScreen(_("Calls made: ⏎ makes it again"), options), replay)


def _option(past: Past) -> Option:
    why_not = "" if past.can_be_replayed else _("Its body was not kept.")
    at = datetime.fromtimestamp(past.at, UTC).astimezone().strftime("%H:%M:%S")
    took = time_words(past.milliseconds)
    status = _("no answer") if past.status is None else str(past.status)
    said = f"{status} · {took} · {at}"
    return Option(past.call.title, detail=said, why_not=why_not, whole=_whole(past))


def _whole(past: Past) -> str:
    """What was sent: the address, which a line may be too short for, why it failed, the body."""
    from tui.api.calls.shown import body_lines

    said = [clean_line(past.call.shown_url, 2_000), clean_line(past.problem, 300)]
    if past.call.body is not None:
        said.append(clean_line(" ".join(body_lines(past.call.body)), 500))
    return "\n".join(line for line in said if line)
