"""The details of one file, from which it is downloaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.screens.dialogs import ReadScreen
from tui.screens.downloading import ask_and_download, wanted_file, why_no_download
from tui.screens.file_texts import file_blocks
from tui.screens.place import Place
from tui.screens.related_list import read
from tui.widgets.bindings import bindings_for

if TYPE_CHECKING:
    from tui.api.models import Resource


class FileScreen(ReadScreen):
    """What is known of one file. `d` closes it and calls `download`."""

    BINDINGS = bindings_for("filedetails")

    def __init__(self, resource: Resource, download: Callable[[], None]) -> None:
        super().__init__(_("File"), file_blocks(resource), raw=resource.url)
        self._problem = why_no_download(resource.url)
        self._download = download

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        return self._problem if action == "download" else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "download":
            return None if self._problem else True
        return super().check_action(action, parameters)

    def action_download(self) -> None:
        self.close()
        self._download()


def read_file(place: Place, resource: Resource) -> None:
    """Show the details of a file over `place`."""
    read(place, FileScreen(resource, lambda: download_file(place, resource)))


def download_file(place: Place, resource: Resource) -> None:
    """Download a file from `place`."""
    ask_and_download(place, place.session, wanted_file(resource), place.notice)
