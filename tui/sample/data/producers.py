"""Who publishes on the sample site: sixty organizations and a dozen people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tui.sample.clock import days_ago
from tui.sample.names import Dice, object_id, slugify

PUBLIC = ("public-service", "certified")
LOCAL = ("local-authority", "certified")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account."""

    first_name: str
    last_name: str

    @property
    def id(self) -> str:
        return object_id("user", self.slug)

    @property
    def slug(self) -> str:
        return slugify(f"{self.first_name} {self.last_name}")


@dataclass(frozen=True, slots=True)
class Producer:
    """An organization. `zone` is the territory that it publishes about."""

    name: str
    acronym: str | None
    badges: tuple[str, ...]
    zone: str
    place: str = ""
    deleted: datetime | None = None

    @property
    def id(self) -> str:
        return object_id("organization", self.name)

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def created_at(self) -> datetime:
        return days_ago(1200 + Dice("producer", self.name).number(3000))

    @property
    def followers(self) -> int:
        return Dice("followers", self.name).long_tail(900)

    @property
    def site(self) -> str:
        return f"https://{self.slug[:40].strip('-')}.invalid/"

    @property
    def members(self) -> tuple[tuple[User, str], ...]:
        """Its members with their roles, the administrator first."""
        dice = Dice("members", self.name)
        people = dice.sample(USERS, dice.between(1, 3))
        return tuple((user, "editor" if n else "admin") for n, user in enumerate(people))


_NATIONAL = (
    ("Institut national de la statistique et des études économiques", "INSEE"),
    ("Institut national de l'information géographique et forestière", "IGN"),
    ("Direction générale des finances publiques", "DGFiP"),
    ("Direction interministérielle du numérique", "DINUM"),
    ("Ministère de la Transition écologique", "MTE"),
    ("Ministère de l'Éducation nationale", "MEN"),
    ("Ministère de l'Intérieur", None),
    ("Ministère de la Culture", "MC"),
    ("Ministère de l'Économie et des Finances", "MEF"),
    ("Ministère des Solidarités et de la Santé", "MSS"),
    ("Ministère des Sports", None),
    ("Agence de la transition écologique", "ADEME"),
    ("Santé publique France", "SpF"),
    ("Météo-France", None),
    ("Office français de la biodiversité", "OFB"),
    ("Bureau de recherches géologiques et minières", "BRGM"),
    ("Assemblée nationale", "AN"),
    ("Sénat", None),
    ("Cour des comptes", None),
    ("France Travail", None),
    ("Caisse nationale des allocations familiales", "CNAF"),
    ("Haute Autorité pour la transparence de la vie publique", "HATVP"),
)

_LOCAL = (
    ("Ville de Paris", None, "fr:commune:75056", "Paris"),
    ("Métropole de Lyon", "Grand Lyon", "fr:epci:200046977", "Lyon"),
    ("Rennes Métropole", None, "fr:epci:243500139", "Rennes"),
    ("Nantes Métropole", None, "fr:epci:244400404", "Nantes"),
    ("Bordeaux Métropole", None, "fr:epci:243300316", "Bordeaux"),
    ("Toulouse Métropole", None, "fr:epci:243100518", "Toulouse"),
    ("Métropole européenne de Lille", "MEL", "fr:epci:200093201", "Lille"),
    ("Eurométropole de Strasbourg", None, "fr:epci:246700488", "Strasbourg"),
    ("Saint-Étienne Métropole", "SÉM", "fr:epci:244200770", "Saint-Étienne"),
    ("Ville de Grenoble", None, "fr:commune:38185", "Grenoble"),
    ("Ville de Dijon", None, "fr:commune:21231", "Dijon"),
    ("Ville de Brest", None, "fr:commune:29019", "Brest"),
    ("Ville d'Angers", None, "fr:commune:49007", "Angers"),
    ("Commune de L'Haÿ-les-Roses", None, "fr:commune:94038", "L'Haÿ-les-Roses"),
    ("Commune d'Aÿ-Champagne", None, "fr:commune:51030", "Aÿ-Champagne"),
    ("Commune d'Y", None, "fr:commune:80829", "Y"),
    ("Région Bretagne", None, "fr:region:53", "Bretagne"),
    ("Région Occitanie", None, "fr:region:76", "Occitanie"),
    ("Région Normandie", None, "fr:region:28", "Normandie"),
    ("Région Île-de-France", None, "fr:region:11", "Île-de-France"),
    ("Département de la Haute-Garonne", "CD31", "fr:departement:31", "Haute-Garonne"),
    ("Département du Finistère", "CD29", "fr:departement:29", "Finistère"),
    ("Département de la Côte-d'Or", "CD21", "fr:departement:21", "Côte-d'Or"),
    ("Département des Alpes-Maritimes", "CD06", "fr:departement:06", "Alpes-Maritimes"),
)

_OTHERS = (
    ("SNCF Voyageurs", "SNCF", ("company", "certified")),
    ("La Poste", None, ("company", "certified")),
    ("Enedis", None, ("company", "certified")),
    ("Coopérative des données ouvertes", "CDO", ("company",)),
    ("OpenStreetMap France", "OSM-FR", ("association",)),
    ("Les Vélos de la Vilaine", None, ("association",)),
    ("Observatoire citoyen des dépenses publiques", "OCDP", ("association",)),
    ("Fédération des guides de rivière", None, ("association",)),
    ("Université de Haute-Alsace", "UHA", ("public-service",)),
    ("Bibliothèque municipale de Bœrsch", None, ("local-authority",)),
    ("Collectif Données & Société", None, ()),
    ("Laboratoire des graphies rares", "LGR", ()),
    ("Syndicat mixte de la Vallée fermée", None, LOCAL),
    ("Chambre d'agriculture de démonstration", None, ()),
)

USERS = tuple(
    User(*name)
    for name in (
        ("Élodie", "Béranger"),
        ("François", "Lefèvre"),
        ("Noémie", "Hébert"),
        ("Théo", "Garçon"),
        ("Anaïs", "Le Goff"),
        ("Rémi", "Durand"),
        ("Maëlys", "Nguyên"),
        ("Gaël", "O'Kelly"),
        ("Zoé", "Würtz"),
        ("Benoît", "de La Tour"),
        ("Inès", "Çelik"),
        ("Jérôme", "Martin"),
    )
)

NATIONAL = tuple(
    Producer(name, acronym, PUBLIC, "country:fr", "France") for name, acronym in _NATIONAL
)
LOCALS = tuple(Producer(name, acronym, LOCAL, zone, place) for name, acronym, zone, place in _LOCAL)
OTHERS = tuple(
    Producer(name, acronym, badges, "country:fr", "France") for name, acronym, badges in _OTHERS
)
DELETED = Producer("Agence dissoute", None, (), "country:fr", "France", deleted=days_ago(60))
PRODUCERS = (*NATIONAL, *LOCALS, *OTHERS)

_BY_ACRONYM = {item.acronym or item.name: item for item in PRODUCERS}


def producer(key: str) -> Producer:
    """The organization of that acronym, or of that name when it has none."""
    return _BY_ACRONYM[key]
