"""What panels and charts of months look like, whatever the months hold: kept as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.app import App, ComposeResult

from tui import i18n
from tui.api.models.metric import MonthRow
from tui.screens.metrics_texts import panel_of
from tui.tables.audience import KINDS, Series, indexed, series_of
from tui.tables.audience_plots import months_plot, years_plot
from tui.tables.months import shifted
from tui.tables.plots import Plot
from tui.tables.scale import Number
from tui.widgets import plot_canvas
from tui.widgets.panels import SparkPanels
from tui.widgets.plot_drawing import draw
from tui.widgets.sparklines import ASCII

CURRENT = "2026-11"
VISITS, DOWNLOADS = KINDS["dataset"].measures


def season(count: int, scale: int = 1000) -> list[int | None]:
    """So many months up to the current one, the last of which is only begun."""
    full = [scale + (7 * place % 12) * scale // 10 for place in range(count - 1)]
    return [*full, scale // 3]


def spiked(count: int) -> list[int | None]:
    values = season(count, 10)
    return [*values[:-5], 2_500_000, *values[-4:]]


def with_gaps(count: int) -> list[int | None]:
    return [None if place % 5 in (1, 2) else value for place, value in enumerate(season(count))]


CASES: Mapping[str, tuple[Sequence[int | None], int]] = {
    "1 month": (season(1), 0),
    "2 months": (season(2), 0),
    "13 months": (season(13), 0),
    "36 months": (season(36), 36),
    "120 months": (season(120), 0),
    "all null": ([None] * 24, 12),
    "zero": ([0] * 24, 12),
    "one huge spike": (spiked(24), 24),
    "gaps": (with_gaps(24), 24),
}


def series(values: Sequence[int | None], shown: int) -> Series:
    rows = [
        MonthRow(shifted(CURRENT, place + 1 - len(values)), {"n": value})
        for place, value in enumerate(values)
    ]
    return series_of(rows, "n", CURRENT, shown)


class Panels(App[None]):
    """Nothing but panels."""

    CSS = "SparkPanels { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield SparkPanels()


def seen(app: App[None]) -> str:
    """What is on the screen."""
    height = app.size.height
    panels = app.query_one(SparkPanels)
    lines = ("".join(s.text for s in panels.render_line(y)).rstrip() for y in range(height))
    return "\n".join(lines).rstrip()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_panels_look_as_they_did(snapshot: SnapshotAssertion, size: tuple[int, int]) -> None:
    i18n.install("en")
    app = Panels()
    async with app.run_test(size=size):
        panels = app.query_one(SparkPanels)
        pictures = {}
        for name, (values, shown) in CASES.items():
            one, other = series(values, shown), series(season(len(values), 40), shown)
            panels.show([panel_of(VISITS, one, 123_456), panel_of(DOWNLOADS, other, None)])
            pictures[name] = seen(app)
        panels._ramp = ASCII  # what a terminal without Unicode is given
        pictures["without Unicode"] = seen(app)
    assert "\n\n".join(f"{name}\n{drawn}" for name, drawn in pictures.items()) == snapshot


def drawn(plot: Plot, width: int, height: int) -> str:
    return "\n".join(
        "".join(text for text, _style in row).rstrip() for row in draw(plot, width, height).rows
    )


def line_of(values: Sequence[int | None], shown: int, *, by_tens: bool = False) -> Plot:
    one = series(values, shown)
    return months_plot(one.months, [("Visits", one.values)], "Visits", by_tens=by_tens)


@pytest.mark.parametrize("size", [(80, 16), (120, 26)], ids=["80x24", "120x40"])
def test_charts_look_as_they_did(snapshot: SnapshotAssertion, size: tuple[int, int]) -> None:
    i18n.install("en")
    plot_canvas.load()
    several = [series(season(36, 10 ** (place + 1)), 36) for place in range(5)]
    names = [f"object {place}" for place in range(1, 6)]
    as_they_are: list[Mapping[str, Number]] = [one.values for one in several]
    base, shares = indexed(several)
    plots = {
        **{name: line_of(values, shown) for name, (values, shown) in CASES.items()},
        "one huge spike by tens": line_of(spiked(24), 24, by_tens=True),
        "years": years_plot(series(season(36), 36).years(), "Visits"),
        "five compared": months_plot(
            several[0].months, list(zip(names, as_they_are, strict=True)), "Visits"
        ),
        "five compared, from 100": months_plot(
            several[0].months, list(zip(names, shares, strict=True)), f"Visits, {base} as 100"
        ),
    }
    found = [f"{name}\n{drawn(plot, *size)}" for name, plot in plots.items()]
    assert "\n\n".join(found) == snapshot
