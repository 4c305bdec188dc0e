"""Who one must be, and where requests go."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

from tui.api.openapi.document import Flow, Requirement, SecurityScheme, Server, ServerVariable
from tui.api.openapi.gathering import Gatherer
from tui.api.openapi.references import Spot
from tui.i18n import gettext as _
from tui.text import clean_line

_KINDS: Final = ("apiKey", "http", "oauth2", "openIdConnect", "mutualTLS")
_OLD_FLOWS: Final = {"application": "clientCredentials", "accessCode": "authorizationCode"}


def scheme_of(read: Gatherer, name: str, spot: Spot) -> SecurityScheme | None:
    """The scheme at `spot`; None, and a note, where it says of no kind to be."""
    held = read.followed(spot)
    kind = read.raw(held, "type")
    if not read.fields(held):
        return None
    old_basic = read.version == "2.0" and kind == "basic"
    if kind not in _KINDS and not old_basic:
        said = _("“{kind}” is no kind of security")
        read.note(held, said.format(kind=clean_line(kind, 40)))
    return SecurityScheme(
        name=name,
        kind="http" if old_basic else kind,
        location=read.raw(held, "in"),
        parameter=read.raw(held, "name"),
        scheme="basic" if old_basic else read.raw(held, "scheme").lower(),
        bearer_format=read.line(held, "bearerFormat"),
        flows=_flows(read, held) if kind == "oauth2" else (),
        url=read.raw(held, "openIdConnectUrl"),
        description=read.prose(held, "description"),
    )


def _flows(read: Gatherer, spot: Spot) -> tuple[Flow, ...]:
    if read.version == "2.0":
        said = read.raw(spot, "flow")
        return (_flow(read, _OLD_FLOWS.get(said, said), spot),)
    return tuple(_flow(read, kind, inside) for kind, inside in read.each(spot.at("flows")))


def _flow(read: Gatherer, kind: str, spot: Spot) -> Flow:
    read.fields(spot)
    scopes = spot.at("scopes")
    return Flow(
        kind=kind,
        authorization_url=read.raw(spot, "authorizationUrl"),
        token_url=read.raw(spot, "tokenUrl"),
        scopes=tuple((name, read.line(scopes, name)) for name in read.fields(scopes)),
    )


def requirements_of(read: Gatherer, spot: Spot, known: set[str]) -> tuple[Requirement, ...] | None:
    """What ``security`` asks for; None where it is not there.

    Args:
        known: The names of schemes. One that is not among them is noted, and is then.
    """
    if spot.value is None:
        return None
    found: list[Requirement] = []
    for item in read.listed(spot):
        named = [(name, read.texts(item.at(name))) for name in read.fields(item)]
        for name, _scopes in named:
            # Since 3.2 a name may be the address of a scheme.
            if name not in known and not (read.version == "3.1" and {"#", "/"} & set(name)):
                said = _("the security scheme “{name}” is not declared")
                read.note(item.at(name), said.format(name=clean_line(name, 80)))
                known.add(name)
        found.append(tuple(named))
    return tuple(found)


def servers_of(read: Gatherer, spot: Spot) -> tuple[Server, ...]:
    """The servers of OpenAPI 3, their addresses made whole where the document has one."""
    return tuple(_server(read, item) for item in read.listed(spot) if read.fields(item))


def _server(read: Gatherer, spot: Spot) -> Server:
    url = read.raw(spot, "url")
    if not url:
        read.note(spot, _("a server has no address"))
    return Server(
        url=absolute(read.references.url, url or "/"),
        description=read.prose(spot, "description"),
        variables=tuple(
            ServerVariable(
                name=name,
                default=read.raw(inside, "default"),
                enum=read.texts(inside.at("enum")),
                description=read.prose(inside, "description"),
            )
            for name, inside in read.each(spot.at("variables"))
        ),
    )


def old_servers(read: Gatherer, spot: Spot) -> tuple[Server, ...]:
    """The servers that ``schemes``, ``host`` and ``basePath`` of Swagger 2.0 make."""
    host = read.raw(spot, "host").strip()
    base = read.raw(spot, "basePath").strip()
    base = base if base.startswith("/") or not base else f"/{base}"
    own = urlsplit(read.references.url) if _is_web(read.references.url) else None
    if not host and own is None:
        return (Server(base or "/"),)
    host = host.removeprefix("https://").removeprefix("http://").rstrip("/")
    schemes = read.texts(spot.at("schemes")) or ((own.scheme if own else "https"),)
    where = host or (own.netloc.rpartition("@")[2] if own else "")
    return tuple(Server(f"{scheme}://{where}{base}".rstrip("/")) for scheme in schemes)


def absolute(base: str, url: str) -> str:
    """`url`, from `base` on where it is relative and `base` is of the web."""
    if not _is_web(base) or "://" in url[:12] or url.startswith("{"):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))
