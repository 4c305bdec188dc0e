"""Answers that every route of the Main API shares: errors, pages, redirections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from tui.sample.asgi import HttpError, Request, Response, json_response
from tui.sample.data.records import Json

T = TypeVar("T")

NOT_FOUND = (
    "The requested URL was not found on the server. If you entered the URL manually please check "
    "your spelling and try again."
)
UNAUTHORIZED = (
    "The server could not verify that you are authorized to access the URL requested. You either "
    "supplied the wrong credentials (e.g. a bad password), or your browser doesn't understand how "
    "to supply the credentials required."
)
SEARCH_WINDOW = 10_000


def failure(status: int, message: str) -> HttpError:
    """An error as ``{"message": ...}``."""
    return HttpError(json_response({"message": message}, status))


def not_found(hint: str = "") -> HttpError:
    """404, with the server's own suggestion when it has one."""
    return failure(404, f"{NOT_FOUND} {hint}".strip())


def unknown_route() -> Response:
    """404 of a path that no route takes: its shape is its own."""
    return json_response({"error": NOT_FOUND, "status": 404}, 404)


def gone(kind: str) -> HttpError:
    """410 of a deleted object."""
    return failure(410, f"{kind} has been deleted")


def bad_parameter(name: str, reason: str) -> HttpError:
    """400 of a query parameter."""
    content = {"errors": {name: reason}, "message": "Input payload validation failed"}
    return HttpError(json_response(content, 400))


def not_a_choice(name: str, value: str, help_text: str = "") -> HttpError:
    reason = f"The value '{value}' is not a valid choice for '{name}'."
    return bad_parameter(name, f"{help_text} {reason}".strip())


def redirect(location: str, status: int) -> Response:
    """A redirection with its little HTML page."""
    body = (
        "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n"
        f'<p>You should be redirected automatically to the target URL: <a href="{location}">'
        f"{location}</a>. If not, click the link.\n"
    )
    content_type = "text/html; charset=utf-8"
    return Response(status, body.encode(), content_type, {"location": location})


def positive(request: Request, name: str, default: int, help_text: str) -> int:
    """A page or a page size: an integer over zero, else 400."""
    text = request.get(name)
    if not text:
        return default
    try:
        number = int(text)
    except ValueError:
        raise bad_parameter(name, f"{help_text} {text} is not a valid integer") from None
    if number < 1:
        reason = f"Invalid {name}: {number}. {name} must be a positive integer"
        raise bad_parameter(name, f"{help_text} {reason}")
    return number


def page_of(request: Request, default_size: int = 20) -> tuple[int, int]:
    """The page and the page size that are asked."""
    page = positive(request, "page", 1, "The page to fetch")
    return page, positive(request, "page_size", default_size, "The page size to fetch")


def paginate(
    request: Request,
    items: Sequence[T],
    write: Callable[[T], Json],
    *,
    default_size: int = 20,
    lenient: bool = False,
) -> dict[str, Json]:
    """One page of `items` in the usual envelope; past the end: 404, or empty when `lenient`."""
    page, size = page_of(request, default_size)
    shown = items[(page - 1) * size : page * size]
    if not shown and page > 1 and not lenient:
        raise not_found(f"You have requested this URI [{request.path}]")
    return {
        "data": [write(item) for item in shown],
        "page": page,
        "page_size": size,
        "total": len(items),
        "next_page": page_url(request, page + 1) if page * size < len(items) else None,
        "previous_page": page_url(request, page - 1) if page > 1 else None,
    }


def search_window(request: Request) -> None:
    """400 when the page asked lies beyond what the search engine can reach."""
    page, size = page_of(request)
    if page * size <= SEARCH_WINDOW:
        return
    message = (
        f"Result window is too large: page {page} with page_size {size} exceeds the maximum of "
        f"{SEARCH_WINDOW} results. Maximum page for this page_size is {SEARCH_WINDOW // size}."
    )
    raise failure(400, message)


def page_url(request: Request, page: int) -> str:
    """The same request at another page, as an absolute address."""
    params = [(key, value) for key, value in request.params if key != "page"]
    return f"{request.url}?{urlencode([*params, ('page', str(page))])}"
