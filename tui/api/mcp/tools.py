"""The tools of a server, a call of one, what it answered: values, without the SDK."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from tui.api.calls.bodies import json_body
from tui.api.calls.call import Call
from tui.api.payload import JsonValue
from tui.text import SafeText, clean_line, clean_prose

ACCEPTED: Final = "application/json, text/event-stream"
"""What a client must take: either may answer."""

LONGEST_DESCRIPTION: Final = 20_000

BlockKind: TypeAlias = Literal["text", "image", "audio", "link", "resource", "other"]

_REFUSALS: Final = ("error:", "error executing tool", "⚠")


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that a server does when asked.

    Attributes:
        name: As it is sent: raw.
        title, description: Safe to draw.
        takes: The JSON Schema of its arguments.
        gives: That of its structured answer; None where it says nothing.
        only_reads, destroys, repeats, is_open: What it says of itself: it changes nothing, it may
            undo what was there, asking twice is asking once, it reaches the world outside. None
            where it does not say. Nothing proves any of it.
    """

    name: str
    title: SafeText
    description: SafeText
    takes: dict[str, JsonValue] = field(default_factory=dict, repr=False)
    gives: dict[str, JsonValue] | None = field(default=None, repr=False)
    only_reads: bool | None = None
    destroys: bool | None = None
    repeats: bool | None = None
    is_open: bool | None = None

    @property
    def is_safe(self) -> bool:
        """Whether nobody is asked before it is called."""
        return self.only_reads is True

    @property
    def parameters(self) -> dict[str, JsonValue]:
        """The schema of each argument, by name."""
        found = self.takes.get("properties")
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Greeting:
    """Who a server says it is. Texts are safe to draw."""

    name: SafeText
    version: SafeText
    protocol: SafeText
    instructions: SafeText


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What a server offers."""

    url: str
    greeting: Greeting
    tools: tuple[Tool, ...]
    is_whole: bool = True

    def tool(self, name: str) -> Tool | None:
        """The tool of that name."""
        return next((tool for tool in self.tools if tool.name == name), None)


@dataclass(frozen=True, slots=True)
class ToolCall(Call):
    """A call of a tool, as the request that carries it.

    Attributes:
        tool: Its name.
        only_reads: Whether it says that it changes nothing.
    """

    tool: str = ""
    only_reads: bool = False

    @property
    def is_safe(self) -> bool:
        return self.only_reads

    @property
    def title(self) -> SafeText:
        given = json.dumps(self.arguments, ensure_ascii=False)
        return clean_line(f"{self.tool} {given}", 300)

    @property
    def message(self) -> dict[str, JsonValue]:
        """The JSON-RPC message."""
        said: JsonValue = json.loads(self.body.content) if self.body is not None else {}
        return said if isinstance(said, dict) else {}

    @property
    def arguments(self) -> dict[str, JsonValue]:
        """What the tool is given."""
        params = self.message.get("params")
        given = params.get("arguments") if isinstance(params, dict) else None
        return given if isinstance(given, dict) else {}


def tool_call(
    url: str, name: str, arguments: Mapping[str, JsonValue], *, only_reads: bool
) -> ToolCall:
    """The call of a tool of the server at `url`."""
    message: JsonValue = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": name, "arguments": dict(arguments)},
    }
    return ToolCall(
        "POST",
        url,
        (("Accept", ACCEPTED),),
        body=json_body(message),
        tool=name,
        only_reads=only_reads,
    )


@dataclass(frozen=True, slots=True)
class ToolBlock:
    """A part of what a tool answered.

    Attributes:
        kind: What it is.
        text: Of a text and of a resource written out: hostile; of others, a few words on them.
        address: Where a resource is: raw.
    """

    kind: BlockKind
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What a tool answered.

    Attributes:
        structured: What it says as a JSON object; None where it says nothing so.
        is_error: Whether it says that it failed.
    """

    blocks: tuple[ToolBlock, ...]
    structured: dict[str, JsonValue] | None = None
    is_error: bool = False

    @property
    def text(self) -> str:
        """All its blocks as one text, hostile."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def data(self) -> dict[str, JsonValue] | None:
        """What it says beside its text: a `structured` that only repeats the text says nothing."""
        if self.structured is None:
            return None
        values = list(self.structured.values())
        return None if values == [self.text] else self.structured

    @property
    def is_refusal(self) -> bool:
        """Whether it says, in whatever way, that it could not do what was asked.

        The portal's tools say so in a text that starts with ``Error:`` or a sign.
        """
        return self.is_error or self.text.lstrip().lower().startswith(_REFUSALS)

    @property
    def why(self) -> SafeText:
        """The start of a refusal, on one line; empty for what is none."""
        return clean_line(" ".join(self.text.split()) if self.is_refusal else "", 300)


def tool_of(raw: Mapping[str, JsonValue]) -> Tool:
    """A tool as the protocol writes it."""
    hints = raw.get("annotations")
    told = hints if isinstance(hints, dict) else {}
    takes, gives = raw.get("inputSchema"), raw.get("outputSchema")
    name = str(raw.get("name", ""))
    title = raw.get("title") or told.get("title") or name
    return Tool(
        name,
        clean_line(str(title), 200),
        clean_prose(str(raw.get("description") or ""), LONGEST_DESCRIPTION),
        takes if isinstance(takes, dict) else {},
        gives if isinstance(gives, dict) else None,
        _hint(told, "readOnlyHint"),
        _hint(told, "destructiveHint"),
        _hint(told, "idempotentHint"),
        _hint(told, "openWorldHint"),
    )


def _hint(told: Mapping[str, JsonValue], name: str) -> bool | None:
    value = told.get(name)
    return value if isinstance(value, bool) else None


def answer_of(raw: Mapping[str, JsonValue]) -> ToolAnswer:
    """The result of a call, as the protocol writes it."""
    content, structured = raw.get("content"), raw.get("structuredContent")
    blocks = [_block(item) for item in (content if isinstance(content, list) else ())]
    return ToolAnswer(
        tuple(block for block in blocks if block is not None),
        structured if isinstance(structured, dict) else None,
        raw.get("isError") is True,
    )


def _block(raw: JsonValue) -> ToolBlock | None:
    if not isinstance(raw, dict):
        return None
    kind = raw.get("type")
    if kind == "text":
        return ToolBlock("text", str(raw.get("text", "")))
    if kind in ("image", "audio"):
        size = len(str(raw.get("data", ""))) * 3 // 4
        said = f"[{kind} · {raw.get('mimeType', '?')} · {size} B]"
        return ToolBlock("image" if kind == "image" else "audio", said)
    if kind == "resource_link":
        address = str(raw.get("uri", ""))
        name = raw.get("title") or raw.get("name") or ""
        return ToolBlock("link", f"{name} {address}".strip(), address)
    if kind == "resource":
        held = raw.get("resource")
        told = held if isinstance(held, dict) else {}
        address = str(told.get("uri", ""))
        return ToolBlock("resource", str(told.get("text") or address), address)
    return ToolBlock("other", f"[{kind}]")
