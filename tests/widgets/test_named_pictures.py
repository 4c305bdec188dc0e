"""A picture in a description is named where it stands; none is shown."""

from __future__ import annotations

import pytest
from test_lists import shown

from tui.text import clean_prose
from tui.widgets.prose import Markdown, ProseView


@pytest.mark.parametrize(
    "text",
    [
        "Avant ![une carte](https://cdn.fr/a/carte.png) après.",
        '<p>Avant <img src="https://cdn.fr/a/carte.png" alt="une carte"> après.</p>',
    ],
    ids=["markdown", "html"],
)
async def test_a_picture_is_named_in_its_sentence(text: str) -> None:
    view = ProseView()
    async with shown(view, (100, 10)) as (_app, _pilot):
        view.show([Markdown(clean_prose(text))])
        said = "Avant [picture: une carte · carte.png (cdn.fr)] après."
        assert said in " ".join(view.text.split())
