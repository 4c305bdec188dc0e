"""The command line -> what to do."""

from __future__ import annotations

import getopt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from tui.i18n import gettext as _
from tui.settings import OPTIONS, OptionError, Settings
from tui.text import clean_line

SCREENSHOT: Final = "screenshot"
FORMATS: Final = (".svg", ".txt")
DEFAULT_SIZE: Final = (120, 40)
_SMALLEST: Final = (20, 5)
_LARGEST: Final = (500, 200)
_SIZE: Final = r"(\d{1,4})[xX×](\d{1,4})"


class UsageError(ValueError):
    """A command line that cannot be followed. Its message is for people, safe for one line."""


class Picture(NamedTuple):
    """A picture of a place to write.

    Attributes:
        output: The file, ``.svg`` or ``.txt``.
        size: Columns and rows of the terminal.
        keys: Keys to press first, as Textual names them.
    """

    output: Path
    size: tuple[int, int]
    keys: tuple[str, ...]


class Arguments(NamedTuple):
    """What the command line asks for.

    Attributes:
        action: What to do.
        address: The place, as typed; empty for the first screen.
        flags: Text values of the settings, by key.
        picture: What to write, for a screenshot.
        restore: Whether the last place is opened again, with those before it.
    """

    action: Literal["open", "help", "version", "screenshot"]
    address: str = ""
    flags: Mapping[str, str] = MappingProxyType({})
    picture: Picture | None = None
    restore: bool = False


def parse(argv: Sequence[str]) -> Arguments:
    """Read the command line, without the program's name. Raises `UsageError`."""
    given, words = _split(argv)
    if "help" in given:
        return Arguments("help")
    if "version" in given:
        return Arguments("version")
    flags = _flags(given)
    restore = "restore" in given
    if restore and words:
        raise UsageError(_("--restore opens the last place: no link goes with it."))
    if words[:1] == [SCREENSHOT]:
        return Arguments(SCREENSHOT, " ".join(words[1:]), flags, _picture(given))
    for name in ("output", "size", "keys"):
        if name in given:
            message = _("--{flag} goes with “{command}”.")
            raise UsageError(message.format(flag=name, command=SCREENSHOT))
    return Arguments("open", " ".join(words), flags, restore=restore)


def peek_language(argv: Sequence[str]) -> str:
    """The value of ``--lang``, so that even an error about the rest is said in it."""
    for position, argument in enumerate(argv):
        if argument == "--lang":
            return argv[position + 1] if position + 1 < len(argv) else ""
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return ""


def _split(argv: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Options by their long name, and the words between them."""
    valued = [*(option.flag for option in OPTIONS if option.takes_value), "output", "size", "keys"]
    plain = [option.flag for option in OPTIONS if not option.takes_value]
    plain += ["help", "restore", "version"]
    try:
        pairs, words = getopt.gnu_getopt(list(argv), "hVo:", [*plain, *(f"{n}=" for n in valued)])
    except getopt.GetoptError as error:
        raise UsageError(_problem(error.opt or "", valued, plain)) from error
    short = {"-h": "help", "-V": "version", "-o": "output"}
    return {short.get(name, name.removeprefix("--")): value for name, value in pairs}, words


def _problem(name: str, valued: list[str], plain: list[str]) -> str:
    shown = f"--{name}" if len(name) > 1 else f"-{name}"
    if name in valued or name == "o":
        return _("{option} needs a value.").format(option=shown)
    if name in plain:
        return _("{option} takes no value.").format(option=shown)
    from difflib import get_close_matches

    shown = clean_line(shown, 60)
    near = get_close_matches(name, [*valued, *plain], n=1)
    if near:
        message = _("There is no option {option}. Did you mean --{near}?")
        return message.format(option=shown, near=near[0])
    return _("There is no option {option}.").format(option=shown)


def _flags(given: Mapping[str, str]) -> dict[str, str]:
    """The settings among the options, each checked: a slip on the command line is not forgiven."""
    flags = {}
    for option in OPTIONS:
        if option.flag not in given:
            continue
        value = given[option.flag] if option.takes_value else option.bare
        try:
            option.choose(Settings(), value)
        except OptionError as error:
            raise UsageError(f"--{option.flag}: {error}.") from error
        flags[option.key] = value
    return flags


def _picture(given: Mapping[str, str]) -> Picture:
    output = Path(given.get("output", ""))
    if output.suffix not in FORMATS:
        raise UsageError(_("A screenshot needs -o FILE.svg or -o FILE.txt."))
    if not output.parent.is_dir():
        message = _("There is no folder {path}.")
        raise UsageError(message.format(path=clean_line(str(output.parent), 200)))
    size = _size(given["size"]) if "size" in given else DEFAULT_SIZE
    return Picture(output, size, tuple(given.get("keys", "").split()))


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(_SIZE, text.strip())
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if all(
        least <= side <= most for least, side, most in zip(_SMALLEST, size, _LARGEST, strict=True)
    ):
        return size
    message = _("--size: “{value}” is not a size from {smallest} to {largest}.")
    raise UsageError(
        message.format(
            value=clean_line(text, 40),
            smallest="{}x{}".format(*_SMALLEST),
            largest="{}x{}".format(*_LARGEST),
        )
    )
