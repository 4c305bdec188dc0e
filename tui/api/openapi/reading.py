"""A JSON value -> the description of an API, of any version, with what is wrong in it."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import Final

from tui.api.openapi.contents import body_of, old_body, parameter_of, response_of
from tui.api.openapi.document import (
    Body,
    Callback,
    Document,
    Info,
    Operation,
    Parameter,
    Response,
    Tag,
)
from tui.api.openapi.gathering import Gatherer
from tui.api.openapi.problem import Problem
from tui.api.openapi.references import References, Spot
from tui.api.openapi.refused import NoDescription
from tui.api.openapi.security import (
    old_servers,
    requirements_of,
    scheme_of,
    servers_of,
)
from tui.api.payload import JsonValue
from tui.i18n import gettext as _
from tui.text import SafeText, clean_line

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_BESIDE_METHODS: Final = frozenset({"parameters", "summary", "description", "servers", "$ref"})
_STATUS = re.compile(r"[1-5](?:\d\d|XX|xx)|default")
_IN_PATH = re.compile(r"\{([^{}/?#]*)\}")


def is_description(value: JsonValue) -> bool:
    """Whether `value` is, or means to be, the description of an API."""
    if not isinstance(value, dict):
        return False
    if "openapi" in value or "swagger" in value:
        return True
    paths = value.get("paths")
    return isinstance(paths, dict) and isinstance(value.get("info"), dict)


def read_document(references: References, problems: tuple[Problem, ...] = ()) -> Document:
    """The description that `references` begins with.

    Args:
        problems: What is known to be wrong already.

    Raises:
        NoDescription: It describes no API.
    """
    root = references.root()
    check_described(root.value, references.url, problems)
    return _Reader(references, root, problems).document()


def check_described(value: JsonValue, url: str, problems: tuple[Problem, ...] = ()) -> None:
    """Raise `NoDescription` where `value`, of the document at `url`, describes no API here."""
    if not is_description(value):
        kind = _kind_of(value)
        is_broken = problems and kind in ("text", "empty", "other")
        detail = problems[0].what if is_broken else ""
        raise NoDescription(url, kind, detail=detail)


def _kind_of(value: JsonValue) -> str:
    """What a document is that describes no API here."""
    if value is None:
        return "empty"
    if isinstance(value, (str, int, float)):
        return "text"
    names = value if isinstance(value, dict) else {}
    if "asyncapi" in names:
        return "asyncapi"
    info = names.get("info")
    if isinstance(info, dict) and "getpostman.com" in str(info.get("schema")):
        return "postman"
    return "old" if "swaggerVersion" in names else "other"


class _Reader:
    def __init__(self, references: References, root: Spot, problems: tuple[Problem, ...]) -> None:
        self._before = problems
        self._root = root
        said = root.fields.get("openapi", root.fields.get("swagger"))
        self._said = clean_line(str(said) if isinstance(said, (str, int, float)) else "", 40)
        self._read = Gatherer(references, _family(root, self._said))
        self._old = self._read.version == "2.0"
        self._produces = self._read.texts(root.at("produces")) if self._old else ()
        self._consumes = self._read.texts(root.at("consumes")) if self._old else ()
        held = root if self._old else root.at("components")
        self._schemes = held.at("securityDefinitions" if self._old else "securitySchemes")
        self._calls: dict[tuple[str, str, str], tuple[Operation, ...]] = {}
        self._known = set(self._read.fields(self._schemes))
        self._check_version()

    def _check_version(self) -> None:
        # 3.2 is read as far as it is 3.1, and some of what is new in it.
        known = self._said == "2.0" or re.fullmatch(r"3\.[01](\.\d+)?(-\w+)?", self._said)
        if not known:
            said = _("the version is “{said}”: it is read as {version}")
            what = said.format(said=self._said, version=self._read.version)
            self._read.note(self._root, what)

    def document(self) -> Document:
        read, root = self._read, self._root
        servers = old_servers(read, root) if self._old else servers_of(read, root.at("servers"))
        held = root if self._old else root.at("components")
        named = held.at("definitions" if self._old else "schemas")
        info = self._info()
        operations = self._operations()
        made = [scheme_of(read, name, spot) for name, spot in read.each(self._schemes)]
        schemas = [
            (name, schema)
            for name in read.fields(named)
            if (schema := read.schema(named.at(name))) is not None
        ]
        read.references.check()
        return Document(
            version=read.version,
            said_version=self._said,
            url=read.references.url,
            info=info,
            servers=servers,
            tags=self._tags(),
            operations=operations,
            security_schemes=tuple(scheme for scheme in made if scheme is not None),
            security=requirements_of(read, root.at("security"), self._known),
            schemas=tuple(schemas),
            problems=(*self._before, *read.problems),
            references=read.references,
        )

    def _info(self) -> Info:
        read, spot = self._read, self._root.at("info")
        if not read.fields(spot):
            read.note(spot, _("nothing says what this API is"))
        elif not spot.fields.get("title"):
            read.note(spot, _("the API has no title"))
        contact, license_ = spot.at("contact"), spot.at("license")
        read.fields(contact)
        if isinstance(license_.value, str):
            license_ = Spot({"name": license_.value}, license_.url, license_.pointer)
        return Info(
            title=read.line(spot, "title"),
            version=read.line(spot, "version"),
            summary=read.line(spot, "summary"),
            description=read.prose(spot, "description"),
            terms_url=read.raw(spot, "termsOfService"),
            contact=_said(read, contact, "name", "email", "url"),
            license=_said(read, license_, "name", "identifier", "url"),
            documentation_url=read.raw(self._root.at("externalDocs"), "url"),
        )

    def _tags(self) -> tuple[Tag, ...]:
        read = self._read
        found: dict[str, Tag] = {}
        for spot in read.listed(self._root.at("tags")):
            name = spot.value if isinstance(spot.value, str) else read.raw(spot, "name")
            if name:
                found.setdefault(name, Tag(name, _prose(read, spot)))
        return tuple(found.values())

    # Operations

    def _operations(self) -> tuple[Operation, ...]:
        read, root = self._read, self._root
        paths = root.at("paths")
        if paths.value is None and not ("webhooks" in root.fields or "components" in root.fields):
            read.note(paths, _("it has no path"))
        found: list[Operation] = []
        for path, spot in read.each(paths, extended=True):
            if not path.startswith("/"):
                read.note(spot, _("a path begins with a slash"))
            found += self._of_path(path, spot)
        for name, spot in read.each(root.at("webhooks")):
            found += self._of_path(name, spot, webhook=True)
        ids = Counter(item.operation_id for item in found if item.operation_id)
        for operation in found:
            if ids[operation.operation_id] > 1:
                said = _("several operations have the id “{name}”")
                where = Spot(None, read.references.url, operation.pointer)
                read.note(where, said.format(name=operation.operation_id[:80]))
        return tuple(found)

    def _of_path(
        self, path: str, spot: Spot, *, webhook: bool = False, is_called: bool = False
    ) -> list[Operation]:
        read = self._read
        held = read.followed(spot)
        shared = read.listed(held.at("parameters"))
        read_one = partial(
            self._operation, path, above=held, shared=shared, webhook=webhook, is_called=is_called
        )
        found: list[Operation] = []
        for name, inside in read.each(held, extended=True):
            if name in METHODS:
                found.append(read_one(name, inside))
            elif name == "additionalOperations":
                found += [read_one(method, more) for method, more in read.each(inside)]
            elif name not in _BESIDE_METHODS:
                said = _("“{name}” is no method")
                read.note(inside, said.format(name=clean_line(name, 40)))
        return found

    def _operation(
        self,
        path: str,
        method: str,
        spot: Spot,
        *,
        above: Spot,
        shared: tuple[Spot, ...],
        webhook: bool,
        is_called: bool,
    ) -> Operation:
        read = self._read
        read.fields(spot)
        given = self._parameters(read.listed(spot.at("parameters")))
        kept = {(_place(s)) for s in given}
        spots = [*(s for s in self._parameters(shared) if _place(s) not in kept), *given]
        made = [parameter_of(read, s) for s in spots if not self._is_body(s)]
        parameters = tuple(parameter for parameter in made if parameter is not None)
        if not webhook:
            self._check_path(path, spot, parameters)
        operation_id = read.raw(spot, "operationId")
        servers = () if self._old else servers_of(read, spot.at("servers"))
        if not self._old and not servers:
            servers = servers_of(read, above.at("servers"))
        return Operation(
            key=operation_id or f"{method.upper()} {path}",
            method=method.upper(),
            path=path,
            operation_id=operation_id,
            summary=read.line(spot, "summary") or read.line(above, "summary"),
            description=read.prose(spot, "description") or read.prose(above, "description"),
            tags=read.texts(spot.at("tags")),
            deprecated=read.flag(spot, "deprecated"),
            webhook=webhook,
            parameters=parameters,
            body=self._body(spot, spots),
            responses=self._responses(spot),
            security=requirements_of(read, spot.at("security"), self._known),
            servers=servers,
            callbacks=() if is_called else self._callbacks(spot),
            documentation_url=read.raw(spot.at("externalDocs"), "url"),
            pointer=spot.pointer,
        )

    def _is_body(self, spot: Spot) -> bool:
        return self._old and spot.fields.get("in") in ("body", "formData")

    def _parameters(self, spots: tuple[Spot, ...]) -> list[Spot]:
        """The parameters that a list holds, the last of those of one name and place."""
        found: dict[tuple[str, JsonValue, JsonValue], Spot] = {}
        for spot in spots:
            held = self._read.followed(spot)
            if not self._read.fields(held):
                continue
            place = _place(held)
            if place in found:
                said = _("the parameter “{name}” is there twice")
                self._read.note(held, said.format(name=clean_line(str(place[1]), 80)))
            found[place] = held
        return list(found.values())

    def _check_path(self, path: str, spot: Spot, parameters: tuple[Parameter, ...]) -> None:
        named = set(_IN_PATH.findall(path))
        given = {item.name for item in parameters if item.location == "path"}
        for name in sorted(given - named):
            said = _("the parameter “{name}” is not in the path")
            self._read.note(spot, said.format(name=clean_line(name, 80)))
        for name in sorted(named - given):
            said = _("nothing says what “{name}” of the path is")
            self._read.note(spot, said.format(name=clean_line(name, 80)))

    def _body(self, spot: Spot, parameters: list[Spot]) -> Body | None:
        if not self._old:
            return body_of(self._read, spot.at("requestBody"))
        consumes = self._read.texts(spot.at("consumes")) or self._consumes
        return old_body(self._read, [s for s in parameters if self._is_body(s)], consumes)

    def _responses(self, spot: Spot) -> tuple[Response, ...]:
        read, held = self._read, spot.at("responses")
        if not read.fields(held) and read.version != "3.1":
            read.note(spot, _("no answer is described"))
        produces = (read.texts(spot.at("produces")) or self._produces) if self._old else ()
        found: list[Response] = []
        for status, inside in read.each(held, extended=True):
            if not _STATUS.fullmatch(status):
                said = _("“{status}” is no status of an answer")
                read.note(inside, said.format(status=clean_line(status, 40)))
            found.append(response_of(read, status, inside, produces))
        return tuple(found)

    def _callbacks(self, spot: Spot) -> tuple[Callback, ...]:
        read = self._read
        found: list[Callback] = []
        for name, inside in read.each(spot.at("callbacks"), extended=True):
            for expression, item in read.each(read.followed(inside), extended=True):
                found.append(Callback(name, expression, self._called(name, item)))
        return tuple(found)

    def _called(self, name: str, spot: Spot) -> tuple[Operation, ...]:
        """What is called at one expression, read once however often it is referred to."""
        held = self._read.followed(spot)
        place = (held.url, held.pointer, name)
        if place not in self._calls:
            # Their own callbacks are not read: they may be the very same.
            made = self._of_path(name, spot, webhook=True, is_called=True)
            self._calls[place] = tuple(made)
        return self._calls[place]


def _family(root: Spot, said: str) -> str:
    """How a document is read, by what it says of its version, else by how it is made."""
    if "swagger" in root.fields and "openapi" not in root.fields:
        return "2.0"
    if said.startswith("2"):
        return "2.0"
    if said.startswith("3.0"):
        return "3.0"
    if said.startswith("3"):
        return "3.1"
    return "3.0" if "components" in root.fields or "servers" in root.fields else "2.0"


def _place(spot: Spot) -> tuple[str, JsonValue, JsonValue]:
    name, location = spot.fields.get("name"), spot.fields.get("in")
    known = isinstance(name, str) and isinstance(location, str)
    # What has no name is told from all others by where it is.
    return ("", name, location) if known else (spot.pointer, None, None)


def _prose(read: Gatherer, spot: Spot) -> SafeText:
    """A description, or the summary that stands for it since 3.2."""
    return read.prose(spot, "description") or read.prose(spot, "summary")


def _said(read: Gatherer, spot: Spot, *keys: str) -> tuple[str, ...]:
    return tuple(said for key in keys if (said := read.line(spot, key)))
