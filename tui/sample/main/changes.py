"""What one visitor changed: kept beside the catalogue, which all visitors share and nobody changes.

The search goes on finding what there was before, as the real one does for a while.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta

from tui.sample.clock import NOW, days_ago
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.records import Dataset, Discussion, Message

_OF_DISCUSSIONS = ("discussions_of", "open_discussions_of")
_OF_DATASETS = ("public_datasets", "_datasets_by_key", "renamed", "_resources", "datasets_of")
# What is made from the datasets when it is first asked for.
_MADE = ("reuses", "dataservices", "discussions", "community_files", "posts")

FOLLOWED = 3
"""How many datasets the account follows before it follows others."""


class Changes:
    """The catalogue as one visitor sees it.

    Attributes:
        catalogue: The shared one until something changes.
        followed: Since when things are followed, by plural of kind and id.
        handled: When notifications were read, by id.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.followed: dict[tuple[str, str], datetime] = {
            ("datasets", item.id): days_ago(100) for item in catalogue.datasets[:FOLLOWED]
        }
        self.handled: dict[str, datetime] = {}
        self._count = 0

    def moment(self) -> datetime:
        """A moment after all those before, and before the one that it is to who looks."""
        self._count += 1
        return NOW - timedelta(hours=1) + timedelta(seconds=self._count)

    def set_discussion(self, item: Discussion) -> None:
        """Put a thread in place of the one of the same id, or before the others."""
        others = [each for each in self.catalogue.discussions if each.id != item.id]
        self._own(_OF_DISCUSSIONS).__dict__["discussions"] = (item, *others)

    def add_message(self, item: Discussion, message: Message, *, close: bool) -> Discussion:
        """The thread with one more message."""
        closed = message.posted_on if close else item.closed
        changed = replace(item, messages=(*item.messages, message), closed=closed)
        self.set_discussion(changed)
        return changed

    def set_dataset(self, item: Dataset) -> None:
        """Put a dataset in place of the one of the same id."""
        datasets = tuple(item if each.id == item.id else each for each in self.catalogue.datasets)
        self._own(_OF_DATASETS).datasets = datasets

    def _own(self, stale: tuple[str, ...]) -> Catalogue:
        """A catalogue of one's own, where what `stale` names is reckoned anew."""
        for name in _MADE:
            getattr(self.catalogue, name)
        self.catalogue = copy(self.catalogue)
        for name in stale:
            self.catalogue.__dict__.pop(name, None)
        return self.catalogue
