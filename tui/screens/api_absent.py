"""What is shown where no description is: the catalogue knows none, it is on a network of one's own,
it did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.api.errors import ApiError
from tui.hosts import shown_address
from tui.i18n import gettext as _
from tui.text import clean_line
from tui.widgets.prose import Block, Paragraph

if TYPE_CHECKING:
    from tui.api.transport import Transport

ADDRESS: Final = 400
"""Characters of an address that are shown."""


def none_blocks(page: str) -> list[Block]:
    """That a dataservice has no description for machines; `page` is for people."""
    said: list[Block] = [
        Paragraph(_("Its producer gives no description for machines (OpenAPI)."), "warning")
    ]
    if page:
        address = clean_line(page, ADDRESS)
        said += [Paragraph(""), Paragraph(_("For people: {address}").format(address=address))]
    return [*said, Paragraph(""), Paragraph(_("d shows what the catalogue says of it."))]


async def why_private(transport: Transport, url: str) -> str:
    """Why what is said at `url` is asked for after a yes alone; empty for what is of the web."""
    from tui.api.calls.targets import PrivateTarget, looked_up, reach

    found = reach(url) if transport.in_process else await looked_up(url)
    return PrivateTarget(url, found).message if found in ("private", "loopback") else ""


def private_blocks(why: str, address: str) -> list[Block]:
    """That the catalogue sends to a network of one's own; asking again is the yes."""
    said = _("The catalogue says that the description is at {address}, which was not asked.")
    return [
        Paragraph(why, "warning"),
        Paragraph(said.format(address=shown_address(address, ADDRESS))),
        Paragraph(""),
        Paragraph(_("r asks it all the same. ⌫ goes back.")),
    ]


def failure_blocks(error: ApiError, address: str) -> list[Block]:
    """Why no description is shown, and what to do about it."""
    blocks: list[Block] = [Paragraph(error.message, "warning"), Paragraph("")]
    if error.hint:
        blocks.append(Paragraph(error.hint))
    if address:
        said = _("It was asked for at {address}").format(address=clean_line(address, ADDRESS))
        blocks.append(Paragraph(said))
    return [*blocks, Paragraph(_("r asks again. ⌫ goes back."))]
