"""Territories of the sample site: the zones that datasets cover."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Zone:
    """A territory. `id` is ``LEVEL:CODE``."""

    id: str
    name: str

    @property
    def level(self) -> str:
        return self.id.rpartition(":")[0]

    @property
    def code(self) -> str:
        return self.id.rpartition(":")[2]


ZONES = (
    Zone("country:fr", "France"),
    Zone("country-subset:fr:metro", "France métropolitaine"),
    Zone("country-group:ue", "Union européenne"),
    Zone("fr:region:11", "Île-de-France"),
    Zone("fr:region:28", "Normandie"),
    Zone("fr:region:53", "Bretagne"),
    Zone("fr:region:75", "Nouvelle-Aquitaine"),
    Zone("fr:region:76", "Occitanie"),
    Zone("fr:region:84", "Auvergne-Rhône-Alpes"),
    Zone("fr:region:93", "Provence-Alpes-Côte d'Azur"),
    Zone("fr:departement:06", "Alpes-Maritimes"),
    Zone("fr:departement:21", "Côte-d'Or"),
    Zone("fr:departement:29", "Finistère"),
    Zone("fr:departement:2A", "Corse-du-Sud"),
    Zone("fr:departement:31", "Haute-Garonne"),
    Zone("fr:departement:33", "Gironde"),
    Zone("fr:departement:75", "Paris"),
    Zone("fr:departement:974", "La Réunion"),
    Zone("fr:epci:243500139", "Rennes Métropole"),
    Zone("fr:epci:244400404", "Nantes Métropole"),
    Zone("fr:epci:200046977", "Métropole de Lyon"),
    Zone("fr:epci:243300316", "Bordeaux Métropole"),
    Zone("fr:epci:243100518", "Toulouse Métropole"),
    Zone("fr:epci:200093201", "Métropole européenne de Lille"),
    Zone("fr:epci:246700488", "Eurométropole de Strasbourg"),
    Zone("fr:epci:244200770", "Saint-Étienne Métropole"),
    Zone("fr:commune:75056", "Paris"),
    Zone("fr:commune:94038", "L'Haÿ-les-Roses"),
    Zone("fr:commune:38185", "Grenoble"),
    Zone("fr:commune:21231", "Dijon"),
    Zone("fr:commune:29019", "Brest"),
    Zone("fr:commune:49007", "Angers"),
    Zone("fr:commune:51030", "Aÿ-Champagne"),
    Zone("fr:commune:80829", "Y"),
)

ZONES_BY_ID = {zone.id: zone for zone in ZONES}
