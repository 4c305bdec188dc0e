"""The words for the codes of the Main API, where its answers give none."""

from __future__ import annotations

from collections.abc import Mapping

from tui.i18n import N_
from tui.i18n import gettext as _

BADGES = {
    "pivotal-data": N_("pivotal data"),
    "spd": N_("reference data public service"),
    "inspire": N_("INSPIRE"),
    "hvd": N_("high-value dataset"),
    "sl": N_("certified statistical series"),
    "sr": N_("statistical series of general interest"),
}

REUSE_TYPES = {
    "api": N_("API"),
    "application": N_("application"),
    "idea": N_("idea"),
    "news_article": N_("press article"),
    "paper": N_("scientific publication"),
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
    "others": N_("other topics"),
}

AUDIENCES = {
    "local_authority_and_administration": N_("public bodies"),
    "company_and_association": N_("companies and associations"),
    "private": N_("individuals"),
}

CONDITIONS = {
    "yes": N_("yes"),
    "no": N_("no"),
    "under_condition": N_("under conditions"),
}

REASONS = {
    "confidentiality_of_proceedings_of_public_authorities": N_(
        "confidentiality of the proceedings of public authorities"
    ),
    "international_relations_public_security_or_national_defence": N_(
        "international relations, public security or national defence"
    ),
    "course_of_justice_or_fair_trial": N_("course of justice"),
    "confidentiality_of_commercial_or_industrial_information": N_(
        "commercial or industrial confidentiality"
    ),
    "intellectual_property_rights": N_("intellectual property rights"),
    "confidentiality_of_personal_data": N_("confidentiality of personal data"),
    "protection_of_voluntary_information_suppliers": N_(
        "protection of voluntary information suppliers"
    ),
    "protection_of_environment": N_("protection of the environment"),
}

ARCHIVED_REASONS = {
    "not-on-remote": N_("no longer at its source"),
    "harvester-deleted": N_("the harvester was deleted"),
    "harvester-inactive": N_("the harvester is inactive"),
}

ROLES = {
    "contact": N_("contact"),
    "creator": N_("creator"),
    "publisher": N_("publisher"),
    "rightsHolder": N_("rights holder"),
    "custodian": N_("custodian"),
    "distributor": N_("distributor"),
    "originator": N_("originator"),
    "principalInvestigator": N_("principal investigator"),
    "processor": N_("processor"),
    "resourceProvider": N_("resource provider"),
    "user": N_("user"),
}


def label(words: Mapping[str, str], code: str) -> str:
    """The word for `code`; the code itself, safe as it came, where none is known."""
    return _(words[code]) if code in words else code
