"""Everything that the client can be asked, each as one call with what the sample site knows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, TypeAlias

from faulty import sample

from tui.api.account import Account
from tui.api.calls.call import Call
from tui.api.calls.credentials import Wallet
from tui.api.calls.pace import Pacer
from tui.api.calls.sending import Allowed, send
from tui.api.catalogue import Catalogue
from tui.api.fetch import fetching, file_head
from tui.api.metrics import Metrics
from tui.api.openapi.opening import fetch_wanted, open_address
from tui.api.portal import Listing, Portal
from tui.api.related import Related
from tui.api.search import DatasetSearch, Search
from tui.api.service import Service
from tui.api.tabular import Tabular
from tui.api.titles import Titles
from tui.api.transport import Transport
from tui.api.unpacking import unpacked
from tui.api.writes import Write, follow, open_discussion
from tui.sample.names import object_id, resource_id

Ask: TypeAlias = Callable[[Service], Awaitable[Any]]

SLUG: Final = "population-des-communes-francaises"
RID: Final = resource_id(f"{SLUG}/0")
DATASET: Final = object_id("dataset", SLUG)
MONTH: Final = "2026-09"
DESCRIPTION: Final = "https://api-nappes.invalid/openapi.yaml"


def url(service: Service, path: str) -> str:
    return service.site.main_url + path


async def drained(chunks: AsyncIterator[Any]) -> int:
    """How much came."""
    return sum([len(chunk) async for chunk in chunks])


async def stream(service: Service) -> int:
    async with service.tabular.stream(RID, "region__exact=Bretagne", "csv") as chunks:
        return await drained(chunks)


async def streamed_rows(service: Service) -> int:
    async with service.tabular.streamed_rows(RID, "region__exact=Bretagne") as rows:
        return await drained(rows)


async def exchanged(service: Service) -> int:
    address = url(service, "/api/1/datasets/licenses/")
    async with service.transport.exchange("GET", address, {}, deadline=20) as response:
        return await drained(response.aiter_bytes())


async def any_answer(service: Service) -> int:
    address = url(service, "/api/1/datasets/licenses/")
    async with service.transport.any_answer("GET", address, {}) as response:
        body = b""
        async for chunk in unpacked(response):
            body += chunk
            if len(body) > 1024 * 1024:  # who asks for any answer says how much of it
                break
        return len(body)


async def fetched(service: Service) -> int:
    async with fetching(service.transport, url(service, "/api/1/datasets/licenses/")) as file:
        return await drained(file.chunks())


async def called(service: Service) -> int:
    call = Call("GET", url(service, "/api/1/datasets/licenses/"))
    allowed, pacer = Allowed(private=True), Pacer(service.journal)
    async with await send(service.transport, call, Wallet(), pacer, allowed=allowed) as sent:
        if sent.problem is not None:
            raise sent.problem
        return sent.status


async def described(service: Service) -> Any:
    return await fetch_wanted(service.transport, await open_address(service.transport, DESCRIPTION))


def titles(service: Service) -> Titles:
    return Titles(service.transport, service.site.main_url)


def entity(kind: str, ident: str) -> Ask:
    return lambda s: s.portal.entity(kind, ident)


def written(write: Write) -> Ask:
    return lambda s: s.account.send(write)


CATALOGUE = sample().catalogue
TOPIC = next(topic for topic in CATALOGUE.topics)

ASKED: Final[dict[str, Ask]] = {
    "Catalogue.search_datasets": lambda s: s.catalogue.search_datasets(DatasetSearch("eau")),
    "Catalogue.search_datasets of a slug": lambda s: s.catalogue.search_datasets(
        DatasetSearch("", (("organization", "ville-de-paris"),))
    ),
    "Catalogue.dataset": lambda s: s.catalogue.dataset(SLUG),
    "Catalogue.resources": lambda s: s.catalogue.resources(DATASET),
    "Catalogue.resource": lambda s: s.catalogue.resource(RID),
    "Catalogue.organization": lambda s: s.catalogue.organization("ville-de-paris"),
    "Catalogue.suggest": lambda s: s.catalogue.suggest("tags", "eau"),
    "Catalogue.zone_names": lambda s: s.catalogue.zone_names(["fr:region:11"]),
    "Catalogue.licenses": lambda s: s.catalogue.licenses(),
    "Catalogue.frequencies": lambda s: s.catalogue.frequencies(),
    "Catalogue.schemas": lambda s: s.catalogue.schemas(),
    "Related.discussions": lambda s: s.related.discussions(DATASET),
    "Related.reuses": lambda s: s.related.reuses(DATASET),
    "Related.dataservices": lambda s: s.related.dataservices(DATASET),
    "Related.community_resources": lambda s: s.related.community_resources(DATASET),
    "Related.activity": lambda s: s.related.activity(DATASET),
    "Related.rdf": lambda s: s.related.rdf(DATASET, "jsonld"),
    "Portal.entity of an organization": entity("organization", "ville-de-paris"),
    "Portal.entity of a reuse": entity("reuse", CATALOGUE.reuses[0].slug),
    "Portal.entity of a dataservice": entity("dataservice", "api-jours-feries"),
    "Portal.entity of a topic": entity("topic", TOPIC.slug),
    "Portal.entity of a user": entity("user", "jerome-martin"),
    "Portal.entity of a post": entity("post", CATALOGUE.posts[0].slug),
    "Portal.entity of a discussion": entity("discussion", CATALOGUE.discussions[0].id),
    "Portal.other, a contact": entity("contact", object_id("contact", "Ville de Paris")),
    "Portal.other, a source": entity("harvest", CATALOGUE.sources[0].id),
    "Portal.other, a job": entity("job", CATALOGUE.sources[0].jobs[0].id),
    "Portal.other, a zone": entity("zone", "fr:region:11"),
    "Portal.other, a level": entity("level", "fr:region"),
    "Portal.other, a tag": entity("tag", "transport"),
    "Portal.other, a licence": entity("license", "lov2"),
    "Portal.array": lambda s: s.portal.array("levels"),
    "Portal.search": lambda s: s.portal.search(Search("eau", kind="reuses")),
    "Portal.search among organizations": lambda s: s.portal.search(
        Search("eau", kind="organizations")
    ),
    "Portal.count": lambda s: s.portal.count(Search("eau", kind="reuses")),
    "Portal.listed": lambda s: s.portal.listed(Listing("activity")),
    "Portal.listed of a topic": lambda s: s.portal.listed(Listing("elements", topic=TOPIC.id)),
    "Tabular.meta": lambda s: s.tabular.meta(RID),
    "Tabular.profile": lambda s: s.tabular.profile(RID),
    "Tabular.aggregation_allowed": lambda s: s.tabular.aggregation_allowed(RID),
    "Tabular.health": lambda s: s.tabular.health(),
    "Tabular.rows": lambda s: s.tabular.rows(RID, "", page=2),
    "Tabular.exact_rows": lambda s: s.tabular.exact_rows(RID, "", page=2),
    "Tabular.stream": stream,
    "Tabular.streamed_rows": streamed_rows,
    "Metrics.months": lambda s: s.metrics.months("datasets", DATASET),
    "Metrics.totals": lambda s: s.metrics.totals("datasets", DATASET),
    "Metrics.top": lambda s: s.metrics.top("datasets", "monthly_visit", MONTH),
    "Metrics.months_csv": lambda s: s.metrics.months_csv("datasets", DATASET),
    "Metrics.month_csv": lambda s: s.metrics.month_csv("organizations", MONTH),
    "Metrics.health": lambda s: s.metrics.health(),
    "Account.need_key": lambda s: s.account.me(),
    "Account.me": lambda s: s.account.me(reload=True),
    "Account.datasets": lambda s: s.account.datasets(),
    "Account.reuses": lambda s: s.account.reuses(),
    "Account.notifications": lambda s: s.account.notifications(handled=False),
    "Account.followed": lambda s: s.account.followed(),
    "Account.follows": lambda s: s.account.follows("dataset", DATASET),
    "Account.fields": lambda s: s.account.fields(DATASET),
    "Account.send, to follow": written(follow("dataset", DATASET)),
    "Account.send, a discussion": written(open_discussion("dataset", DATASET, "a", "b")),
    "Titles.one": lambda s: titles(s).one("dataset", DATASET),
    "Titles.most_viewed": lambda s: titles(s).most_viewed("dataset"),
    "Transport.get_json": lambda s: s.transport.get_json(url(s, "/api/1/datasets/licenses/")),
    "Transport.exchange": exchanged,
    "Transport.any_answer": any_answer,
    "fetch.file_head": lambda s: file_head(s.transport, url(s, "/api/1/datasets/licenses/")),
    "fetch.fetching": fetched,
    "calls.send": called,
    "openapi.open_address": described,
}
"""By name: the class and the method, then what of it."""

THROUGH_OTHERS: Final = {
    "Account.key",
    "Transport.aclose",
    "Transport.send_json",
    "Transport.get_exact_json",
    "Transport.get_text",
    "Transport.stream",
}
"""What the calls above go through, and what asks nothing."""

ASKING: Final = (Catalogue, Related, Portal, Tabular, Metrics, Account, Titles, Transport)
WRITES: Final = tuple(name for name in ASKED if name.startswith("Account.send"))
