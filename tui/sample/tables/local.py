"""The tables that every local authority has of its own."""

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
from tui.sample.tables.french import (
    ASSOCIATIONS,
    FIRST_NAMES,
    LATIN_TREES,
    TREES,
    address,
    person,
    place_name,
)
from tui.sample.tables.template import Made, Template, template
from tui.tables.query import ColumnType as T

_X = Made("longitude", decimal(161, -4, 8, 6), T.FLOAT, "longitude_wgs_fr_metropole")
_Y = Made("latitude", decimal(162, 42, 51, 6), T.FLOAT, "latitude_wgs_fr_metropole")
_MONTH = "(DATE '2025-01-01' + to_months(((i - 1) % 22)::INTEGER))::DATE"

LOCAL: dict[str, Template] = {
    "arbres": template(
        [
            ("identifiant", f"'ARB-' || {padded('i', 6)}"),
            ("essence", pick(1, TREES)),
            Made("nom_latin", pick(1, LATIN_TREES)),
            ("hauteur_m", missing(2, 8, decimal(3, 2, 35, 1)), T.FLOAT),
            ("circonference_cm", missing(4, 5, number(5, 12, 420)), T.INT),
            ("plantation", missing(6, 30, day(7, "1920-01-01", 38_000)), T.DATE),
            ("remarquable", chance(8, 2), T.BOOL),
            ("adresse", address()),
            _X,
            _Y,
        ]
    ),
    "subventions": template(
        [
            ("nomAttribuant", place_name().replace("mix(n,", "mix(n - i,")),
            Made("idAttribuant", digits(1, 14), format="siret"),
            ("dateConvention", day(2, "2021-01-01", 2_100), T.DATE),
            ("referenceDecision", f"'2026-' || {padded('i', 4)}"),
            ("nomBeneficiaire", pick(3, ASSOCIATIONS)),
            Made("idBeneficiaire", digits(4, 14), format="siret"),
            ("objet", pick(5, ("Fonctionnement", "Projet d'été", "Achat de matériel", "Fête"))),
            ("montant", f"{skewed(6, 200, 90_000)}::DOUBLE", T.FLOAT),
            ("nature", pick(7, ("aide en numéraire", "aide en nature"))),
            ("notificationUE", missing(8, 90, text("non")), T.STRING),
        ],
        aggregates=True,
    ),
    "deliberations": template(
        [
            ("DELIB_ID", f"'2026-' || {padded('i', 3)}"),
            ("DELIB_DATE", day(1, "2024-01-01", 1_000), T.DATE),
            (
                "DELIB_MATIERE_NOM",
                pick(2, ("Finances", "Urbanisme", "Écoles", "Culture", "Voirie")),
            ),
            ("DELIB_OBJET", f"'Approbation du projet « ' || {pick(3, ASSOCIATIONS)} || ' »'"),
            ("RAPPORTEUR", person()),
            ("VOTE_EFFECTIF", number(4, 15, 69), T.INT),
            ("VOTE_POUR", number(5, 8, 15), T.INT),
            ("VOTE_CONTRE", missing(6, 40, number(7, 0, 7)), T.INT),
            Made("DELIB_URL", "'https://deliberations.invalid/' || i::VARCHAR", format="url"),
        ]
    ),
    "bornes": template(
        [
            ("id_pdc_itinerance", f"'FRSAM' || {padded('i', 6)}"),
            ("nom_station", f"'Station ' || {address()}"),
            ("nom_operateur", pick(1, ("Recharge & Co", "Électrons libres", "Borne à borne"))),
            (
                "puissance_nominale",
                pick(2, ("3.7", "7.4", "22", "50", "150")) + "::DOUBLE",
                T.FLOAT,
            ),
            ("prise_type_2", chance(3, 80), T.BOOL),
            ("gratuit", missing(4, 15, chance(5, 12)), T.BOOL),
            ("condition_acces", pick(6, ("Accès libre", "Accès réservé"))),
            ("horaires", pick(7, ("24/7", "Mo-Sa 08:00-19:00"))),
            Made("coordonneesXY", _X.sql + " || ', ' || " + _Y.sql, format="lonlat_wgs"),
            ("date_maj", day(8, "2026-06-01", 170), T.DATE),
        ],
        aggregates=True,
    ),
    "equipements": template(
        [
            ("code", f"'EQ' || {padded('i', 5)}"),
            ("nom", f"{pick(1, ('Gymnase ', 'Stade ', 'Piscine ', 'Salle '))} || {person()}"),
            ("adresse", address()),
            ("accessible", missing(2, 10, chance(3, 70)), T.BOOL),
            ("surface_m2", missing(4, 12, number(5, 40, 9_000)), T.INT),
            ("mise_en_service", day(6, "1955-01-01", 25_000), T.DATE),
            _X,
            _Y,
        ]
    ),
    "comptages": template(
        [
            ("compteur", f"'Compteur ' || {pick(1, ('Pont', 'Gare', 'Mairie', 'Canal'))}"),
            ("horodatage", moment("2026-09-01 00:00:00", "(i - 1) * 3600"), T.DATETIME),
            (
                "horodatage_utc",
                moment("2026-08-31 22:00:00", "(i - 1) * 3600", "+00"),
                T.DATETIME_TZ,
            ),
            ("velos", missing(2, 3, f"{mix(3, 40)} * (1 + (i % 24) // 6)"), T.INT),
            ("trottinettes", missing(4, 20, number(5, 0, 60)), T.INT),
        ],
        aggregates=True,
    ),
    "prenoms": template(
        [
            ("annee", number(1, 2010, 2025), T.INT),
            ("sexe", pick(2, ("F", "M"))),
            ("prenom", pick(3, FIRST_NAMES)),
            ("nombre", skewed(4, 3, 240), T.INT),
        ],
        aggregates=True,
    ),
    "menus": template(
        [
            ("date", "(DATE '2026-09-01' + (i - 1)::INTEGER)", T.DATE),
            ("entrée", pick(1, ("Taboulé", "Œuf mayonnaise", "Velouté de potiron", "Pâté"))),
            ("plat", pick(2, ("Lasagnes", "Hachis parmentier", "Poisson pané", "Couscous"))),
            ("dessert", pick(3, ("Pomme", "Crème brûlée", "Riz au lait", "Gâteau au yaourt"))),
            ("végétarien", chance(4, 30), T.BOOL),
            ("allergènes", missing(5, 25, pick(6, ("gluten", "lait, œuf", "poisson, céleri")))),
        ]
    ),
    "budget": template(
        [
            ("exercice", number(1, 2019, 2026), T.INT),
            ("section", pick(2, ("Fonctionnement", "Investissement"))),
            ("sens", pick(3, ("Dépense", "Recette"))),
            ("chapitre", padded(number(4, 10, 79), 3)),
            (
                "libellé",
                pick(5, ("Charges de personnel", "Dotations", "Impôts", "Voirie", "Emprunts")),
            ),
            ("montant", f"round({skewed(6, 900, 4_000_000)} * 1.17, 2)", T.FLOAT),
        ],
        aggregates=True,
    ),
    "parkings": template(
        [
            ("id", f"{padded(number(1, 10_000, 95_000), 5)} || '-P-' || {padded('i', 3)}"),
            ("nom", f"'Parking ' || {address()}"),
            ("nb_places", number(2, 12, 1_200), T.INT),
            ("nb_pmr", missing(3, 20, number(4, 0, 30)), T.INT),
            ("tarif_1h", missing(5, 30, decimal(6, 0, 5, 2)), T.FLOAT),
            ("gratuit", chance(7, 20), T.BOOL),
            _X,
            _Y,
        ]
    ),
    "marches": template(
        [
            ("id", f"'2026M' || {padded('i', 5)}"),
            ("objet", pick(1, ("Travaux de voirie", "Denrées", "Nettoyage", "Maîtrise d'œuvre"))),
            ("codeCPV", f"{digits(2, 8)} || '-' || {mix(3, 10)}"),
            ("procedure", pick(4, ("Procédure adaptée", "Appel d'offres ouvert"))),
            ("dureeMois", number(5, 1, 60), T.INT),
            ("dateNotification", day(6, "2023-01-01", 1_400), T.DATE),
            ("montant", f"round({skewed(7, 2_000, 3_000_000)} * 1.03, 2)", T.FLOAT),
            (
                "titulaires",
                f'concat(\'[{{"id":"\', {digits(8, 14)}, \'","typeIdentifiant":"SIRET"}}]\')',
                T.JSON,
            ),
        ]
    ),
    "elections": template(
        [
            ("code_bureau", padded("i % 900 + 1", 4)),
            ("tour", number(1, 1, 2), T.INT),
            ("inscrits", number(2, 400, 1_300), T.INT),
            ("votants", number(3, 180, 400), T.INT),
            ("blancs", number(4, 0, 30), T.INT),
            ("liste", pick(5, ("Un avenir", "Ensemble ici", "La gare d'abord", "Rivières libres"))),
            ("tete_de_liste", person()),
            ("voix", number(6, 0, 150), T.INT),
            ("part", decimal(7, 0, 60, 2), T.FLOAT),
        ],
        aggregates=True,
    ),
    "dechets": template(
        [
            ("mois", _MONTH, T.DATE),
            ("flux", pick(1, ("Ordures ménagères", "Emballages", "Verre", "Biodéchets"))),
            ("commune", place_name()),
            ("tonnes", missing(2, 4, decimal(3, 0, 900, 2)), T.FLOAT),
        ],
        aggregates=True,
    ),
    "frequentation": template(
        [
            ("mois", _MONTH, T.DATE),
            (
                "musée",
                f"'Musée ' || {pick(1, ('des Beaux-Arts', 'de la Mer', 'du Sabot', 'Œuvré'))}",
            ),
            ("entrées payantes", missing(2, 5, skewed(3, 20, 40_000)), T.INT),
            ("entrées gratuites", missing(4, 5, skewed(5, 10, 12_000)), T.INT),
        ],
        aggregates=True,
    ),
    "energie": template(
        [
            ("batiment", f"{pick(1, ('École ', 'Mairie annexe ', 'Gymnase '))} || {person()}"),
            ("mois", _MONTH, T.DATE),
            ("energie", pick(2, ("Électricité", "Gaz", "Réseau de chaleur"))),
            ("consommation_kwh", missing(3, 6, f"{skewed(4, 90, 400_000)}::DOUBLE"), T.FLOAT),
            ("cout_eur", missing(3, 6, decimal(5, 10, 9_000, 2)), T.FLOAT),
        ],
        aggregates=True,
    ),
    "bibliotheque": template(
        [
            ("isbn", f"'978' || {digits(1, 10)}"),
            ("titre", f"{pick(2, ('Œuvres de ', 'La vie de ', 'Contre '))} || {person()}"),
            ("auteur", missing(3, 4, person())),
            ("annee", missing(4, 6, number(5, 1890, 2026)), T.INT),
            ("support", pick(6, ("Livre", "DVD", "CD", "Livre numérique"))),
            ("prets", skewed(7, 0, 600), T.INT),
        ]
    ),
    "accidents": template(
        [
            ("num_acc", f"2025{'00000000'}::BIGINT + i", T.INT),
            ("date_heure", moment("2025-01-01 00:00:00", mix(1, 31_000_000)), T.DATETIME),
            ("gravite", pick(2, ("Indemne", "Blessé léger", "Blessé hospitalisé", "Tué"))),
            ("usager", pick(3, ("Conducteur", "Passager", "Piéton", "Cycliste"))),
            ("luminosite", pick(4, ("Plein jour", "Nuit", "Crépuscule"))),
            ("agglomeration", chance(5, 60), T.BOOL),
            (
                "vitesse_max",
                missing(6, 12, pick(7, ("30", "50", "80", "90", "130")) + "::BIGINT"),
                T.INT,
            ),
            _X,
            _Y,
        ],
        aggregates=True,
    ),
    "quartiers": template(
        [
            ("quartier", f"'Quartier ' || {place_name()}"),
            ("annee", number(1, 2015, 2025), T.INT),
            ("population", skewed(2, 400, 24_000), T.INT),
            ("menages", skewed(3, 180, 11_000), T.INT),
            ("age_moyen", missing(4, 3, decimal(5, 24, 58, 1)), T.FLOAT),
        ],
        aggregates=True,
    ),
}
