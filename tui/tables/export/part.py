"""The file beside the target in which rows gather, and what is known of them.

``NAME.part`` holds the rows, ``NAME.part.json`` how far they go. The target gets its name when
everything is in it, and takes nobody's place unless that was agreed to. Every method blocks.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from tui.i18n import gettext as _
from tui.settings.reading import read_file
from tui.tables.export.names import numbered, part_of
from tui.tables.export.problems import ExportError, file_problem, shown

_NO_LINKS = frozenset((errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK))
_KNOWN = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
_LARGEST_STATE = 64 * 1024
"""Bytes of the largest note of how far a part goes that is read."""
_FRESH = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Saved:
    """How far a part goes. Nothing in it is worth hiding.

    Attributes:
        key: A digest of what is exported, and how.
        edition: When the table was made; empty when nobody says.
        total: Rows of the query; None where they are not counted.
        rows: Rows in the part.
        last_id: `ROW_ID` of the last one, where rows come in its order.
        size: Bytes of the part that are good.
    """

    key: str
    edition: str = ""
    total: int | None = None
    rows: int = 0
    last_id: int | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """What is where a file is to go.

    Attributes:
        is_taken: Whether there is a file already.
        unfinished: How far an earlier export of the same rows went.
        has_other_part: Whether an earlier export of other rows stopped there.
        is_busy: Whether an export is writing there now.
    """

    is_taken: bool = False
    unfinished: Saved | None = None
    has_other_part: bool = False
    is_busy: bool = False

    @property
    def is_free(self) -> bool:
        """Whether a file can go there without asking."""
        return not (self.is_taken or self.has_other_part or self.is_busy)


def look_at(target: Path, key: str) -> Spot:
    """See what is where `target` is to go. Raises `ExportError` where no file can go."""
    folder = target.parent
    try:
        target.stat()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise file_problem(error, target) from error
    if target.is_dir():
        raise ExportError(_("{name} is a folder.").format(name=shown(target)))
    if not folder.is_dir():
        raise file_problem(NotADirectoryError(errno.ENOTDIR, ""), target)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise file_problem(PermissionError(errno.EACCES, ""), target)
    saved = saved_of(target)
    if saved is None:
        _refuse_strangers(target)
    is_taken = os.path.lexists(target)
    if _is_held(part_of(target)):
        return Spot(is_taken, is_busy=True)
    same = saved if saved is not None and saved.key == key else None
    return Spot(is_taken, same, saved is not None and same is None)


def _is_held(path: Path) -> bool:
    try:
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(opened)
    return False


def _refuse_strangers(target: Path) -> None:
    for path in (part_of(target), _state_of(target), _made_of(target)):
        if os.path.lexists(path):
            raise _in_the_way(path)


def saved_of(target: Path) -> Saved | None:
    """What is known of the part of `target`; None where there is nothing of ours.

    A part shorter than it should be, as after a failure of the machine, is good for nothing.
    """
    try:
        said = json.loads(read_file(_state_of(target), _LARGEST_STATE)[0])
        saved = Saved(**{field.name: said[field.name] for field in fields(Saved)})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not _is_sound(saved):
        return None
    path = part_of(target)
    size = path.stat().st_size if path.is_file() else 0
    return saved if saved.size <= size else Saved(saved.key)


def _is_sound(saved: Saved) -> bool:
    counts = (saved.rows, saved.size, saved.total or 0, saved.last_id or 0)
    return (
        isinstance(saved.key, str)
        and isinstance(saved.edition, str)
        and all(isinstance(count, int) and not isinstance(count, bool) for count in counts)
        and min(saved.rows, saved.size) >= 0
    )


class Part:
    """The part of one target, held by one export at a time. Raises OSError wherever it writes.

    Attributes:
        path: Where the rows gather.
        made: Where a file made of them is, until it gets the target's name.
        saved: How far the part goes.
    """

    def __init__(self, target: Path, wanted: Saved) -> None:
        self.target = target
        self.saved = wanted
        self.path = part_of(target)
        self.made = _made_of(target)
        self._state = _state_of(target)
        self._file = -1

    def open(self, *, may_replace: bool) -> None:
        """Hold the part of the rows wanted: go on with it, or begin it.

        What is there of another edition of the same rows is dropped; of other rows, only if it
        `may_replace` them. Raises `ExportError` where it cannot be held.
        """
        known = saved_of(self.target)
        if known is None:
            self._create()
        else:
            if known.key != self.saved.key and not may_replace:
                said = _("Other rows were begun there: {name}.").format(name=shown(self.path))
                raise ExportError(said, _("Choose another name."))
            self._file = os.open(self.path, _KNOWN, 0o666)
        try:
            self._lock()
            self._begin(known)
        except BaseException:
            self.close()
            raise

    def _create(self) -> None:
        """Make a part that is not there, its state first: a part without one is a stranger's."""
        _refuse_strangers(self.target)
        try:
            os.close(os.open(self._state, _FRESH, 0o666))
            self.save()
            self._file = os.open(self.path, _FRESH, 0o666)
        except FileExistsError as error:
            raise _busy(self.target) from error

    def _begin(self, known: Saved | None) -> None:
        if known is not None and _same_rows(known, self.saved):
            self.saved = known
        self.save()
        os.ftruncate(self._file, self.saved.size)
        os.lseek(self._file, 0, os.SEEK_END)

    def restart(self) -> None:
        """Drop what the part holds, and begin it again."""
        self.saved = replace(self.saved, rows=0, last_id=None, size=0)
        self.save()
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_END)

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _busy(self.target) from error
        except OSError:
            return  # some shared folders have no locks
        if not os.path.samestat(os.fstat(self._file), self.path.stat()):
            raise _busy(self.target)

    def append(self, data: bytes, *, rows: int, last_id: int | None) -> None:
        """Write `data` at the end, with which the part goes as far as `rows` and `last_id`.

        Where that fails, the part goes as far as before.
        """
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view) :]
        size = self.saved.size + len(data)
        self.saved = replace(self.saved, rows=rows, last_id=last_id, size=size)

    def save(self) -> None:
        """Note how far the part goes."""
        beside = self._state.with_name(f"{self._state.name}.new")
        try:
            # In a folder of everybody's, somebody might have put a link there.
            beside.unlink(missing_ok=True)
            with os.fdopen(os.open(beside, _FRESH, 0o666), "wb") as file:
                file.write(json.dumps(asdict(self.saved)).encode())
            beside.replace(self._state)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def publish(self, whole: Path, *, overwrite: bool) -> Path:
        """Give the file `whole` the target's name, or the next free one where somebody took that
        meanwhile. Returns the name it got; nothing of the part is left."""
        _sync(whole)
        published = _given_name(whole, self.target, overwrite=overwrite)
        self.discard()
        _sync(published.parent)
        self.close()
        return published

    @property
    def is_held(self) -> bool:
        """Whether this is the one that writes the part."""
        return self._file >= 0

    def let_go(self, *, keep: bool) -> None:
        """Let go of the part: keep what is needed to go on with it, or nothing of it."""
        if not self.is_held:
            return
        try:
            if keep:
                self.made.unlink(missing_ok=True)
                # What was noted last still holds where there is no room to note more.
                with suppress(OSError):
                    self.save()
            else:
                self.discard()
        finally:
            self.close()

    def discard(self) -> None:
        """Remove all that is not the target."""
        for path in (self.made, self.path, self._state):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Hold the part no longer."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def published(whole: Path, target: Path) -> Path:
    """Give the file `whole`, kept by the disk first, the name `target`, or the next free one.
    Returns the name it got. Raises OSError, and `ExportError` where no name is free."""
    _sync(whole)
    name = _given_name(whole, target, overwrite=False)
    _sync(name.parent)
    return name


def _same_rows(one: Saved, two: Saved) -> bool:
    return (one.key, one.edition, one.total) == (two.key, two.edition, two.total)


def _given_name(whole: Path, target: Path, *, overwrite: bool) -> Path:
    if overwrite and target.is_file():
        whole.chmod(target.stat().st_mode & 0o777)
        return whole.replace(target)
    for name in numbered(target):
        if _took_name(whole, name):
            return name
    raise ExportError(_("Too many files have this name."))


def _took_name(whole: Path, name: Path) -> bool:
    """Call `whole` by `name`, if nothing is called so: the system decides, not a look before."""
    try:
        os.link(whole, name)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _took_name_without_links(whole, name)
    whole.unlink()
    return True


def _took_name_without_links(whole: Path, name: Path) -> bool:
    try:
        os.close(os.open(name, _FRESH, 0o666))
    except FileExistsError:
        return False
    whole.replace(name)
    return True


def _sync(path: Path) -> None:
    """Have the disk keep what was written there, where it can be told to."""
    opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _unless_unsupported(lambda: os.fsync(opened))
    finally:
        os.close(opened)


def _unless_unsupported(work: Callable[[], None]) -> None:
    try:
        work()
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):
            raise


def _state_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part.json")


def _made_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part.out")


def _in_the_way(part: Path) -> ExportError:
    return ExportError(
        _("{name} is in the way.").format(name=shown(part)), _("Choose another name.")
    )


def _busy(target: Path) -> ExportError:
    return ExportError(_("Another export is writing {name}.").format(name=shown(target)))
