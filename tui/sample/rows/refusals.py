"""Errors as the row services write them: ``{"errors": [...]}``, or bare text."""

from __future__ import annotations

from tui.sample.asgi import HttpError, Response, json_response
from tui.tables.query import QueryError

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

_OPERATOR_HINT = (
    "No {} matches the given name and argument types. You might need to add explicit type casts."
)
_ORDER_HINT = "Use an explicit ordering operator or modify the query."


def text_response(status: int, body: str) -> Response:
    return Response(status, body.encode(), TEXT)


def bare(status: int, body: str) -> HttpError:
    """An error that is only text."""
    return HttpError(text_response(status, body))


def not_found() -> HttpError:
    return bare(404, "404: Not Found")


def trouble() -> HttpError:
    """What the service says of its own faults."""
    return bare(500, "500 Internal Server Error\n\nServer got itself in trouble")


def refusal(status: int, title: str, detail: object) -> HttpError:
    error = {"code": None, "title": title, "detail": detail}
    return HttpError(json_response({"errors": [error]}, status, content_type=JSON))


def invalid_query(detail: str) -> HttpError:
    return refusal(400, "Invalid query string", detail)


def unauthorized(detail: str) -> HttpError:
    return refusal(403, "Unauthorized parameters", detail)


def database_error(
    status: int, code: str, message: str, *, details: str | None = None, stream: bool = False
) -> HttpError:
    """An error that comes from the database; a stream loses what it says."""
    told = {"code": code, "details": details, "hint": _hint(message), "message": message}
    return refusal(status, "Database error", None if stream else told)


def of_query(error: QueryError, relation: str, *, stream: bool) -> HttpError:
    """The answer to a query that cannot be run."""
    if error.status == 500:
        return trouble()
    if not error.code:
        return invalid_query(error.reason)
    reason = error.reason
    if error.code == "42703":
        reason = reason.replace("column ", f"column {relation.rpartition('.')[2]}.", 1)
    return database_error(error.status, error.code, reason, stream=stream)


def _hint(message: str) -> str | None:
    if message.startswith("operator does not exist"):
        return _OPERATOR_HINT.format("operator")
    if message.startswith("function "):
        return _OPERATOR_HINT.format("function")
    return _ORDER_HINT if "ordering operator" in message else None
