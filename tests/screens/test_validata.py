"""The address that has Validata check a file."""

from tui.screens.validata import validata_url


def test_a_file_is_checked_against_the_schema_it_names() -> None:
    assert validata_url("etalab/schema-irve", "https://a.fr/x y.csv") == (
        "https://validata.fr/table-schema?input=url&url=https%3A%2F%2Fa.fr%2Fx+y.csv"
        "&header-case=on&schema_name=schema-datagouvfr.etalab%2Fschema-irve"
    )
