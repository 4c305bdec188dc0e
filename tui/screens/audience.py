"""What is counted of one object, asked for once and shared by what shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tui import clock
from tui.links import is_object_id, is_uuid
from tui.screens.session import Session
from tui.tables.audience import KINDS, RANGES, Kind, Measure, Series, months_wanted, series_of
from tui.tables.months import month_of

if TYPE_CHECKING:
    from tui.api.metrics import CsvRows, Metrics
    from tui.api.models import MonthRow
    from tui.api.titles import Named, Titles


def current_month() -> str:
    """The month that is not over."""
    return month_of(clock.now().date())


class Audience:
    """The months of one object.

    Attributes:
        kind: One of `KINDS`.
        ident: Its id, or its slug until `resolve`; empty for the whole site.
        name: What it is called; empty while unknown.
        rows: The months at hand; None before the first answer.
        totals: Figures since the beginning; empty while unknown.
    """

    def __init__(self, session: Session, kind: str, ident: str) -> None:
        self.kind = kind
        self.ident = ident
        self.name = ""
        self.rows: tuple[MonthRow, ...] | None = None
        self.totals: Mapping[str, int | None] = {}
        self._session = session
        self._whole = False

    @property
    def about(self) -> Kind:
        """What is counted of such an object."""
        return KINDS[self.kind]

    @property
    def is_named_by_id(self) -> bool:
        """Whether `ident` is the technical id that rows are found by."""
        return self.kind == "site" or is_object_id(self.ident) or is_uuid(self.ident)

    def has(self, shown: int) -> bool:
        """Whether the months at hand are enough to show so many; 0 shows all."""
        return self.rows is not None and (self._whole or bool(shown))

    async def load(self, shown: int, *, reload: bool = False) -> None:
        """Ask for the months, enough to show so many. Raises `ApiError`.

        Any range but all of them is one request.
        """
        if not self.is_named_by_id:
            await self.resolve()
        metrics = await self._metrics()
        wanted = months_wanted(max(RANGES) if shown else 0)
        self.rows = await metrics.months(self.about.model, self.ident, wanted, reload=reload)
        self._whole = not shown or len(self.rows) < wanted

    async def load_totals(self, *, reload: bool = False) -> None:
        """Ask for the figures since the beginning. Raises `ApiError`."""
        if self.kind != "site":
            metrics = await self._metrics()
            self.totals = await metrics.totals(self.about.model, self.ident, reload=reload)

    async def csv(self, tell: Callable[[int, int], None]) -> CsvRows:
        """Every row that the service has of it. Raises `ApiError`."""
        metrics = await self._metrics()
        return await metrics.months_csv(self.about.model, self.ident, on_page=tell)

    async def resolve(self) -> None:
        """Ask for the name, and for the id where it was a slug. Raises `ApiError`."""
        if self.kind == "site" or self.name:
            return
        found: Named = await (await titles_of(self._session)).one(self.kind, self.ident)
        self.ident, self.name = found

    def series(self, measure: Measure, shown: int) -> Series:
        """What was counted of it, over so many months up to now; 0 for all."""
        return series_of(self.rows or (), measure.column, current_month(), shown)

    def total(self, measure: Measure) -> int | None:
        """The figure since the beginning, where it is known."""
        return self.totals.get(measure.total)

    async def _metrics(self) -> Metrics:
        return (await self._session.service()).metrics


async def titles_of(session: Session) -> Titles:
    """What says how objects are called. Raises `ApiError`."""
    from tui.api.titles import Titles

    service = await session.service()
    return Titles(service.transport, service.site.main_url)
