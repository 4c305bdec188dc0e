"""A request to any API, as one value: made of what a form holds, shown, kept, copied and sent.

No secret is in it. `SecretSlot` says where one goes; `Wallet` holds it and puts it there as the
request leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from tui.api.calls.bodies import Body
from tui.api.calls.problem import CallProblem
from tui.api.calls.servers import Base, checked_url
from tui.api.calls.slots import Slot
from tui.api.calls.writing import (
    checked_header,
    cookie_pairs,
    expanded,
    header_text,
    path_text,
    query_pairs,
)
from tui.api.payload import JsonValue
from tui.i18n import gettext as _
from tui.settings.key import HIDDEN
from tui.text import SafeText, clean_line

METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, so that nobody is asked before."""

_OURS: Final = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer"}
    | {"upgrade", "proxy-authorization", "proxy-connection", "expect", "cookie", "cookie2"}
)
"""Headers that say how a request travels: nobody else sets them."""

NOT_PARAMETERS: Final = frozenset({"accept", "content-type", "authorization"})
"""Headers that no parameter describes: the specification says that these are ignored."""

_SECRET_NAME = re.compile(
    r"(?i)(api|app|access|auth|client|consumer|subscription)?[-_.]?(key|token|secret|sig|signature)"
    r"|.*(api|app|access|subscription|secret)[-_]?key|.*[-_](token|secret|password)"
    r"|pass(word|wd|phrase)?|pwd|mot[-_]?de[-_]?passe|cl[eé]([-_]?api)?|jeton|authorization"
)

SITE_SCHEME: Final = ":site"
"""The name of the key of the site, beside those that descriptions give to what they ask for."""

SecretKind: TypeAlias = Literal["apiKey", "basic", "digest", "bearer", "oauth2"]
SecretPlace: TypeAlias = Literal["header", "query", "cookie"]


@dataclass(frozen=True, slots=True)
class SecretSlot:
    """Where a secret goes in a request.

    Attributes:
        scheme: The name that the description gives it, under which `Wallet` holds the secret.
        kind: What it is.
        place, name: The header, the parameter of the query or the cookie that carries it.
    """

    scheme: str
    kind: SecretKind
    place: SecretPlace = "header"
    name: str = "Authorization"

    @property
    def prefix(self) -> str:
        """What stands before the secret."""
        said = {"apiKey": "", "basic": "Basic ", "digest": "Digest "}
        return said.get(self.kind, "Bearer ")

    @property
    def is_password(self) -> bool:
        """Whether it is a name and a password, and not one text."""
        return self.kind in ("basic", "digest")

    @property
    def variable(self) -> str:
        """The variable that stands for it in copies."""
        return {"apiKey": "API_KEY", "basic": "API_BASIC", "bearer": "API_TOKEN"}.get(
            self.kind, "ACCESS_TOKEN"
        )


@dataclass(frozen=True, slots=True)
class Call:
    """A request. It may be kept and shown: nothing in it is secret.

    Attributes:
        method: One of `METHODS`.
        url: http or https, encoded, without fragment, name or password.
        headers: Names and values, but for those of the body, the cookies and the secrets.
        cookies: ``name=text`` each, encoded.
        body: What it carries.
        secrets: Which secrets it takes, and where they go.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[str, ...] = ()
    body: Body | None = None
    secrets: tuple[SecretSlot, ...] = ()

    @property
    def is_safe(self) -> bool:
        """Whether it changes nothing, as far as its method says."""
        return self.method in SAFE_METHODS

    @property
    def shown_url(self) -> SafeText:
        """The address, with dots where a secret goes."""
        added = [f"{written_name(s)}={HIDDEN}" for s in self.secrets if s.place == "query"]
        return clean_line(with_query(self.url, added))

    @property
    def title(self) -> SafeText:
        """What it is called in a line: the method and the address."""
        return clean_line(f"{self.method} {self.shown_url}", 300)

    @property
    def shown_headers(self) -> tuple[tuple[SafeText, SafeText], ...]:
        """Every header that goes out on purpose, with dots where a secret goes."""
        headers = list(self.headers)
        headers += [(s.name, s.prefix + HIDDEN) for s in self.secrets if s.place == "header"]
        hidden = tuple(f"{s.name}={HIDDEN}" for s in self.secrets if s.place == "cookie")
        if self.cookies or hidden:
            headers.append(("Cookie", "; ".join((*self.cookies, *hidden))))
        if self.body is not None:
            headers.append(("Content-Type", self.body.kind))
        return tuple((clean_line(name, 200), clean_line(text)) for name, text in headers)


def made(
    method: str,
    base: Base,
    path: str,
    values: Iterable[tuple[Slot, JsonValue]],
    *,
    accept: str = "*/*",
    headers: Sequence[tuple[str, str]] = (),
    body: Body | None = None,
    secrets: Sequence[SecretSlot] = (),
) -> Call:
    """The call of the operation at `path` of `base`, with `values` for its parameters.

    Raises `CallProblem` where a part cannot be written.

    Args:
        path: As the description writes it, with ``{name}`` for the parameters of the path.
        values: Parameters that have one; others are left out.
        accept: Media types that are wanted.
        headers: More headers, typed by hand.
    """
    verb = method.upper()
    if verb not in METHODS:
        message = _("{method} requests are not made.").format(method=clean_line(verb, 20))
        raise CallProblem(message)
    parts: dict[str, str] = {}
    queries = [base.query] if base.query else []
    sent = [("Accept", checked_header("Accept", accept))]
    cookies: list[str] = []
    for slot, value in values:
        match slot.place:
            case "path":
                parts[slot.name] = path_text(slot, value)
            case "query":
                queries += query_pairs(slot, value)
            case "cookie":
                cookies += cookie_pairs(slot, value)
            case "header" if slot.name.lower() not in NOT_PARAMETERS and value is not None:
                sent.append((own_header(slot.name), header_text(slot, value)))
    sent += [(own_header(name), checked_header(name, text)) for name, text in headers]
    for secret in secrets:
        if secret.place == "header":
            checked_header(secret.name, "x")
    template, _mark, fixed = path.partition("#")[0].partition("?")
    fixed = expanded(fixed, parts) if fixed else ""
    address = base.url + "/" + expanded(template.lstrip("/"), parts)
    url = checked_url(with_query(address, [fixed, *queries] if fixed else queries))
    return Call(verb, url, _once(sent), tuple(cookies), body, tuple(secrets))


def written_name(slot: SecretSlot) -> str:
    """The name of a secret as a query or a cookie holds it."""
    return quote(slot.name, safe="", errors="replace")


def with_query(url: str, pairs: Sequence[str]) -> str:
    """`url` with more `pairs`, which are encoded already."""
    if not pairs:
        return url
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, *pairs) if part)
    return urlunsplit(parts._replace(query=query))


def looks_secret(name: str) -> bool:
    """Whether a parameter of that name holds a secret, where the description does not say so."""
    return _SECRET_NAME.fullmatch(name) is not None


def origin(url: str) -> str:
    """Scheme, host and port of an address that was checked."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.scheme}://{(parts.hostname or '').lower().rstrip('.')}:{port}"


def redirected(call: Call, status: int, location: str) -> Call:
    """The call that an answer of that `status` asks for in place of `call`.

    To another origin nothing goes that says who one is: no secret, no cookie, no header but those
    of the content. Raises `CallProblem` where the address is none.
    """
    try:
        target = urljoin(call.url, location)
    except ValueError:
        target = ""
    if not location or not target:
        raise CallProblem(_("The answer sends to no address."))
    following = replace(call, url=checked_url(target))
    if (status in (301, 302) and call.method == "POST") or (
        status == 303 and call.method not in ("GET", "HEAD")
    ):
        following = replace(following, method="GET", body=None)
    return following if origin(following.url) == origin(call.url) else without_identity(following)


def without_identity(call: Call) -> Call:
    """`call` with nothing that says who one is."""
    kept = tuple(pair for pair in call.headers if pair[0].lower() in ("accept", "accept-language"))
    return replace(call, headers=kept, cookies=(), secrets=())


def own_header(name: str) -> str:
    """`name`, if a person may set that header. Raises `CallProblem` where only the client may, and
    where it holds a secret."""
    if looks_secret(name) and not is_ours(name):
        said = _("The header {name} holds a secret: it is given as a key.")
        raise CallProblem(said.format(name=clean_line(name, 80)), field=name)
    return free_header(name)


def free_header(name: str) -> str:
    """`name`, if anybody but the client may write that header. Raises `CallProblem`."""
    if is_ours(name):
        message = _("The header {name} is not ours to set.").format(name=clean_line(name, 80))
        raise CallProblem(message, field=name)
    return name


def is_ours(name: str) -> bool:
    """Whether a header says how a request travels: nobody but the client writes it."""
    return name.lower() in _OURS


def _once(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Each header once: the last one of a name counts."""
    return tuple({name.lower(): (name, text) for name, text in headers}.values())
