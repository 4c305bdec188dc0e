"""What an API says of itself as a whole, and what is wrong in its description."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from tui import format as fmt
from tui.hosts import shown_address
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.text import clean_line
from tui.widgets.operation_lines import OperationLine
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph

if TYPE_CHECKING:
    from tui.api.openapi.document import Document, Operation, SecurityScheme, Server
    from tui.api.openapi.opening import Opened

_ADDRESS: Final = 400
_PLACES_SHOWN: Final = 12

_SCHEMES: Final = {
    "oauth2": "OAuth 2",
    "openIdConnect": "OpenID Connect",
    "mutualTLS": N_("a certificate of the client"),
}
_KEY_PLACES: Final = {
    "query": N_("key in the query, as {name}"),
    "header": N_("key in the header {name}"),
    "cookie": N_("key in the cookie {name}"),
}


def about_blocks(opened: Opened) -> list[Block]:
    """What the API is, where it is, who may use it."""
    document = opened.document
    info = document.info
    facts = [
        (_("Version"), info.version),
        (_("Described in"), _form(opened)),
        (_("Read from"), shown_address(opened.url, _ADDRESS)),
        (_("Shown by"), clean_line(opened.page, _ADDRESS)),
        (_("Leads through"), " → ".join(opened.hops) if len(opened.hops) > 1 else ""),
        (_("Licence"), " · ".join(clean_line(part, _ADDRESS) for part in info.license)),
        (_("Contact"), " · ".join(clean_line(part, _ADDRESS) for part in info.contact)),
        (_("Terms of use"), shown_address(info.terms_url, _ADDRESS)),
        (_("Documentation"), shown_address(info.documentation_url, _ADDRESS)),
    ]
    blocks: list[Block] = [Heading(info.title or _("An API without a title"))]
    if info.summary:
        blocks.append(Paragraph(info.summary))
    blocks.append(Facts(tuple((name, said) for name, said in facts if said)))
    if document.problems:
        count = len(document.problems)
        said = ngettext("{count} warning", "{count} warnings", count)
        blocks += [Paragraph(""), Paragraph("⚠ " + said.format(count=fmt.number(count)), "warning")]
    if opened.others:
        beside = tuple(
            (clean_line(one.name, 60), shown_address(one.url, _ADDRESS)) for one in opened.others
        )
        blocks += [Paragraph(""), Heading(_("Also shown by the same page")), Facts(beside)]
        blocks.append(Paragraph(_("v opens one."), "dim"))
    if document.servers:
        blocks += [Paragraph(""), Heading(_("Servers"))]
        for server in document.servers:
            blocks += _server_blocks(server)
    if document.security_schemes:
        rows = tuple((clean_line(s.name, 60), scheme_words(s)) for s in document.security_schemes)
        blocks += [Paragraph(""), Heading(_("Security")), Facts(rows)]
    if info.description.strip():
        blocks += [Paragraph(""), Heading(_("Description")), Markdown(info.description)]
    told = [tag for tag in document.tags if tag.description.strip()]
    if told:
        rows = tuple((clean_line(t.name, 60), " ".join(t.description[:400].split())) for t in told)
        blocks += [Paragraph(""), Heading(_("Parts")), Facts(rows)]
    return blocks


def _form(opened: Opened) -> str:
    document = opened.document
    name = "Swagger" if document.version == "2.0" else "OpenAPI"
    size = fmt.size(opened.loaded.size)
    return f"{name} {document.said_version} · {opened.loaded.form.upper()} · {size}"


def _server_blocks(server: Server) -> list[Block]:
    url = shown_address(server.url, _ADDRESS)
    description = " ".join(server.description[:300].split())
    blocks: list[Block] = [Paragraph(f"{url}  {description}".strip())]
    rows = [
        (
            "  {" + clean_line(variable.name, 60) + "}",
            " | ".join(
                clean_line(value, 60) for value in variable.enum or (variable.default,) if value
            ),
        )
        for variable in server.variables
    ]
    return [*blocks, Facts(tuple(rows))] if rows else blocks


def scheme_words(scheme: SecurityScheme) -> str:
    """A way to say who one is, in a few words."""
    if scheme.kind == "apiKey":
        said = _KEY_PLACES.get(scheme.location, N_("key named {name}"))
        words = _(said).format(name=clean_line(scheme.parameter, 80))
    elif scheme.kind == "http":
        words = _("HTTP {scheme}").format(scheme=clean_line(scheme.scheme or "?", 40))
        words += f" ({scheme.bearer_format})" if scheme.bearer_format else ""
    else:
        known = _SCHEMES.get(scheme.kind, "")
        words = _(known) if known else clean_line(scheme.kind or "?", 40)
        flows = [clean_line(flow.kind, 40) for flow in scheme.flows]
        words += f" ({', '.join(flows)})" if flows else ""
    description = " ".join(scheme.description[:300].split())
    return f"{words} · {description}" if description else words


def warning_blocks(document: Document) -> list[Block]:
    """What is wrong, and where; the places of one mistake together."""
    if not document.problems:
        return [Paragraph(_("Nothing wrong was found in this description.")), Paragraph("")]
    places: dict[str, list[str]] = defaultdict(list)
    for problem in document.problems:
        places[problem.what].append(problem.where)
    blocks: list[Block] = [
        Paragraph(_("What follows is wrong in the description. The rest of it is shown."), "dim")
    ]
    for what, found in places.items():
        blocks += [Paragraph(""), Paragraph(f"⚠ {what}", "warning")]
        blocks += [Paragraph(f"  {where}") for where in found[:_PLACES_SHOWN] if where]
        if len(found) > _PLACES_SHOWN:
            count = len(found) - _PLACES_SHOWN
            more = ngettext("… and {count} more place", "… and {count} more places", count)
            blocks.append(Paragraph("  " + more.format(count=fmt.number(count)), "dim"))
    return blocks


def operation_lines(
    operations: tuple[Operation, ...], tags: tuple[str, ...]
) -> tuple[OperationLine, ...]:
    """The operations under their tags, in the order of these, by path within each."""
    groups: dict[str, list[int]] = {tag: [] for tag in tags}
    others: list[int] = []
    webhooks: list[int] = []
    for index, operation in enumerate(operations):
        if operation.webhook:
            webhooks.append(index)
        elif operation.tags:
            for tag in dict.fromkeys(operation.tags):
                groups.setdefault(tag, []).append(index)
        else:
            others.append(index)
    lines: list[OperationLine] = []
    for title, held in groups.items():
        lines += _group(clean_line(title, 120), held, operations)
    lines += _group(_("Without a part") if lines else _("Operations"), others, operations)
    lines += _group(_("Webhooks: what the service calls"), webhooks, operations)
    return tuple(lines)


def _group(title: str, held: list[int], operations: tuple[Operation, ...]) -> list[OperationLine]:
    if not held:
        return []
    ordered = sorted(held, key=lambda index: (operations[index].path, index))
    return [OperationLine(title), *(_line(operations[index], index) for index in ordered)]


def _line(operation: Operation, index: int) -> OperationLine:
    return OperationLine(
        clean_line(operation.path, 300),
        index,
        clean_line(operation.method, 7),
        operation.summary or clean_line(operation.operation_id, 120),
        operation.deprecated,
    )
