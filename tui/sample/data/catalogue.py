"""The whole catalogue of the sample site, with what finds things in it."""

from __future__ import annotations

from collections import Counter
from functools import cache, cached_property

from tui.sample.data.activity import Activity, make_activities
from tui.sample.data.community import (
    TOPICS,
    Topic,
    make_dataservices,
    make_discussions,
    make_reuses,
)
from tui.sample.data.community_files import CommunityFile, make_community_files
from tui.sample.data.datasets import make_datasets
from tui.sample.data.harvests import Source, make_sources
from tui.sample.data.oddities import make_oddities
from tui.sample.data.posts import Post, make_posts
from tui.sample.data.producers import DELETED, PRODUCERS, USERS, Producer, User
from tui.sample.data.records import Dataservice, Dataset, Discussion, Resource, Reuse


class Catalogue:
    """Everything that the Main API lists. The same for the same seed, on every machine."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.datasets: tuple[Dataset, ...] = (*make_datasets(seed), *make_oddities())
        self.producers: tuple[Producer, ...] = PRODUCERS
        self.users: tuple[User, ...] = USERS
        self.topics: tuple[Topic, ...] = TOPICS

    @cached_property
    def public_datasets(self) -> tuple[Dataset, ...]:
        """What lists and searches show, newest first."""
        shown = [item for item in self.datasets if item.is_public]
        return tuple(sorted(shown, key=lambda item: item.created_at, reverse=True))

    @cached_property
    def reuses(self) -> tuple[Reuse, ...]:
        return tuple(make_reuses(self.public_datasets, self.seed))

    @cached_property
    def dataservices(self) -> tuple[Dataservice, ...]:
        return tuple(make_dataservices(self.public_datasets, self.seed))

    @cached_property
    def discussions(self) -> tuple[Discussion, ...]:
        return tuple(
            make_discussions(self.public_datasets, self.reuses[:-1], self.dataservices[:-1])
        )

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """What was done, newest first."""
        return make_activities(self.public_datasets, self.reuses[:-1], self.dataservices[:-1])

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The catalogues that are harvested."""
        return make_sources(self.public_datasets)

    @cached_property
    def community_files(self) -> tuple[CommunityFile, ...]:
        return tuple(make_community_files(self.public_datasets))

    @cached_property
    def community_files_of(self) -> Counter[str]:
        """How many files others added to each dataset."""
        return Counter(item.dataset.id for item in self.community_files)

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """What the portal publishes, newest first."""
        return make_posts(self.public_datasets, self.reuses[:-1])

    @cached_property
    def _datasets_by_key(self) -> dict[str, Dataset]:
        return {key: item for item in self.datasets for key in (item.id, item.slug)}

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The current slug of each old one."""
        return {old: item.slug for item in self.datasets for old in item.old_slugs}

    @cached_property
    def _resources(self) -> dict[str, tuple[Dataset, Resource]]:
        found = {file.id: (item, file) for item in self.datasets for file in item.resources}
        return found | {item.file.id: (item.dataset, item.file) for item in self.community_files}

    def dataset(self, key: str) -> Dataset | None:
        """The dataset of that id or slug, whatever its state."""
        return self._datasets_by_key.get(key)

    def resource(self, rid: str) -> tuple[Dataset, Resource] | None:
        """The file of that UUID, in any case, with its dataset."""
        return self._resources.get(rid.lower())

    def producer(self, key: str) -> Producer | None:
        """The organization of that id or slug, the deleted one included."""
        return next(
            (item for item in (*self.producers, DELETED) if key in (item.id, item.slug)), None
        )

    def user(self, key: str) -> User | None:
        return next((item for item in self.users if key in (item.id, item.slug)), None)

    def reuse(self, key: str) -> Reuse | None:
        return next((item for item in self.reuses if key in (item.id, item.slug)), None)

    def dataservice(self, key: str) -> Dataservice | None:
        return next((item for item in self.dataservices if key in (item.id, item.slug)), None)

    def topic(self, key: str) -> Topic | None:
        return next((item for item in self.topics if key in (item.id, item.slug)), None)

    def post(self, key: str) -> Post | None:
        return next((item for item in self.posts if key in (item.id, item.slug)), None)

    @cached_property
    def reuses_of(self) -> Counter[str]:
        """How many reuses each dataset has."""
        shown = (item for item in self.reuses if not item.deleted)
        return Counter(ident for item in shown for ident in item.datasets)

    @cached_property
    def dataservices_of(self) -> Counter[str]:
        """How many APIs serve each dataset."""
        shown = (item for item in self.dataservices if not item.deleted)
        return Counter(ident for item in shown for ident in item.datasets)

    @cached_property
    def discussions_of(self) -> Counter[str]:
        """How many threads each object has."""
        return Counter(item.subject_id for item in self.discussions)

    @cached_property
    def open_discussions_of(self) -> Counter[str]:
        """How many threads of each object are still open."""
        return Counter(item.subject_id for item in self.discussions if not item.closed)

    @cached_property
    def datasets_of(self) -> Counter[str]:
        """How many public datasets each organization has."""
        return Counter(
            item.organization.id for item in self.public_datasets if item.organization is not None
        )


@cache
def catalogue_of(seed: int = 0) -> Catalogue:
    """The catalogue of that seed, made once in a process: nobody changes it."""
    return Catalogue(seed)
