"""Territories and their levels, which datasets are about."""

from __future__ import annotations

from pydantic import model_validator

from tui.api.models.base import CountOrNone, Line, Raw, object_of
from tui.api.models.whole import Whole
from tui.text import SafeText


class Territory(Whole):
    """A zone: ``GET /api/1/spatial/zone/{id}/``, a level's coverage, a suggestion.

    Attributes:
        id: Such as ``fr:region:53``.
        level: Identifier of its level, such as ``fr:region``; empty where the answer says none.
        code: Its own code, as INSEE or ISO give it.
        uri: What names it in linked data.
        datasets: How many are about it, where the answer counts them.
    """

    title: Line = SafeText("")
    level: Line = SafeText("")
    code: Line = SafeText("")
    slug: Raw = ""
    uri: Raw = ""
    datasets: CountOrNone = None

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict) or "title" in data:
            return data
        said = {**data, **object_of(data.get("properties"))}
        title = said.get("name") or data.get("id")
        return {**said, "id": data.get("id"), "title": title, "raw": data}


class Level(Whole):
    """A kind of zones, or how fine data are: ``GET /api/1/spatial/granularities/``.

    Attributes:
        zones: The zones of that level; none where it is only said how fine data are.
    """

    title: Line = SafeText("")
    zones: tuple[Territory, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict) or "title" in data:
            return data
        return {**data, "title": data.get("name") or data.get("id"), "raw": data}
