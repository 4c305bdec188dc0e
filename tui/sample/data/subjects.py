"""What the datasets of the sample site are about.

A subject becomes one dataset for each local authority that picks it. `table` names the template
of its main table, empty when its main file is not one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What a local authority may publish."""

    title: str
    tags: tuple[str, ...]
    about: str
    table: str = ""
    formats: tuple[str, ...] = ("csv",)
    frequency: str = "annual"
    schema: str = ""
    badge: str = ""
    granularity: str = "fr:commune"


SUBJECTS = (
    Subject(
        "Arbres d'alignement",
        ("arbres", "environnement", "espaces-verts", "nature-en-ville"),
        "chaque arbre planté le long des rues, avec son essence, sa hauteur et sa circonférence",
        "arbres",
        ("csv", "geojson", "shp"),
        "quarterly",
    ),
    Subject(
        "Subventions versées aux associations",
        ("associations", "budget", "finances", "subventions"),
        "les subventions attribuées aux associations, leur montant et leur objet",
        "subventions",
        ("csv", "xlsx", "pdf"),
        "annual",
        "scdl/subventions",
    ),
    Subject(
        "Délibérations du conseil",
        ("conseil", "deliberations", "vie-publique"),
        "les délibérations votées, leur rapporteur et le détail des votes",
        "deliberations",
        ("csv", "pdf"),
        "quarterly",
        "scdl/deliberations",
    ),
    Subject(
        "Bornes de recharge pour véhicules électriques",
        ("bornes", "irve", "mobilite", "transport", "vehicule-electrique"),
        "les points de recharge ouverts au public, leur puissance et leurs horaires",
        "bornes",
        ("csv", "geojson"),
        "monthly",
        "etalab/schema-irve-statique",
        "hvd",
        "poi",
    ),
    Subject(
        "Équipements sportifs",
        ("equipements", "sport"),
        "les gymnases, stades et piscines, avec leur état et leur accessibilité",
        "equipements",
        ("csv", "geojson", "xlsx"),
        "annual",
        "scdl/equipements",
        "",
        "poi",
    ),
    Subject(
        "Comptages de vélos",
        ("comptage", "mobilite", "transport", "velo"),
        "les passages relevés toutes les heures par les compteurs de vélos",
        "comptages",
        ("csv", "json"),
        "daily",
    ),
    Subject(
        "Prénoms des nouveau-nés",
        ("citoyennete", "etat-civil", "naissances", "prenoms"),
        "les prénoms donnés chaque année aux enfants nés sur le territoire",
        "prenoms",
        ("csv",),
    ),
    Subject(
        "Menus de la restauration scolaire",
        ("alimentation", "cantine", "ecole", "education"),
        "les menus servis dans les cantines, avec leurs allergènes",
        "menus",
        ("csv", "pdf"),
        "weekly",
    ),
    Subject(
        "Qualité de l'air",
        ("air", "environnement", "pollution", "sante"),
        "les concentrations de polluants (NO₂, PM10, PM2,5, O₃) mesurées heure par heure",
        "air",
        ("csv", "json"),
        "hourly",
        "",
        "hvd",
    ),
    Subject(
        "Budget primitif",
        ("budget", "comptes", "finances"),
        "les dépenses et les recettes votées, par chapitre et par fonction",
        "budget",
        ("csv", "xlsx", "pdf"),
    ),
    Subject(
        "Horaires théoriques du réseau de transport (GTFS)",
        ("bus", "gtfs", "horaires", "mobilite", "transport"),
        "les lignes, les arrêts et les horaires du réseau de transport en commun",
        "",
        ("zip", "json"),
        "weekly",
    ),
    Subject(
        "Plan local d'urbanisme",
        ("plu", "urbanisme", "zonage"),
        "le zonage et les prescriptions du plan local d'urbanisme en vigueur",
        "",
        ("shp", "geojson", "wms", "pdf"),
        "irregular",
        "",
        "inspire",
    ),
    Subject(
        "Parkings et stationnement hors voirie",
        ("mobilite", "parking", "stationnement", "transport"),
        "les parcs de stationnement, leur capacité et leurs tarifs",
        "parkings",
        ("csv", "geojson"),
        "semiannual",
        "etalab/schema-stationnement",
        "",
        "poi",
    ),
    Subject(
        "Marchés publics conclus",
        ("achats", "commande-publique", "finances", "marches-publics"),
        "les données essentielles des marchés notifiés, leurs titulaires et leurs montants",
        "marches",
        ("csv", "json", "xml"),
        "monthly",
        "139bercy/format-commande-publique",
    ),
    Subject(
        "Résultats des élections municipales",
        ("democratie", "elections", "vote"),
        "les voix obtenues par chaque liste, bureau de vote par bureau de vote",
        "elections",
        ("csv", "xlsx"),
        "punctual",
    ),
    Subject(
        "Défibrillateurs",
        ("dae", "defibrillateurs", "sante", "secours"),
        "les défibrillateurs accessibles au public et leurs horaires d'accès",
        "equipements",
        ("csv", "geojson"),
        "annual",
        "",
        "",
        "poi",
    ),
    Subject(
        "Aménagements cyclables",
        ("amenagements", "cyclable", "mobilite", "velo"),
        "les pistes, bandes et voies vertes, avec leur revêtement et leur sens",
        "",
        ("geojson", "shp"),
        "semiannual",
        "etalab/schema-amenagements-cyclables",
    ),
    Subject(
        "Collecte des déchets",
        ("collecte", "dechets", "environnement", "recyclage"),
        "les tonnages collectés par mois et par flux",
        "dechets",
        ("csv", "ods"),
        "monthly",
    ),
    Subject(
        "Fréquentation des musées",
        ("culture", "frequentation", "musees", "tourisme"),
        "les entrées payantes et gratuites des musées, mois par mois",
        "frequentation",
        ("csv", "xlsx"),
    ),
    Subject(
        "Consommation d'énergie des bâtiments publics",
        ("batiments", "consommation", "energie", "patrimoine"),
        "les consommations d'électricité, de gaz et de chaleur des bâtiments publics",
        "energie",
        ("csv",),
        "monthly",
    ),
    Subject(
        "Catalogue de la bibliothèque",
        ("bibliotheque", "culture", "livres"),
        "les notices des documents empruntables et le nombre de prêts",
        "bibliotheque",
        ("csv", "xml"),
        "quarterly",
    ),
    Subject(
        "Accidents corporels de la circulation",
        ("accidents", "circulation", "securite-routiere", "transport"),
        "les accidents ayant fait au moins une victime, leur lieu et leurs circonstances",
        "accidents",
        ("csv", "geojson"),
    ),
    Subject(
        "Photographies aériennes",
        ("cartographie", "imagerie", "orthophoto"),
        "les dalles de l'orthophotographie à 20 centimètres",
        "",
        ("wms", "zip"),
        "triennial",
        "",
        "inspire",
    ),
    Subject(
        "Zones inondables",
        ("environnement", "inondation", "ppri", "risques"),
        "l'emprise des zones inondables et le niveau de l'aléa",
        "",
        ("geojson", "shp", "wfs"),
        "never",
        "",
        "inspire",
    ),
    Subject(
        "Population par quartier",
        ("demographie", "population", "quartiers", "recensement"),
        "la population, les ménages et l'âge moyen des habitants de chaque quartier",
        "quartiers",
        ("csv", "geojson"),
    ),
)
