"""What can be copied of a dataset: its identifiers, addresses, forms as linked data, commands."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.linked_data import FORMS
from tui.screens.place import Copy, command
from tui.screens.session import Session

if TYPE_CHECKING:
    from tui.api.models import Dataset


def dataset_copies(dataset: Dataset, link: Link, session: Session) -> Iterator[Copy]:
    """The forms of the whole dataset; `link` is the place as it is now."""
    yield Copy(_("Id of the dataset"), dataset.id)
    yield Copy(_("Title of the dataset"), dataset.title)
    yield Copy(_("Web address of the dataset"), link.web_url(session.site) or dataset.page)
    service = session.opened()
    api = service.catalogue.dataset_url(dataset.id) if service is not None else dataset.uri
    yield Copy(_("API address of the dataset"), api)
    yield Copy(_("curl of the dataset"), f"curl {shlex.quote(api)}")
    if service is not None:
        for extension, form in FORMS.items():
            title = _("Address of the {form} form").format(form=form)
            yield Copy(title, service.related.rdf_url(dataset.id, extension))
    if dataset.doi:
        yield Copy(_("DOI of the dataset"), dataset.doi)
    yield Copy(_("Command that opens this"), command(link))
