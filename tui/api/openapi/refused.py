"""Why an address or a file gives no description of an API, in words."""

from __future__ import annotations

from typing import Final

from tui.api.errors import ApiError
from tui.i18n import N_
from tui.i18n import gettext as _

_MESSAGES: Final = {
    "empty": N_("There is nothing in this document."),
    "large": N_("This document is larger than 30 MB: it is not read."),
    "aliases": N_("This YAML repeats itself until it fills the memory: it is not read."),
    "deep": N_("This document is nested too deeply: it is not read."),
    "html": N_("This is a web page, and no description of an API is found in it."),
    "wms": N_("This is what a map service can do (GetCapabilities), not an OpenAPI description."),
    "xml": N_("This is XML, not an OpenAPI description."),
    "pdf": N_("This is a PDF, for people: machines have no description of this API."),
    "binary": N_("This is no text: neither JSON nor YAML."),
    "text": N_("This is neither JSON nor YAML that describes an API."),
    "other": N_("This is JSON or YAML, and no OpenAPI description."),
    "old": N_("This is Swagger 1, which is not read: OpenAPI came after it."),
    "raml": N_("This is RAML, not an OpenAPI description: tools turn one into the other."),
    "wsdl": N_("This is WSDL, which describes a SOAP service: OpenAPI describes HTTP ones."),
    "postman": N_("This is a Postman collection: Postman exports it as OpenAPI."),
    "asyncapi": N_("This is AsyncAPI, which describes messages and no HTTP routes."),
    "file": N_("This file cannot be read."),
    "address": N_("This address cannot be followed."),
}


class NoDescription(ApiError):
    """What came is no description of an API, or not one that may be read.

    Attributes:
        kind: What it is: one of the keys of the sentences above.
    """

    def __init__(self, url: str, kind: str, *, detail: str = "") -> None:
        super().__init__(url, detail=detail)
        self.kind = kind

    @property
    def message(self) -> str:
        return _(_MESSAGES[self.kind])

    @property
    def hint(self) -> str:
        if self.detail:
            return self.detail
        if self.kind == "html":
            return _("A browser shows it: y copies its address.")
        return ""
