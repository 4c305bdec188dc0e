"""What an answer of an API says of itself, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui import format as fmt
from tui.hosts import shown_host
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.limit_words import left_words, limit_words
from tui.text import clean_line, clean_prose
from tui.widgets.prose import Block, Facts, Heading, Paragraph

if TYPE_CHECKING:
    from tui.api.calls.call import Call
    from tui.api.calls.facts import Facts as AnswerFacts
    from tui.api.calls.received import Sent

SHOWN: Final = 100_000
"""Characters of a text that are shown."""

SECONDS_FROM: Final = 10_000
"""Milliseconds that are told as seconds."""

_STOPS: Final = {
    "size": N_("only the start is here: m reads on"),
    "time": N_("it is slow, not all of it is here: m reads on"),
    "failed": N_("it broke off: r asks again"),
}


def head_words(facts: AnswerFacts) -> str:
    """The status, the time and the size, in a line."""
    status = f"{facts.status} {facts.reason}".strip()
    took = time_words(facts.milliseconds)
    return " · ".join((status, took, fmt.size(facts.size)))


def time_words(milliseconds: float) -> str:
    """How long something took; in seconds where there are many."""
    if milliseconds < SECONDS_FROM:
        return _("{count} ms").format(count=fmt.number(round(milliseconds)))
    return _("{count} s").format(count=fmt.number(round(milliseconds / 1000)))


def stop_words(facts: AnswerFacts) -> str:
    """Why not all of it is here; empty where all is."""
    said = _STOPS.get(facts.stop, "")
    return _(said) if said else ""


def way_words(call: Call, sent: Sent) -> str:
    """Where `call` was sent on to, and whether a key stayed behind; empty where it was not."""
    if sent.following is not None:
        return _("it sends elsewhere: i tells where")
    if not sent.hops:
        return ""
    if not any(hop.left_behind for hop in sent.hops):
        return _("redirected: i tells where to")
    said = (
        _("redirected to {host}, without the key")
        if call.secrets or call.cookies
        else _("redirected to {host}")
    )
    return said.format(host=shown_host(sent.call.url))


def unfollowed_blocks(sent: Sent) -> list[Block]:
    """Where an answer sends to that was not followed, and why; nothing where it sends nowhere."""
    from tui.api.transport import MAX_REDIRECTS

    following = sent.following
    if following is None:
        return []
    if len(sent.hops) >= MAX_REDIRECTS:
        why = _("It was sent on too often.")
    elif not sent.call.is_safe:
        why = _("What may change something is sent once, where you said.")
    else:
        why = _("That is a network of your own, where the web has no business.")
    said = _("It sends to {address}, which was not followed.")
    return [
        Paragraph(said.format(address=following.shown_url), "warning"),
        Paragraph(why, "dim"),
        Paragraph(_("e goes there."), "accent"),
        Paragraph(""),
    ]


def header_blocks(sent: Sent, facts: AnswerFacts, rate_limiting: str = "") -> list[Block]:
    """What was asked, through which servers, and the headers of the answer.

    `rate_limiting` is what the producer says of how often it may be asked.
    """
    rows = [
        (clean_line(sent.call.method, 20), sent.call.shown_url),
        (_("Protocol"), sent.protocol),
        (_("First byte"), _("{count} ms").format(count=fmt.number(round(sent.head_after)))),
        (_("Type"), " · ".join(part for part in (facts.media_type, facts.charset) if part)),
        (_("Limit"), limit_words(rate_limiting)),
        (_("Calls left"), left_words(sent)),
    ]
    blocks: list[Block] = [Facts(tuple((name, text) for name, text in rows if text))]
    if sent.hops:
        blocks += [Paragraph(""), Heading(_("Redirections"))]
        for hop in sent.hops:
            blocks.append(Paragraph(f"{hop.status} {hop.url}"))
            if hop.left_behind:
                said = _("  to another server: nothing that says who you are went on")
                blocks.append(Paragraph(said, "dim"))
    blocks += [Paragraph(""), *unfollowed_blocks(sent)]
    return [*blocks, Heading(_("Headers")), Facts(facts.headers)]


def body_blocks(facts: AnswerFacts) -> list[Block]:
    """A body that is neither a tree nor rows."""
    if facts.kind == "empty":
        return [Paragraph(_("There is nothing in it."), "dim")]
    if facts.image is not None and facts.kind == "image":
        image = facts.image
        size = f"{image.width} × {image.height}" if image.width else ""
        rows = ((_("Image"), image.format), (_("Pixels"), size), (_("Size"), fmt.size(facts.size)))
        return [Facts(tuple((name, text) for name, text in rows if text))]
    if facts.kind in ("image", "binary"):
        return [Paragraph(_("{size} of binary data").format(size=fmt.size(facts.size)))]
    text = facts.text[:SHOWN]
    if facts.kind == "xml":
        from tui.api.calls.indented import indented

        text = indented(text)
    lines = clean_prose(text, 2 * SHOWN).split("\n")
    blocks: list[Block] = [Paragraph(line) for line in lines]
    if len(facts.text) > SHOWN:
        said = _("The rest is not shown: y copies all of it.")
        blocks += [Paragraph(""), Paragraph(said, "warning")]
    return blocks
