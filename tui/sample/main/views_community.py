"""How the Main API writes organizations, people, reuses, APIs and threads."""

from __future__ import annotations

from tui.sample.clock import days_ago, stamp
from tui.sample.data.community_files import CommunityFile
from tui.sample.data.producers import Producer, User
from tui.sample.data.records import Dataservice, Dataset, Discussion, Json, Message, Reuse
from tui.sample.main.views import Writer

_EMPTY_HARVEST = dict.fromkeys(
    (
        *("backend", "domain", "source_id", "source_url", "remote_id", "remote_url", "created_at"),
        *("issued_at", "modified_at", "last_update", "archived_at", "archived_reason", "uri"),
    )
)
_ROLES = {"admin": ("Administrateur", "Administrator"), "editor": ("Éditeur", "Editor")}


def organization_json(writer: Writer, item: Producer) -> dict[str, Json]:
    """An organization, whole."""
    datasets = [
        dataset
        for dataset in writer.catalogue.public_datasets
        if dataset.organization is not None and dataset.organization.id == item.id
    ]
    reference = writer.producer(item)
    assert isinstance(reference, dict)
    reference.pop("class")
    return reference | {
        "description": f"**{item.name}** publie des données *inventées* pour le site d'exemple.\n\n"
        f"- site : {item.site}\n",
        "url": item.site,
        "created_at": stamp(item.created_at),
        "last_modified": stamp(days_ago(3)),
        "deleted": stamp(item.deleted),
        "business_number_id": None,
        "banner_color": None,
        "banner_image": None,
        "banner_image_position": 50,
        "image_url": None,
        "zone": item.zone,
        "extras": {},
        "ext": {},
        "teams": [],
        "presentation_blocs_published_at": None,
        "members": [_member(writer, user, role) for user, role in item.members],
        "metrics": {
            "dataservices": sum(
                api.organization.id == item.id and not api.deleted
                for api in writer.catalogue.dataservices
            ),
            "dataservices_by_months": {},
            "datasets": len(datasets),
            "datasets_by_months": {},
            "datasets_followers_by_months": {},
            "datasets_reuses_by_months": {},
            "followers": item.followers,
            "members": len(item.members),
            "reuses": sum(
                reuse.organization is not None and reuse.organization.id == item.id
                for reuse in writer.catalogue.reuses
                if not reuse.deleted
            ),
            "reuses_by_months": {},
            "reuses_followers_by_months": {},
            "views": sum(dataset.views for dataset in datasets),
        },
    }


def _member(writer: Writer, user: User, role: str) -> Json:
    written = writer.user(user)
    assert isinstance(written, dict)
    french, english = _ROLES[role]
    return {
        "user": written | {"email": "***@example.com", "last_login_at": None},
        "role": role,
        "since": stamp(days_ago(700)),
        "label": english if writer.lang == "en" else french,
    }


def user_json(writer: Writer, item: User) -> dict[str, Json]:
    """A person, whole."""
    written = writer.user(item)
    assert isinstance(written, dict)
    catalogue = writer.catalogue
    written.pop("class")
    return written | {
        "about": None,
        "active": True,
        "email": None,
        "since": stamp(days_ago(1_000)),
        "website": None,
        "last_login_at": None,
        "mail_cadence": None,
        "notifications_paused": None,
        "password_rotation_demanded": None,
        "password_rotation_performed": None,
        "roles": [],
        "organizations": [
            writer.producer(producer)
            for producer in catalogue.producers
            if item in [member for member, _ in producer.members]
        ],
        "metrics": {
            "dataservices": 0,
            "datasets": sum(dataset.owner == item for dataset in catalogue.public_datasets),
            "followers": 0,
            "following": 0,
            "reuses": sum(reuse.owner == item for reuse in catalogue.reuses if not reuse.deleted),
        },
    }


def reuse_json(writer: Writer, item: Reuse, *, links: bool) -> dict[str, Json]:
    """A reuse; its datasets as a link in version 2, as references in version 1."""
    page = f"?reuse={item.id}&page=1&page_size=50"
    datasets = link_to(f"{writer.api}/api/2/datasets/{page}", len(item.datasets))
    dataservices = link_to(f"{writer.api}/api/1/dataservices/{page}", 0)
    if not links:
        dataservices = []
        found = (writer.catalogue.dataset(ident) for ident in item.datasets)
        datasets = [dataset_reference(writer, dataset) for dataset in found if dataset]
    return {
        "id": item.id,
        "title": item.title,
        "slug": item.slug,
        "description": item.description,
        "type": item.type,
        "topic": item.topic,
        "url": item.url,
        "tags": list(item.tags),
        "badges": [],
        "featured": item.featured,
        "private": False,
        "archived": None,
        "deleted": stamp(item.deleted),
        "created_at": stamp(item.created_at),
        "last_modified": stamp(item.last_modified),
        "organization": writer.producer(item.organization),
        "owner": writer.user(item.owner),
        "datasets": datasets,
        "dataservices": dataservices,
        "image": None,
        "image_thumbnail": None,
        "extras": {},
        "metrics": {
            "datasets": len(item.datasets),
            "discussions": writer.catalogue.discussions_of[item.id],
            "discussions_open": writer.catalogue.open_discussions_of[item.id],
            "followers": item.followers,
            "followers_by_months": 0,
            "views": item.views,
        },
        "page": f"{writer.web}/reuses/{item.slug}",
        "uri": f"{writer.api}/api/1/reuses/{item.slug}/",
        "permissions": {"delete": False, "edit": False},
    }


def dataservice_json(writer: Writer, item: Dataservice) -> dict[str, Json]:
    """An API of the catalogue: its dates and addresses have names of their own."""
    return {
        "id": item.id,
        "title": item.title,
        "acronym": None,
        "slug": item.slug,
        "description": item.description,
        "organization": writer.producer(item.organization),
        "owner": None,
        "badges": [],
        **writer.access(item.access),
        "base_api_url": item.base_url,
        "machine_documentation_url": item.machine_url,
        "technical_documentation_url": item.documentation_url,
        "business_documentation_url": None,
        "rate_limiting": item.rate_limiting,
        "rate_limiting_url": None,
        "availability": item.availability,
        "availability_url": None,
        "format": item.format,
        "license": item.license,
        "tags": list(item.tags),
        "private": False,
        "featured": False,
        "extras": {},
        "contact_points": [],
        "created_at": stamp(item.created_at),
        "metadata_modified_at": stamp(item.last_modified),
        "deleted_at": stamp(item.deleted),
        "archived_at": None,
        "datasets": link_to(
            f"{writer.api}/api/1/datasets/?dataservice={item.id}", len(item.datasets)
        ),
        "harvest": dict(_EMPTY_HARVEST),
        "metrics": {
            "discussions": writer.catalogue.discussions_of[item.id],
            "discussions_open": writer.catalogue.open_discussions_of[item.id],
            "followers": item.followers,
            "followers_by_months": 0,
            "reuses": 0,
            "views": item.views,
        },
        "permissions": {"delete": False, "edit": False},
        "self_api_url": f"{writer.api}/api/1/dataservices/{item.slug}/",
        "self_web_url": f"{writer.web}/dataservices/{item.slug}",
    }


def community_resource_json(writer: Writer, item: CommunityFile) -> dict[str, Json]:
    """A file that others added: as any file, with its dataset and who added it."""
    return writer.resource(item.file) | {
        "dataset": dataset_reference(writer, item.dataset),
        "organization": writer.producer(item.organization),
        "owner": writer.user(item.owner),
        "permissions": {"delete": False, "edit": False},
    }


def dataset_reference(writer: Writer, dataset: Dataset) -> Json:
    """A dataset as other objects refer to it."""
    return {
        "id": dataset.id,
        "title": dataset.title,
        "acronym": dataset.acronym,
        "page": f"{writer.web}/datasets/{dataset.slug}",
        "uri": f"{writer.api}/api/1/datasets/{dataset.slug}/",
        "class": "Dataset",
    }


def discussion_json(writer: Writer, item: Discussion) -> dict[str, Json]:
    """A thread with all its messages."""
    last = item.messages[-1]
    plural = f"{item.subject_class.lower()}s"
    return {
        "id": item.id,
        "user": writer.user(item.messages[0].author),
        "organization": writer.producer(item.messages[0].organization),
        "subject": {"class": item.subject_class, "id": item.subject_id},
        "title": item.title,
        "discussion": [_message(writer, message) for message in item.messages],
        "created": stamp(item.created),
        "closed": stamp(item.closed),
        "closed_by": writer.user(last.author) if item.closed else None,
        "closed_by_organization": None,
        "extras": {},
        "permissions": {
            "delete": writer.is_me(item.messages[0].author),
            "edit": writer.is_me(item.messages[0].author),
            "close": writer.me is not None,
        },
        "url": f"{writer.api}/api/1/discussions/{item.id}/",
        "self_web_url": f"{writer.web}/{plural}/{item.subject_id}/discussions"
        f"?discussion_id={item.id}",
    }


def _message(writer: Writer, item: Message) -> Json:
    return {
        "id": item.id,
        "content": item.content,
        "posted_on": stamp(item.posted_on),
        "posted_by": writer.user(item.author),
        "posted_by_organization": writer.producer(item.organization),
        "last_modified_at": None,
        "permissions": {
            "delete": writer.is_me(item.author),
            "edit": writer.is_me(item.author),
        },
    }


def link_to(href: str, total: int) -> Json:
    """How version 2 writes a list that is elsewhere."""
    return {"rel": "subsection", "href": href, "type": "GET", "total": total}
