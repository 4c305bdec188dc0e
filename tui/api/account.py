"""The account that a key stands for, in the Main API: what it reads, and the changes it asks for.

The key goes out with these requests only, and their answers are kept nowhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from tui.api.errors import BadPayload, NoKey
from tui.api.journal import redact
from tui.api.main_api import MainApi, has_next
from tui.api.models.account import DatasetFields, Me, Notification
from tui.api.models.base import Model, count_of, objects_of
from tui.api.models.dataset import DatasetSummary
from tui.api.models.reuse import Reuse
from tui.api.payload import JsonValue
from tui.api.portal import Listing
from tui.api.transport import Transport
from tui.api.urls import segment
from tui.api.writes import FOLLOWED, Write
from tui.settings import KeyProblem, Secret, Site

NOTIFICATIONS_PAGE: Final = 20

_WHO = "organization{id,name,slug,acronym,badges,page},owner{id,slug,first_name,last_name,page}"
# Whole objects would embed every file of every dataset.
_DATASETS_MASK = (
    f"id,slug,title,acronym,{_WHO},created_at,last_update,archived,deleted,private,license,"
    "quality{score},metrics{views,resources_downloads,reuses,followers},resources{id},page,uri"
)
_REUSES_MASK = (
    f"id,slug,title,type,topic,url,{_WHO},created_at,last_modified,archived,deleted,private,"
    "metrics{views,followers,datasets},datasets{id},page,uri"
)
_FIELDS_MASK = (
    "id,title,acronym,description,tags,frequency,license,temporal_coverage,permissions{edit}"
)

_M = TypeVar("_M", bound=Model)


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """A page of notifications, read or not.

    Attributes:
        total: How many there are on all pages.
    """

    items: tuple[Notification, ...]
    total: int
    has_next: bool


class Account(MainApi):
    """Reads and changes what belongs to the account: see `MainApi`.

    Every method but `url` raises `NoKey` where the site has no key that can be used.

    Args:
        find_key: Finds the key, in a thread, when one is first needed; raises `KeyProblem`.
    """

    def __init__(
        self,
        transport: Transport,
        site: Site,
        find_key: Callable[[], Secret | None],
        *,
        lang: str = "en",
    ) -> None:
        super().__init__(transport, site.main_url, lang=lang)
        self._find_key = find_key
        self._has_key = False
        self._me: Me | None = None

    async def need_key(self, *, again: bool = False) -> None:
        """Find the key, unless it is known; with `again`, look for it anew."""
        if self._has_key and not again:
            return
        self._has_key, self._me = False, None
        self._transport.use_key(self._base, None)
        try:
            key = await asyncio.to_thread(self._find_key)
        except KeyProblem as error:
            raise NoKey(detail=str(error)) from error
        if key is None:
            raise NoKey
        self._transport.use_key(self._base, key)
        self._has_key = True

    @property
    def root(self) -> str:
        """The server that the key is for."""
        return self._base

    async def key(self, *, again: bool = False) -> Secret:
        """The key itself, as `need_key` finds it, for calls that a person writes."""
        await self.need_key(again=again)
        key = self._transport.key_for(self._base)
        if key is None:
            raise NoKey
        return key

    async def me(self, *, reload: bool = False) -> Me:
        """``GET /api/1/me/``; with `reload`, the key is looked for anew too."""
        await self.need_key(again=reload)
        if self._me is None:
            path = "/api/1/me/"
            self._me = Me.parse(await self._object(path, private=True), self._base + path)
        return self._me

    async def datasets(self) -> tuple[DatasetSummary, ...]:
        """``GET /api/1/me/org_datasets/``: those of the account and of its organizations, private
        ones included, all at once."""
        return await self._all(DatasetSummary, "/api/1/me/org_datasets/", _DATASETS_MASK)

    async def reuses(self) -> tuple[Reuse, ...]:
        """``GET /api/1/me/org_reuses/``, as `datasets`."""
        return await self._all(Reuse, "/api/1/me/org_reuses/", _REUSES_MASK)

    async def notifications(self, page: int = 1, *, handled: bool) -> NotificationPage:
        """A page of ``GET /api/1/notifications/``, the newest first: those that were read, or those
        that were not."""
        await self.need_key()
        params = [
            ("handled", str(handled).lower()),
            ("sort", "-created"),
            ("page", str(page)),
            ("page_size", str(NOTIFICATIONS_PAGE)),
        ]
        payload = await self._object("/api/1/notifications/", params, private=True)
        total = count_of(payload.get("total")) or 0
        items = tuple(Notification.parse(item) for item in objects_of(payload.get("data")))
        return NotificationPage(items, total, has_next(payload, page, NOTIFICATIONS_PAGE, total))

    async def followed(self) -> Listing:
        """The datasets that the account follows, as a list of the portal; of the other kinds, no
        route tells them."""
        me = await self.me()
        return Listing("datasets", (("followed_by", me.id), ("sort", "-last_update")))

    async def follows(self, kind: str, ident: str) -> bool:
        """Whether the account follows an object: ``GET /api/1/KINDs/{id}/followers/?user=ID``."""
        me = await self.me()
        path = f"/api/1/{FOLLOWED[kind]}/{segment(ident)}/followers/"
        params = [("user", me.id), ("page_size", "1")]
        payload = await self._object(path, params, headers={"X-Fields": "total"}, private=True)
        return bool(count_of(payload.get("total")))

    async def fields(self, ident: str) -> DatasetFields:
        """What may be changed of a dataset, as the service tells it now, past every copy."""
        await self.need_key()
        path = f"/api/1/datasets/{segment(ident)}/"
        payload = await self._object(path, headers={"X-Fields": _FIELDS_MASK}, private=True)
        return DatasetFields.parse(payload, self._base + path)

    def url(self, write: Write) -> str:
        """The address that `send` asks."""
        return self._url(write.path, ())

    async def send(self, write: Write) -> JsonValue:
        """Ask for a change, once: see `Transport.send_json`, which says what a failure leaves
        unknown. Returns what the service answers."""
        await self.need_key()
        return await self._transport.send_json(write.method, self.url(write), write.body)

    async def _all(self, kind: type[_M], path: str, mask: str) -> tuple[_M, ...]:
        await self.need_key()
        url = self._url(path, ())
        headers = {"X-Fields": mask}
        payload: object = await self._transport.get_json(url, headers=headers, private=True)
        if not isinstance(payload, Sequence) or isinstance(payload, str):
            raise BadPayload(redact(url), status=200)
        return tuple(kind.parse(item, url) for item in objects_of(payload))
