"""The words for the codes of the Main API, where its answers give none."""

from __future__ import annotations

from tui.i18n import N_

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
