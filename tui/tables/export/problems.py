"""What can go wrong with an export, said for a person."""

from __future__ import annotations

import errno
from pathlib import Path

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.text import clean_line


class ExportError(Exception):
    """An export that cannot go on.

    Attributes:
        message: One sentence.
        hint: What can be done about it; may be empty.
        is_spoilt: Whether what was written so far is of no use.
    """

    is_spoilt = False

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class TableChanged(ExportError):
    """The table was made anew while its rows came: they would be a mixture."""

    is_spoilt = True

    def __init__(self, detail: str = "") -> None:
        said = _("The table changed during the export: its rows would be a mixture.")
        super().__init__(f"{said} {detail}".strip(), _("Started over, it may go through."))


class RowsMissing(ExportError):
    """The service did not give the rows that it counted."""

    is_spoilt = True

    def __init__(self, rows: int, total: int) -> None:
        said = ngettext(
            "The service counted {total} row and gave {rows}.",
            "The service counted {total} rows and gave {rows}.",
            total,
        )
        message = said.format(total=fmt.number(total), rows=fmt.number(rows))
        super().__init__(message, _("Started over, it may go through."))


def file_problem(error: OSError, path: Path) -> ExportError:
    """What the system's refusal to write at `path` means."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ExportError(
            _("There is no room left for this file."), _("Make some, then go on from there.")
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ExportError(_("{folder} cannot be written to.").format(folder=shown(path.parent)))
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return ExportError(_("There is no folder {folder}.").format(folder=shown(path.parent)))
    if error.errno == errno.EISDIR:
        return ExportError(_("{name} is a folder.").format(name=shown(path)))
    if error.errno in (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL):
        return ExportError(_("No file can have this name here."))
    said = error.strerror or type(error).__name__
    return ExportError(_("The file cannot be written: {reason}.").format(reason=clean_line(said)))


def shown(path: Path) -> str:
    """A path as a person writes it, safe for one line."""
    from tui.tables.export.names import written_path

    return clean_line(written_path(path))
