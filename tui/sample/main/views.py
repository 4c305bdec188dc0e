"""How the Main API writes datasets, resources and who publishes them."""

from __future__ import annotations

from dataclasses import dataclass

from tui.sample.clock import stamp
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.places import ZONES_BY_ID
from tui.sample.data.producers import Producer, User
from tui.sample.data.records import Access, Dataset, Json, Resource
from tui.sample.main.identity import ME, may_edit
from tui.sample.main.quality import quality
from tui.sample.names import object_id
from tui.sample.vocabulary import FREQUENCIES, GRANULARITIES, LICENSES, License, term

RIGHTS = ("edit", "delete", "members", "harvest", "private")


@dataclass(frozen=True, slots=True)
class Writer:
    """What addresses and labels are written with.

    Attributes:
        catalogue: Where what refers to other objects is counted.
        api: The root of this server, as the client reaches it.
        web: The root of the portal's pages.
        lang: The language of labels.
        me: Whose key the request carries.
    """

    catalogue: Catalogue
    api: str
    web: str
    lang: str = "fr"
    me: User | None = None

    @property
    def account(self) -> User:
        """The only account that anybody has the key of."""
        return ME

    def is_me(self, user: User) -> bool:
        return self.me is not None and user == self.me

    def producer(self, item: Producer | None) -> Json:
        """An organization, as other objects refer to it."""
        if item is None:
            return None
        return {
            "badges": [{"kind": kind} for kind in item.badges],
            "name": item.name,
            "acronym": item.acronym,
            "slug": item.slug,
            "logo": None,
            "logo_thumbnail": None,
            "page": f"{self.web}/organizations/{item.slug}",
            "permissions": dict.fromkeys(RIGHTS, may_edit(self.me, item, None)),
            "uri": f"{self.api}/api/1/organizations/{item.slug}/",
            "id": item.id,
            "class": "Organization",
        }

    def user(self, item: User | None) -> Json:
        """A person, as other objects refer to them."""
        if item is None:
            return None
        return {
            "slug": item.slug,
            "first_name": item.first_name,
            "last_name": item.last_name,
            "avatar": None,
            "avatar_thumbnail": None,
            "deleted": None,
            "page": f"{self.web}/users/{item.slug}",
            "uri": f"{self.api}/api/1/users/{item.slug}/",
            "id": item.id,
            "class": "User",
        }

    def access(self, item: Access) -> dict[str, Json]:
        return {
            "access_type": item.type,
            "access_audiences": [
                {"role": role, "condition": condition} for role, condition in item.audiences
            ],
            "access_type_reason_category": item.reason_category,
            "access_type_reason": item.reason,
            "authorization_request_url": item.request_url,
        }

    def resource(self, item: Resource) -> dict[str, Json]:
        has_table = "analysis:parsing:parsing_table" in item.extras
        return {
            "id": item.id,
            "title": item.title,
            "description": item.description,
            "filetype": item.filetype,
            "type": item.type,
            "format": item.format,
            "url": item.url,
            "latest": f"{self.api}/api/1/datasets/r/{item.id}",
            "checksum": {"type": "sha1", "value": item.checksum} if item.checksum else None,
            "filesize": item.filesize,
            "mime": item.mime,
            "created_at": stamp(item.created_at),
            "last_modified": stamp(item.last_modified),
            "metrics": {"views": item.downloads} if item.downloads else {},
            "harvest": None,
            "geopf": None,
            "extras": dict(item.extras),
            "preview_url": f"{self.web}/explore/resources/{item.id}" if has_table else None,
            "schema": schema(item.schema),
            "internal": {
                "created_at_internal": stamp(item.created_at),
                "last_modified_internal": stamp(item.last_modified),
            },
        }

    def dataset_v1(self, item: Dataset, *, full: bool = False) -> dict[str, Json]:
        """With every file embedded; `full` turns zones and granularity into objects."""
        written = self._dataset(item, full=full)
        written["resources"] = [self.resource(file) for file in item.resources]
        written["schema"] = schema(item.schema)
        return written

    def dataset_v2(self, item: Dataset, *, full: bool = False) -> dict[str, Json]:
        """With links to the files; `full` turns vocabulary ids into objects."""
        written = self._dataset(item, full=full)
        written["resources"] = {
            "rel": "subsection",
            "href": f"{self.api}/api/2/datasets/{item.id}/resources/?page=1&page_size=50",
            "type": "GET",
            "total": len(item.resources),
        }
        written["community_resources"] = {
            "rel": "subsection",
            "href": f"{self.api}/api/1/datasets/community_resources/"
            f"?dataset={item.id}&page=1&page_size=50",
            "type": "GET",
            "total": self.catalogue.community_files_of[item.id],
        }
        if full:
            written["license"] = license_json(license_of(item.license))
            frequency = term(FREQUENCIES, item.frequency)
            written["frequency"] = {"id": frequency.id, "label": frequency.label(self.lang)}
        return written

    def _dataset(self, item: Dataset, *, full: bool) -> dict[str, Json]:
        start, end = item.coverage or (None, None)
        return {
            "id": item.id,
            "title": item.title,
            "acronym": item.acronym,
            "slug": item.slug,
            "description": item.description,
            "description_short": item.description_short,
            "created_at": stamp(item.created_at),
            "last_modified": stamp(item.last_modified),
            "last_update": stamp(item.last_update),
            "deleted": stamp(item.deleted),
            "archived": stamp(item.archived),
            "private": item.private,
            "featured": item.featured,
            "tags": list(item.tags),
            "badges": [{"kind": kind} for kind in item.badges],
            "frequency": item.frequency,
            "frequency_date": None,
            "extras": dict(item.extras),
            "harvest": dict(item.harvest) if item.harvest else None,
            "metrics": self._metrics(item),
            "organization": self.producer(item.organization),
            "owner": self.user(item.owner),
            "temporal_coverage": {
                "start": start.isoformat() if start else None,
                "end": end.isoformat() if end else None,
            }
            if item.coverage
            else None,
            "spatial": self._spatial(item, full=full),
            "license": item.license,
            **self.access(item.access),
            "uri": f"{self.api}/api/1/datasets/{item.slug}/",
            "page": f"{self.web}/datasets/{item.slug}",
            "quality": quality(item),
            "contact_points": [self.contact(item.organization)]
            if item.contact and item.organization
            else [],
            "doi": None,
            "geopf": None,
            "internal": {
                "created_at_internal": stamp(item.created_at),
                "last_modified_internal": stamp(item.last_modified),
            },
            "permissions": dict.fromkeys(
                ("delete", "edit", "edit_resources"),
                may_edit(self.me, item.organization, item.owner),
            ),
        }

    def _metrics(self, item: Dataset) -> dict[str, Json]:
        catalogue = self.catalogue
        return {
            "dataservices": catalogue.dataservices_of[item.id],
            "discussions": catalogue.discussions_of[item.id],
            "discussions_open": catalogue.open_discussions_of[item.id],
            "followers": item.followers,
            "followers_by_months": {"2026-10": item.followers} if item.followers else 0,
            "resources_downloads": item.downloads,
            "reuses": catalogue.reuses_of[item.id],
            "reuses_by_months": 0,
            "views": item.views,
        }

    def _spatial(self, item: Dataset, *, full: bool) -> Json:
        if not item.zones and not item.granularity:
            return None
        granularity: Json = item.granularity
        zones: list[Json] = list(item.zones)
        if full:
            found = term(GRANULARITIES, item.granularity or "other")
            granularity = {"id": found.id, "name": found.label(self.lang)}
            zones = [
                {"id": zone, "name": ZONES_BY_ID[zone].name, "uri": None} for zone in item.zones
            ]
        return {"geom": None, "granularity": granularity, "zones": zones}

    def contact(self, item: Producer) -> dict[str, Json]:
        """Whom to ask at an organization."""
        return {
            "id": object_id("contact", item.name),
            "owner": None,
            "organization": self.producer(item),
            "name": f"Service données – {item.acronym or item.name}",
            "email": f"donnees@{item.slug[:30].strip('-')}.invalid",
            "contact_form": None,
            "role": "contact",
        }


def schema(item: tuple[str, str] | None) -> Json:
    return {"name": item[0], "version": item[1], "url": None} if item else None


def license_of(ident: str) -> License:
    return next(item for item in LICENSES if item.id == ident)


def license_json(item: License) -> Json:
    return {
        "id": item.id,
        "title": item.title,
        "maintainer": item.maintainer,
        "url": item.url,
        "flags": list(item.flags),
        "alternate_urls": [],
        "alternate_titles": [],
    }
