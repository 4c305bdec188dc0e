"""What one line of a list says of an object, whatever its kind.

Importing this imports the models: whoever draws has some already.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tui import clock
from tui import format as fmt
from tui.api.models import (
    Activity,
    Dataservice,
    DatasetSummary,
    HarvestItem,
    HarvestJob,
    Listed,
    Member,
    Named,
    Organization,
    OrganizationRef,
    Other,
    Post,
    Reuse,
    Thread,
    Topic,
    TopicElement,
)
from tui.api.models.whole import Whole
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.widgets.facets import value_title
from tui.widgets.kind_words import (
    CLASS_TITLES,
    LICENSES,
    REUSE_TOPICS,
    REUSE_TYPES,
    activity_facts,
    doer_of,
    titled,
)


class Told(NamedTuple):
    """The two lines of an object.

    Attributes:
        title: The first line.
        mark: What must be said loudly: deleted, archived, restricted.
        producer: Who is behind it; may be empty.
        essentials: What stays when the line is short.
        use: The rest, most useful first.
    """

    title: str
    mark: str
    producer: str
    essentials: tuple[str, ...]
    use: tuple[str, ...]


def told(item: Listed) -> Told:
    """What the lines of `item` say."""
    if isinstance(item, Whole | HarvestItem):
        return _told_of_other(item)
    mark, producer = _mark(item), _producer(item)
    essentials = tuple(part for part in _essentials(item) if part)
    return Told(title_of(item), mark, producer, essentials, tuple(p for p in _use(item) if p))


def _told_of_other(item: Other | HarvestItem) -> Told:
    from tui.widgets.other_words import facts_of, mark_of

    facts = tuple(fact for fact in facts_of(item) if fact)
    return Told(title_of(item), mark_of(item), "", facts[:2], facts[2:])


def title_of(item: Listed) -> str:
    """What `item` is called."""
    if isinstance(item, OrganizationRef):
        return f"{item.name} ({item.acronym})" if item.acronym else item.name
    if isinstance(item, Member):
        return item.user.name
    if isinstance(item, HarvestJob):
        begun = item.started or item.created_at
        return fmt.moment(begun) if begun is not None else item.title
    if isinstance(item, TopicElement):
        return item.title or titled(CLASS_TITLES, item.element_class) or _("Untitled")
    return item.title or _("Untitled")


def found_by(item: Listed, words: str) -> bool:
    """Whether the lines of `item` say all of `words`, whatever their case and accents."""
    said = told(item)
    text = _plain(" ".join((said.title, said.producer, *said.essentials, *said.use)))
    return all(word in text for word in _plain(words).split())


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def audience(views: int, followers: int) -> Iterator[str]:
    """Visits and followers, where there are any."""
    if views:
        yield _("{count} views").format(count=fmt.compact(views))
    if followers:
        yield ngettext("{count} follower", "{count} followers", followers).format(
            count=fmt.number(followers)
        )


def datasets_counted(count: int | None) -> str:
    """``12 datasets``; empty where there are none, or nobody says."""
    if not count:
        return ""
    return ngettext("{count} dataset", "{count} datasets", count).format(count=fmt.number(count))


def share_of(availability: Decimal) -> str:
    """A share written 0 to 100, with the digits it needs."""
    whole = availability == availability.to_integral_value()
    return fmt.percent(float(availability) / 100, 0 if whole else 2)


def _mark(item: Listed) -> str:
    if isinstance(item, DatasetSummary | Reuse | Dataservice):
        if item.deleted is not None:
            return _("deleted")
        if item.archived is not None:
            return _("archived")
    if isinstance(item, DatasetSummary | Reuse | Dataservice | Topic) and item.private:
        return _("private")
    if isinstance(item, DatasetSummary | Dataservice) and item.access_type == "restricted":
        return _("restricted")
    if isinstance(item, Organization) and item.deleted is not None:
        return _("deleted")
    return _("closed") if isinstance(item, Thread) and item.closed is not None else ""


def _producer(item: Listed) -> str:
    from tui.widgets.results import producer_of

    if isinstance(item, DatasetSummary | Reuse | Dataservice | Topic):
        return producer_of(item)
    if isinstance(item, OrganizationRef):
        kinds = [value_title(badge) for badge in item.badges if badge != "certified"]
        return ", ".join(kinds) + (" ✓" if item.certified else "")
    if isinstance(item, Member):
        return item.label or item.role
    if isinstance(item, Post):
        return item.owner.name if item.owner is not None else ""
    if isinstance(item, Thread):
        return author_of(item)
    if isinstance(item, Activity):
        return doer_of(item)
    if isinstance(item, TopicElement):
        return titled(CLASS_TITLES, item.element_class) or _("note")
    return titled(CLASS_TITLES, item.element_class) if isinstance(item, Named) else ""


def author_of(item: Thread) -> str:
    """Who began a discussion, and for whom they speak."""
    names = [item.user.name if item.user is not None else ""]
    names.append(item.organization.name if item.organization is not None else "")
    return ", ".join(name for name in names if name) or _("somebody")


def _essentials(item: Listed) -> Iterable[str]:
    if isinstance(item, DatasetSummary):
        yield _age(item.last_update)
        files = item.resources_count
        if files is not None:
            yield ngettext("{count} file", "{count} files", files).format(count=fmt.number(files))
    elif isinstance(item, Reuse):
        yield titled(REUSE_TYPES, item.type)
        yield datasets_counted(item.datasets)
    elif isinstance(item, Dataservice):
        yield value_title(item.access_type)
        if item.availability is not None:
            yield _("answers {share} of the time").format(share=share_of(item.availability))
        yield datasets_counted(item.datasets)
    elif isinstance(item, Organization):
        yield datasets_counted(item.datasets) or _("no dataset")
    elif isinstance(item, Topic):
        count = item.elements
        if count is not None:
            yield ngettext("{count} element", "{count} elements", count).format(
                count=fmt.number(count)
            )
        yield _age(item.last_modified)
    elif isinstance(item, Post):
        yield fmt.date(item.published) if item.published is not None else ""
    elif isinstance(item, Thread):
        yield titled(CLASS_TITLES, item.subject_class)
        count = len(item.messages)
        yield ngettext("{count} message", "{count} messages", count).format(count=fmt.number(count))
        yield _age(item.messages[-1].posted_on if item.messages else item.created)
    elif isinstance(item, Activity):
        yield item.label or item.key
        yield _age(item.created_at)
    elif isinstance(item, Member):
        yield _("since {date}").format(date=fmt.date(item.since)) if item.since is not None else ""
    elif isinstance(item, TopicElement):
        yield item.description.partition("\n")[0]


def _use(item: Listed) -> Iterable[str]:
    if isinstance(item, DatasetSummary):
        yield from _use_of_dataset(item)
    elif isinstance(item, Reuse):
        yield titled(REUSE_TOPICS, item.topic)
        yield from audience(item.views, item.followers)
        yield _age(item.created_at)
    elif isinstance(item, Dataservice):
        yield item.format
        yield from audience(item.views, item.followers)
        yield _age(item.last_modified)
    elif isinstance(item, Organization):
        if item.dataservices:
            yield ngettext("{count} API", "{count} APIs", item.dataservices).format(
                count=fmt.number(item.dataservices)
            )
        if item.reuses:
            yield ngettext("{count} reuse", "{count} reuses", item.reuses).format(
                count=fmt.number(item.reuses)
            )
        yield from audience(item.views, item.followers)
    elif isinstance(item, Topic):
        yield ", ".join(item.tags[:5])
    elif isinstance(item, Post):
        yield item.headline
    elif isinstance(item, Activity):
        yield from activity_facts(item)


def _use_of_dataset(dataset: DatasetSummary) -> Iterable[str]:
    metrics = dataset.metrics
    if metrics.views:
        yield _("{count} views").format(count=fmt.compact(metrics.views))
    if metrics.resources_downloads:
        yield _("{count} downloads").format(count=fmt.compact(metrics.resources_downloads))
    if metrics.reuses:
        yield ngettext("{count} reuse", "{count} reuses", metrics.reuses).format(
            count=fmt.number(metrics.reuses)
        )
    if metrics.followers:
        yield ngettext("{count} follower", "{count} followers", metrics.followers).format(
            count=fmt.number(metrics.followers)
        )
    if dataset.license and dataset.license != "notspecified":
        yield titled(LICENSES, dataset.license)


def _age(moment: datetime | None) -> str:
    return fmt.ago(moment, clock.now()) if moment is not None else ""
