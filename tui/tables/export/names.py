"""Names of files: made of titles that nobody can be trusted with, or typed by a person."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tui.i18n import gettext as _
from tui.tables.export.formats import Format, with_extension, without_extension
from tui.tables.export.problems import ExportError, file_problem
from tui.text import clean_line

NAME_BYTES = 120
"""Bytes of a name made of a title: what is added to it while it is written has room."""

_APART = re.compile(r"-*_+[-_]*|-{2,}")
_NAMED = re.compile(r"(\.[A-Za-z0-9]{1,8})?\.[A-Za-z0-9]{1,8}$")
_END = re.compile(r"(\.[A-Za-z0-9]{1,8}(?=\.gz$))?\.[A-Za-z0-9]{1,8}$")
_DEVICES = frozenset(
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        *(f"{name}{n}" for name in ("COM", "LPT") for n in "0123456789¹²³"),
    }
)


def file_name(title: str, made: Format) -> str:
    """A name for a file of rows, from a title or several: letters, digits, ``-``, ``_``, ``.``.

    It never begins with a dot or a dash, holds nothing invisible, fits where paths are long, and is
    no device of Windows.
    """
    plain = _plain(without_extension(clean_line(title.strip())))
    short = plain.encode("utf-8", "ignore")[:NAME_BYTES].decode("utf-8", "ignore")
    return _no_device(short.rstrip(".-_") or "export") + made.extension


def downloaded_name(url: str, title: str, format: str) -> str:  # noqa: A002
    """A name for the file at `url`: its own where it has one, else one made of its title.

    It is made of the same characters as that of `file_name`.
    """
    try:
        last = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        last = ""
    kept = clean_line(format.strip().lower())
    end = f".{kept}" if re.fullmatch(r"[a-z0-9]{1,8}(\.gz)?", kept) else ""
    # An address such as ``/download?id=3`` says nothing: a name has an end.
    wanted = last if _NAMED.search(last) else f"{title or last}{end}"
    return _no_device(_shortened(_plain(wanted)) or f"file{end}")


def _plain(text: str) -> str:
    """`text` as letters, digits, ``-``, ``_`` and ``.``, beginning and ending with none of these
    three."""
    composed = unicodedata.normalize("NFC", clean_line(text.strip()))
    kept = "".join(char if char.isalnum() or char in "._" else "-" for char in composed)
    return _APART.sub(lambda found: "_" if "_" in found[0] else "-", kept).strip(".-_")


def _no_device(name: str) -> str:
    """`name`, or another one where Windows would open a device in its place."""
    return f"file-{name}" if name.partition(".")[0].upper() in _DEVICES else name


def _shortened(name: str) -> str:
    """`name` in `NAME_BYTES`, with its end."""
    end = found[0] if (found := _NAMED.search(name)) else ""
    stem = name.removesuffix(end).encode("utf-8", "ignore")[: NAME_BYTES - len(end)]
    return stem.decode("utf-8", "ignore").rstrip(".-_") + end


def typed_path(text: str, folder: Path, name: str) -> Path:
    """The file that a person means by `text`: in `folder` unless it says where, called `name` where
    it is only a folder. Raises `ExportError` where it can be no file."""
    text = text.strip()
    if not text or "\0" in text:
        raise ExportError(_("Write the name of a file."))
    path = Path(text)
    try:
        path = path.expanduser()
    except RuntimeError as error:
        raise ExportError(_("There is no such user.")) from error
    path = folder / path
    try:
        path = path / name if path.is_dir() or text.endswith("/") else path
        # What a link points to is written, and stays where it is.
        return path.resolve() if path.is_symlink() else path
    except OSError as error:
        raise file_problem(error, path) from error


def numbered(path: Path) -> Iterator[Path]:
    """`path`, then ``name-2.csv``, ``name-3.csv``..."""
    yield path
    stem = without_extension(path.name)
    if stem in ("", path.name):
        stem = path.name[:1] + _END.sub("", path.name[1:])
    end = path.name[len(stem) :]
    for number in range(2, 10_000):
        yield path.with_name(f"{stem}-{number}{end}")


def written_path(path: Path) -> str:
    """A path as a person writes it: what `typed_path` reads as the same file."""
    try:
        inside = path.relative_to(Path.home())
    except (ValueError, RuntimeError):
        return str(path)
    return "~" if inside == Path() else f"~/{inside}"


def free_path(path: Path) -> Path:
    """The first of the `numbered` paths where there is nothing, nor an export under way."""
    for one in numbered(path):
        if not os.path.lexists(one) and not os.path.lexists(part_of(one)):
            return one
    raise ExportError(_("Too many files have this name."))


def part_of(path: Path) -> Path:
    """Where the rows are while `path` is not whole."""
    return path.with_name(f"{path.name}.part")


def retyped(text: str, made: Format) -> str:
    """What a person typed, with the extension of another format."""
    folder, slash, name = text.rpartition("/")
    return folder + slash + (with_extension(name, made) if name else "")


def completed(text: str, folder: Path) -> str:
    """`text` with as much of a folder's name as only one way goes on with."""
    head, slash, start = text.rpartition("/")
    try:
        where = Path(head + slash).expanduser() if slash else Path()
        with os.scandir(folder / where) as entries:
            names = [e.name for e in entries if e.name.startswith(start) and e.is_dir()]
    except (OSError, RuntimeError, ValueError):
        return text
    names = [name for name in names if start.startswith(".") or not name.startswith(".")]
    common = os.path.commonprefix(names)  # noqa: RUF071 - of letters, not of folders
    if not common:
        return text
    return head + slash + common + ("/" if names == [common] else "")
