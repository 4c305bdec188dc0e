"""A server in this process, reached as one on the network is: its failures are a network's."""

from __future__ import annotations

import logging

import httpx

from tui.settings import ASGIApp


class InProcess(httpx.AsyncBaseTransport):
    """Asks an ASGI application. What it raises becomes what a broken connection would give."""

    def __init__(self, app: ASGIApp) -> None:
        self._asgi = httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._asgi.handle_async_request(request)
        except httpx.HTTPError:
            raise
        except TimeoutError as error:
            raise httpx.ReadTimeout("the server in this process took too long") from error
        except OSError as error:
            raise httpx.ReadError("the server in this process cut the connection") from error
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
            logging.getLogger("tui").exception("the server in this process failed")
            return httpx.Response(500, request=request)
