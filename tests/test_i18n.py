import ast
import gettext as catalogues
import io
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import tui
from tui import i18n
from tui.paths import locale_dir

PACKAGE = Path(tui.__file__).parent
PO = locale_dir() / "fr" / "LC_MESSAGES" / "tui.po"
MO = PO.with_suffix(".mo")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    i18n.install(i18n.DEFAULT)


@pytest.fixture(scope="module")
def french() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


@cache
def source_messages() -> dict[str | tuple[str, ...], str]:
    """Every message of the source, plural forms as pairs, with the file that holds it."""
    return {
        message: filename
        for filename, _line, message, _comments, _context in extract_from_dir(
            PACKAGE, method_map=[("**.py", "python")]
        )
    }


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def placeholders(text: str) -> set[str | None]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text)} - {None}


def translated(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def test_every_message_of_the_source_is_in_french(french: Catalog) -> None:
    missing = {}
    for message, filename in source_messages().items():
        found = french.get(forms(message)[0])
        if found is None or found.fuzzy or not all(forms(found.string)):
            missing[message] = filename
    assert missing == {}, "run `make messages` and translate"


def test_french_has_both_forms_of_every_plural(french: Catalog) -> None:
    for message in source_messages():
        if not isinstance(message, str):
            found = french.get(message[0])
            assert found is not None
            assert len(forms(found.string)) == 2, message


def test_no_french_message_is_left_from_a_text_that_is_gone(french: Catalog) -> None:
    known = {forms(message)[0] for message in source_messages()}
    assert [m.id for m in translated(french) if forms(m.id)[0] not in known] == []


def test_a_translation_fills_the_same_places(french: Catalog) -> None:
    for message in translated(french):
        wanted = set[str | None]().union(*(placeholders(form) for form in forms(message.id)))
        # “A space” needs no number where “{count} spaces” does.
        alone = placeholders(forms(message.id)[0])
        first, *others = forms(message.string)
        assert placeholders(first) in (wanted, alone), message.id
        assert all(placeholders(form) == wanted for form in others), message.id


def test_french_punctuation_never_starts_a_line(french: Catalog) -> None:
    breakable = re.compile(r"[\w}»)…] [:;?!»](?=\s|$)|« ")
    wrong = [form for m in translated(french) for form in forms(m.string) if breakable.search(form)]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_text_one(french: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, french)
    compiled.seek(0)
    with MO.open("rb") as file:
        kept = catalogues.GNUTranslations(file)
    # But for the head, in which Babel names its own version.
    made = catalogues.GNUTranslations(compiled)
    assert messages_of(kept) == messages_of(made), "run `make messages`"


def messages_of(catalogue: catalogues.GNUTranslations) -> dict[object, str]:
    messages: dict[object, str] = catalogue._catalog  # type: ignore[attr-defined]
    return {message: text for message, text in messages.items() if message}


def test_no_message_is_translated_while_a_module_is_imported() -> None:
    early = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in PACKAGE.rglob("*.py")
        for line in calls_on_import(ast.parse(path.read_text()))
    ]
    assert early == []


def calls_on_import(tree: ast.AST) -> Iterator[int]:
    """Lines of the calls of `_` or `ngettext` that are outside of any function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in {"_", "ngettext"}:
            yield called.lineno
        yield from calls_on_import(node)


def test_the_import_check_sees_a_call_in_a_constant_and_not_in_a_function() -> None:
    source = "A = [_('now')]\ndef f():\n    return _('later')\n"
    assert list(calls_on_import(ast.parse(source))) == [1]


def test_messages_follow_the_installed_language() -> None:
    i18n.install("fr")
    assert i18n.current() == "fr"
    assert i18n.gettext("Help") == "Aide"
    i18n.install("en")
    assert i18n.gettext("Help") == "Help"


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    assert i18n.ngettext("{count} file", "{count} files", 0) == "{count} files"
    i18n.install("fr")
    assert i18n.ngettext("{count} file", "{count} files", 0) == "{count} fichier"
    assert i18n.ngettext("{count} file", "{count} files", 2) == "{count} fichiers"


def test_an_unknown_language_is_english() -> None:
    i18n.install("tlh")
    assert i18n.current() == "en"
    assert i18n.gettext("Help") == "Help"


def test_a_message_without_translation_stays_english() -> None:
    i18n.install("fr")
    assert i18n.gettext("No catalogue holds this") == "No catalogue holds this"


def test_a_marked_message_is_left_as_it_is() -> None:
    i18n.install("fr")
    assert i18n.N_("Help") == "Help"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "fr-CA"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr_FR@euro"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "frisian"}, "en"),
    ],
)
def test_the_locale_chooses_a_language_we_speak(environment: dict[str, str], language: str) -> None:
    assert i18n.from_locale(environment) == language


def test_the_compiled_catalogue_is_one_that_the_standard_library_reads() -> None:
    with MO.open("rb") as file:
        assert catalogues.GNUTranslations(file).gettext("Quit") == "Quitter"
