"""The servers of files of the sample site: those of the portal and those of its producers."""

from __future__ import annotations

import re
from email.utils import format_datetime
from functools import cached_property

from tui.sample.asgi import Request, Response
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.contents import content_of
from tui.sample.data.records import Resource
from tui.sample.main.exports import STATIC, site_csv
from tui.sample.main.views import Writer

_HOST = re.compile(r"(static|donnees)\..*\.invalid")
_EXPORT = re.compile(
    re.escape(STATIC)
    + r"/export-(datasets|resources|organizations|reuses|dataservices|harvests).csv"
)
_RANGE = re.compile(r"bytes=(\d+)-")


def is_file_host(host: str) -> bool:
    """Whether files are what that server gives."""
    return _HOST.fullmatch(host.partition(":")[0]) is not None


class FileServer:
    """Answers at the addresses of the files of one catalogue, parts of them included."""

    def __init__(self, catalogue: Catalogue, web_url: str) -> None:
        self._catalogue = catalogue
        self._web_url = web_url

    @cached_property
    def _by_url(self) -> dict[str, Resource]:
        return {
            file.url: file for dataset in self._catalogue.datasets for file in dataset.resources
        }

    def answer(self, request: Request) -> Response:
        """The file at that address, or why there is none."""
        export = _EXPORT.fullmatch(f"https://{request.host}{request.path}")
        if export is not None:
            writer = Writer(self._catalogue, request.base_url, self._web_url)
            return Response(200, site_csv(writer, export[1]), "text/csv")
        file = self._by_url.get(f"https://{request.host}{request.path}")
        if file is None:
            return Response(404, b"Not Found", "text/plain")
        status = file.extras.get("check:status")
        if file.extras.get("check:available") is False and isinstance(status, int):
            return Response(status, str(file.extras.get("check:error")).encode(), "text/plain")
        content = content_of(request.path.rpartition("/")[2])
        return _given(request, file, content)


def _given(request: Request, file: Resource, content: bytes) -> Response:
    tag = f'"{file.id}"'
    headers = {
        "etag": tag,
        "accept-ranges": "bytes",
        "last-modified": format_datetime(file.last_modified.replace(microsecond=0)),
    }
    kind = file.mime or "application/octet-stream"
    part = _RANGE.fullmatch(request.headers.get("range", ""))
    if part is None or request.headers.get("if-range", tag) != tag:
        return Response(200, content, kind, headers)
    start, end = int(part[1]), len(content)
    if start >= end:
        return Response(416, b"", kind, headers | {"content-range": f"bytes */{end}"})
    said = {"content-range": f"bytes {start}-{end - 1}/{end}"}
    return Response(206, content[start:], kind, headers | said)
