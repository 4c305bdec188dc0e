"""The tabs of a dataset: one line a tab, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual.message import Message

from tui import format as fmt
from tui.i18n import N_
from tui.i18n import gettext as _

if TYPE_CHECKING:
    from tui.api.errors import ApiError
    from tui.api.models import Dataset


class Tab(NamedTuple):
    """A tab.

    Attributes:
        name: What the link's fragment calls it, and the id of the widget that it shows.
        title: What a person calls it (translate before drawing).
        size: How many things it holds, as the dataset tells; None where it does not say.
    """

    name: str
    title: str
    size: Callable[[Dataset], int | None] = lambda _dataset: None

    def heading(self, dataset: Dataset | None) -> str:
        """The title, with the count where the dataset tells it."""
        count = self.size(dataset) if dataset is not None else None
        if count is None:
            return _(self.title)
        return _("{title} ({count})").format(title=_(self.title), count=fmt.number(count))


TABS: tuple[Tab, ...] = (
    Tab("about", N_("About")),
    Tab("files", N_("Files"), lambda dataset: dataset.resources_count),
    Tab("metrics", N_("Metrics")),
    Tab("quality", N_("Quality")),
    Tab("discussions", N_("Discussions"), lambda dataset: dataset.metrics.discussions),
    Tab("reuses", N_("Reuses"), lambda dataset: dataset.metrics.reuses),
    Tab("dataservices", N_("Dataservices"), lambda dataset: dataset.metrics.dataservices),
    Tab("community", N_("Community"), lambda dataset: dataset.community_count),
    Tab("activity", N_("Activity")),
    Tab("json", N_("JSON")),
)
NAMES = tuple(tab.name for tab in TABS)


class Pane(Protocol):
    """What a tab needs of a widget that asks a service for what it shows."""

    problem: ApiError | None

    @property
    def status(self) -> tuple[str, bool]:
        """What is said at right of the tabs, and whether it is an error."""
        ...

    def open(self, dataset_id: str, *, reload: bool = False) -> None:
        """Show what belongs to this dataset; asks only the first time, or past the cache."""
        ...

    def cancelled(self) -> None:
        """What was asked will not come: it is asked again the next time."""
        ...


class PaneChanged(Message):
    """A pane has something else to show or to say."""
