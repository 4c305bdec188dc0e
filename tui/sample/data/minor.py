"""Datasets that need no more than a line: producer, title, formats, badge and tags."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Minor:
    """A national dataset without a table of its own."""

    producer: str
    title: str
    formats: tuple[str, ...]
    badges: tuple[str, ...]
    tags: tuple[str, ...]


_LINES = """\
IGN | Limites administratives | geojson shp gpkg | inspire | limites communes cartographie
IGN | Modèle numérique de terrain à 25 mètres | zip wms | inspire | altitude relief cartographie
IGN | Parcelles forestières publiques | gpkg wfs | inspire | foret environnement
IGN | Répertoire des voies et adresses | csv parquet | spd | adresses voies ban
DGFiP | Comptes individuels des communes | csv xlsx |  | budget communes finances
DGFiP | Impôt sur le revenu par commune | csv ods |  | fiscalite impots revenus
DGFiP | Locaux et parcelles des personnes morales | csv zip |  | cadastre foncier
MTE | Sites et sols pollués | csv geojson | inspire | environnement pollution sols
MTE | Éoliennes terrestres | geojson csv |  | energie eolien renouvelable
MTE | Immatriculations de véhicules neufs | csv |  | immatriculations vehicules transport
MEN | Indicateurs de valeur ajoutée des lycées | csv xlsx |  | education lycees resultats
MEN | Calendrier scolaire | csv ics |  | calendrier ecole vacances
MC | Immeubles protégés, monuments historiques | csv geojson | hvd | monuments patrimoine culture
MC | Fréquentation des salles de cinéma | csv |  | cinema culture frequentation
MC | Festivals en France | csv json |  | culture festivals musique
MEF | Aides d'État aux entreprises | csv |  | aides economie entreprises
MSS | Professionnels de santé par département | csv xlsx |  | medecins sante
MSS | Dépenses d'assurance maladie | csv |  | depenses sante securite-sociale
Ministère des Sports | Recensement des équipements sportifs | csv geojson |  | equipements sport
Ministère des Sports | Licences sportives par fédération | csv |  | federations licences sport
ADEME | Diagnostics énergétiques des logements | csv parquet |  | dpe energie logement
ADEME | Base carbone | csv xlsx |  | carbone climat empreinte
ADEME | Entreprises certifiées pour la rénovation | csv |  | energie renovation rge
SpF | Passages aux urgences pour grippe | csv | sl | epidemie grippe sante urgences
SpF | Couverture vaccinale par département | csv json |  | sante vaccination
Météo-France | Prévisions à maille fine | zip | hvd | meteo modele previsions
Météo-France | Vigilance météorologique | json xml |  | alerte meteo vigilance
OFB | Espaces naturels protégés | shp geojson | inspire | biodiversite environnement reserves
OFB | Observations d'espèces menacées | csv gpkg |  | biodiversite especes faune
BRGM | Niveaux des nappes souterraines | csv json | hvd | eau hydrologie nappes
BRGM | Cavités souterraines abandonnées | csv geojson |  | risques sous-sol cavites
AN | Scrutins publics de la législature | json csv |  | deputes parlement vote
AN | Amendements déposés | json xml |  | amendements loi parlement
Sénat | Dossiers législatifs | xml sql |  | loi parlement senateurs
Cour des comptes | Recommandations et leur suivi | csv pdf |  | comptes finances recommandations
France Travail | Demandeurs d'emploi par commune | csv xlsx | sl | chomage emploi travail
France Travail | Offres d'emploi par métier | csv |  | emploi metiers offres
CNAF | Allocataires par commune | csv | sr | allocations famille social
HATVP | Déclarations d'intérêts | xml csv |  | elus transparence vie-publique
DINUM | Catalogue des données du site | csv |  | catalogue metadonnees open-data
DINUM | Sites publics et leur accessibilité | csv json |  | accessibilite numerique sites
SNCF | Régularité mensuelle des trains | csv |  | ponctualite train transport
SNCF | Objets trouvés | csv json |  | gares objets transport
La Poste | Codes postaux | csv | pivotal-data | adresses codes-postaux communes
La Poste | Bureaux de poste | csv geojson |  | poste services
Enedis | Consommation électrique par secteur | csv parquet |  | consommation electricite energie
OSM-FR | Bâtiments et routes | zip pbf |  | batiments cartographie routes
CDO | Ouverture des données des collectivités | csv xlsx |  | collectivites open-data
Les Vélos de la Vilaine | Stationnements pour vélos | geojson csv |  | mobilite stationnement velo
OCDP | Notes de frais publiées | csv ods |  | depenses finances transparence
Fédération des guides de rivière | Niveaux des rivières navigables | csv kml |  | eau rivieres sport
UHA | Enquête sur l'insertion des diplômés | csv pdf |  | emploi enseignement-superieur insertion
Bibliothèque municipale de Bœrsch | Œuvres numérisées | csv xml |  | culture livres numerisation
Collectif Données & Société | Corpus d'avis citoyens | json txt |  | consultation participation
Syndicat mixte de la Vallée fermée | Relevés des compteurs d'eau | csv xlsx |  | consommation eau
Chambre d'agriculture de démonstration | Rendements des cultures | csv ods |  | agriculture cultures
"""


def minors() -> list[Minor]:
    """Every line as a dataset to be made."""
    found = []
    for line in _LINES.splitlines():
        producer, title, formats, badges, tags = (part.strip() for part in line.split("|"))
        found.append(
            Minor(
                producer, title, tuple(formats.split()), tuple(badges.split()), tuple(tags.split())
            )
        )
    return found
