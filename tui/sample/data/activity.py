"""What was done on the sample site, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tui.sample.clock import NOW, days_ago
from tui.sample.data.producers import USERS, Producer, User
from tui.sample.data.records import Dataservice, Dataset, Reuse
from tui.sample.names import Dice, object_id

CHANGES = ("description", "tags", "license", "frequency", "temporal_coverage", "spatial", "title")
FOLDERS = {"Dataset": "datasets", "Reuse": "reuses", "Dataservice": "dataservices"}


@dataclass(frozen=True, slots=True)
class Activity:
    """Something done to an object."""

    key: str
    subject: Dataset | Reuse | Dataservice
    actor: User
    organization: Producer | None
    created_at: datetime
    changes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return object_id("activity", f"{self.key}:{self.subject.id}:{self.created_at}")

    @property
    def subject_class(self) -> str:
        return type(self.subject).__name__

    @property
    def page(self) -> str:
        """Where the object is, under the root of the portal's pages."""
        return f"/{FOLDERS[self.subject_class]}/{self.subject.slug}"


def make_activities(
    datasets: Sequence[Dataset], reuses: Sequence[Reuse], dataservices: Sequence[Dataservice]
) -> tuple[Activity, ...]:
    """Everything done, the newest first: every object was made, some were changed or followed."""
    subjects: list[Dataset | Reuse | Dataservice] = [*datasets, *reuses, *dataservices]
    made = [item for each in subjects for item in _done_to(each)]
    past = [item for item in made if item.created_at <= NOW]
    return tuple(sorted(past, key=lambda item: (item.created_at, item.id), reverse=True))


def _done_to(item: Dataset | Reuse | Dataservice) -> Iterator[Activity]:
    dice = Dice("activity", item.id)
    kind = type(item).__name__.lower()
    owner = None if isinstance(item, Dataservice) else item.owner
    actor = owner or dice.pick(USERS)
    yield Activity(f"{kind}:created", item, actor, item.organization, item.created_at)
    if dice.chance(60):
        changes = tuple(dice.sample(CHANGES, 1 + dice.number(3)))
        when = item.last_modified
        yield Activity(f"{kind}:updated", item, actor, item.organization, when, changes)
    if isinstance(item, Dataset) and item.resources and dice.chance(40):
        when = item.resources[0].created_at
        yield Activity("dataset:resource:added", item, actor, item.organization, when)
    for fan in dice.sample(USERS, min(2, item.followers)):
        yield Activity(f"{kind}:followed", item, fan, None, days_ago(dice.number(400)))
