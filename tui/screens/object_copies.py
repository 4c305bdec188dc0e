"""What can be copied from an object, and from a line of one of its lists."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.object_tabs import page_of, place_of
from tui.screens.place import Copy, command
from tui.settings import Site

if TYPE_CHECKING:
    from tui.api.models import DatasetSummary, Entity, Listed
    from tui.api.portal import Portal
    from tui.widgets.tree import JsonTree


def copies_of_item(item: Listed, site: Site) -> list[Copy]:
    """The forms of a line: its title, and its addresses where it has a place."""
    from tui.api.models import DatasetSummary
    from tui.widgets.result_words import title_of

    if isinstance(item, DatasetSummary):
        return _copies_of_dataset(item, site)

    forms = [Copy(_("Title of this line"), title_of(item))]
    link, page = place_of(item), page_of(item)
    if link is not None:
        forms.insert(0, Copy(_("Id of this line"), link.ident))
    if page:
        forms.append(Copy(_("Web address of this line"), page))
    if link is not None:
        forms.append(Copy(_("Command that opens this line"), command(link)))
    return forms


def _copies_of_dataset(dataset: DatasetSummary, site: Site) -> list[Copy]:
    web = Link("dataset", dataset.slug or dataset.id).web_url(site) or dataset.page
    return [
        Copy(_("Id of the dataset"), dataset.id),
        Copy(_("Title of the dataset"), dataset.title),
        Copy(_("Web address of the dataset"), web),
        Copy(_("Command that opens the dataset"), command(Link("dataset", dataset.id))),
    ]


def copies_of(entity: Entity, link: Link, site: Site, portal: Portal | None) -> list[Copy]:
    """The forms of the object itself."""
    given = str(getattr(entity, "uri", ""))
    url = portal.entity_url(link.kind, entity.id) if portal is not None else given
    forms = [
        Copy(_("Id"), entity.id),
        Copy(_("Title"), entity.title),
        Copy(_("Web address"), link.web_url(site) or entity.page),
        Copy(_("API address"), url),
        Copy(_("curl command"), f"curl {shlex.quote(url)}"),
        *_addresses(entity),
        Copy(_("Command that opens this"), command(link)),
    ]
    return [form for form in forms if form.text]


def _addresses(entity: Entity) -> list[Copy]:
    named = (
        ("base_api_url", _("Base address of the API")),
        ("technical_documentation_url", _("Address of its technical documentation")),
        ("machine_documentation_url", _("Address of its machine documentation")),
        ("business_documentation_url", _("Address of its business documentation")),
        ("authorization_request_url", _("Address where access is asked for")),
        ("url", _("Its own address")),
        ("website", _("Its own address")),
        ("address", _("Address of the catalogue")),
        ("email", _("E-mail address")),
        ("contact_form", _("Address of the form")),
        ("schema_url", _("Address of the schema")),
        ("homepage", _("Address of its home page")),
    )
    found = ((title, str(getattr(entity, name, ""))) for name, title in named)
    return [Copy(title, text) for title, text in found if text]


def value_under_cursor(tree: JsonTree) -> Copy:
    """What the cursor of the raw answer is on: a text as it is, anything else as JSON."""
    value = tree.current_value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    return Copy(_("This value of the JSON"), text)
