"""An operation, a schema, as lines within lines: what is inside is made when it is unfolded.

Importing this imports no model: whoever calls has some already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.api_words import (
    LOCATIONS,
    default_words,
    enum_words,
    fact_words,
    json_lines,
    json_text,
    security_words,
    style_words,
    type_words,
    value_text,
)
from tui.text import clean_line
from tui.widgets.outline import Branch, Words

if TYPE_CHECKING:
    from tui.api.openapi.document import (
        Callback,
        Document,
        Example,
        Header,
        MediaType,
        Operation,
        Parameter,
        Response,
    )
    from tui.api.openapi.schema import Child, Schema
    from tui.api.payload import JsonValue

MOST_LISTS: Final = 8
"""Lists of lists that are told by what the innermost holds."""

PARAMETER_LINE: Final = 68
"""Characters of the line of a parameter with its values; what does not fit is inside alone."""

EXAMPLE_LINES: Final = 400
"""Lines of an example that are shown."""

_ROLES: Final = {
    "additional": N_("other fields"),
    "items": N_("each item"),
    "not": N_("not"),
}


def operation_branches(document: Document, operation: Operation, needed: str = "") -> list[Branch]:
    """All that is said of an operation but its description.

    Args:
        needed: What one must have to ask for it, where that is known better than it is described.
    """
    found = list(_first_lines(document, operation, needed))
    if operation.parameters:
        found.append(
            _section(_("Parameters"), [parameter_branch(item) for item in operation.parameters])
        )
    if operation.body is not None:
        title = _("Body, required") if operation.body.required else _("Body")
        inside = [
            *description_branches(operation.body.description),
            *(
                _media_branch(media, writing=True, is_open=index == 0)
                for index, media in enumerate(operation.body.content)
            ),
        ]
        found.append(_section(title, inside))
    if operation.responses:
        good = next((r for r in operation.responses if r.status[:1] == "2"), None)
        answers = [_response_branch(r, r is good) for r in operation.responses]
        found.append(_section(_("Responses"), answers))
    if operation.callbacks:
        calls = [line for call in operation.callbacks for line in _call_branches(document, call)]
        found.append(_section(_("Calls back"), calls))
    return found


def _call_branches(document: Document, call: Callback) -> Iterator[Branch]:
    """The requests that the service makes at one place, folded."""
    for made in call.operations or (None,):
        said = clean_line(f"{made.method if made else ''} {call.expression}".strip(), 200)
        words: Words = ((clean_line(call.name, 80), "strong"), (f"  {said}", "dim"))
        inside = partial(_inside_call, document, made) if made is not None else None
        about = made.description if made is not None else ""
        yield Branch(words, inside, about=about, value=call.expression)


def _inside_call(document: Document, made: Operation) -> list[Branch]:
    summary = [Branch(((made.summary, "strong"),), wraps=True)] if made.summary else []
    return [
        *summary,
        *description_branches(made.description),
        *operation_branches(document, made),
    ]


def _first_lines(document: Document, operation: Operation, needed: str) -> Iterator[Branch]:
    if operation.deprecated:
        yield Branch(((_("It is deprecated."), "warning"),))
    if needed := needed or security_words(document, operation):
        yield _fact(_("Needs"), needed)
    servers = operation.servers or document.servers
    if servers and not operation.webhook:
        url = servers[0].default_url.rstrip("/") + operation.path
        yield _fact(_("Address"), clean_line(url, 400), value=url)
    if operation.documentation_url:
        url = operation.documentation_url
        yield _fact(_("Documentation"), clean_line(url, 400), value=url)


def _fact(name: str, text: str, *, value: str | Callable[[], str] = "") -> Branch:
    return Branch(((f"{name}  ", "dim"), (text, "plain")), value=value or text)


def _section(title: str, inside: Sequence[Branch]) -> Branch:
    return Branch(((title, "strong"),), lambda: inside, is_open=True)


def description_branches(text: str) -> list[Branch]:
    """A description, as plain text on a few lines; all of it can be read apart."""
    if not text.strip():
        return []
    from tui.widgets.plain_markdown import without_marks

    return [Branch(((without_marks(text), "dim"),), wraps=True, about=text, value=text)]


def parameter_branch(parameter: Parameter) -> Branch:
    """A parameter: its name, its type, what is inside."""
    schema = parameter.schema
    if schema is None and parameter.content:
        schema = parameter.content[0].schema
    words: list[tuple[str, str]] = [(clean_line(parameter.name, 120), "strong")]
    words.append((" *" if parameter.required else "", "warning"))
    kind = type_words(schema) if schema is not None else _("anything")
    words.append((f"  {kind}", "accent"))
    words.append((f"  {_(LOCATIONS[parameter.location])}", "dim"))
    if parameter.deprecated:
        words.append((f"  {_('deprecated')}", "warning"))
    for said, tone in _taken_words(schema) if schema is not None else ():
        if sum(len(text) for text, _tone in words) + len(said) + 2 <= PARAMETER_LINE:
            words.append((f"  {said}", tone))
    return Branch(
        tuple(words),
        partial(_inside_parameter, parameter, schema),
        about=parameter.description,
        value=parameter.name,
    )


def _taken_words(schema: Schema) -> Iterator[tuple[str, str]]:
    """The only values of a parameter, or of each of those in its list, and what it is without
    any."""
    values = enum_words(schema)
    if not values and schema.types == ("array",) and schema.items is not None:
        values = enum_words(schema.items)
    if values:
        yield values, "plain"
    if schema.has_default:
        yield default_words(schema), "dim"


def _inside_parameter(parameter: Parameter, schema: Schema | None) -> list[Branch]:
    found = description_branches(parameter.description)
    notes = [style_words(parameter)]
    if parameter.content:
        name = clean_line(parameter.content[0].name, 80)
        notes.append(_("written as {kind}").format(kind=name))
    if parameter.allow_empty_value:
        notes.append(_("it may be empty"))
    if parameter.allow_reserved:
        notes.append(_("reserved characters are sent as they are"))
    found += [Branch(((note, "dim"),)) for note in notes if note]
    if schema is not None:
        found += _inside_schema(schema, said=parameter.description)
    written = parameter.content[0].examples if parameter.content else ()
    found += [_example_line(example) for example in (*parameter.examples, *written)]
    return found or [Branch(((_("Nothing more is said of it."), "dim"),))]


def _example_line(example: Example) -> Branch:
    said = value_text(example.value) if not example.external else clean_line(example.external)
    return _fact(_("Example"), said, value=partial(json_text, example.value))


# Bodies and answers


def _response_branch(response: Response, is_open: bool) -> Branch:
    tone = "accent" if response.status[:1] == "2" else "plain"
    said = clean_line(" ".join(response.description[:400].split()), 200)
    words: Words = ((clean_line(response.status, 20), tone), (f"  {said}", "dim"))
    has_inside = bool(response.content or response.headers or response.links)
    inside = partial(_inside_response, response) if has_inside else None
    return Branch(words, inside, is_open=is_open, about=response.description, value=said)


def _inside_response(response: Response) -> list[Branch]:
    found = [
        _media_branch(media, writing=False, is_open=index == 0)
        for index, media in enumerate(response.content)
    ]
    if response.headers:
        headers = [_header_branch(header) for header in response.headers]
        found.append(Branch(((_("Headers"), "plain"),), lambda: headers))
    for link in response.links:
        given = ", ".join(
            f"{clean_line(name, 60)}={value_text(value, 80)}" for name, value in link.parameters
        )
        words: Words = (
            (_("leads to {operation}").format(operation=clean_line(link.operation, 120)), "plain"),
            (f"  {given}", "dim"),
        )
        found.append(Branch(words, about=link.description, value=link.operation))
    return found


def _header_branch(header: Header) -> Branch:
    kind = type_words(header.schema) if header.schema is not None else _("anything")
    words: Words = (
        (clean_line(header.name, 120), "strong"),
        (" *" if header.required else "", "warning"),
        (f"  {kind}", "accent"),
    )
    schema = header.schema
    inside = description_branches(header.description)
    if schema is not None:
        inside += _inside_schema(schema, said=header.description)
    return Branch(
        words, (lambda: inside) if inside else None, about=header.description, value=header.name
    )


def _media_branch(media: MediaType, *, writing: bool, is_open: bool) -> Branch:
    kind = type_words(media.schema) if media.schema is not None else ""
    words: Words = ((clean_line(media.name, 120), "plain"), (f"  {kind}", "accent"))
    has_inside = media.schema is not None or bool(media.examples)
    inside = partial(_inside_media, media, writing) if has_inside else None
    return Branch(words, inside, is_open=is_open, value=media.name)


def _inside_media(media: MediaType, writing: bool) -> list[Branch]:
    found: list[Branch] = []
    schema = media.schema
    if schema is not None:
        found += _inside_schema(schema, unwrapped=True)
    for part, said in media.encodings:
        words: Words = (
            (_("{part} is sent as").format(part=clean_line(part, 80)), "dim"),
            (f"  {value_text(said)}", "plain"),
        )
        found.append(Branch(words))
    for example in media.examples:
        name = example.summary or clean_line(example.name, 120)
        title = _("Example: {name}").format(name=name) if name else _("Example")
        if example.external:
            found.append(_fact(title, clean_line(example.external), value=example.external))
        else:
            found.append(_example_branch(title, example.value))
    if schema is not None and not media.examples:
        found.append(
            Branch(((_("Example made from the schema"), "dim"),), partial(_made, schema, writing))
        )
    return found


def _made(schema: Schema, writing: bool) -> list[Branch]:
    from tui.api.openapi.examples import example_of

    return _code(example_of(schema, writing=writing))


def _example_branch(title: str, value: JsonValue) -> Branch:
    return Branch(((title, "dim"),), partial(_code, value), value=partial(json_text, value))


def _code(value: JsonValue) -> list[Branch]:
    whole = partial(json_text, value)
    lines = json_lines(value)
    found = [Branch(((clean_line(line), "plain"),), value=whole) for line in lines[:EXAMPLE_LINES]]
    if len(lines) > EXAMPLE_LINES:
        found.append(Branch((("…", "dim"),), value=whole))
    return found


# Schemas


def schema_branch(name: str, schema: Schema) -> Branch:
    """A schema that the document names."""
    words: Words = ((clean_line(name, 120), "strong"), (f"  {_plain_type(schema)}", "accent"))
    return Branch(
        words,
        partial(_inside_schema, schema),
        about=schema.description,
        value=partial(_written, schema),
    )


def _plain_type(schema: Schema) -> str:
    said = " | ".join(schema.types)
    return said or (_("one of several") if schema.choices() else _("anything"))


def child_branch(child: Child) -> Branch:
    """A schema inside another."""
    schema = child.schema
    if child.role == "choice":
        name = schema.name or schema.title or type_words(schema)
        words: list[tuple[str, str]] = [(_("either "), "dim"), (name, "strong")]
    elif child.role in ("property", "pattern"):
        name = clean_line(child.name, 120)
        words = [(f"/{name}/" if child.role == "pattern" else name, "strong")]
        words.append((" *" if child.required else "", "warning"))
    else:
        said = _(_ROLES[child.role]) if child.role in _ROLES else clean_line(child.name, 60)
        words = [(said, "plain")]
    if child.role != "choice" or (schema.title and not schema.name):
        words.append((f"  {type_words(schema)}", "accent"))
    facts = " · ".join(fact_words(schema))
    values = enum_words(schema)
    words += [(f"  {values}", "plain")] if values else []
    words += [(f"  {facts}", "dim")] if facts else []
    has_inside = bool(
        schema.has_children or schema.description or schema.examples or schema.missing
    )
    return Branch(
        tuple(words),
        partial(_inside_schema, schema, known=True) if has_inside else None,
        about=schema.description,
        value=child.name if child.role == "property" else partial(_written, schema),
    )


def _inside_schema(
    schema: Schema, *, said: str = "", known: bool = False, unwrapped: bool = False
) -> list[Branch]:
    """What is inside a schema.

    Args:
        said: A description that was given already.
        known: Whether its line says its values and its facts.
        unwrapped: Whether a list is told by what it holds.
    """
    found = description_branches(schema.description) if schema.description != said else []
    if schema.missing:
        found.append(Branch(((clean_line(schema.missing), "warning"),), value=schema.missing))
    if not known:
        facts = [enum_words(schema), " · ".join(fact_words(schema))]
        found += [Branch(((fact, "plain"),)) for fact in facts if fact]
    if schema.examples:
        found.append(_example(schema.examples[0]))
    found += _discriminator(schema)
    inside = schema
    for _turn in range(MOST_LISTS):  # a list may hold itself
        if inside.types != ("array",) or inside.items is None or not (unwrapped or known):
            break
        inside = inside.items
        found += description_branches(inside.description)
        found += [Branch(((v, "plain"),)) for v in (enum_words(inside),) if v]
    found += [child_branch(child) for child in inside.children()]
    if inside.closed:
        found.append(Branch(((_("no other field"), "dim"),)))
    return found


def _example(value: JsonValue) -> Branch:
    if isinstance(value, (dict, list)):
        return _example_branch(_("Example"), value)
    return _fact(_("Example"), value_text(value), value=partial(json_text, value))


def _discriminator(schema: Schema) -> list[Branch]:
    name, mapping = schema.discriminator
    if not name:
        return []
    told = [
        Branch(((clean_line(key, 80), "plain"), (f"  → {clean_line(ref, 200)}", "dim")))
        for key, ref in mapping
    ]
    words: Words = ((_("“{name}” tells which").format(name=name), "dim"),)
    return [Branch(words, (lambda: told) if told else None)]


def _written(schema: Schema) -> str:
    """A schema as the document writes it."""
    spots = schema.parts
    return json_text(spots[0].value) if spots else ""
