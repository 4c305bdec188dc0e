"""The settings file, the environment and the flags -> `Settings`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from tui import i18n
from tui.i18n import gettext as _
from tui.settings.chosen import APPLICATION, Settings
from tui.settings.key import KEY_VARIABLES
from tui.settings.options import ENVIRONMENT_PREFIX, OPTIONS, URL_KEYS, Option, OptionError
from tui.settings.reading import read_file
from tui.text import clean_line

CONFIG_VARIABLE: Final = ENVIRONMENT_PREFIX + "CONFIG"
"""Names another settings file."""

KEYS_TABLE: Final = "keys"

LARGEST: Final = 1024 * 1024
"""Bytes of the largest settings file that is read."""

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_POSITION: Final = r" \(at line (?P<line>\d+), column (?P<column>\d+)\)$"


class FileProblem(NamedTuple):
    """Why the settings file cannot be read, and where in it. Lines and columns count from 1."""

    reason: str
    line: int | None = None
    column: int | None = None


class Sources(NamedTuple):
    """What the file and the environment say, before it is understood.

    Attributes:
        path: The settings file, which need not exist.
        table: What it holds; empty where there is none or it is broken.
        variables: The environment's ``DATAGOUV_TUI_*``.
        environment: All of it but the keys, for the locale.
        problem: What is wrong with the file, if anything.
    """

    path: Path
    table: Mapping[str, object] = _NOTHING
    variables: Mapping[str, str] = _NOTHING
    environment: Mapping[str, str] = _NOTHING
    problem: FileProblem | None = None


def read_sources(environment: Mapping[str, str]) -> Sources:
    """Read the settings file and the environment. Raises nothing: a broken file is a `problem`."""
    # The keys are read where they are used, and held nowhere else.
    environment = {k: v for k, v in environment.items() if k not in KEY_VARIABLES.values()}
    variables = {
        name: value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and value
    }
    path = _config_path(variables)
    table, problem = _read_file(path)
    return Sources(path, table, variables, environment, problem)


def language(sources: Sources, flag: str = "") -> str:
    """The language to speak: the flag's, else the settings', else the locale's, else English."""
    offers = (flag, sources.variables.get(f"{ENVIRONMENT_PREFIX}LANG"), sources.table.get("lang"))
    chosen = next((offer for offer in offers if offer in i18n.LANGUAGES), None)
    return str(chosen) if chosen is not None else i18n.from_locale(sources.environment)


def resolve(sources: Sources, flags: Mapping[str, str]) -> Settings:
    """Choose every setting; what cannot be used is left out and said in `Settings.warnings`.

    Args:
        sources: What the file and the environment say.
        flags: Text values of the command line, by key.
    """
    warnings = [*_file_warnings(sources), *_unknown_warnings(sources)]
    settings = Settings(lang=language(sources))
    for option in OPTIONS:
        settings = _choose(option, settings, _offers(option, sources, flags), warnings)
    keys = _keys(sources, warnings)
    return replace(settings, keys=MappingProxyType(keys), warnings=tuple(warnings))


def _choose(
    option: Option,
    settings: Settings,
    offers: Iterable[tuple[str, object]],
    warnings: list[str],
) -> Settings:
    """Take the first offer that can be used; say why those before it cannot."""
    for origin, raw in offers:
        if settings.site.name == "sample" and option.key in URL_KEYS:
            break
        try:
            return option.choose(settings, raw)
        except OptionError as error:
            warnings.append(_("{origin}: {problem}.").format(origin=origin, problem=error))
    return settings


def _offers(
    option: Option, sources: Sources, flags: Mapping[str, str]
) -> Iterator[tuple[str, object]]:
    """What each source says of a setting, highest first, with the name people know it by."""
    if option.key in flags:
        yield f"--{option.flag}", flags[option.key]
    if option.variable in sources.variables:
        yield option.variable, sources.variables[option.variable]
    if option.key in sources.table:
        yield f"{_shown_path(sources)}, {option.key}", sources.table[option.key]


def _keys(sources: Sources, warnings: list[str]) -> dict[str, str]:
    """The ``[keys]`` table: action id -> keys separated by commas."""
    table = sources.table.get(KEYS_TABLE, {})
    if not isinstance(table, dict):
        message = _("{path}: “keys” is a table, written [keys].")
        warnings.append(message.format(path=_shown_path(sources)))
        return {}
    keys = {}
    for action, raw in table.items():
        names = raw if isinstance(raw, list) else [raw]
        if all(isinstance(name, str) for name in names):
            keys[action] = ",".join(name.strip() for name in names)
            continue
        message = _("{path}, keys.{action}: keys are a text or a list of texts.")
        shown = clean_line(action, 60)
        warnings.append(message.format(path=_shown_path(sources), action=shown))
    return keys


def _config_path(variables: Mapping[str, str]) -> Path:
    if CONFIG_VARIABLE in variables:
        path = Path(variables[CONFIG_VARIABLE])
        with suppress(RuntimeError):  # of somebody who is not known here
            path = path.expanduser()
        return path
    from platformdirs import user_config_path

    return user_config_path(APPLICATION, appauthor=False) / "config.toml"


def _read_file(path: Path) -> tuple[Mapping[str, object], FileProblem | None]:
    try:
        content, _mode = read_file(path, LARGEST)
    except FileNotFoundError:
        return {}, None
    except OSError as error:
        return {}, FileProblem(error.strerror or str(error))
    import tomllib

    try:
        return tomllib.loads(content.decode()), None
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        return {}, FileProblem("not UTF-8", line, column)
    except tomllib.TOMLDecodeError as error:
        return {}, _toml_problem(str(error), content.decode())
    except RecursionError:
        return {}, FileProblem(_("it is nested too deeply"))
    except ValueError:
        return {}, FileProblem(_("a number has too many digits"))


def _toml_problem(message: str, text: str) -> FileProblem:
    match = re.search(_POSITION, message)
    if match is not None:
        reason = message[: match.start()]
        return FileProblem(reason, int(match["line"]), int(match["column"]))
    # The reader then speaks of the end of the document.
    lines = text.split("\n")
    return FileProblem(
        message.removesuffix(" (at end of document)"), len(lines), len(lines[-1]) + 1
    )


def _file_warnings(sources: Sources) -> Iterator[str]:
    problem = sources.problem
    if problem is None:
        return
    reason = clean_line(problem.reason, 200)
    if problem.line is None:
        message = _("{path} cannot be read: {reason}. It is left out.")
        yield message.format(path=_shown_path(sources), reason=reason)
        return
    message = _("{path}, line {line}, column {column}: {reason}. The file is left out.")
    yield message.format(
        path=_shown_path(sources), line=problem.line, column=problem.column, reason=reason
    )


def _unknown_warnings(sources: Sources) -> Iterator[str]:
    known = [*(option.key for option in OPTIONS), KEYS_TABLE]
    for key in sources.table:
        if key not in known:
            yield _unknown(f"{_shown_path(sources)}, {clean_line(key, 60)}", key, known)
    variables = [*(option.variable for option in OPTIONS), CONFIG_VARIABLE, *KEY_VARIABLES.values()]
    for name in sources.variables:
        if name not in variables:
            yield _unknown(clean_line(name, 60), name, variables)


def _unknown(origin: str, name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    if near:
        message = _("{origin}: there is no such setting. Did you mean {near}?")
        return message.format(origin=origin, near=near[0])
    return _("{origin}: there is no such setting.").format(origin=origin)


def _shown_path(sources: Sources) -> str:
    return clean_line(str(sources.path), 200)
