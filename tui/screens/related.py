"""The lists of what belongs to a dataset: its threads, reuses, APIs, files of the community."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import related_texts as texts
from tui.screens.dialogs import ReadScreen
from tui.screens.file_details import read_file
from tui.screens.file_texts import copies_of_file
from tui.screens.place import Copy, Place, command
from tui.screens.related_list import RelatedList, RelatedPane, read
from tui.screens.thread_texts import thread_blocks
from tui.widgets.entries import Entry
from tui.widgets.prose import as_text

if TYPE_CHECKING:
    from tui.api.models import Activity, Thread
    from tui.api.models.related import (
        CommunityResource,
        ListPage,
        RelatedDataservice,
        RelatedReuse,
    )
    from tui.api.related import Related


class DiscussionList(RelatedList["Thread"]):
    """The threads about a dataset; Enter reads one."""

    NAME = "discussions"
    NOTHING = N_("Nobody has asked anything about this dataset. w shows its page, where one can.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[Thread]:
        return await related.discussions(dataset_id, page, reload=reload)

    @property
    def current(self) -> Thread | None:
        """The thread under the cursor."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    def entry(self, item: Thread) -> Entry:
        return texts.discussion_entry(item)

    def open_item(self, item: Thread, place: Place) -> None:
        blocks = thread_blocks(item, tells_subject=False)
        read(place, ReadScreen(_("Discussion"), blocks, raw=item.page or item.uri))

    def item_copies(self, item: Thread) -> Iterator[Copy]:
        if item.page:
            yield Copy(_("Web address of the discussion"), item.page)
        yield Copy(
            _("The discussion as text"), lambda: as_text(thread_blocks(item, tells_subject=False))
        )
        yield Copy(_("Id of the discussion"), item.id)


class ReuseList(RelatedList["RelatedReuse"]):
    """What people made with a dataset; Enter goes to one."""

    NAME = "reuses"
    NOTHING = N_("No reuse of this dataset is known.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[RelatedReuse]:
        return await related.reuses(dataset_id, page, reload=reload)

    def entry(self, item: RelatedReuse) -> Entry:
        return texts.reuse_entry(item)

    def open_item(self, item: RelatedReuse, place: Place) -> None:
        place.go(Link("reuse", item.id), _("Reuses"), item.title)

    def item_copies(self, item: RelatedReuse) -> Iterator[Copy]:
        if item.url:
            yield Copy(_("Address of the reuse"), item.url)
        if item.page:
            yield Copy(_("Page of the reuse on the portal"), item.page)
        yield Copy(_("Title of the reuse"), item.title)
        yield Copy(_("Command that opens the reuse"), command(Link("reuse", item.id)))


class DataserviceList(RelatedList["RelatedDataservice"]):
    """The APIs that serve a dataset; Enter goes to one."""

    NAME = "dataservices"
    NOTHING = N_("No API is known to serve this dataset.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[RelatedDataservice]:
        return await related.dataservices(dataset_id, page, reload=reload)

    def entry(self, item: RelatedDataservice) -> Entry:
        return texts.dataservice_entry(item)

    def open_item(self, item: RelatedDataservice, place: Place) -> None:
        place.go(Link("dataservice", item.id), _("Dataservices"), item.title)

    def item_copies(self, item: RelatedDataservice) -> Iterator[Copy]:
        if item.base_api_url:
            yield Copy(_("Base address of the API"), item.base_api_url)
        if item.self_web_url:
            yield Copy(_("Page of the API on the portal"), item.self_web_url)
        yield Copy(_("Title of the API"), item.title)
        yield Copy(_("Command that opens the API"), command(Link("dataservice", item.id)))


class CommunityList(RelatedList["CommunityResource"]):
    """Files that others than the producer added; Enter shows their rows, else their details."""

    NAME = "community"
    NOTHING = N_("Nobody but its producer has added a file to this dataset.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[CommunityResource]:
        return await related.community_resources(dataset_id, page, reload=reload)

    def entry(self, item: CommunityResource) -> Entry:
        return texts.community_entry(item)

    def open_item(self, item: CommunityResource, place: Place) -> None:
        if item.has_table:
            place.go(Link("resource", item.id), *place.crumbs[1:2], item.title)
        else:
            read_file(place, item)

    @property
    def current(self) -> CommunityResource | None:
        """The file under the cursor."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    def item_copies(self, item: CommunityResource) -> Iterator[Copy]:
        yield from copies_of_file(item, self._session.site)


class ActivityList(RelatedList["Activity"]):
    """Who did what to a dataset; Enter goes to who did it."""

    NAME = "activity"
    NOTHING = N_("Nothing is known to have been done to this dataset.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[Activity]:
        return await related.activity(dataset_id, page, reload=reload)

    def entry(self, item: Activity) -> Entry:
        return texts.activity_entry(item)

    def open_item(self, item: Activity, place: Place) -> None:
        if item.organization is not None and item.organization.id:
            place.go(Link("organization", item.organization.id), item.organization.name)
        elif item.actor is not None and item.actor.id:
            place.go(Link("user", item.actor.id), item.actor.name)

    def item_copies(self, item: Activity) -> Iterator[Copy]:
        yield Copy(_("This line"), lambda: texts.as_line(self.entry(item)))
        if item.actor is not None and item.actor.id:
            yield Copy(_("Id of who did it"), item.actor.id)
            yield Copy(_("Command that opens who did it"), command(Link("user", item.actor.id)))


RELATED: Final[tuple[type[RelatedPane], ...]] = (
    DiscussionList,
    ReuseList,
    DataserviceList,
    CommunityList,
    ActivityList,
)
"""The lists of a dataset's page, in the order of their tabs."""
