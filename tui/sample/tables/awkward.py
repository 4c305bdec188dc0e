"""The tables that a grid must survive: types, odd names, hostile cells, extremes, 300 columns."""

from __future__ import annotations

from tui.sample.tables.expressions import (
    chance,
    day,
    decimal,
    missing,
    mix,
    moment,
    pick,
    text,
    words,
)
from tui.sample.tables.french import place_name
from tui.sample.tables.template import Made, Template, template
from tui.tables.query import ColumnType as T

ODD_NAMES = (
    *("nom de la commune", "code.postal", 'l\'été "chaud"', "taux %", "R&D", "prix (€)", "a__b"),
    *("__prefixe", "suffixe__", "valeur, unité", "🚲 vélos", "plus+moins", "égal=signe"),
    *("dièse#tag", "slash/ici", "back\\slash", "point;virgule", "page_count", "pages", "columns"),
    *("or", "and", "select", "order", "limit", "offset", "xmin__hydra_renamed", "cent%25"),
    *("pct%41bc", "count", "id", "[crochets]", "{accolades}", "col::cast", "a->b", "MAJUSCULES"),
    *("majuscules", "f.sum()", "accent_e\u0301_nfd", "deux  espaces", "not.null", "résumé?"),
    *("été", "tab\tulation", "x__sort", "y__isnull"),
)

HOSTILE_CELLS = (
    "simple",
    "\x1b[31mrouge\x1b[0m fin",
    "\x1b]0;titre\x07 fin",
    "\x1b]52;c;Y29waWU=\x07",
    "\x1b]8;;http://exemple.invalid\x1b\\lien\x1b]8;;\x1b\\",
    "bell\x07 back\x08space del\x7f",
    "ligne 1\nligne 2\r\nligne 3",
    "tab\tulation",
    "C1 \x9b31m csi \x9d0;x\x9c",
    "RTL : العربية puis עברית",
    "bidi \u202eoverride\u202c \u2067isolat\u2069 fin",
    "zéro\u200blargeur\u200d\ufeff",
    "[bold red]marquage[/] [@click=app.quit]x[/] [/]",
    "漢字かな交じり文 한국어",
    "🏳️\u200d🌈 👨\u200d👩\u200d👧\u200d👦 🇫🇷 e\u0301",
    "Z\u0335\u0322\u031b\u0361\u0338\u0337\u0336a\u0335\u0336\u0337\u0338lgo",
    '<script>alert("x")</script> &amp; %s {0} $(ls) `id`',
    "=cmd|'/C calc'!A0",
    "\u2028séparateur de ligne\u2029",
    "mot" * 4_000,
)

_LOW, _HIGH = -9_223_372_036_854_775_808, 9_223_372_036_854_775_807


def _types() -> Template:
    gap = 11
    return template(
        [
            ("texte", missing(90, gap, place_name())),
            ("entier", missing(90, gap, "i - 51"), T.INT),
            ("reel", missing(90, gap, "round((i - 101) / 7.0, 3)"), T.FLOAT),
            ("booleen", missing(90, gap, chance(1, 50)), T.BOOL),
            ("jour", missing(90, gap, "(DATE '2024-01-01' + (i - 1)::INTEGER)"), T.DATE),
            ("horodatage", missing(90, gap, moment("2024-03-01 05:00:00", "i * 5400")), T.DATETIME),
            (
                "horodatage_tz",
                missing(90, gap, moment("2024-03-01 04:00:00", "i * 5400", "+00")),
                T.DATETIME_TZ,
            ),
            ("objet_json", missing(90, gap, "'{\"k\": ' || i || ', \"l\": [1, null]}'"), T.JSON),
            ("tout_vide", "NULL"),
            ("petit", "(i - 1) % 5", T.INT),
        ],
        aggregates=True,
    )


def _odd_names() -> Template:
    columns = []
    for rank, name in enumerate(ODD_NAMES):
        if rank % 3 == 0:
            columns.append(Made(name, f"'v' || ((i + {rank}) % 10) || ' {rank}'"))
        elif rank % 3 == 1:
            columns.append(Made(name, f"(i + {rank}) % 13", T.INT))
        else:
            columns.append(Made(name, f"(i + {rank}) / 4.0", T.FLOAT))
    return template(columns, aggregates=True)


def _hostile() -> Template:
    cell = f"{words(HOSTILE_CELLS)}[1 + (i - 1) % {len(HOSTILE_CELLS)}]"
    return template(
        [
            ("numero", "i", T.INT),
            ("texte", missing(1, 5, cell)),
            ("[red]extrait[/]", f"substr({cell}, 1, 12)"),
            ("vide", f"CASE WHEN {chance(2, 50)} THEN '' END"),
            ("objet", f"json_object('texte', substr({cell}, 1, 40), 'n', i)", T.JSON),
        ]
    )


def _extremes() -> Template:
    integers = ", ".join(
        f"({value})::HUGEINT" for value in (_LOW, -1, 0, 1, 2**53, 2**53 + 1, 2**62, _HIGH)
    )
    reals = "[-1.7e308, -1e-300, 0.0, 5e-324, 1e-7, 0.1, 123456789.123456789, 1e300, 1.7e308]"
    return template(
        [
            ("libelle", "'ligne ' || i"),
            ("grand_entier", f"[{integers}][1 + (i - 1) % 8]", T.INT),
            ("grand_reel", f"CAST({reals} AS DOUBLE[])[1 + (i - 1) % 9]", T.FLOAT),
            ("arrondi", f"round({mix(1, 2_000_000)} / 7.0, 9)", T.FLOAT),
            ("code_zero", "lpad(i::VARCHAR, 8, '0')"),
            ("date_lointaine", "(DATE '0001-01-01' + (i * 57000)::INTEGER)", T.DATE),
        ],
        aggregates=True,
    )


def _wide() -> Template:
    columns = [Made("code_insee", "lpad((1000 + i)::VARCHAR, 5, '0')", format="code_commune")]
    columns.append(Made("nom_commune", place_name()))
    columns += [_indicator(rank) for rank in range(298)]
    return template(columns, indexes=("code_insee",), aggregates=True)


def _indicator(rank: int) -> Made:
    """One of six measures of a year. Three hundred of the usual mixes would be slow to plan."""
    name = f"{('pop', 'men', 'log', 'emp', 'act', 'note')[rank % 6]}_{1968 + rank // 6}"
    value = f"((n * {7_919 + 30 * rank} + {rank * 101}) % 30011)"
    if rank % 6 == 5:
        return Made(name, f"CASE {value} % 3 WHEN 0 THEN 'estimé' WHEN 1 THEN 'provisoire' END")
    if rank % 6 == 4:
        return Made(name, f"{value} / 300.0", T.FLOAT)
    return Made(name, f"CASE WHEN {value} % 25 > 0 THEN {value} END", T.INT)


def _agenda() -> Template:
    # The service reads 02/01/2026 month first when it can: the table holds what it understood.
    told = "(DATE '2026-01-01' + (i - 1)::INTEGER)"
    swapped = f"make_date(year({told}), day({told}), month({told}))"
    understood = f"CASE WHEN day({told}) <= 12 THEN {swapped} ELSE {told} END"
    written = (
        "CASE WHEN day(value) <= 12 THEN strftime(value, '%m/%d/%Y') "
        "ELSE strftime(value, '%d/%m/%Y') END"
    )
    return template(
        [
            ("titre", pick(1, ("Fête de la musique", "Marché de Noël", "Bal", "Lecture publique"))),
            Made("date_debut", understood, T.DATE, source=written),
            ("date_ecrite", f"strftime({told}, '%d/%m/%Y')"),
            Made(
                "gratuit", chance(2, 60), T.BOOL, source="CASE WHEN value THEN 'oui' ELSE 'non' END"
            ),
            Made(
                "tarif",
                missing(3, 60, decimal(4, 3, 45, 2)),
                T.FLOAT,
                source="replace(value::VARCHAR, '.', ',')",
            ),
            ("lieu", place_name()),
        ]
    )


def _timestamps() -> Template:
    return template(
        [
            ("local_naif", moment("2025-01-01 00:00:00", "(i - 1) * 3600"), T.DATETIME),
            ("instant_utc", moment("2024-12-31 23:00:00", "(i - 1) * 3600", "+00"), T.DATETIME_TZ),
            (
                "instant_precis",
                "TIMESTAMP '2025-01-01 00:00:00' + to_microseconds(i * 3600123456)",
                T.DATETIME,
            ),
            ("jour", "(DATE '2025-01-01' + ((i - 1) // 24)::INTEGER)", T.DATE),
            ("heure", "lpad(((i - 1) % 24)::VARCHAR, 2, '0') || ':00'"),
            ("temperature", missing(1, 4, decimal(2, -10, 38, 1)), T.FLOAT),
        ],
        aggregates=True,
    )


AWKWARD = {
    "types": _types,
    "noms": _odd_names,
    "textes": _hostile,
    "extremes": _extremes,
    "large": _wide,
    "lieux": lambda: template([("libelle", place_name())]),
    "unique": lambda: template(
        [
            Made("actif", "true", T.BOOL, source="'1'"),
            ("nom", text("Aÿ")),
            ("releve", day(1, "2024-01-01", 1), T.DATE),
        ]
    ),
    "agenda": _agenda,
    "horodatages": _timestamps,
}
