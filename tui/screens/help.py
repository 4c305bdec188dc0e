"""Help of a place: what it is, and the keys that are live there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.screen import Screen

from tui.actions import ACTIONS, Action
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.keynames import key_name
from tui.widgets.prose import Block, Facts, Heading, Paragraph
from tui.widgets.telling import why_not

PLACES: Mapping[str, str] = {
    "SearchScreen": N_(
        "Type to search the catalogue; results come as you type. Tab takes a suggestion as a "
        "filter, ⏎ or ↓ goes to "
        "the results. f shows the filters with their counts, s changes the order. The list is "
        "endless: keep going down. → and ← look for the same words among the other kinds: APIs, "
        "reuses, organizations, topics, discussions, posts. Each has filters and orders of its "
        "own; those that it shares with the others follow. F lists every filter, with a part of a "
        "name to find its value. Where little or nothing matches, what would match is counted: W "
        "goes there. ↑ from the words lists earlier searches, and those that were saved."
    ),
    "ObjectScreen": N_(
        "An organization, a reuse, an API, a topic, a person or a post, or a word that things are "
        "filed under: what the portal says of it, the lists it holds, its raw answer. Tab goes "
        "from one to the next. ⏎ opens what is under the cursor, i tells all of a line; / searches "
        "among the things of a list, with filters and orders. e leads to all that its page "
        "speaks of: its licence, its tags, its zones…"
    ),
    "IndexScreen": N_(
        "All there is of one kind on this site: licences, schemas, tags, zones and their levels, "
        "catalogues that are harvested, or what was done lately. / keeps those that say some "
        "words, esc shows all again; of tags and zones, which are too many, those that the service "
        "suggests for the words. ⏎ opens the one under the cursor."
    ),
    "LinkedDataScreen": N_(
        "The metadata of a dataset as linked data (DCAT), as the service writes them. → and ← go "
        "through the forms, y copies the text, u its address."
    ),
    "AccountScreen": N_(
        "What is yours on the site, for which it wants an API key: who you are, what you are told, "
        "what you and your organizations publish, what you follow. Without a key the place says "
        "how to give one. m marks a notification as read. Of what you follow, the site lists "
        "datasets only."
    ),
    "ChangeScreen": N_(
        "A change that is about to be asked of the site: its method, its address and all that goes "
        "with it. Nothing is sent before ^s, and what is sent is sent once. Where no answer comes, "
        "it may have been done all the same, which is said. y copies it as curl, with the name of "
        "the variable that holds the key in place of the key."
    ),
    "EditDataset": N_(
        "The fields of a dataset as they are now. Only what you change changes. The site wants the "
        "title, the description and the frequency each time, and would erase tags and coverage "
        "that are not sent: these go out as they are. ⏎ lists frequencies and licences; ^s shows "
        "what will be sent."
    ),
    "DatasetScreen": N_(
        "A dataset, in tabs: tab goes to the next one, a number straight to one of them. ▦ marks "
        "files whose rows can be shown: ⏎ opens them. ✗ marks files that did not answer when "
        "last checked. i tells everything about a file. e leads to its licence, its tags, its "
        "zones… R reads its metadata as linked data."
    ),
    "TableScreen": N_(
        "The rows of a file, as one endless table. / filters the column under the cursor, = "
        "keeps and ! excludes the "
        "value under the cursor, s sorts. ∅ is a missing value (null), a blank is an empty text. "
        "“Contains” does not "
        "look at case, “is” does; comparisons leave missing values out. In a descending order "
        "missing values come "
        "first, as the service sorts them."
    ),
    "MetricsScreen": N_(
        "What is counted month by month, a panel a series: the last full month and how it compares "
        "with the same month a year before, then the sum, the mean, the least and the most of the "
        "months shown. A dot is a month without a figure, which is not a zero; what stands after "
        "the last bar is the month that is not over, which no mean counts. ⏎ opens the chart of a "
        "panel, T what was counted most. A month of visits is not one of visitors."
    ),
    "MetricsChart": N_(
        "One series, and its months under it, the newest first. m shows more months, s sums them "
        "up by year, l is for series that grow tenfold. c draws another object on the same scale, "
        "w the whole site, and i draws each from 100, so that what grows alike looks alike. y "
        "copies the command that opens this chart again."
    ),
    "MetricsTopScreen": N_(
        "The fifty that were visited or downloaded most in one month. a ranks other objects, s "
        "ranks by something else, ← and → change the month. ⏎ opens the one under the cursor, M "
        "shows it month by month. Titles come as they come in sight; one that stays an id could "
        "not be asked for."
    ),
    "GroupsScreen": N_(
        "The groups of the rows of a file: what they are grouped by, then what is computed of "
        "each, with a bar that is full for the largest number. The service never says how many "
        "groups there are: they are read page by page, up to 10,000, and ordered here. ⏎ opens "
        "the rows of a group, s orders by the column under the cursor, a groups otherwise. ∅ is "
        "the group of the rows without a value. A count of a column leaves its empty cells out; "
        "“rows” counts them all."
    ),
    "GroupByScreen": N_(
        "Columns to group by and, with Tab, what to compute of each group. The space chooses a "
        "line or takes the choice back, typing narrows, the numbers say the order. A table with "
        "indexes is grouped by its indexed columns only, and its rows cannot be counted: the "
        "values of such a column stand for them."
    ),
    "ColumnFilterScreen": N_(
        "One condition on one column: only operators that its type allows. Tab takes a value that "
        "the column is known to hold; in a list it goes to these values, where space ticks them. "
        "“Is” looks at upper and lower case, “contains” does not; both look at accents. “Is not” "
        "keeps empty (null) cells, every other comparison leaves them out. Where there is a filter "
        "on the column already, it is changed, unless you ask to add another."
    ),
    "FilterTextScreen": N_(
        'All filters on one line: dep = 75 and (prix > 1000 or ville ~ "Saint"). “And” binds '
        "tighter than “or”. = and != look at case, ~ (contains) and !~ do not; ~* takes a pattern "
        "where “%” is any text and “_” any character. != keeps empty (null) cells, the other "
        "comparisons leave them out. An odd name goes between backticks, an odd value between "
        "double quotes. The mark under the line shows where it is wrong."
    ),
    "FilterTreeScreen": N_(
        "All filters as a tree: the conditions of a group must all hold, or any of them. ⏎ edits a "
        "condition or turns a group; J and K move a line, into a group on the way and out of its "
        "own; ( puts a line in a group of its own. Below, the same as text."
    ),
    "OrderScreen": N_(
        "The columns that order the rows, the most important first. In an ascending order empty "
        "cells come last, in a descending one first, unless you choose. Rows that tie keep the "
        "order of the file, so that no row comes twice."
    ),
    "RememberedScreen": N_(
        "Places of this site, the last one first, from this session and from earlier ones. Typing "
        "narrows to those whose title or address holds all the words. ⏎ opens a place, as it was "
        "left where it is still open. ^r takes it off the list."
    ),
    "ExportScreen": N_(
        "The rows of the query as a file, all of them: its filters, its order, its columns. Up to "
        "50,000 rows come in one request; more come page by page, for which the file itself is "
        "often the better choice. The file gets its name when every row is in it; stopped before, "
        "it goes on from there when the same is asked for again. Writing the name of a file, its "
        "ending says the format; Tab completes a folder."
    ),
    "ExportsScreen": N_(
        "What is written to files in this session. It goes on wherever one is, and stops when one "
        "leaves. x stops an export, r goes on from where it stopped or failed, y copies where the "
        "file is. X takes it off the list, with what was left unfinished; a file that is done "
        "stays where it is."
    ),
}

MOVES = N_(
    "Arrows or h j k l move, PgUp PgDn or ^u ^d turn pages, g and G go to the first and last, "
    "esc cancels or closes."
)


def help_blocks(screen: Screen[object]) -> list[Block]:
    """What help says on `screen`: a paragraph on the place, then its live keys."""
    blocks: list[Block] = []
    about = PLACES.get(type(screen).__name__)
    if about is not None:
        blocks += [Paragraph(_(about)), Paragraph("")]
    blocks += [Paragraph(_(MOVES)), Paragraph("")]
    for title, rows in _sections(screen):
        blocks += [Heading(title), Facts(tuple(rows)), Paragraph("")]
    return blocks


@dataclass(slots=True)
class Live:
    """An action whose keys are live.

    Attributes:
        keys: As they are now, remapped or not.
        why_not: Why it cannot be done now; empty when it can.
    """

    action: Action
    keys: list[str]
    why_not: str


def live_actions(screen: Screen[object]) -> list[Live]:
    """The actions whose keys are live on `screen`, those nearest to the focus first."""
    registry = {action.id: action for action in ACTIONS}
    seen: dict[str, Live] = {}
    for key, active in screen.active_bindings.items():
        action = registry.get(active.binding.id or "")
        if action is None or not action.listed:
            continue
        if action.id not in seen:
            node = active.node
            seen[action.id] = Live(action, [], why_not(node, action.name))
        seen[action.id].keys.append(key)
    return list(seen.values())


def _sections(screen: Screen[object]) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    here: list[tuple[str, str]] = []
    everywhere: list[tuple[str, str]] = []
    for live in live_actions(screen):
        keys = " ".join(key_name(key) for key in live.keys)
        title = _(live.action.title)
        row = (keys, f"{title} ({live.why_not})" if live.why_not else title)
        (everywhere if live.action.scope == "app" else here).append(row)
    if here:
        yield _("Here"), here
    yield _("Everywhere"), everywhere
