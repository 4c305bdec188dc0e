"""The large tables of national producers."""

from __future__ import annotations

from tui.sample.tables.expressions import (
    chance,
    day,
    decimal,
    digits,
    missing,
    mix,
    moment,
    number,
    padded,
    pick,
    skewed,
    text,
)
from tui.sample.tables.french import DEPARTMENTS, address, department, person, place_name, region
from tui.sample.tables.template import Made, Template, template
from tui.tables.query import ColumnType as T

COMMUNES = 34_955
_DEP = f"(((i - 1) * {len(DEPARTMENTS)}) // {COMMUNES})"
_IN_DEP = f"(i - ({_DEP} * {COMMUNES} + {len(DEPARTMENTS) - 1}) // {len(DEPARTMENTS)})"
_ANY_DEP = mix(150, len(DEPARTMENTS))
_LATITUDE = Made("latitude", decimal(151, 42, 51, 6), T.FLOAT, "latitude_wgs_fr_metropole")
_LONGITUDE = Made("longitude", decimal(152, -4, 8, 6), T.FLOAT, "longitude_wgs_fr_metropole")
_POPULATION = f"({skewed(1, 30, 42_000)} * CASE WHEN {_IN_DEP} = 1 THEN 9 ELSE 1 END)"


def _communes() -> Template:
    near = f"{mix(2, 100_000)} / 100000.0"
    return template(
        [
            Made(
                "code_insee", f"{department(_DEP)} || {padded(_IN_DEP, 3)}", format="code_commune"
            ),
            ("nom_commune", place_name()),
            Made("code_departement", department(_DEP), format="code_departement"),
            Made("region", region(_DEP), format="region"),
            ("population_municipale", _POPULATION, T.INT),
            ("population_totale", f"{_POPULATION} + {mix(3, 90)}", T.INT),
            ("superficie_km2", decimal(4, 1, 90, 2), T.FLOAT),
            Made(
                "latitude",
                f"round(42.6 + mix({_DEP}, 5, 800) / 100.0 + {near} * 0.5, 6)",
                T.FLOAT,
                "latitude_wgs_fr_metropole",
            ),
            Made(
                "longitude",
                f"round(-4.3 + mix({_DEP}, 6, 1150) / 100.0 + {near} * 0.6, 6)",
                T.FLOAT,
                "longitude_wgs_fr_metropole",
            ),
            ("littoral", chance(7, 4), T.BOOL),
            Made(
                "code_postal",
                f"{department(_DEP)} || {padded(mix(8, 1000), 3)}",
                format="code_postal",
            ),
            ("date_creation", missing(9, 85, day(10, "1943-01-01", 30_000)), T.DATE),
        ],
        aggregates=True,
    )


def _dvf() -> Template:
    kind = pick(2, ("Maison", "Appartement", "Appartement", "Dépendance", "Local commercial"))
    area = f"(9 + {mix(3, 240)})"
    return template(
        [
            ("id_mutation", f"'2026-' || {padded('i', 7)}"),
            ("date_mutation", day(1, "2021-07-01", 1_826), T.DATE),
            (
                "nature_mutation",
                pick(4, ("Vente", "Vente", "Vente", "Vente", "Échange", "Adjudication")),
            ),
            ("valeur_fonciere", f"round({area} * (900 + {mix(5, 9_000)}) / 1.0, 2)", T.FLOAT),
            ("adresse", address()),
            Made(
                "code_postal",
                f"{department(_ANY_DEP)} || {padded(mix(6, 1000), 3)}",
                format="code_postal",
            ),
            ("commune", place_name()),
            Made("code_departement", department(_ANY_DEP), format="code_departement"),
            ("type_local", missing(7, 18, kind)),
            ("surface_bati", missing(7, 18, area), T.INT),
            ("pieces", missing(8, 30, number(9, 1, 9)), T.INT),
            _LONGITUDE,
            _LATITUDE,
        ],
        indexes=("code_departement", "date_mutation", "type_local", "valeur_fonciere"),
        aggregates=True,
    )


def _companies() -> Template:
    siren = digits(1, 9)
    return template(
        [
            Made("siren", siren, format="siren"),
            ("nic", padded(number(3, 1, 99), 5)),
            Made("siret", f"{siren} || {padded(number(3, 1, 99), 5)}", format="siret"),
            (
                "denomination",
                f"upper({place_name()}) || {pick(4, (' SARL', ' SAS', ' ET FILS', ''))}",
            ),
            Made(
                "activite_principale", pick(5, ("47.11B", "62.01Z", "56.10A", "01.13Z", "86.21Z"))
            ),
            ("tranche_effectifs", pick(6, ("00", "01", "02", "03", "11", "12", "21"))),
            ("date_creation", day(7, "1950-01-01", 27_000), T.DATE),
            ("etat_administratif", pick(8, ("A", "A", "A", "F"))),
            Made(
                "code_postal",
                f"{department(_ANY_DEP)} || {padded(mix(9, 1000), 3)}",
                format="code_postal",
            ),
            ("libelle_commune", place_name()),
            ("employeur", missing(10, 12, chance(11, 40)), T.BOOL),
            ("chiffre_affaires", missing(12, 35, f"{skewed(13, 2, 90_000)} * 1000"), T.INT),
        ],
    )


def _joined(*parts: str) -> str:
    return "concat(" + ", ".join(parts) + ")"


def _stations() -> Template:
    services = _joined(
        text('["guichet"'),
        f"CASE WHEN {chance(1, 50)} THEN ',\"wifi\"' ELSE '' END",
        f"CASE WHEN {chance(2, 20)} THEN ',\"consigne\"' ELSE '' END",
        text("]"),
    )
    point = _joined(_LATITUDE.sql, text(", "), _LONGITUDE.sql)
    start = text('{"type":"Point","coordinates":[')
    shape = _joined(start, _LONGITUDE.sql, text(","), _LATITUDE.sql, text("]}"))
    return template(
        [
            ("code_uic", f"87000000 + {mix(3, 999_999)}", T.INT),
            ("libelle", f"'Gare de ' || {place_name()}"),
            Made("fret", chance(4, 30), T.BOOL, source="CASE WHEN value THEN 'O' ELSE 'N' END"),
            Made(
                "voyageurs", chance(5, 92), T.BOOL, source="CASE WHEN value THEN 'O' ELSE 'N' END"
            ),
            _LATITUDE,
            _LONGITUDE,
            Made("geo_point", point, format="latlon_wgs"),
            Made("geo_shape", shape, T.JSON, "geojson"),
            ("services", missing(6, 10, services), T.JSON),
            ("montees_2025", missing(7, 5, skewed(8, 200, 9_000_000)), T.INT),
        ],
        aggregates=True,
    )


def _air() -> Template:
    hour = "((i - 1) // 20) * 3600"
    return template(
        [
            ("station", f"'FR0' || {padded('(i - 1) % 20 + 4000', 4)}"),
            ("date_debut", moment("2026-08-01 00:00:00", hour), T.DATETIME),
            ("date_fin", moment("2026-07-31 23:00:00", hour, "+00"), T.DATETIME_TZ),
            Made(
                "jour",
                f"{moment('2026-08-01 00:00:00', hour)}::DATE",
                T.DATE,
                source="strftime(value, '%d/%m/%Y')",
            ),
            ("polluant", pick(1, ("NO2", "PM10", "PM2.5", "O3"))),
            ("valeur", missing(2, 5, decimal(3, 0, 86, 1)), T.FLOAT),
            ("unite", text("µg/m³")),
            ("validite", pick(4, ("validé", "validé", "provisoire", "invalidé"))),
            ("valide", chance(5, 50), T.BOOL),
        ],
        indexes=("polluant", "date_debut"),
    )


def _hospitals() -> Template:
    return template(
        [
            ("finess", digits(1, 9)),
            (
                "raison_sociale",
                f"{pick(2, ('CH de ', 'Clinique de ', 'Hôpital local de '))} || {place_name()}",
            ),
            (
                "categorie",
                pick(3, ("Centre hospitalier", "Clinique privée", "Hôpital de jour", "SSR")),
            ),
            Made("telephone", f"'0' || {digits(4, 9)}", format="tel_fr"),
            Made("courriel", "'accueil' || i::VARCHAR || '@hopital.invalid'", format="email"),
            ("lits", number(5, 11, 1_500), T.INT),
            ("taux_occupation", decimal(6, 35, 100, 1), T.FLOAT),
            Made("site", "'https://hopital-' || i::VARCHAR || '.invalid/'", format="url"),
            ("directrice_ou_directeur", person()),
        ],
    )


def _fuel() -> Template:
    return template(
        [
            ("id_station", f"1000000 + {mix(1, 9_800)}", T.INT),
            ("ville", place_name()),
            Made("departement", department(_ANY_DEP), format="code_departement"),
            ("carburant", pick(2, ("Gazole", "SP95", "SP98", "E10", "E85", "GPLc"))),
            ("prix", missing(3, 3, decimal(4, 1, 2, 3)), T.FLOAT),
            ("releve_le", moment("2026-11-13 00:00:00", mix(5, 600_000), "+00"), T.DATETIME_TZ),
            ("rupture", chance(6, 6), T.BOOL),
            ("autoroute", chance(7, 4), T.BOOL),
        ],
        aggregates=True,
    )


def _schools() -> Template:
    return template(
        [
            ("identifiant", f"{padded(mix(1, 1_000), 3)} || {padded('i', 5)} || 'A'"),
            ("nom", f"{pick(2, ('École ', 'Collège ', 'Lycée '))} || {person()}"),
            ("type", pick(2, ("École", "Collège", "Lycée"))),
            ("statut", pick(3, ("Public", "Public", "Public", "Privé"))),
            ("adresse", address()),
            ("commune", place_name()),
            Made("departement", department(_ANY_DEP), format="code_departement"),
            ("effectif", missing(4, 6, number(5, 18, 1_600)), T.INT),
            ("ouverture", day(6, "1880-01-01", 52_000), T.DATE),
            _LATITUDE,
            _LONGITUDE,
        ],
        aggregates=True,
    )


def _weather() -> Template:
    return template(
        [
            ("station", f"{padded(mix(1, 60) + ' + 7000', 5)}"),
            ("jour", "(DATE '2021-01-01' + ((i - 1) // 60)::INTEGER)", T.DATE),
            ("tmin", missing(2, 2, decimal(3, -12, 20, 1)), T.FLOAT),
            ("tmax", missing(2, 2, decimal(4, 2, 41, 1)), T.FLOAT),
            ("pluie_mm", missing(5, 8, f"greatest(0, {decimal(6, -60, 45, 1)})"), T.FLOAT),
            ("vent_max_kmh", number(7, 4, 140), T.INT),
            ("neige", chance(8, 3), T.BOOL),
        ],
        aggregates=True,
    )


NATIONAL = {
    "communes": _communes,
    "dvf": _dvf,
    "entreprises": _companies,
    "gares": _stations,
    "air": _air,
    "hopitaux": _hospitals,
    "carburants": _fuel,
    "ecoles": _schools,
    "meteo": _weather,
}
