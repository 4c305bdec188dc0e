"""What people do with the datasets: reuses, APIs, discussions, topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tui.sample.clock import days_ago
from tui.sample.data.oddities import HOSTILE_SLUG, HOSTILE_TITLE
from tui.sample.data.producers import OTHERS, PRODUCERS, USERS
from tui.sample.data.records import Access, Dataservice, Dataset, Discussion, Message, Reuse
from tui.sample.names import Dice, object_id, resource_id, slugify
from tui.sample.vocabulary import REUSE_TOPICS, REUSE_TYPES


@dataclass(frozen=True, slots=True)
class Topic:
    """A selection of datasets that somebody keeps."""

    name: str
    tag: str

    @property
    def id(self) -> str:
        return object_id("topic", self.name)

    @property
    def slug(self) -> str:
        return slugify(self.name)

    def holds(self, dataset: Dataset) -> bool:
        return self.tag in dataset.tags


TOPICS = (
    Topic("Élections et vie démocratique", "elections"),
    Topic("Mobilités du quotidien", "mobilite"),
    Topic("Transition énergétique", "energie"),
    Topic("Eau et milieux", "eau"),
    Topic("Petite enfance et éducation", "education"),
)

_REUSES = (
    "Carte interactive",
    "Tableau de bord",
    "Atlas",
    "Alerte quotidienne",
    "Moteur de recherche",
    "Enquête de la rédaction",
)


def make_reuses(datasets: Sequence[Dataset], seed: int) -> list[Reuse]:
    """Sixty-one reuses, the last one deleted; each uses one to four datasets."""
    made = []
    for rank in range(61):
        dice = Dice("reuse", rank)
        used = dice.sample(datasets, dice.between(1, 4))
        title = f"{dice.pick(_REUSES)} : {used[0].title[:80]}"
        by_organization = dice.chance(50)
        created = days_ago(20 + dice.number(1_800))
        made.append(
            Reuse(
                id=object_id("reuse", str(rank)),
                slug=f"{slugify(title)[:80]}-{rank}",
                title=title,
                description=f"**{title}** réunit {len(used)} jeu(x) de données.\n\n- code ouvert\n"
                "- mises à jour automatiques\n",
                type=REUSE_TYPES[rank % len(REUSE_TYPES)].id,
                topic=REUSE_TOPICS[rank % len(REUSE_TOPICS)].id,
                url=f"https://reutilisation-{rank}.invalid/",
                created_at=created,
                last_modified=created + timedelta(days=dice.number(19)),
                organization=dice.pick(OTHERS) if by_organization else None,
                owner=None if by_organization else dice.pick(USERS),
                tags=tuple(sorted({"carte", *used[0].tags[:3]})),
                datasets=tuple(item.id for item in used),
                views=Dice(seed, "reuse", rank).long_tail(40_000) + 25,
                followers=dice.long_tail(60),
                featured=rank % 20 == 0,
                deleted=days_ago(9) if rank == 60 else None,
            )
        )
    return made


_APIS = (
    *("Adresse", "Découpage administratif", "Jours fériés", "Recherche d'entreprises", "Cadastre"),
    *("Prix des carburants", "Qualité de l'air", "Hydrométrie", "Offres d'emploi", "Éducation"),
    *("Vigilance météo", "Bornes de recharge", "Gares", "Nappes", "Marchés publics", "DVF"),
    *("Géorisques", "Biodiversité", "Licences sportives", "Impôt particulier"),
)


def make_dataservices(datasets: Sequence[Dataset], seed: int) -> list[Dataservice]:
    """Forty-one APIs, the last one deleted."""
    made = []
    for rank in range(41):
        dice = Dice("dataservice", rank)
        name = f"API {_APIS[rank % len(_APIS)]}{' (version 2)' if rank >= len(_APIS) else ''}"
        title = name if rank < 40 else "API retirée"
        slug = slugify(title)
        kind = dice.pick(("open", "open", "open_with_account", "restricted"))
        host = f"https://{slug}.invalid"
        created = days_ago(30 + dice.number(1_500))
        made.append(
            Dataservice(
                id=object_id("dataservice", str(rank)),
                slug=slug,
                title=title,
                description=f"# {title}\n\nInterface de programmation **REST** en JSON.\n\n"
                "```bash\ncurl https://exemple.invalid/v1/objets?q=lyon\n```\n",
                organization=dice.pick(PRODUCERS[:22]),
                base_url=f"{host}/v{1 + rank // len(_APIS)}" if dice.chance(90) else None,
                documentation_url=f"{host}/docs" if dice.chance(80) else None,
                machine_url=f"{host}/openapi.{dice.pick(('json', 'yaml'))}"
                if dice.chance(75)
                else None,
                created_at=created,
                last_modified=created + timedelta(days=dice.number(29)),
                tags=tuple(sorted({"api", *words(title)})),
                datasets=tuple(item.id for item in dice.sample(datasets, dice.number(4))),
                access=Access(kind, request_url=f"{host}/cle" if kind != "open" else None),
                availability=dice.pick((None, 99.0, 99.9, 100.0)),
                rate_limiting=dice.pick(("", "10 appels par seconde", "1000 appels par jour")),
                format=dice.pick(("REST", "REST", "REST", "WMS")),
                license="lov2" if dice.chance(60) else None,
                views=Dice(seed, "api", rank).long_tail(30_000) + 40,
                followers=dice.long_tail(50),
                deleted=days_ago(5) if rank == 40 else None,
            )
        )
    return [_addresses(made[0]), *made[1:]]


def _addresses(item: Dataservice) -> Dataservice:
    """The API of addresses is the one that people know: described, and limited for each caller."""
    host = f"https://{item.slug}.invalid"
    return replace(
        item,
        base_url=f"{host}/v1",
        machine_url=f"{host}/openapi.json",
        rate_limiting="50 appels par seconde et par IP",
        format="REST",
    )


def words(title: str) -> list[str]:
    """The tags that a title suggests."""
    return [slugify(word) for word in title.split() if len(word) > 3 and word.isalpha()]


_THREADS = (
    ("Encodage du fichier", "Bonjour,\n\nle fichier semble être en `ISO-8859-1` et non en UTF-8."),
    ("Lien mort", "Le lien vers la documentation répond **404** depuis lundi."),
    ("Date de la prochaine mise à jour ?", "Quand le millésime 2026 sera-t-il publié ?"),
    ("Félicitations 🎉", "Très beau travail, **bravo** à toute l'équipe !"),
    ("Doublons", "Les lignes 12 à 48 apparaissent deux fois.\n\n> code;libelle\n> 12;Aÿ"),
    ("Signification de la colonne « type »", "À quoi correspond le code `9` ?"),
)


def make_discussions(
    datasets: Sequence[Dataset], reuses: Sequence[Reuse], apis: Sequence[Dataservice]
) -> list[Discussion]:
    """A hundred and twenty threads, most about the datasets that people look at."""
    looked_at = sorted(datasets, key=lambda item: -item.views)[:80]
    made = []
    for rank in range(120):
        dice = Dice("discussion", rank)
        kind, subject = _subject(dice, rank, looked_at, reuses, apis)
        title, first = dice.pick(_THREADS)
        opened = days_ago(2 + dice.number(700), 8 + dice.number(10), dice.number(60))
        messages = [Message(resource_id(f"message/{rank}/0"), first, dice.pick(USERS), opened)]
        for n in range(1, 1 + dice.number(4)):
            posted = min(opened + timedelta(days=n, hours=dice.number(9)), days_ago(0, 9, 0))
            messages.append(
                Message(
                    resource_id(f"message/{rank}/{n}"),
                    dice.pick(("Merci !", "C'est corrigé.", "Nous regardons.", "Idem chez moi.")),
                    dice.pick(USERS),
                    posted,
                    dice.pick(PRODUCERS) if dice.chance(30) else None,
                )
            )
        closed = messages[-1].posted_on + timedelta(hours=1) if dice.chance(35) else None
        made.append(
            Discussion(
                object_id("discussion", str(rank)), title, kind, subject, tuple(messages), closed
            )
        )
    return [*made, *(_hostile(item) for item in datasets if item.slug == HOSTILE_SLUG)]


def _hostile(dataset: Dataset) -> Discussion:
    """A thread whose texts would take over a careless terminal."""
    message = Message(
        resource_id("message/hostile"), dataset.description, USERS[1], days_ago(4, 9, 0)
    )
    return Discussion(
        object_id("discussion", "hostile"), HOSTILE_TITLE, "Dataset", dataset.id, (message,)
    )


def _subject(
    dice: Dice,
    rank: int,
    datasets: Sequence[Dataset],
    reuses: Sequence[Reuse],
    apis: Sequence[Dataservice],
) -> tuple[str, str]:
    if rank % 10 == 8:
        return "Reuse", dice.pick(reuses).id
    if rank % 10 == 9:
        return "Dataservice", dice.pick(apis).id
    return "Dataset", datasets[min(rank % 7, len(datasets) - 1)].id if rank < 30 else dice.pick(
        datasets
    ).id
