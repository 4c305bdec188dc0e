"""How often an API may be asked, in words: as its producer says, as it is kept to, as is left."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from tui import format as fmt
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.calls.pace import Pace
    from tui.api.calls.received import Sent

_UNITS: Final = {
    1.0: N_("{calls} a second"),
    60.0: N_("{calls} a minute"),
    3600.0: N_("{calls} an hour"),
    86_400.0: N_("{calls} a day"),
    30 * 86_400.0: N_("{calls} a month"),
}
_ENDS: Final = ("remaining", "limit", "reset")


def limit_words(rate_limiting: str) -> str:
    """What is kept to of what a producer says; its own words where no figure is in them."""
    from tui.api.calls.pace import USUAL_PACE, paces

    text = clean_line(rate_limiting, 200)
    if not text.strip():
        return ""
    found = paces(rate_limiting)
    if found:
        return _("At most {paces}").format(paces=", ".join(map(pace_words, found)))
    said = _("“{text}”, not understood: at most {paces}")
    return said.format(text=text, paces=pace_words(USUAL_PACE))


def pace_words(pace: Pace) -> str:
    """``50 calls a minute``."""
    calls = ngettext("{count} call", "{count} calls", pace.count)
    calls = calls.format(count=fmt.number(pace.count))
    unit = _UNITS.get(pace.seconds)
    if unit:
        return _(unit).format(calls=calls)
    return _("{calls} in {seconds} s").format(calls=calls, seconds=fmt.number(round(pace.seconds)))


def left_words(sent: Sent) -> str:
    """What the server says is left of its limit: ``12 of 100 · more in 30 s``; empty for
    nothing."""
    from tui.api.limiter import left_of

    told = [f"{start}-{end}" for start in ("x-ratelimit", "ratelimit") for end in _ENDS]
    left = left_of({name: sent.header(name) for name in (*told, "ratelimit")}, time.time())
    if left is None:
        return ""
    said = fmt.number(round(left.remaining))
    if left.limit is not None:
        said = _("{here} of {total}").format(here=said, total=fmt.number(round(left.limit)))
    if left.reset is not None:
        more = _("more in {seconds} s").format(seconds=fmt.number(round(left.reset)))
        said += f" · {more}"
    return said
