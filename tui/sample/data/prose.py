"""Descriptions as producers write them: Markdown, bare HTML, Windows line ends, one line."""

from __future__ import annotations

from tui.sample.names import Dice

_NOTE = "Données inventées pour le site d'exemple : elles ne décrivent aucun lieu réel."


def describe(dice: Dice, title: str, about: str, producer: str, page: str) -> str:
    """A description of the dataset `title`, in one of the styles met on the portal."""
    style = dice.number(10)
    if style == 0:
        return _one_line(about)
    if style == 1:
        return _html(title, about, producer)
    if style == 2:
        return _markdown(dice, title, about, producer, page).replace("\n", "\r\n")
    return _markdown(dice, title, about, producer, page)


def _one_line(about: str) -> str:
    return f"Ce fichier recense {about}."


def _html(title: str, about: str, producer: str) -> str:
    return (
        f"<p><strong>{title}</strong></p>\n<p>Ce jeu de donn&eacute;es d&eacute;crit {about}.<br/>"
        f"Il est produit par {producer}.</p>\n<ul><li>Encodage&nbsp;: UTF-8</li>"
        "<li>S&eacute;parateur&nbsp;: point-virgule</li></ul>\n"
        f'<p><a href="https://exemple.invalid/guide?a=1&amp;b=2">Guide</a> &mdash; {_NOTE}</p>'
    )


def _markdown(dice: Dice, title: str, about: str, producer: str, page: str) -> str:
    parts = [
        f"## Présentation\n\nCe jeu de données recense **{about}**. "
        f"Il est mis à jour par [{producer}]({page}).\n\n*{_NOTE}*",
        "## Contenu\n\n| Colonne | Type | Description |\n|---------|------|-------------|\n"
        "| `code` | texte | Identifiant unique |\n| `libelle` | texte | Nom usuel |\n"
        "| `date` | date | Date du relevé (ISO 8601) |\n| `valeur` | nombre | Valeur relevée |",
        "## Mise en garde\n\n1. Les données **antérieures à 2019** sont incomplètes ;\n"
        "2. l'encodage est `UTF-8`, le séparateur est le point-virgule ;\n"
        f"3. {dice.pick(_REMARKS)}",
        '## Exemple\n\n```csv\ncode;libelle;date;valeur\n1;"Œuvre d\'été";2026-01-01;12,5\n```',
        f"> {dice.pick(_QUOTES)}\n\nVoir aussi <https://doc.exemple.invalid> et la "
        "[méthodologie][1].\n\n[1]: https://exemple.invalid/m%C3%A9thodologie",
    ]
    kept = parts[:1] + dice.sample(parts[1:], dice.between(1, 4))
    return "\n\n".join([f"# {title}", *kept]) if dice.chance(30) else "\n\n".join(kept)


_REMARKS = (
    "les adresses n'ont pas été vérifiées sur le terrain.",
    "les valeurs manquantes sont laissées vides.",
    "les effectifs inférieurs à 5 sont masqués par le secret statistique.",
    "les coordonnées sont en WGS 84 (EPSG:4326).",
    "un changement de méthode est intervenu en 2023 : les séries ne sont pas comparables.",
)

_QUOTES = (
    "« Une donnée publiée est une donnée relue. »",
    "« Mesurer, c'est déjà comprendre un peu. »",
    "« La statistique est l'art de compter sans se lasser. »",
)
