"""What the formats that csv-detective finds in columns are called."""

from __future__ import annotations

from tui.i18n import N_
from tui.i18n import gettext as _

FORMAT_TITLES = {
    "adresse": N_("postal address"),
    "code_commune": N_("commune code (INSEE)"),
    "code_commune_insee": N_("commune code (INSEE)"),
    "code_csp_insee": N_("socio-professional category code (INSEE)"),
    "code_departement": N_("département code"),
    "code_epci": N_("group of communes (EPCI code)"),
    "code_fantoir": N_("street code (FANTOIR)"),
    "code_import": N_("association number (import)"),
    "code_postal": N_("postcode"),
    "code_region": N_("région code"),
    "code_rna": N_("association number (RNA)"),
    "code_waldec": N_("association number (WALDEC)"),
    "commune": N_("commune name"),
    "csp_insee": N_("socio-professional category (INSEE)"),
    "departement": N_("département name"),
    "email": N_("email address"),
    "geojson": N_("GeoJSON geometry"),
    "id_rnb": N_("building number (RNB)"),
    "insee_ape700": N_("activity code (APE)"),
    "insee_canton": N_("canton name"),
    "iso_country_code_alpha2": N_("country code, two letters (ISO)"),
    "iso_country_code_alpha3": N_("country code, three letters (ISO)"),
    "iso_country_code_numeric": N_("country code, digits (ISO)"),
    "iso_country_code": N_("country code (ISO)"),
    "jour_de_la_semaine": N_("day of the week"),
    "latitude_l93": N_("latitude (Lambert 93)"),
    "latitude_wgs": N_("latitude (WGS 84)"),
    "latitude_wgs_fr_metropole": N_("latitude in metropolitan France (WGS 84)"),
    "latlon_wgs": N_("latitude and longitude (WGS 84)"),
    "longitude_l93": N_("longitude (Lambert 93)"),
    "longitude_wgs": N_("longitude (WGS 84)"),
    "longitude_wgs_fr_metropole": N_("longitude in metropolitan France (WGS 84)"),
    "lonlat_wgs": N_("longitude and latitude (WGS 84)"),
    "mois_de_lannee": N_("month name"),
    "mois_de_annee": N_("month name"),
    "money": N_("amount of money"),
    "mongo_object_id": N_("MongoDB identifier"),
    "pays": N_("country name"),
    "percent": N_("percentage"),
    "region": N_("région name"),
    "sexe": N_("sex"),
    "siren": N_("company number (SIREN)"),
    "siret": N_("establishment number (SIRET)"),
    "tel_fr": N_("French telephone number"),
    "twitter": N_("account name"),
    "uai": N_("school number (UAI)"),
    "url": N_("web address"),
    "username": N_("account name"),
    "uuid": N_("UUID"),
    "year": N_("year"),
    "datetime_aware": N_("moments with a time zone"),
    "datetime_naive": N_("moments without a time zone"),
    "datetime_rfc822": N_("moments as mail writes them (RFC 822)"),
}
"""Formats that say more than their type. Old profiles name a few of them otherwise."""


def format_title(name: str) -> str:
    """What format `name` is called by people; empty where it says no more than the type."""
    return _(FORMAT_TITLES[name]) if name in FORMAT_TITLES else ""
