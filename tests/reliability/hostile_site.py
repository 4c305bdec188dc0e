"""A site whose every word is an attack: the answers of another one, with their texts replaced.

What leads from one answer to the next stays as it is, so that there is something to look at.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Final, TypeAlias

from hostility import EVERY

from tui.settings import ASGIApp

_Message: TypeAlias = MutableMapping[str, Any]
_Send: TypeAlias = Callable[[_Message], Awaitable[None]]

KEPT: Final = frozenset(
    {"id", "class", "next_page", "previous_page", "next", "prev", "python_type", "__id"}
    # What makes a description of an API one.
    | {"$ref", "openapi", "swagger", "in", "operationId", "parsing_table"}
    | {"analysis:parsing:parsing_table", "analysis:parsing:finished_at"}
)
"""Names whose values lead somewhere."""

SHORT: Final = tuple(payload[:400] for payload in EVERY)


class HostileSite:
    """`app`, with every text of its JSON a payload.

    Args:
        turn: Which payload comes first: with as many turns as payloads, every field has had each.
    """

    def __init__(
        self, app: ASGIApp, *, turn: int = 0, payloads: Sequence[str] = SHORT, keep: str = ""
    ) -> None:
        self._app = app
        self._turn = turn
        self._payloads = payloads
        self._keep = keep
        self.replaced: set[tuple[str, int]] = set()
        """The paths in the answers that were replaced, with the number of the payload."""

    async def __call__(
        self, scope: _Message, receive: Callable[[], Awaitable[_Message]], send: _Send
    ) -> None:
        sent: list[_Message] = []

        async def keep(message: _Message) -> None:
            sent.append(message)

        await self._app(scope, receive, keep)
        start, body = sent[0], b"".join(message.get("body", b"") for message in sent[1:])
        kind = dict(start["headers"]).get(b"content-type", b"")
        if b"json" in kind:
            replaced = self._walked(json.loads(body), _route(scope["path"]))
            body = json.dumps(replaced).encode()
        dropped = (b"content-length", b"etag")
        headers = [pair for pair in start["headers"] if pair[0] not in dropped]
        length = (b"content-length", b"%d" % len(body))
        await send({**start, "headers": [*headers, length]})
        await send({"type": "http.response.body", "body": body})

    def _walked(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {key: self._field(key, item, f"{path}.{key}") for key, item in value.items()}
        if isinstance(value, list):
            return [self._walked(item, path) for item in value]
        return self._replaced(path) if isinstance(value, str) else value

    def _field(self, key: str, value: Any, path: str) -> Any:
        if key in KEPT and isinstance(value, str):
            return value
        if key == "extras" and isinstance(value, dict):
            return {**self._walked(value, path), self._replaced(path): self._replaced(path)}
        return self._walked(value, path)

    def _replaced(self, path: str) -> str:
        number = (sum(path.encode()) + self._turn) % len(self._payloads)
        self.replaced.add((path, number))
        return self._payloads[number]


def _route(path: str) -> str:
    """`path` without what differs from one object to the next."""
    parts = path.strip("/").split("/")
    return "/".join(part for part in parts[:4] if part.isalpha() or part.isdigit())
