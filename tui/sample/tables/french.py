"""Words that tables are made of: places, people, plants, things."""

from __future__ import annotations

from tui.sample.tables.expressions import mix, pick, words

_DEPARTMENTS = """\
01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 21 22 23 24 25 26 27 28 29 2A 2B 30 31 32
33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65
66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95"""
DEPARTMENTS = tuple(_DEPARTMENTS.split())

_REGIONS = {
    "Auvergne-Rhône-Alpes": "01 03 07 15 26 38 42 43 63 69 73 74",
    "Bourgogne-Franche-Comté": "21 25 39 58 70 71 89 90",
    "Bretagne": "22 29 35 56",
    "Centre-Val de Loire": "18 28 36 37 41 45",
    "Corse": "2A 2B",
    "Grand Est": "08 10 51 52 54 55 57 67 68 88",
    "Hauts-de-France": "02 59 60 62 80",
    "Île-de-France": "75 77 78 91 92 93 94 95",
    "Normandie": "14 27 50 61 76",
    "Nouvelle-Aquitaine": "16 17 19 23 24 33 40 47 64 79 86 87",
    "Occitanie": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "Pays de la Loire": "44 49 53 72 85",
    "Provence-Alpes-Côte d'Azur": "04 05 06 13 83 84",
}
_REGION_OF = {code: name for name, codes in _REGIONS.items() for code in codes.split()}
REGIONS = tuple(_REGION_OF[code] for code in DEPARTMENTS)
"""The region of each of `DEPARTMENTS`, in the same order."""

PREFIXES = (
    *("Saint-", "Sainte-", "Saint-", "Le ", "La ", "Les ", "Villers-", "Mont", "Beau", "Château"),
    *("Roche", "Val", "Bois", "Fontaine-", "Neuf", "Haute", "Belle", "Aigue", "Font", "Grand"),
    *("Petit-", "Vieux-", "Pont-", "Port-", "Cour", "Mar", "Ven", "Cham", "Bar", "Lan", "L'"),
)
ROOTS = (
    *("aubin", "martin", "rémy", "germain", "aunay", "bray", "cé", "douet", "essart", "ferrière"),
    *("gast", "hermitage", "isle", "jouy", "keris", "lande", "mesnil", "noyer", "orme", "perrier"),
    *("quesnoy", "rouvre", "sablon", "thil", "ussel", "verger", "ybert", "zélande", "œuvre", "aÿ"),
    *("brosse", "chêne", "dompierre", "épine", "fougère", "genêt", "houx", "étang", "lavoir"),
)
SUFFIXES = ("", "", "ac", "y", "ville", "court", "ois", "eau", "ière", "et", "on", "igny", "as")
COMPLEMENTS = (
    *("", "", "", "", "-sur-Loire", "-sur-Orge", "-en-Bresse", "-la-Forêt", "-les-Bains"),
    *("-lès-Dunes", "-sous-Bois", "-d'Aunis", "-le-Haut", "-le-Vieil", "-en-Yvelines", "-du-Lac"),
)

STREETS = (
    *("rue de la République", "avenue Jean-Jaurès", "place du Marché", "impasse des Lilas"),
    *("boulevard Voltaire", "chemin du Moulin", "rue des Écoles", "quai de l'Île", "allée du Parc"),
    *("rue du Général-Leclerc", "route de l'Étang", "rue Hélène-Boucher", "cours Émile-Zola"),
)
FIRST_NAMES = (
    *("Adèle", "Agathe", "Aïcha", "Alix", "Ambre", "Anaëlle", "Anna", "Arthur", "Axel", "Baptiste"),
    *("Camille", "Chloé", "Clément", "Côme", "Éléonore", "Élise", "Emma", "Gaël", "Gabriel"),
    *("Hugo", "Inès", "Jade", "Jules", "Léa", "Léo", "Lina", "Loïc", "Louis", "Louise", "Maël"),
    *("Maëlle", "Malo", "Manon", "Nathan", "Nino", "Noé", "Noémie", "Océane", "Raphaël", "Rose"),
    *("Sacha", "Théa", "Thaïs", "Timéo", "Victor", "Yanis", "Zoé"),
)
LAST_NAMES = (
    *("Béranger", "Chevalier", "Delaunay", "Étienne", "Faÿ", "Guérin", "Hébert", "Jaouën"),
    *("Lefèvre", "Le Goff", "Maréchal", "Noël", "Ollivier", "Perrin", "Quémener", "Rolland"),
    *("Saunier", "Thévenet", "Vasseur", "Würtz", "Çelik", "O'Kelly", "de La Tour", "Nguyên"),
)
TREES = (
    *("Platane commun", "Tilleul à petites feuilles", "Érable champêtre", "Chêne pédonculé"),
    *("Marronnier d'Inde", "Micocoulier", "Frêne élevé", "Ginkgo", "Cèdre de l'Atlas", "If"),
)
LATIN_TREES = (
    *("Platanus × hispanica", "Tilia cordata", "Acer campestre", "Quercus robur"),
    *("Aesculus hippocastanum", "Celtis australis", "Fraxinus excelsior", "Ginkgo biloba"),
    *("Cedrus atlantica", "Taxus baccata"),
)
ASSOCIATIONS = (
    *("Amicale laïque", "Club de judo", "Harmonie municipale", "Les Jardins partagés"),
    *("Comité des fêtes", "Épicerie solidaire", "Ciné-club", "Secours aux hérissons"),
    *("Chorale À tout chœur", "Rugby club", "Atelier vélo", "Théâtre de l'Œuf"),
)


def place_name() -> str:
    """SQL for the made-up name of a town."""
    parts = (PREFIXES, ROOTS, SUFFIXES, COMPLEMENTS)
    start, root, end, rest = (pick(101 + key, part) for key, part in enumerate(parts))
    # A root that follows a separator takes a capital letter, as in Saint-Aubin.
    joined = f"CASE WHEN {start}[-1] IN ('-', ' ', '''') THEN upper({root}[1]) || {root}[2:] "
    return f"{start} || {joined} ELSE {root} END || {end} || {rest}"


def person() -> str:
    """SQL for a first name and a last name."""
    return f"{pick(111, FIRST_NAMES)} || ' ' || {pick(112, LAST_NAMES)}"


def address() -> str:
    """SQL for a number and a street."""
    return f"(1 + {mix(113, 140)})::VARCHAR || ' ' || {pick(114, STREETS)}"


def department(rank: str) -> str:
    """SQL for the code of the department of that rank (from 0)."""
    return f"{words(DEPARTMENTS)}[1 + {rank}]"


def region(rank: str) -> str:
    """SQL for the region of the department of that rank (from 0)."""
    return f"{words(REGIONS)}[1 + {rank}]"
