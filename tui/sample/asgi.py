"""Just enough of a web framework: a request read from ASGI, an answer written to it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from tui.settings import ASGIApp

Message = Mapping[str, Any]

__all__ = [
    "ASGIApp",
    "HttpError",
    "Request",
    "Response",
    "json_response",
    "read_body",
    "send_response",
]


@dataclass(frozen=True)
class Request:
    """What the client asks.

    Attributes:
        method: GET, HEAD, ...
        scheme: http or https.
        host: With its port, as the client wrote it.
        path: Decoded, from the root of the server.
        query: The raw query string, not decoded.
        headers: By lower-case name.
        body: What is sent along.
    """

    method: str
    scheme: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""

    @classmethod
    def from_scope(cls, scope: Message, body: bytes = b"") -> Request:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        server = scope.get("server") or ("localhost", None)
        return cls(
            method=scope["method"],
            scheme=scope.get("scheme", "http"),
            host=headers.get("host") or str(server[0]),
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=headers,
            body=body,
        )

    @property
    def base_url(self) -> str:
        """The server's root as this client reaches it, without a slash at the end."""
        return f"{self.scheme}://{self.host}"

    @property
    def url(self) -> str:
        """The address asked, without its query."""
        return self.base_url + self.path

    @cached_property
    def params(self) -> list[tuple[str, str]]:
        """The query's parameters, decoded, in order."""
        return parse_qsl(self.query, keep_blank_values=True)

    def get(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return next((value for key, value in self.params if key == name), default)

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.params)

    def all(self, name: str) -> list[str]:
        """Every value of a parameter."""
        return [value for key, value in self.params if key == name]

    @property
    def lang(self) -> str:
        """The language of labels: French unless ``lang=en``."""
        return "en" if self.get("lang") == "en" else "fr"


@dataclass(frozen=True)
class Response:
    """An answer: its body is whole, or comes in chunks."""

    status: int = 200
    body: bytes | AsyncIterator[bytes] = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class HttpError(Exception):
    """An answer that stops the work under way."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def json_response(
    content: object,
    status: int = 200,
    *,
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`content` as ASCII JSON without spaces, as the services write it."""
    body = json.dumps(content, separators=(",", ":")).encode("ascii")
    return Response(status, body, content_type, headers or {})


async def read_body(receive: Any) -> bytes:
    """All that the client sends along."""
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def send_response(response: Response, request: Request, send: Any) -> None:
    """Write `response` to ASGI; no body for HEAD."""
    body = response.body
    headers = {"content-type": response.content_type, **response.headers}
    if isinstance(body, bytes):
        headers["content-length"] = str(len(body))
    await send(
        {"type": "http.response.start", "status": response.status, "headers": _encoded(headers)}
    )
    if request.method == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    if isinstance(body, bytes):
        await send({"type": "http.response.body", "body": body})
        return
    async for chunk in body:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _encoded(headers: Mapping[str, str]) -> Iterable[tuple[bytes, bytes]]:
    return [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()
    ]
