"""The news of the portal, and its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tui.sample.clock import days_ago
from tui.sample.data.producers import USERS, User
from tui.sample.data.records import Dataset, Reuse
from tui.sample.names import Dice, object_id, slugify


@dataclass(frozen=True, slots=True)
class Post:
    """Something that the people of the portal wrote."""

    name: str
    headline: str
    content: str
    body_type: str
    kind: str
    published: datetime
    owner: User
    tags: tuple[str, ...]
    datasets: tuple[Dataset, ...] = ()
    reuses: tuple[Reuse, ...] = ()

    @property
    def id(self) -> str:
        return object_id("post", self.name)

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def created_at(self) -> datetime:
        return self.published - timedelta(days=1)


_NAMES = (
    "Suivi des sorties de novembre",
    "Portrait de réutilisateur : la carte des crèches",
    "Les données de l'énergie",
    "Baromètre de l'open data des territoires",
    "Publier un fichier qui se lit partout",
    "Ce que disent les arbres d'alignement",
    "Ouvrir les comptes d'une commune",
)


def make_posts(datasets: Sequence[Dataset], reuses: Sequence[Reuse]) -> tuple[Post, ...]:
    """Seven pieces of news, newest first, each with some data, and one page."""
    made = [_news(rank, name, datasets, reuses) for rank, name in enumerate(_NAMES)]
    page = Post(
        name="À propos du site d'exemple",
        headline="Rien de ce qui est ici n'est vrai.",
        content="<h1>Bonjour</h1><p>Toutes ces données sont <em>inventées</em> &amp; libres.</p>",
        body_type="html",
        kind="page",
        published=days_ago(700),
        owner=USERS[0],
        tags=(),
    )
    return (*made, page)


def _news(rank: int, name: str, datasets: Sequence[Dataset], reuses: Sequence[Reuse]) -> Post:
    dice = Dice("post", rank)
    return Post(
        name=name,
        headline="L'essentiel en une minute.",
        content=f"# {name}\n\nUne sélection **inventée** pour le site d'exemple.\n\n"
        "- ce qui est nouveau\n- ce qui a changé\n",
        body_type="markdown",
        kind="news",
        published=days_ago(5 + 31 * rank),
        owner=dice.pick(USERS),
        tags=("actualite",) if rank % 2 else ("actualite", "portrait"),
        datasets=tuple(dice.sample(datasets, 2)),
        reuses=tuple(dice.sample(reuses, rank % 3)),
    )
