"""The datasets that a client must survive: gone, hidden, hostile, empty or very long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tui.sample.clock import days_ago
from tui.sample.data.files import FilePlan, make_files, parsed
from tui.sample.data.producers import OTHERS, USERS, producer
from tui.sample.data.records import Access, Dataset, Json, Resource, TableRef
from tui.sample.names import Dice, object_id, resource_id

HOSTILE_TITLE = (
    "[@click=app.quit]Quitter[/] [bold red]gras[/] [/] "
    "\x1b[31mrouge\x1b[0m \x1b]52;c;Y29waWU=\x07 \x9b31mC1\x9c "
    "\u202eelpmaxe\u202c \u200bzéro\u200d\ufeff " + "très long titre " * 60
)


HOSTILE_SLUG = "textes-hostiles"


def make_oddities() -> list[Dataset]:
    """Every odd dataset, named by its slug."""
    return [
        _archived(),
        replace(_plain("jeu-supprime", "Jeu supprimé"), deleted=days_ago(40)),
        replace(_plain("jeu-prive", "Jeu privé"), private=True),
        _hostile(),
        replace(_plain("jeu-sans-ressource", "Jeu annoncé sans ressource"), resources=()),
        _crowded(),
        _endless(),
        replace(
            _plain("jeu-orphelin", "Jeu de données orphelin"), organization=None, contact=False
        ),
        _personal(),
        _restricted(),
        _with_account(),
        _without_tables(),
        _dead_links(),
        _renamed(),
    ]


def _plain(slug: str, title: str) -> Dataset:
    plan = FilePlan(
        slug, title, ("csv", "pdf"), "irregular", table=TableRef("lieux", 3, 40), popularity=300
    )
    return Dataset(
        id=object_id("dataset", slug),
        slug=slug,
        title=title,
        description=f"{title}. Un cas que le site d'exemple garde pour éprouver les clients.",
        created_at=days_ago(1_300),
        last_modified=days_ago(90),
        organization=producer("DINUM"),
        tags=("cas-particuliers", "demonstration"),
        frequency="irregular",
        zones=("country:fr",),
        granularity="other",
        views=150,
        followers=1,
        resources=make_files(plan),
    )


def _archived() -> Dataset:
    return replace(
        _plain("jeu-archive", "Adresses de l'ancienne commune (archivé)"),
        archived=days_ago(60),
        harvest={
            "backend": "dcat",
            "domain": "moisson.invalid",
            "remote_id": "ancien",
            "archived_at": days_ago(60).isoformat(),
            "archived_reason": "not-on-remote",
        },
    )


def _hostile() -> Dataset:
    made = _plain(HOSTILE_SLUG, HOSTILE_TITLE)
    attack = (
        "# [@click=app.quit]titre[/]\r\n\r\n<script>alert(1)</script> &lt;b&gt; \x1b]0;titre\x07"
        "\x1b[2J\x9b2J \u202etxet\u202c\r\n\r\n[lien](javascript:alert(1)) "
        "![image](file:///etc/passwd) [/] [[double]] $(reboot) `\x1b[5m`\r\n\r\n"
        "Z\u0335\u0322\u031b\u0361\u0338\u0337\u0336\u0335a\u0335\u0336\u0337\u0338lgo "
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 漢字 \u2028fin\u2029"
    )
    files = tuple(
        replace(item, title=f"[/]\x1b[7m{item.title}\u202e", description=attack)
        for item in made.resources
    )
    return replace(
        made,
        description=attack,
        acronym="[b]\x07",
        tags=("cas-particuliers", "[red]tag[/]"),
        extras={"[/]": "\x1b[31m", "note\u202e": {"imbriqué": ["[@click=app.bell]x[/]", None]}},
        resources=files,
    )


def _crowded() -> Dataset:
    """220 files: the client must page through them."""
    made = _plain("jeu-a-220-ressources", "Relevés quotidiens en 220 fichiers")
    files = []
    for day in range(220):
        moment = days_ago(day, 5, 0)
        file = Resource(
            id=resource_id(f"jeu-a-220-ressources/jour/{day}"),
            title=f"Relevé du {moment:%d/%m/%Y}",
            url=f"https://static.sample.data.gouv.invalid/releves/{moment:%Y%m%d}.csv",
            format="csv",
            created_at=moment,
            last_modified=moment,
            type="update" if day else "main",
            mime="text/csv",
            filesize=20_000 + 37 * day,
            downloads=max(0, 400 - day),
            table=TableRef("comptages", day, 96) if day < 30 else None,
        )
        seen = "2026-11-19T03:12:00"
        files.append(replace(file, extras=parsed(file, seen) if file.table else {}))
    return replace(made, frequency="daily", resources=tuple(files), views=9_000)


def _endless() -> Dataset:
    """1,000 files of several types, that no list shows: it is archived."""
    made = _plain("jeu-a-1000-ressources", "Relevés horaires en 1 000 fichiers")
    types = ("update",) * 7 + ("main", "main", "documentation")
    family, newest = resource_id("jeu-a-1000-ressources")[:-12], days_ago(0, 8, 0)
    files = []
    for rank in range(1_000):  # made the cheap way: every start of the site pays for them
        moment = newest - timedelta(hours=rank)
        files.append(
            Resource(
                f"{family}{rank:012x}",
                f"Relevé n° {rank + 1:04}",
                f"https://static.sample.data.gouv.invalid/releves-horaires/{rank + 1:04}.csv",
                "csv",
                moment,
                moment,
                types[rank % 10],
                mime="text/csv",
                filesize=4_000 + rank,
            )
        )
    return replace(made, archived=days_ago(1), resources=tuple(files), views=0, followers=0)


def _personal() -> Dataset:
    return replace(
        _plain("carnet-personnel", "Carnet d'observations d'oiseaux"),
        organization=None,
        owner=USERS[0],
        license="cc-by-sa",
        contact=False,
    )


def _restricted() -> Dataset:
    access = Access(
        "restricted",
        "Données individuelles couvertes par le secret médical.",
        "confidentiality_of_personal_data",
        "https://demande.invalid/acces",
        (
            ("local_authority_and_administration", "yes"),
            ("company_and_association", "under_condition"),
            ("private", "no"),
        ),
    )
    made = _plain("donnees-de-sante-acces-restreint", "Données de santé (accès restreint)")
    return replace(made, access=access, organization=producer("SpF"), resources=made.resources[1:])


def _with_account() -> Dataset:
    access = Access("open_with_account", request_url="https://compte.invalid/creer")
    return replace(
        _plain("jeu-ouvert-avec-compte", "Traces de mobilité (compte requis)"), access=access
    )


def _without_tables() -> Dataset:
    """One file for each reason why a table cannot be shown."""
    made = _plain("fichiers-sans-table", "Fichiers que le service n'a pas su lire")
    reasons: tuple[tuple[str, dict[str, Json]], ...] = (
        ("Encodage inconnu", {"analysis:parsing:error": "csv_detective:UnicodeDecodeError"}),
        ("Fichier trop gros", {"analysis:error": "File too large to download"}),
        ("Pas encore analysé", {}),
        ("En cours d'analyse", {"analysis:parsing:started_at": "2026-11-20T09:00:00"}),
        ("Nom de colonne trop long", {"analysis:parsing:error": "to_db:Column name too long"}),
        ("Carte en échec, table lisible", {"analysis:parsing:error": "pmtiles_export:failed"}),
    )
    files = []
    for rank, (title, found) in enumerate(reasons):
        readable = title.startswith("Carte")
        file = replace(
            made.resources[0],
            id=resource_id(f"fichiers-sans-table/raison/{rank}"),
            title=title,
            filesize=200_000_000 if "gros" in title else 12_000,
            table=TableRef("lieux", rank, 25) if readable else None,
            extras={},
        )
        table = parsed(file, "2026-11-19T03:12:00") if readable else {}
        alive: dict[str, Json] = {"check:available": True, "check:status": 200}
        files.append(replace(file, extras=alive | table | found))
    return replace(made, resources=tuple(files))


def _dead_links() -> Dataset:
    """The table's extra remains though the file is gone: the Tabular API answers 404 or 410."""
    made = _plain("liens-morts", "Fichiers dont les liens sont morts")
    files = []
    for status in (404, 410, 500, 503):
        file = replace(
            made.resources[0],
            id=resource_id(f"liens-morts/{status}"),
            title=f"Fichier qui répond {status}",
            filetype="remote",
            table=None,
            deleted=days_ago(12) if status == 410 else None,
        )
        checked: dict[str, Json] = {
            "check:available": False,
            "check:status": status,
            "check:date": "2026-11-18T04:00:00",
        }
        files.append(replace(file, extras=parsed(file, "2026-10-01T03:00:00") | checked))
    return replace(made, resources=tuple(files))


def _renamed() -> Dataset:
    """Its old slug answers with a redirect; its texts try ligatures and rare letters."""
    made = _plain("oeuvres-dart-de-lespace-public", "Œuvres d'art de l'espace public – L'Haÿ")
    return replace(
        made,
        organization=OTHERS[4],
        old_slugs=("oeuvres-d-art",),
        tags=("art", "culture", "patrimoine"),
        coverage=(date(1850, 1, 1), None),
        description="L'<b>œuvre</b> &amp; son contexte.\r\n\r\nAÿ, Bœrsch, Y : trois communes.",
        contact=Dice("renamed").chance(100),
    )
