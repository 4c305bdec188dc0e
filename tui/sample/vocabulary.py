"""What the platform lets a producer choose from: licences, frequencies, schemas, badges..."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One choice, with its label in both languages of the sample site."""

    id: str
    fr: str
    en: str

    def label(self, lang: str) -> str:
        return self.en if lang == "en" else self.fr


@dataclass(frozen=True, slots=True)
class License:
    """A licence as `/datasets/licenses/` lists it."""

    id: str
    title: str
    url: str | None
    maintainer: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemaTerm:
    """A data schema of the national catalogue."""

    name: str
    title: str
    versions: tuple[str, ...]


LICENSES = (
    License(
        "lov2",
        "Licence Ouverte / Open Licence version 2.0",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        "Etalab",
        ("domain_data", "okd_compliant", "domain_content"),
    ),
    License(
        "fr-lo",
        "Licence Ouverte / Open Licence",
        "https://www.etalab.gouv.fr/wp-content/uploads/2014/05/Licence_Ouverte.pdf",
        "Etalab",
        ("domain_data", "okd_compliant", "domain_content"),
    ),
    License(
        "odc-odbl",
        "Open Data Commons Open Database License (ODbL)",
        "http://opendatacommons.org/licenses/odbl/summary/",
        None,
        ("domain_data", "okd_compliant"),
    ),
    License(
        "odc-by",
        "Open Data Commons Attribution License",
        "http://opendatacommons.org/licenses/by/summary/",
        None,
        ("domain_data", "okd_compliant"),
    ),
    License(
        "odc-pddl",
        "Open Data Commons Public Domain Dedication and Licence (PDDL)",
        "http://opendatacommons.org/licenses/pddl/summary/",
        None,
        ("domain_data", "okd_compliant"),
    ),
    License(
        "cc-by",
        "Creative Commons Attribution",
        "http://www.opendefinition.org/licenses/cc-by",
        None,
        ("okd_compliant", "domain_content"),
    ),
    License(
        "cc-by-sa",
        "Creative Commons Attribution Share-Alike",
        "http://www.opendefinition.org/licenses/cc-by-sa",
        None,
        ("okd_compliant", "domain_content"),
    ),
    License(
        "cc-zero",
        "Creative Commons CCZero",
        "http://www.opendefinition.org/licenses/cc-zero",
        None,
        ("domain_data", "okd_compliant", "domain_content", "domain_software"),
    ),
    License(
        "other-at",
        "Other (Attribution)",
        None,
        None,
        ("okd_compliant", "generic", "domain_content"),
    ),
    License(
        "other-open", "Other (Open)", None, None, ("okd_compliant", "generic", "domain_content")
    ),
    License(
        "other-pd",
        "Other (Public Domain)",
        None,
        None,
        ("okd_compliant", "generic", "domain_content"),
    ),
    License("notspecified", "License Not Specified", None, None, ("generic",)),
)

FREQUENCIES = (
    Term("continuous", "Temps réel", "Real time"),
    Term("oneMinute", "Toutes les minutes", "Every minute"),
    Term("fiveMinutes", "Toutes les cinq minutes", "Every five minutes"),
    Term("tenMinutes", "Toutes les dix minutes", "Every ten minutes"),
    Term("fifteenMinutes", "Toutes les quinze minutes", "Every fifteen minutes"),
    Term("thirtyMinutes", "Toutes les trente minutes", "Every thirty minute"),
    Term("hourly", "Toutes les heures", "Every hour"),
    Term("bihourly", "Toutes les deux heures", "Every two hours"),
    Term("trihourly", "Toutes les trois heures", "Every three hours"),
    Term("twelveHours", "Toutes les douze heures", "Every twelve hours"),
    Term("severalTimesADay", "Plusieurs fois par jour", "Several times a day"),
    Term("threeTimesADay", "Trois fois par jour", "Three times a day"),
    Term("semidaily", "Deux fois par jour", "Twice a day"),
    Term("daily", "Quotidienne", "Daily"),
    Term("fiveTimesAWeek", "Cinq fois par semaine", "Five times a week"),
    Term("threeTimesAWeek", "Trois fois par semaine", "Three times a week"),
    Term("semiweekly", "Deux fois par semaine", "Twice a week"),
    Term("weekly", "Hebdomadaire", "Weekly"),
    Term("biweekly", "Toutes les deux semaines", "Every two weeks"),
    Term("threeTimesAMonth", "Trois fois par mois", "Three times a month"),
    Term("semimonthly", "Deux fois par mois", "Twice a month"),
    Term("monthly", "Mensuelle", "Monthly"),
    Term("bimonthly", "Tous les deux mois", "Every two months"),
    Term("quarterly", "Trimestrielle", "Quarterly"),
    Term("threeTimesAYear", "Trois fois par an", "Three times a year"),
    Term("semiannual", "Deux fois par an", "Twice a year"),
    Term("annual", "Annuelle", "Annually"),
    Term("biennial", "Tous les deux ans", "Every two years"),
    Term("triennial", "Tous les trois ans", "Every three years"),
    Term("quadrennial", "Tous les quatre ans", "Every four years"),
    Term("quinquennial", "Tous les cinq ans", "Every five years"),
    Term("decennial", "Tous les dix ans", "Every ten years"),
    Term("bidecennial", "Tous les vingt ans", "Every twenty years"),
    Term("tridecennial", "Tous les trente ans", "Every thirty years"),
    Term("punctual", "Ponctuelle", "Punctual"),
    Term("irregular", "Sans régularité", "Irregular"),
    Term("never", "Jamais", "Never"),
    Term("notPlanned", "Non planifié", "Not planned"),
    Term("other", "Autre", "Other"),
    Term("unknown", "Inconnu", "Unknown"),
)

FREQUENCY_SECONDS = {
    "oneMinute": 60,
    "fiveMinutes": 300,
    "tenMinutes": 600,
    "fifteenMinutes": 900,
    "thirtyMinutes": 1_800,
    "hourly": 3_600,
    "bihourly": 7_200,
    "trihourly": 10_800,
    "twelveHours": 43_200,
    "severalTimesADay": 86_400,
    "threeTimesADay": 86_400,
    "semidaily": 86_400,
    "daily": 86_400,
    "fiveTimesAWeek": 604_800,
    "threeTimesAWeek": 604_800,
    "semiweekly": 604_800,
    "weekly": 604_800,
    "biweekly": 1_209_600,
    "threeTimesAMonth": 2_678_400,
    "semimonthly": 2_678_400,
    "monthly": 2_678_400,
    "bimonthly": 5_356_800,
    "quarterly": 8_035_200,
    "threeTimesAYear": 31_536_000,
    "semiannual": 31_536_000,
    "annual": 31_536_000,
    "biennial": 63_072_000,
    "triennial": 94_608_000,
    "quadrennial": 126_144_000,
    "quinquennial": 157_680_000,
    "decennial": 315_360_000,
    "bidecennial": 630_720_000,
    "tridecennial": 946_080_000,
}
"""Longest time between two updates, for the frequencies that promise one."""

GRANULARITIES = (
    Term("country-group", "Groupement de pays", "Country group"),
    Term("country", "Pays", "Country"),
    Term("country-subset", "Sous-ensemble de pays", "Country subset"),
    Term("fr:region", "Région française", "French region"),
    Term("fr:departement", "Département français", "French county"),
    Term("fr:arrondissement", "Arrondissement français", "French arrondissement"),
    Term("fr:commune", "Commune française", "French town"),
    Term("fr:iris", "Iris (quartiers INSEE)", "Iris (Insee districts)"),
    Term("fr:canton", "Canton français", "French canton"),
    Term(
        "fr:collectivite", "Collectivités d'outre-mer françaises", "French overseas collectivities"
    ),
    Term("fr:epci", "Intercommunalité française (EPCI)", "French intermunicipal (EPCI)"),
    Term("poi", "Point d'Intérêt", "POI"),
    Term("other", "Autre", "Other"),
)

RESOURCE_TYPES = (
    Term("main", "Fichier principal", "Main file"),
    Term("documentation", "Documentation", "Documentation"),
    Term("update", "Mise à jour", "Update"),
    Term("api", "API", "API"),
    Term("code", "Dépôt de code", "Code repository"),
    Term("other", "Autre", "Other"),
)

DATASET_BADGES = (
    Term("pivotal-data", "Données pivot", "Pivotal data"),
    Term("spd", "Service public de la donnée de référence", "Reference data public service"),
    Term("inspire", "INSPIRE", "Inspire"),
    Term("hvd", "Données de forte valeur", "High value datasets"),
    Term("sl", "Séries statistiques labellisées", "Certified statistic series"),
    Term(
        "sr",
        "Séries statistiques reconnues d’intérêt général",
        "Statistical series of general interest",
    ),
)

ORGANIZATION_BADGES = (
    Term("public-service", "Service Public", "Public Service"),
    Term("certified", "Certifié", "Certified"),
    Term("association", "Association", "Association"),
    Term("company", "Entreprise", "Company"),
    Term("local-authority", "Collectivité territoriale", "Local authority"),
)

REUSE_TYPES = (
    Term("api", "API", "API"),
    Term("application", "Application", "Application"),
    Term("idea", "Idée", "Idea"),
    Term("news_article", "Article de presse", "News Article"),
    Term("paper", "Papier", "Paper"),
    Term("post", "Article de blog", "Post"),
    Term("visualization", "Visualisation", "Visualization"),
    Term("hardware", "Objet connecté", "Connected device"),
)

REUSE_TOPICS = (
    Term("health", "Santé", "Health"),
    Term("transport_and_mobility", "Transports et mobilité", "Transport and mobility"),
    Term(
        "housing_and_development",
        "Aménagement du territoire et logement",
        "Housing and development",
    ),
    Term("food_and_agriculture", "Alimentation et agriculture", "Food and agriculture"),
    Term("culture_and_recreation", "Culture et loisirs", "Culture and recreation"),
    Term("economy_and_business", "Économie et entreprise", "Economy and business"),
    Term("environment_and_energy", "Environnement et énergie", "Environment and energy"),
    Term("work_and_training", "Emploi et formation", "Work and training"),
    Term("politics_and_public_life", "Politique et vie publique", "Politics and public life"),
    Term("safety_and_security", "Sécurité", "Safety and security"),
    Term("education_and_research", "Éducation et recherche", "Education and research"),
    Term("society_and_demography", "Société et démographie", "Society and demography"),
    Term("law_and_justice", "Droit et justice", "Law and justice"),
    Term("open_data_tools", "Outils open data", "Open data tools"),
    Term("others", "Autres", "Others"),
)

SCHEMAS = (
    SchemaTerm("etalab/schema-irve-statique", "IRVE statique", ("2.2.0", "2.3.0", "2.3.1")),
    SchemaTerm("scdl/subventions", "Subventions", ("2.0.1", "2.1.0")),
    SchemaTerm("scdl/deliberations", "Délibérations", ("2.1.2",)),
    SchemaTerm("scdl/equipements", "Équipements", ("1.0.1",)),
    SchemaTerm("etalab/schema-amenagements-cyclables", "Aménagements cyclables", ("0.3.3",)),
    SchemaTerm("etalab/schema-stationnement", "Stationnement hors voirie", ("1.0.1", "1.1.0")),
    SchemaTerm("139bercy/format-commande-publique", "Marchés publics", ("2.0.0",)),
)

FORMAT_FAMILIES: dict[str, tuple[str, ...]] = {
    "tabular": ("csv", "parquet", "xls", "xlsx", "ods", "tsv", "csv.gz"),
    "machine_readable": ("json", "xml", "rdf", "sql", "jsonl", "ndjson"),
    "geographical": (
        *("shp", "kml", "kmz", "gpx", "shx", "ovr", "geojson", "gpkg", "pmtiles", "mbtiles"),
        *("wms", "wfs", "ogc:wms", "ogc:wfs"),
    ),
    "documents": ("pdf", "doc", "docx", "md", "txt", "html", "htm", "rtf", "odt"),
    "other": (),
}

EXTENSIONS = (
    *("7z", "bz2", "csv", "dbf", "doc", "docx", "geojson", "gpkg", "gpx", "gz", "html", "ics"),
    *("jpg", "json", "kml", "kmz", "ods", "odt", "other", "parquet", "pdf", "png", "pptx"),
    *("rar", "rdf", "shp", "sql", "tar", "tsv", "txt", "wfs", "wms", "xls", "xlsx", "xml", "zip"),
)

MIME_TYPES = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "html": "text/html",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "shp": "application/octet-stream",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
}

_FAMILY_OF = {name: family for family, names in FORMAT_FAMILIES.items() for name in names}


def format_family(format_: str | None) -> str:
    """The family that a resource's format belongs to; ``other`` for the unknown ones."""
    return _FAMILY_OF.get((format_ or "").lower(), "other")


def term(terms: tuple[Term, ...], ident: str) -> Term:
    """The term of that id, or one that says its id in both languages."""
    return next((item for item in terms if item.id == ident), Term(ident, ident, ident))
