"""What every screen is given: the settings, and the services of the chosen site once something
needs them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.api.errors import ApiError, Offline
from tui.settings import ASGIApp, Settings, Site, asgi_app, find_key

if TYPE_CHECKING:
    from tui.api.calls.desk import Desk
    from tui.api.service import Service
    from tui.tables.export.exports import Exports


class Session:
    """One site's services, opened on first use and shared by the screens.

    The service is built off the UI's path: importing the HTTP client and loading the certificates
    cost more than the
    first paint.
    """

    def __init__(self, settings: Settings, *, server: ASGIApp | None = None) -> None:
        # A server answers in this process in place of the site that the settings name.
        self.settings = settings
        self._server = server
        self.failures: list[BaseException] = []
        self.tell_failure: Callable[[BaseException], None] = self.failures.append
        self._opening: asyncio.Task[Service] | None = None
        self._watchers: list[Callable[[], None]] = []
        self._exports: Exports | None = None
        self._desk: Desk | None = None

    @property
    def site(self) -> Site:
        return self.settings.site

    async def service(self) -> Service:
        """The services; the first caller pays for opening them.

        Raises:
            ApiError: They cannot be opened here: no certificates, a proxy of an unknown kind.
        """
        if self._opening is None or (self._opening.done() and self._opened() is None):
            self._opening = asyncio.create_task(self._open())
        return await asyncio.shield(self._opening)

    async def desk(self) -> Desk:
        """Where calls of APIs are made from: what was typed to be known by, and what was asked.

        Raises `ApiError`, as `service` does.
        """
        service = await self.service()
        if self._desk is None:
            from tui.api.calls.desk import Desk

            self._desk = Desk(service.transport, service.journal, mcp=service.mcp)
        return self._desk

    @property
    def running(self) -> int:
        """Requests under way."""
        service = self._opened()
        return service.journal.running if service is not None else 0

    @property
    def waiting(self) -> str:
        """Why a request is held back, safe to draw; empty when none is."""
        service = self._opened()
        return service.journal.waiting if service is not None else ""

    @property
    def exports(self) -> Exports:
        """The rows that are written to files, whatever place is shown."""
        if self._exports is None:
            from tui.tables.export.exports import Exports

            self._exports = Exports(on_bug=lambda error: self.tell_failure(error))
            self._exports.watch(self._changed)
        return self._exports

    def begun_exports(self) -> Exports | None:
        """The same, where there was one already."""
        return self._exports

    def opened(self) -> Service | None:
        """The services if they are open already, without waiting."""
        return self._opened()

    def watch(self, callback: Callable[[], None]) -> None:
        """Call `callback` whenever a request starts or ends, and now and then while rows are
        written to a file."""
        if callback not in self._watchers:
            self._watchers.append(callback)

    def unwatch(self, callback: Callable[[], None]) -> None:
        """Stop calling `callback`."""
        if callback in self._watchers:
            self._watchers.remove(callback)

    async def close(self) -> None:
        """Stop what is written to files, which can go on later, and close the connections."""
        if self._exports is not None:
            await self._exports.close()
        opening, self._opening = self._opening, None
        if opening is None:
            return
        try:
            service = await asyncio.shield(opening)
        except ApiError:
            return
        await service.aclose()

    async def _open(self) -> Service:
        try:
            from tui.api.service import Keep, open_service

            chosen = self.settings
            app = self._server or await asyncio.to_thread(asgi_app, chosen)
            # The sample site is in this process: nothing is gained by keeping what it says.
            on_disk = chosen.history and chosen.site.name != "sample"
            keep = Keep(
                folder=chosen.cache_dir if on_disk else None,
                room=chosen.cache_size * 1_000_000,
                fresh=chosen.cache_minutes * 60,
            )
            service = await open_service(
                self.site,
                lang=chosen.lang,
                asgi_app=app,
                keep=keep,
                find_key=partial(find_key, self.site),
            )
        except (ImportError, OSError, ValueError) as error:
            # The reason may hold a proxy's password: only its kind is said.
            raise Offline(detail=type(error).__name__) from error
        service.journal.subscribe(self._changed)
        return service

    def _opened(self) -> Service | None:
        opening = self._opening
        if opening is None or not opening.done() or opening.cancelled() or opening.exception():
            return None
        return opening.result()

    def _changed(self) -> None:
        for callback in tuple(self._watchers):
            callback()
