"""The ways to be known to an API: those that an operation asks for, then those that its description
forgets to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from tui.api.calls.call import SITE_SCHEME, SecretSlot, free_header
from tui.api.calls.writing import checked_header

if TYPE_CHECKING:
    from tui.api.openapi.document import Document as Description
    from tui.api.openapi.document import Operation, SecurityScheme

Way: TypeAlias = tuple[SecretSlot, ...]
"""The secrets that are given together; none where nobody need be known."""

NOBODY: Final[Way] = ()
_UNTOLD: Final[tuple[Way, ...]] = (
    (SecretSlot(":bearer", "bearer"),),
    (SecretSlot(":basic", "basic"),),
)


def ways(operation: Operation, description: Description) -> tuple[Way, ...]:
    """How one may be known to `operation`, the way that it goes by first.

    Those that it asks for and that can be gone, as they come. Where it asks for none, nobody need
    be known; but descriptions often forget to ask: what they name, or what is usual, may be given.
    """
    needed = operation.security if operation.security is not None else description.security
    schemes = {scheme.name: scheme for scheme in description.security_schemes}
    told: list[Way] = []
    for requirement in needed or ():
        slots = [_slot(schemes[name]) if name in schemes else None for name, _scopes in requirement]
        if all(slots):
            told.append(tuple(slot for slot in slots if slot is not None))
    if told:
        return tuple(dict.fromkeys(told))
    named = [(slot,) for scheme in schemes.values() if (slot := _slot(scheme)) is not None]
    return (NOBODY, *(named or _UNTOLD))


def own_key(name: str) -> Way:
    """A key in the header `name`, of which no description tells. Raises `CallProblem` for what is
    no name of a header, and for those that only the client writes."""
    checked_header(free_header(name), "x")
    return (SecretSlot(f"header:{name}", "apiKey", "header", name),)


def _slot(scheme: SecurityScheme) -> SecretSlot | None:
    """Where what a scheme asks for goes; None for what cannot be given here, and for a name that
    stands for the key of the site."""
    if scheme.name == SITE_SCHEME:
        return None
    if scheme.kind == "apiKey":
        if scheme.location not in ("header", "query", "cookie") or not scheme.parameter:
            return None
        place = cast("Literal['header', 'query', 'cookie']", scheme.location)
        return SecretSlot(scheme.name, "apiKey", place, scheme.parameter)
    if scheme.kind == "http":
        kind = scheme.scheme.lower()
        if kind not in ("basic", "digest", "bearer"):
            return None
        return SecretSlot(scheme.name, cast("Literal['basic', 'digest', 'bearer']", kind))
    if scheme.kind in ("oauth2", "openIdConnect"):
        return SecretSlot(scheme.name, "oauth2")
    return None
