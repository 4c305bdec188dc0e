"""What an MCP server and its tools say of themselves; how to have it in other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.api_branches import child_branch, description_branches
from tui.text import clean_line
from tui.widgets.outline import Branch
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph

if TYPE_CHECKING:
    from tui.api.mcp.tools import Tool, Toolbox
    from tui.api.openapi.document import MediaType, Operation


def about_blocks(box: Toolbox) -> list[Block]:
    """Who the server is, what it says to those who call it, how to have it elsewhere."""
    from tui.tables.recipes.tools import client_settings

    greeting, count = box.greeting, len(box.tools)
    said = ngettext("{count} tool", "{count} tools", count).format(count=fmt.number(count))
    facts = [
        (_("Version"), greeting.version),
        (_("Protocol"), f"MCP {greeting.protocol}"),
        (_("Address"), clean_line(box.url, 400)),
        (_("Tools"), said),
    ]
    blocks: list[Block] = [
        Heading(greeting.name or _("A server without a name")),
        Facts(tuple((name, text) for name, text in facts if text)),
    ]
    if not box.is_whole:
        said = _("It has more than are listed here.")
        blocks += [Paragraph(""), Paragraph(said, "warning")]
    if greeting.instructions.strip():
        blocks += [Paragraph(""), Heading(_("What it says to its clients"))]
        blocks.append(Markdown(greeting.instructions))
    blocks += [Paragraph(""), Heading(_("In other programs"))]
    blocks.append(Paragraph(_("The settings of a client take this, which y copies:"), "dim"))
    blocks += [Paragraph(f"  {line}") for line in client_settings(box.url).split("\n")]
    return blocks


def hint_words(tool: Tool) -> str:
    """What a tool says of what it does, in a few words; nothing proves it."""
    said = []
    if tool.only_reads is True:
        said.append(_("it only reads"))
    elif tool.destroys is not False:
        said.append(_("it may change or undo something"))
    else:
        said.append(_("it may add something"))
    if tool.repeats is True:
        said.append(_("asking twice is asking once"))
    if tool.is_open is True:
        said.append(_("it reaches other services"))
    return " · ".join(said)


def tool_branches(tool: Tool, operation: Operation) -> list[Branch]:
    """A tool: what it is called, what it does, what it takes and gives."""
    head = [Branch(((clean_line(tool.name, 300), "accent"),), value=tool.name)]
    if operation.summary:
        head.append(Branch(((operation.summary, "strong"),), wraps=True))
    head += description_branches(tool.description)
    words = hint_words(tool)
    tone = "dim" if tool.is_safe else "warning"
    head.append(Branch(((words, tone),), value=words, wraps=True))
    takes = _inside(operation.body.content if operation.body is not None else ())
    title = _("It takes") if takes else _("It takes nothing.")
    found = [*head, Branch(((title, "strong"),), (lambda: takes) if takes else None, is_open=True)]
    good = operation.responses[0].content if operation.responses else ()
    gives = _inside(good)
    if gives:
        found.append(Branch(((_("It gives"), "strong"),), lambda: gives, is_open=True))
    return found


def _inside(content: tuple[MediaType, ...]) -> list[Branch]:
    schema = content[0].schema if content else None
    return [child_branch(child) for child in schema.children()] if schema is not None else []
