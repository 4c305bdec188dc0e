"""The datasets of national producers: title, producer, tags, what it is about, main table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class National:
    """A dataset that exists once. `table` is ``TEMPLATE`` or ``TEMPLATE/ROWS``."""

    title: str
    producer: str
    tags: tuple[str, ...]
    about: str
    table: str = ""
    formats: tuple[str, ...] = ("csv",)
    frequency: str = "annual"
    badges: tuple[str, ...] = ()
    acronym: str | None = None
    popularity: int = 20_000
    granularity: str = "country"


NATIONALS = (
    National(
        "Population des communes françaises",
        "INSEE",
        ("communes", "demographie", "population", "recensement"),
        "la population municipale et totale de chaque commune, avec sa surface et ses coordonnées",
        "communes/34955",
        ("csv", "xlsx", "pdf"),
        badges=("spd", "hvd"),
        popularity=1_250_000,
        granularity="fr:commune",
    ),
    National(
        "Demandes de valeurs foncières",
        "DGFiP",
        ("dvf", "foncier", "immobilier", "logement", "prix"),
        "les transactions immobilières des cinq dernières années, leur prix et leur surface",
        "dvf/1000000",
        ("csv", "pdf"),
        "semiannual",
        ("hvd",),
        "DVF",
        980_000,
        "fr:commune",
    ),
    National(
        "Base des entreprises et de leurs établissements",
        "INSEE",
        ("economie", "entreprises", "etablissements", "siren", "siret"),
        "les entreprises et les établissements en activité, leur adresse et leur activité",
        "entreprises/20000",
        ("csv", "parquet", "pdf"),
        "monthly",
        ("spd", "hvd"),
        "SIRENE",
        1_100_000,
    ),
    National(
        "Indicateurs statistiques à 300 colonnes",
        "INSEE",
        ("communes", "indicateurs", "statistiques"),
        "trois cents indicateurs par commune, tels que les livre le recensement",
        "large/2000",
        popularity=14_000,
        granularity="fr:commune",
    ),
    National(
        "Gares de voyageurs",
        "SNCF",
        ("gares", "mobilite", "train", "transport"),
        "les gares ouvertes aux voyageurs, leurs services et leurs coordonnées",
        "gares/2800",
        ("csv", "geojson"),
        "monthly",
        popularity=310_000,
        granularity="poi",
    ),
    National(
        "Mesures horaires de la qualité de l'air",
        "MTE",
        ("air", "environnement", "pollution", "sante"),
        "les mesures horaires des polluants réglementés dans toutes les stations fixes",
        "air/40000",
        ("csv", "json"),
        "hourly",
        ("hvd", "inspire"),
        popularity=240_000,
    ),
    National(
        "Établissements hospitaliers",
        "MSS",
        ("finess", "hopitaux", "sante"),
        "les établissements de santé, leur capacité et leurs coordonnées",
        "hopitaux/1200",
        popularity=95_000,
        granularity="poi",
    ),
    National(
        "Prix des carburants en France",
        "MEF",
        ("carburants", "energie", "prix", "stations-service"),
        "les prix relevés dans les stations-service, carburant par carburant",
        "carburants/60000",
        ("csv", "json", "xml"),
        "tenMinutes",
        ("hvd",),
        popularity=720_000,
        granularity="poi",
    ),
    National(
        "Annuaire de l'éducation",
        "MEN",
        ("annuaire", "ecoles", "education", "lycees"),
        "les écoles, les collèges et les lycées, leur adresse et leurs effectifs",
        "ecoles/12000",
        ("csv", "geojson"),
        "daily",
        popularity=410_000,
        granularity="poi",
    ),
    National(
        "Tous les types de colonnes",
        "DINUM",
        ("demonstration", "tabulaire", "types"),
        "une colonne de chaque type, avec des valeurs manquantes",
        "types/500",
        popularity=900,
    ),
    National(
        "Noms de colonnes difficiles",
        "DINUM",
        ("demonstration", "tabulaire"),
        "des colonnes dont le nom contient des espaces, des dièses, des guillemets ou des accents",
        "noms/120",
        popularity=450,
    ),
    National(
        "Textes difficiles à afficher",
        "LGR",
        ("demonstration", "unicode"),
        "des textes que les terminaux affichent mal",
        "textes/400",
        popularity=300,
    ),
    National(
        "Très grands et très petits nombres",
        "LGR",
        ("demonstration", "nombres"),
        "les entiers et les réels aux limites de ce qu'une base sait garder",
        "extremes/64",
        popularity=210,
    ),
    National(
        "Liste d'un seul champ",
        "LGR",
        ("demonstration",),
        "une liste de lieux-dits, une colonne et rien d'autre",
        "lieux/60",
        popularity=120,
    ),
    National(
        "Relevé d'une seule ligne",
        "LGR",
        ("demonstration",),
        "un relevé unique",
        "unique/1",
        popularity=80,
    ),
    National(
        "Fichier sans aucune ligne",
        "LGR",
        ("demonstration",),
        "un fichier dont il ne reste que l'en-tête",
        "lieux/0",
        popularity=40,
    ),
    National(
        "Agenda des manifestations (dates jj/mm/aaaa)",
        "MC",
        ("agenda", "culture", "evenements"),
        "des manifestations dont les dates sont écrites jour d'abord",
        "agenda/365",
        popularity=8_000,
    ),
    National(
        "Horodatages avec et sans fuseau",
        "Météo-France",
        ("demonstration", "horodatage", "meteo"),
        "des relevés datés en heure locale et en temps universel, changements d'heure compris",
        "horodatages/8760",
        popularity=1_500,
    ),
    National(
        "Observations météorologiques quotidiennes",
        "Météo-France",
        ("climat", "meteo", "precipitations", "temperature"),
        "les températures, les pluies et le vent relevés chaque jour dans chaque station",
        "meteo/120000",
        ("csv", "parquet"),
        "daily",
        ("hvd",),
        popularity=530_000,
    ),
    National(
        "Résultats des élections législatives",
        "Ministère de l'Intérieur",
        ("democratie", "elections", "legislatives", "vote"),
        "les voix de chaque candidat, bureau de vote par bureau de vote",
        "elections/60000",
        ("csv", "xlsx"),
        "punctual",
        popularity=205_000,
    ),
    National(
        "Accidents corporels de la circulation routière",
        "Ministère de l'Intérieur",
        ("accidents", "circulation", "securite-routiere", "transport"),
        "les accidents corporels survenus en France, leurs usagers et leurs véhicules",
        "accidents/55000",
        ("csv", "pdf"),
        badges=("hvd",),
        popularity=330_000,
    ),
)
