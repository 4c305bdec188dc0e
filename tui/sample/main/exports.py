"""The catalogue as CSV: of the whole site, of one organization, in the columns of the portal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from tui.sample.asgi import Request, Response
from tui.sample.clock import NOW, naive_stamp
from tui.sample.data.producers import Producer
from tui.sample.data.records import Dataset, Json, Resource
from tui.sample.main.listing import found
from tui.sample.main.quality import quality
from tui.sample.main.replies import redirect
from tui.sample.main.views import Writer, license_of

Row: TypeAlias = dict[str, Json]

STATIC = "https://static.sample.data.gouv.invalid/resources/catalogue-des-donnees/20261119-060000"
"""Where the site's exports are once a day."""

_DATASET = (
    "id title slug acronym url organization organization_id owner owner_id description"
    " description_short frequency license temporal_coverage.start temporal_coverage.end"
    " spatial.granularity spatial.zones spatial.geom featured created_at last_modified badges tags"
    " archived resources_count main_resources_count resources_formats harvest.backend"
    " harvest.domain harvest.remote_id harvest.remote_url harvest.uri harvest.created_at"
    " harvest.issued_at harvest.modified_at harvest.last_update harvest.dct_identifier"
    " quality_score metric.discussions metric.discussions_open metric.reuses"
    " metric.reuses_by_months metric.dataservices metric.followers metric.followers_by_months"
    " metric.views metric.resources_downloads"
)
_RESOURCE = (
    "dataset.id dataset.title dataset.slug dataset.url dataset.organization"
    " dataset.organization_id dataset.license dataset.private dataset.archived id url title"
    " description filetype type format mime filesize checksum.type checksum.value created_at"
    " modified downloads harvest.issued_at harvest.modified_at harvest.last_update schema_name"
    " schema_version preview_url extras"
)
_DATASERVICE = (
    "id title slug acronym url description base_api_url machine_documentation_url"
    " technical_documentation_url business_documentation_url authorization_request_url"
    " availability rate_limiting access_type license organization organization_id owner owner_id"
    " featured created_at metadata_modified_at archived tags datasets harvest.backend"
    " harvest.domain harvest.remote_id harvest.remote_url harvest.uri harvest.created_at"
    " harvest.issued_at harvest.modified_at harvest.last_update metric.discussions"
    " metric.discussions_open metric.followers metric.followers_by_months metric.reuses"
    " metric.views"
)
_REUSE = (
    "id title slug url type description remote_url organization organization_id owner owner_id"
    " image featured created_at last_modified archived topic tags datasets metric.discussions"
    " metric.discussions_open metric.datasets metric.followers metric.followers_by_months"
    " metric.views"
)
_ORGANIZATION = (
    "id name acronym slug url description logo badges created_at last_modified"
    " business_number_id members_count downloads metric.dataservices metric.datasets"
    " metric.members metric.reuses metric.followers metric.views"
)
_DISCUSSION = (
    "id user subject subject_class subject_id title size participants messages created closed"
    " closed_by closed_by_id closed_by_organization closed_by_organization_id"
)


def site_export(request: Request, writer: Writer, name: str) -> Response:
    """GET /api/1/site/NAME.csv: the file of the day, or what is computed where it is filtered."""
    if name == "tags" or (request.query and name != "harvests"):
        of = writer.catalogue.producer(request.get("organization"))
        return _attached(site_csv(writer, name, of), name)
    return redirect(f"{STATIC}/export-{name}.csv", 302)


def organization_export(_request: Request, writer: Writer, key: str, name: str) -> Response:
    """GET /api/1/organizations/KEY/NAME.csv."""
    owner = found(writer.catalogue.producer(key), "Organization")
    name_of_site = "resources" if name == "datasets-resources" else name
    return _attached(site_csv(writer, name_of_site, owner), f"{owner.slug}-{name}")


def site_csv(writer: Writer, name: str, owner: Producer | None = None) -> bytes:
    """What is exported under that name, of one organization or of all."""
    columns, rows = _EXPORTS[name]
    return _written(columns.split(), rows(writer, owner))


def _attached(content: bytes, name: str) -> Response:
    said = f"attachment; filename={name}-{NOW:%Y-%m-%d-%H-%M}.csv"
    return Response(200, content, "text/csv; charset=utf-8", {"content-disposition": said})


def _written(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    return "".join(";".join(map(_cell, line)) + "\r\n" for line in lines).encode()


def _cell(value: object) -> str:
    if isinstance(value, (bool, int)):
        return str(value)
    text = "" if value is None else str(value).replace('"', '""')
    return f'"{text}"'


def _of(writer: Writer, owner: Producer | None) -> list[Dataset]:
    shown = writer.catalogue.public_datasets
    return [item for item in shown if owner is None or item.organization == owner]


def _datasets(writer: Writer, owner: Producer | None) -> Iterable[Row]:
    for item in _of(writer, owner):
        start, end = item.coverage or (None, None)
        formats = dict.fromkeys(file.format for file in item.resources if file.format)
        yield {
            **_named(writer, "datasets", item.id, item.title, item.slug, item.organization),
            "acronym": item.acronym,
            "description": item.description,
            "frequency": item.frequency,
            "license": license_of(item.license).title,
            "temporal_coverage.start": start.isoformat() if start else "",
            "temporal_coverage.end": end.isoformat() if end else "",
            "spatial.granularity": item.granularity,
            "spatial.zones": ",".join(item.zones),
            "featured": item.featured,
            "created_at": naive_stamp(item.created_at),
            "last_modified": naive_stamp(item.last_modified),
            "badges": ",".join(item.badges),
            "tags": ",".join(item.tags),
            "archived": bool(item.archived),
            "resources_count": len(item.resources),
            "main_resources_count": sum(file.type == "main" for file in item.resources),
            "resources_formats": ",".join(formats),
            "quality_score": f"{quality(item)['score']:.2f}",
            "metric.discussions": writer.catalogue.discussions_of[item.id],
            "metric.discussions_open": writer.catalogue.open_discussions_of[item.id],
            "metric.reuses": writer.catalogue.reuses_of[item.id],
            "metric.reuses_by_months": "{}",
            "metric.dataservices": writer.catalogue.dataservices_of[item.id],
            "metric.followers": item.followers,
            "metric.followers_by_months": "{}",
            "metric.views": item.views,
            "metric.resources_downloads": item.downloads,
        }


def _resources(writer: Writer, owner: Producer | None) -> Iterable[Row]:
    return (_resource(writer, item, file) for item in _of(writer, owner) for file in item.resources)


def _resource(writer: Writer, item: Dataset, file: Resource) -> Row:
    named = _named(writer, "datasets", item.id, item.title, item.slug, item.organization)
    return {
        **{f"dataset.{name}": value for name, value in named.items()},
        "dataset.license": license_of(item.license).title,
        "dataset.private": item.private,
        "dataset.archived": bool(item.archived),
        "id": file.id,
        "url": file.url,
        "title": file.title,
        "description": file.description,
        "filetype": file.filetype,
        "type": file.type,
        "format": file.format,
        "mime": file.mime,
        "filesize": file.filesize,
        "checksum.type": "sha1" if file.checksum else "",
        "checksum.value": file.checksum,
        "created_at": naive_stamp(file.created_at),
        "modified": naive_stamp(file.last_modified),
        "downloads": file.downloads,
        "schema_name": file.schema[0] if file.schema else "",
        "schema_version": file.schema[1] if file.schema else "",
        "extras": json.dumps(dict(file.extras)),
    }


def _dataservices(writer: Writer, owner: Producer | None) -> Iterable[Row]:
    for item in writer.catalogue.dataservices:
        if item.deleted is None and owner in (None, item.organization):
            yield {
                **_named(writer, "dataservices", item.id, item.title, item.slug, item.organization),
                "description": item.description,
                "base_api_url": item.base_url,
                "machine_documentation_url": item.machine_url,
                "technical_documentation_url": item.documentation_url,
                "availability": item.availability,
                "rate_limiting": item.rate_limiting,
                "access_type": item.access.type,
                "license": item.license,
                "featured": False,
                "created_at": naive_stamp(item.created_at),
                "metadata_modified_at": naive_stamp(item.last_modified),
                "archived": False,
                "tags": ",".join(item.tags),
                "datasets": ",".join(item.datasets),
                "metric.followers": item.followers,
                "metric.views": item.views,
            }


def _reuses(writer: Writer, owner: Producer | None) -> Iterable[Row]:
    for item in writer.catalogue.reuses:
        if item.deleted is None and owner in (None, item.organization):
            yield {
                **_named(writer, "reuses", item.id, item.title, item.slug, item.organization),
                "type": item.type,
                "description": item.description,
                "remote_url": item.url,
                "featured": item.featured,
                "created_at": naive_stamp(item.created_at),
                "last_modified": naive_stamp(item.last_modified),
                "archived": False,
                "topic": item.topic,
                "tags": ",".join(item.tags),
                "datasets": ",".join(item.datasets),
                "metric.datasets": len(item.datasets),
                "metric.followers": item.followers,
                "metric.views": item.views,
            }


def _organizations(writer: Writer, _owner: Producer | None) -> Iterable[Row]:
    for item in writer.catalogue.producers:
        yield {
            "id": item.id,
            "name": item.name,
            "acronym": item.acronym,
            "slug": item.slug,
            "url": f"{writer.web}/organizations/{item.slug}",
            "badges": ",".join(item.badges),
            "created_at": naive_stamp(item.created_at),
            "last_modified": naive_stamp(item.created_at),
            "metric.datasets": writer.catalogue.datasets_of[item.id],
            "metric.followers": item.followers,
        }


def _discussions(writer: Writer, owner: Producer | None) -> Iterable[Row]:
    subjects = {item.id for item in _of(writer, owner)}
    for item in writer.catalogue.discussions:
        if item.subject_id in subjects:
            first = item.messages[0]
            yield {
                "id": item.id,
                "user": f"{first.author.first_name} {first.author.last_name}",
                "subject": item.subject_id,
                "subject_class": item.subject_class,
                "subject_id": item.subject_id,
                "title": item.title,
                "size": len(item.messages),
                "messages": "\n".join(message.content for message in item.messages),
                "created": naive_stamp(item.created),
                "closed": naive_stamp(item.closed) if item.closed else "",
            }


def _tags(writer: Writer, _owner: Producer | None) -> Iterable[Row]:
    counts: dict[str, int] = {}
    for item in writer.catalogue.public_datasets:
        for tag in item.tags:
            counts[tag] = counts.get(tag, 0) + 1
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield {"name": name, "datasets": count, "reuses": 0, "total": count}


def _harvests(_writer: Writer, _owner: Producer | None) -> Iterable[Row]:
    return ()


def _named(
    writer: Writer, folder: str, ident: str, title: str, slug: str, owner: Producer | None
) -> Row:
    return {
        "id": ident,
        "title": title,
        "slug": slug,
        "url": f"{writer.web}/{folder}/{slug}",
        "organization": owner.name if owner else "",
        "organization_id": owner.id if owner else "",
    }


_EXPORTS: dict[str, tuple[str, Callable[[Writer, Producer | None], Iterable[Row]]]] = {
    "datasets": (_DATASET, _datasets),
    "resources": (_RESOURCE, _resources),
    "organizations": (_ORGANIZATION, _organizations),
    "reuses": (_REUSE, _reuses),
    "dataservices": (_DATASERVICE, _dataservices),
    "discussions": (_DISCUSSION, _discussions),
    "tags": ("name datasets reuses total", _tags),
    "harvests": ("id name url organization organization_id backend created_at", _harvests),
}
