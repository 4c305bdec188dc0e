"""How the kinds of things on the portal are called, and the words that reuses are sorted under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tui.i18n import N_
from tui.i18n import gettext as _

if TYPE_CHECKING:
    from tui.api.models import Activity

KIND_TITLES = {
    "datasets": N_("Datasets"),
    "dataservices": N_("Dataservices"),
    "reuses": N_("Reuses"),
    "organizations": N_("Organizations"),
    "topics": N_("Topics"),
    "discussions": N_("Discussions"),
    "posts": N_("Posts"),
    "users": N_("People"),
}
"""Kinds as the addresses name them, in the order they are shown."""

CLASS_TITLES = {
    "Dataset": N_("Dataset"),
    "Dataservice": N_("Dataservice"),
    "Reuse": N_("Reuse"),
    "Organization": N_("Organization"),
    "Topic": N_("Topic"),
    "User": N_("Person"),
    "Post": N_("Post"),
    "Discussion": N_("Discussion"),
    "HarvestSource": N_("Harvest"),
}
"""Kinds as the answers of the service name the class of one object."""

BADGES = {
    "pivotal-data": N_("pivotal data"),
    "spd": N_("reference data public service"),
    "inspire": N_("INSPIRE"),
    "hvd": N_("high-value dataset"),
    "sl": N_("certified statistical series"),
    "sr": N_("statistical series of general interest"),
}
"""Labels that datasets may bear."""

GRANULARITIES = {
    "country-group": N_("groups of countries"),
    "country": N_("countries"),
    "country-subset": N_("parts of countries"),
    "fr:region": N_("French regions"),
    "fr:departement": N_("French departments"),
    "fr:arrondissement": N_("French arrondissements"),
    "fr:commune": N_("French municipalities"),
    "fr:iris": N_("IRIS districts"),
    "fr:canton": N_("French cantons"),
    "fr:collectivite": N_("French overseas collectivities"),
    "fr:epci": N_("French intermunicipal bodies"),
    "poi": N_("points of interest"),
    "other": N_("other"),
}

LICENSES = {
    "lov2": "Licence Ouverte 2.0",
    "fr-lo": "Licence Ouverte 1.0",
    "odc-odbl": "ODbL",
    "odc-by": "ODC-By",
    "odc-pddl": "PDDL",
    "cc-by": "CC BY",
    "cc-by-sa": "CC BY-SA",
    "cc-zero": "CC0",
    "other-at": N_("other, with attribution"),
    "other-open": N_("other, open"),
    "other-pd": N_("other, public domain"),
    "notspecified": N_("not specified"),
}
"""Licences by the names that lawyers and producers call them by; none of these is translated."""

REUSE_TYPES = {
    "api": N_("API"),
    "application": N_("application"),
    "idea": N_("idea"),
    "news_article": N_("press article"),
    "paper": N_("paper"),
    "post": N_("blog post"),
    "visualization": N_("visualization"),
    "hardware": N_("connected device"),
}

REUSE_TOPICS = {
    "health": N_("health"),
    "transport_and_mobility": N_("transport and mobility"),
    "housing_and_development": N_("housing and development"),
    "food_and_agriculture": N_("food and agriculture"),
    "culture_and_recreation": N_("culture and recreation"),
    "economy_and_business": N_("economy and business"),
    "environment_and_energy": N_("environment and energy"),
    "work_and_training": N_("work and training"),
    "politics_and_public_life": N_("politics and public life"),
    "safety_and_security": N_("safety and security"),
    "education_and_research": N_("education and research"),
    "society_and_demography": N_("society and demography"),
    "law_and_justice": N_("law and justice"),
    "open_data_tools": N_("open data tools"),
    "others": N_("others"),
}


def titled(titles: Mapping[str, str], code: str) -> str:
    """The word of `titles` for `code`; the code itself, safe as it came, where it has none."""
    return _(titles[code]) if code in titles else code


def doer_of(item: Activity) -> str:
    """Who did something."""
    if item.actor is not None and item.actor.name:
        return item.actor.name
    return (item.organization.name if item.organization is not None else "") or _("somebody")


def activity_facts(item: Activity) -> Iterator[str]:
    """Of something done, for whom, which fields changed, and what else is told."""
    if item.organization is not None:
        yield _("for {name}").format(name=item.organization.acronym or item.organization.name)
    if item.changes:
        yield _("changed: {fields}").format(fields=", ".join(item.changes))
    for name, value in item.extras.items():
        yield _("{name}: {value}").format(name=name, value=value)
