"""The tools of a server as the description of an API, so that one inspector shows both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import quote

from tui.api.calls.described import Form, Texts, Unfit, form_of
from tui.api.calls.form import filled, text_of
from tui.api.calls.servers import Base
from tui.api.mcp.tools import Tool, Toolbox, ToolCall, tool_call
from tui.api.openapi.document import Operation
from tui.api.openapi.loading import Loaded
from tui.api.openapi.opening import Opened
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

READS: Final = "READ"
CHANGES: Final = "CALL"
"""What stands where the method of an operation would."""

_FORM: Final = "application/x-www-form-urlencoded"
_DEEPEST: Final = 60


def described(box: Toolbox) -> Opened:
    """What `box` offers. Schemas take a moment: call it in a thread."""
    raw: dict[str, JsonValue] = {
        "openapi": "3.1.0",
        "info": {"title": box.greeting.name, "version": box.greeting.version},
        "paths": {_path(tool): {"post": _operation(tool)} for tool in box.tools},
        "components": {"schemas": _schemas(box.tools)},
    }
    document = read_document(References(raw, box.url))
    told = {tool.name: tool for tool in box.tools}
    operations = tuple(
        _shown(operation, told[operation.operation_id])
        for operation in document.operations
        if operation.operation_id in told
    )
    size = len(json.dumps(raw).encode())
    return Opened(
        box.url,
        Loaded(raw, "json", (), size),
        replace(document, operations=operations, servers=()),
    )


def _shown(operation: Operation, tool: Tool) -> Operation:
    return replace(
        operation,
        key=tool.name,
        method=READS if tool.is_safe else CHANGES,
        path=tool.name,
        summary=tool.title if tool.title != tool.name else operation.summary,
        description=tool.description,
        tags=(_("They only read") if tool.is_safe else _("They may change something"),),
        servers=(),
    )


def _path(tool: Tool) -> str:
    return f"/{quote(tool.name, safe='')}"


def _operation(tool: Tool) -> JsonValue:
    told: dict[str, JsonValue] = {"operationId": tool.name, "responses": {}}
    if tool.parameters or set(tool.takes) & {"anyOf", "oneOf", "allOf", "$ref"}:
        kind = _FORM if tool.parameters else "application/json"
        schema: JsonValue = {"$ref": _pointer(_takes(tool))}
        told["requestBody"] = {"required": True, "content": {kind: {"schema": schema}}}
    if tool.gives is not None:
        given: JsonValue = {"schema": {"$ref": _pointer(_gives(tool))}}
        told["responses"] = {"200": {"description": "", "content": {"application/json": given}}}
    return told


def _schemas(tools: Sequence[Tool]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for tool in tools:
        found[_takes(tool)] = _moved(tool.takes, _pointer(_takes(tool)))
        if tool.gives is not None:
            found[_gives(tool)] = _moved(tool.gives, _pointer(_gives(tool)))
    return found


def _takes(tool: Tool) -> str:
    return tool.name


def _gives(tool: Tool) -> str:
    return f"{tool.name} →"


def _pointer(name: str) -> str:
    step = quote(name.replace("~", "~0").replace("/", "~1"), safe="~")
    return f"#/components/schemas/{step}"


def _moved(schema: JsonValue, to: str, deep: int = 0) -> JsonValue:
    """`schema`, whose references led to its own root, as it is written at `to`."""
    if deep > _DEEPEST:
        return {}
    if isinstance(schema, list):
        return [_moved(item, to, deep + 1) for item in schema]
    if not isinstance(schema, dict):
        return schema
    moved = {name: _moved(value, to, deep + 1) for name, value in schema.items()}
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        moved["$ref"] = to + reference[1:]
    return moved


@dataclass(frozen=True, slots=True)
class ToolForm(Form):
    """The form of a tool: its fields are those of a body, which carries them as JSON-RPC."""

    tool: Tool | None = None

    @property
    def goes_anywhere(self) -> bool:
        return False

    def call(
        self,
        base: Base,
        texts: Texts,
        parts: Texts,
        body: str = "",
        accept: str = "",
        *,
        known: object = (),
        headers: Sequence[tuple[str, str]] = (),
    ) -> ToolCall:
        """The call that these texts make. Raises `Unfit`."""
        name = self.tool.name if self.tool is not None else ""
        is_safe = self.tool is not None and self.tool.is_safe
        given = self._given(parts) if self.body == "form" else self._whole_arguments(body)
        return tool_call(base.url, name, given, only_reads=is_safe)

    def _given(self, texts: Texts) -> dict[str, JsonValue]:
        found = filled(self.parts, texts, self.document)
        if found.problems:
            raise Unfit({}, found.problems)
        required = {line.asked.slot.name for line in self.parts if line.asked.is_required}
        return {
            slot.name: value
            for slot, value in found.values
            if value is not None or slot.name in required
        }

    def _whole_arguments(self, text: str) -> dict[str, JsonValue]:
        if not self.body:
            return {}
        _body, said = self._whole(text)
        value: JsonValue = json.loads(text) if not said else None
        if not isinstance(value, dict):
            wanted = _("This must be an object in JSON: {example}").format(example="{…}")
            raise Unfit({}, {}, said or wanted)
        return value


def tool_form(
    opened: Opened, operation: Operation, tool: Tool, given: Mapping[str, str]
) -> ToolForm:
    """The form of `tool`, with the texts that are `given` for its fields."""
    form = form_of(operation, opened.document, base_url=opened.url)
    held = {field.name: getattr(form, field.name) for field in fields(Form)}
    held["parts"] = tuple(
        replace(line, start=given.get(line.key[1], line.start)) for line in form.parts
    )
    held["bases"] = form.bases[:1]
    held["path"] = ""
    held["secrets"] = held["ways"] = ()
    held["accepts"] = ()
    if given and form.body == "json":
        held["body_start"] = json.dumps(dict(given), ensure_ascii=False, indent=2)
    return ToolForm(**held, tool=tool)


def given_texts(call: ToolCall) -> tuple[tuple[str, str], ...]:
    """What `call` gives its tool, as one would type it."""
    return tuple((name, text_of(value)) for name, value in call.arguments.items())
