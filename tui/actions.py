"""The one registry of what a person can do.

Bindings, the footer, help, the command palette, `docs/keys.md` and the keymap check all read it. An
action's id is
``SCOPE.NAME``: the node that declares ``SCOPE`` (with `tui.widgets.bindings.bindings_for`) has a
method ``action_NAME``.
Whether it is available now, and why not, is the node's to say (``unavailable``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from tui.i18n import N_


class Action(NamedTuple):
    """Something a person can do with a key.

    Attributes:
        id: ``SCOPE.NAME``, what the settings' ``[keys]`` table remaps.
        keys: The keys, as Textual names them; the first is the one that is shown.
        title: What it does, in a few words (translate before drawing).
        footer: Place in the footer, most useful first; 0 keeps it out.
        listed: Whether help and the palette show it; moves of a cursor are shown as one line of
        help instead.
        visidata: The keys that do nearly the same in VisiData, as its manual writes them.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    footer: int = 0
    listed: bool = True
    visidata: str = ""

    @property
    def scope(self) -> str:
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        return self.id.partition(".")[2]


ACTIONS: tuple[Action, ...] = (
    # Everywhere
    Action("app.help", ("question_mark", "f1"), N_("Help"), footer=90),
    Action("app.palette", ("ctrl+p", "colon"), N_("All commands"), footer=80, visidata="␣"),
    Action("app.go_to", ("o",), N_("Go to a link, slug or id")),
    Action("app.back", ("backspace", "left_square_bracket"), N_("Back"), footer=60, visidata="q"),
    Action("app.forward", ("right_square_bracket",), N_("Forward")),
    Action("app.history", ("H",), N_("History")),
    Action("app.bookmark", ("b",), N_("Bookmark this place, or no longer")),
    Action("app.bookmarks", ("B",), N_("Bookmarks")),
    Action("app.home", ("f2",), N_("Search")),
    Action("app.metrics", ("f6",), N_("Metrics of the site")),
    Action("app.account", ("at",), N_("Your account")),
    Action("app.feeds", ("f9",), N_("Feeds and exports of the site")),
    Action("app.console", ("f8",), N_("API console…")),
    Action("app.lists", ("f7",), N_("Lists of the site…")),
    Action("app.copy", ("y",), N_("Copy…"), footer=55, visidata="Y zY gY"),
    Action("app.web", ("w",), N_("Show the web address")),
    Action("app.reload", ("r",), N_("Reload"), visidata="^R"),
    Action("app.journal", ("L",), N_("Requests")),
    Action("app.mcp", ("f12",), N_("MCP server of the portal")),
    Action("app.exports", ("D",), N_("Downloads and exports")),
    Action("app.theme", ("t",), N_("Theme")),
    Action("app.language", ("f3",), N_("Language")),
    Action("app.site", ("f4",), N_("Switch site")),
    Action("app.quit", ("q", "ctrl+q", "ctrl+c"), N_("Quit"), footer=95),
    Action("app.cancel", ("escape",), N_("Cancel or close"), listed=True),
    # Search
    Action("omnibox.results", ("down",), N_("Results"), footer=5),
    Action("omnibox.recent", ("up",), N_("Earlier searches"), footer=7),
    Action("search.edit", ("slash",), N_("Edit the search"), footer=20),
    Action("search.sort", ("s",), N_("Sort"), footer=30),
    Action("search.facets", ("f",), N_("Filters"), footer=25),
    Action("search.add_filter", ("F",), N_("Filter by…"), footer=27),
    Action("search.drop_filter", ("x",), N_("Remove the last filter")),
    Action("search.clear_filters", ("X",), N_("Remove all filters")),
    Action("search.save", ("ctrl+s",), N_("Save this search…")),
    Action("search.searches", ("R",), N_("Saved and recent searches")),
    Action("search.wider", ("W",), N_("What would match"), footer=15),
    Action("search.next_kind", ("right", "l"), N_("Next kind"), footer=35),
    Action("search.previous_kind", ("left", "h"), N_("Previous kind")),
    Action("search.kind_1", ("1",), N_("Datasets"), listed=False),
    Action("search.kind_2", ("2",), N_("Dataservices"), listed=False),
    Action("search.kind_3", ("3",), N_("Reuses"), listed=False),
    Action("search.kind_4", ("4",), N_("Organizations"), listed=False),
    Action("search.kind_5", ("5",), N_("Topics"), listed=False),
    Action("search.kind_6", ("6",), N_("Discussions"), listed=False),
    Action("search.kind_7", ("7",), N_("Posts"), listed=False),
    Action("search.preview", ("p",), N_("Preview")),
    Action("search.metrics", ("M",), N_("Visits and downloads")),
    Action("search.mcp", ("V",), N_("Search through MCP, or no longer")),
    Action("search.use_sample", ("S",), N_("Open the sample site"), footer=1),
    # Places remembered: history, bookmarks
    Action("remembered.open", ("enter",), N_("Open"), footer=5),
    Action("remembered.remove", ("ctrl+r",), N_("Remove"), footer=10),
    Action("remembered.down", ("down",), N_("Down"), listed=False),
    Action("remembered.up", ("up",), N_("Up"), listed=False),
    Action("remembered.page_down", ("pagedown",), N_("Page down"), listed=False),
    Action("remembered.page_up", ("pageup",), N_("Page up"), listed=False),
    # Lists
    Action("list.choose", ("enter",), N_("Open"), footer=10),
    Action("list.down", ("down", "j"), N_("Down"), listed=False),
    Action("list.up", ("up", "k"), N_("Up"), listed=False),
    Action("list.page_down", ("pagedown", "ctrl+d"), N_("Page down"), listed=False),
    Action("list.page_up", ("pageup", "ctrl+u"), N_("Page up"), listed=False),
    Action("list.top", ("home", "g"), N_("First"), listed=False),
    Action("list.bottom", ("end", "G"), N_("Last"), listed=False),
    # The facets of a search
    Action("facets.turn", ("enter", "space"), N_("Filter"), footer=10),
    Action("facets.more", ("m",), N_("More values"), footer=20),
    # Text that scrolls
    Action("prose.down", ("down", "j"), N_("Down"), listed=False),
    Action("prose.up", ("up", "k"), N_("Up"), listed=False),
    Action("prose.page_down", ("pagedown", "ctrl+d", "space"), N_("Page down"), listed=False),
    Action("prose.page_up", ("pageup", "ctrl+u"), N_("Page up"), listed=False),
    Action("prose.top", ("home", "g"), N_("Top"), listed=False),
    Action("prose.bottom", ("end", "G"), N_("Bottom"), listed=False),
    # Dataset
    Action("dataset.next_tab", ("tab", "right", "l"), N_("Next tab"), footer=20),
    Action("dataset.previous_tab", ("shift+tab", "left", "h"), N_("Previous tab")),
    Action("dataset.tab_1", ("1",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_2", ("2",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_3", ("3",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_4", ("4",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_5", ("5",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_6", ("6",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_7", ("7",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_8", ("8",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_9", ("9",), N_("Tab by its number"), listed=False),
    Action("dataset.tab_10", ("0",), N_("Tab by its number"), listed=False),
    Action("dataset.find", ("slash",), N_("Find a file"), footer=25),
    Action("dataset.file_details", ("i",), N_("File details"), footer=30),
    Action("dataset.download", ("d",), N_("Download"), footer=16),
    Action("dataset.structure", ("s",), N_("Structure of the table")),
    Action("dataset.search_instead", ("S",), N_("Search for these words"), footer=15),
    Action("dataset.producer", ("P",), N_("Other datasets of the producer")),
    Action("dataset.metrics", ("M",), N_("Visits and downloads")),
    Action("dataset.file_metrics", ("A",), N_("Downloads of the file by month")),
    Action("dataset.publisher", ("p",), N_("Its producer"), footer=40),
    Action("dataset.follow", ("F",), N_("Follow, or no longer")),
    Action("dataset.discuss", ("n",), N_("Open a discussion")),
    Action("dataset.comment", ("c",), N_("Answer in the discussion")),
    Action("dataset.close_discussion", ("C",), N_("Answer, and close the discussion")),
    Action("dataset.edit", ("E",), N_("Change its fields")),
    Action("dataset.leads", ("e", "enter"), N_("See also…"), footer=33),
    Action("dataset.linked_data", ("R",), N_("As linked data…")),
    # The details of a file
    Action("filedetails.download", ("d",), N_("Download"), footer=20),
    # An organization, a reuse, an API, a topic, a person, a post
    Action("object.next_tab", ("tab", "right", "l"), N_("Next tab"), footer=20),
    Action("object.previous_tab", ("shift+tab", "left", "h"), N_("Previous tab")),
    Action("object.tab_1", ("1",), N_("First tab"), listed=False),
    Action("object.tab_2", ("2",), N_("Second tab"), listed=False),
    Action("object.tab_3", ("3",), N_("Third tab"), listed=False),
    Action("object.tab_4", ("4",), N_("Fourth tab"), listed=False),
    Action("object.tab_5", ("5",), N_("Fifth tab"), listed=False),
    Action("object.tab_6", ("6",), N_("Sixth tab"), listed=False),
    Action("object.tab_7", ("7",), N_("Tab by its number"), listed=False),
    Action("object.tab_8", ("8",), N_("Tab by its number"), listed=False),
    Action("object.tab_9", ("9",), N_("Tab by its number"), listed=False),
    Action("object.search_within", ("slash",), N_("Search among these"), footer=25),
    Action("object.search_instead", ("S",), N_("Search for these words"), footer=15),
    Action("object.metrics", ("M",), N_("Visits and downloads")),
    Action("object.publisher", ("p",), N_("Its producer"), footer=40),
    Action("object.details", ("i",), N_("Details of the line")),
    Action("object.leads", ("e", "enter"), N_("See also…"), footer=33),
    Action("object.subject", ("a",), N_("What it is about"), footer=42),
    Action("object.follow", ("F",), N_("Follow, or no longer")),
    Action("object.discuss", ("n",), N_("Open a discussion")),
    Action("object.comment", ("c",), N_("Answer in the discussion")),
    Action("object.close_discussion", ("C",), N_("Answer, and close the discussion")),
    Action("object.quality", ("Q",), N_("Quality of its datasets"), footer=45),
    Action("object.feeds", ("X",), N_("Feeds and exports"), footer=46),
    Action("object.api", ("A",), N_("Its operations (OpenAPI)"), footer=22),
    # An API as its description tells it
    Action("api.next_tab", ("tab", "right", "l"), N_("Next tab"), footer=20),
    Action("api.previous_tab", ("shift+tab", "left", "h"), N_("Previous tab")),
    Action("api.tab_1", ("1",), N_("First tab"), listed=False),
    Action("api.tab_2", ("2",), N_("Second tab"), listed=False),
    Action("api.tab_3", ("3",), N_("Third tab"), listed=False),
    Action("api.tab_4", ("4",), N_("Fourth tab"), listed=False),
    Action("api.find", ("slash",), N_("Find an operation"), footer=15),
    Action("api.details", ("i",), N_("The whole description"), footer=30),
    Action("api.dataservice", ("d",), N_("In the catalogue"), footer=40),
    Action("api.others", ("v",), N_("Another description…"), footer=25),
    Action("api.try_it", ("e",), N_("Try it…"), footer=12),
    Action("api.calls", ("c",), N_("Calls made"), footer=45),
    # A call of an API, before it is sent
    Action("trying.submit", ("ctrl+s",), N_("Send"), footer=5),
    Action("trying.field", ("ctrl+o",), N_("Find a field…"), footer=11),
    Action("trying.body", ("ctrl+b",), N_("Body as…"), footer=12),
    Action("trying.server", ("ctrl+t",), N_("Server…"), footer=10),
    Action("trying.secret", ("ctrl+n",), N_("Key…"), footer=9),
    Action("trying.preview", ("ctrl+r",), N_("See what is sent"), footer=8),
    Action("secret.submit", ("ctrl+s",), N_("Use it"), footer=5),
    Action("secret.in_body", ("ctrl+t",), N_("In the form, or the header"), footer=30),
    Action("secret.keep", ("ctrl+r",), N_("Keep in the keyring, or not"), footer=20),
    Action("secret.forget", ("ctrl+o",), N_("Forget it"), footer=25),
    Action("sending.send", ("ctrl+s",), N_("Send"), footer=5),
    Action("sending.copy", ("y",), N_("Copy as curl"), footer=20),
    # Its answer
    Action("toolanswer.places", ("enter",), N_("Go to what it names"), footer=8),
    Action("answer.headers", ("i",), N_("Headers"), footer=20),
    Action("answer.rows", ("v",), N_("As rows"), footer=15),
    Action("answer.find", ("slash",), N_("Find in the tree"), footer=16),
    Action("answer.find_next", ("n",), N_("Next one found"), footer=17),
    Action("answer.find_previous", ("N",), N_("Previous one found")),
    Action("answer.more", ("m",), N_("Read on"), footer=12),
    Action("answer.follow", ("e",), N_("Go where it sends"), footer=9),
    Action("answer.later", ("p",), N_("Next page"), footer=25),
    Action("answer.earlier", ("P",), N_("Page before"), footer=26),
    Action("answer.copy", ("y",), N_("Copy…"), footer=30),
    Action("answer.write", ("ctrl+s",), N_("Write to a file…"), footer=32),
    Action("answer.again", ("r",), N_("Ask again"), footer=35),
    # Its rows
    Action("answerrows.cell", ("enter",), N_("Whole cell"), footer=10, visidata="z⏎"),
    Action("answerrows.more", ("p",), N_("Add the next page"), footer=12),
    Action("answerrows.record", ("v",), N_("Record"), footer=45, visidata="⏎"),
    Action("answerrows.profile", ("i",), N_("Column profile"), footer=24),
    Action("answerrows.plot", ("full_stop",), N_("Plot"), footer=26, visidata="."),
    Action("answerrows.copy", ("y",), N_("Copy…"), footer=50),
    Action("answerrows.export", ("ctrl+s",), N_("Export…"), footer=48, visidata="^S"),
    # Lines within lines
    Action("outline.fold", ("enter", "space"), N_("Fold or unfold"), footer=10),
    Action("outline.unfold_all", ("plus",), N_("Unfold all of it"), footer=21),
    Action("outline.fold_all", ("minus",), N_("Fold all"), footer=22),
    # Your account
    Action("account.next_tab", ("tab", "right", "l"), N_("Next tab"), footer=20),
    Action("account.previous_tab", ("shift+tab", "left", "h"), N_("Previous tab")),
    Action("account.tab_1", ("1",), N_("First tab"), listed=False),
    Action("account.tab_2", ("2",), N_("Second tab"), listed=False),
    Action("account.tab_3", ("3",), N_("Third tab"), listed=False),
    Action("account.tab_4", ("4",), N_("Fourth tab"), listed=False),
    Action("account.tab_5", ("5",), N_("Fifth tab"), listed=False),
    Action("account.tab_6", ("6",), N_("Sixth tab"), listed=False),
    Action("account.mark_read", ("m",), N_("Mark as read"), footer=25),
    # A change, before it is sent
    Action("change.send", ("ctrl+s",), N_("Send"), footer=5),
    Action("change.copy", ("y",), N_("Copy as curl"), footer=20),
    # What is written in a form
    Action("form.submit", ("ctrl+s",), N_("Send…"), footer=5),
    # Feeds and exports
    Action("feeds.download", ("d",), N_("Download"), footer=10),
    Action("feeds.later", ("right", "l"), N_("Next page"), footer=20),
    Action("feeds.earlier", ("left", "h"), N_("Page before")),
    # All there is of one kind
    Action("index.find", ("slash",), N_("Find among these"), footer=20),
    Action("index.details", ("i",), N_("Details of the line")),
    # The metadata of a dataset as linked data
    Action("linkeddata.next", ("right", "l", "tab"), N_("Next form"), footer=10),
    Action("linkeddata.previous", ("left", "h", "shift+tab"), N_("Form before"), footer=11),
    Action("linkeddata.copy", ("y",), N_("Copy"), footer=20),
    Action("linkeddata.copy_address", ("u", "w"), N_("Copy its address"), footer=21),
    Action("linkeddata.retry", ("r",), N_("Ask again"), footer=30),
    # JSON tree
    Action("tree.fold", ("enter", "space"), N_("Fold or unfold"), footer=10),
    Action("tree.unfold_all", ("plus",), N_("Unfold all"), footer=20),
    Action("tree.fold_all", ("minus",), N_("Fold all"), footer=21),
    # The place of a table
    Action("table.cell", ("enter",), N_("Whole cell"), footer=10, visidata="z⏎"),
    Action("table.record", ("v",), N_("Record"), footer=45, visidata="⏎"),
    Action("table.dataset", ("d",), N_("Its dataset"), footer=50),
    Action("table.group", ("a",), N_("Group…")),
    Action("table.frequency", ("F",), N_("Group by this column"), visidata="F"),
    Action("table.profile", ("i",), N_("Column profile"), footer=24),
    Action("table.structure", ("I",), N_("Structure of the table"), visidata="I"),
    Action("table.plot", ("full_stop",), N_("Plot"), footer=26, visidata="."),
    Action("table.metrics", ("A",), N_("Downloads by month")),
    Action("table.api", ("P",), N_("The API of this table")),
    Action("table.export", ("ctrl+s",), N_("Export…"), footer=52, visidata="^S"),
    # Its rows
    Action("rows.filter", ("slash",), N_("Filter the column"), footer=20),
    Action("rows.filter_text", ("e",), N_("Filters as text")),
    Action("rows.filter_tree", ("E",), N_("Filters as a tree")),
    Action("rows.keep", ("equals_sign",), N_("Keep this value"), footer=22, visidata=', "'),
    Action("rows.exclude", ("exclamation_mark",), N_("Exclude this value"), footer=23),
    Action("rows.drop_filter", ("x",), N_("Remove the last filter")),
    Action("rows.clear_filters", ("X",), N_("Remove all filters")),
    Action("rows.sort", ("s",), N_("Sort"), footer=30, visidata="[ ]"),
    Action("rows.sort_more", ("S",), N_("Sort by this column too"), visidata="z[ z]"),
    Action("rows.order", ("O",), N_("Order…")),
    Action("rows.undo", ("U",), N_("Undo"), visidata="U"),
    Action("rows.redo", ("R",), N_("Redo"), visidata="R"),
    Action("rows.go_row", ("number_sign",), N_("Go to a row"), footer=40, visidata="zr"),
    Action("rows.go_column", ("c",), N_("Go to a column"), footer=41, visidata="c"),
    Action("rows.pick_columns", ("C",), N_("Choose the columns"), visidata="C"),
    Action("rows.find", ("ctrl+f",), N_("Find in the rows at hand"), visidata="/"),
    Action("rows.find_next", ("n",), N_("Next place found"), visidata="n"),
    Action("rows.find_previous", ("N",), N_("Previous place found"), visidata="N"),
    Action("rows.only_marked", ("quotation_mark",), N_("Marked rows only"), visidata='"'),
    # Its columns
    Action("columns.pin", ("f",), N_("Freeze the column, or no longer"), visidata="!"),
    Action("columns.hide", ("minus",), N_("Hide the column"), visidata="-"),
    Action("columns.show_all", ("plus",), N_("Show all columns"), visidata="gv"),
    Action("columns.earlier", ("left_parenthesis",), N_("Move the column left"), visidata="H"),
    Action("columns.later", ("right_parenthesis",), N_("Move the column right"), visidata="L"),
    Action("columns.narrower", ("left_curly_bracket",), N_("Narrower column")),
    Action("columns.wider", ("right_curly_bracket",), N_("Wider column"), visidata="z_"),
    Action("columns.fit", ("underscore",), N_("Fit the column to its values"), visidata="_"),
    # Marked rows
    Action("marks.mark", ("m",), N_("Mark the row, or no longer"), visidata="t"),
    Action("marks.unmark", ("M",), N_("Unmark all rows"), visidata="gu"),
    # The structure of a table
    Action("structure.profile", ("enter", "i"), N_("Column profile"), footer=10),
    Action("structure.sort", ("s",), N_("Sort"), footer=20),
    Action("structure.rows", ("I",), N_("Rows of the table"), footer=30),
    Action("structure.go_column", ("c",), N_("Go to a column"), footer=41),
    Action("structure.find", ("ctrl+f",), N_("Find in the structure")),
    Action("structure.find_next", ("n",), N_("Next place found")),
    Action("structure.find_previous", ("N",), N_("Previous place found")),
    Action("structure.dataset", ("d",), N_("Its dataset"), footer=50),
    # The profile of a column
    Action("columnprofile.keep", ("enter", "equals_sign"), N_("Keep these rows"), footer=5),
    Action("columnprofile.exclude", ("exclamation_mark",), N_("Exclude them"), footer=8),
    Action("columnprofile.next", ("right", "l", "n"), N_("Next column"), footer=20),
    Action("columnprofile.previous", ("left", "h", "p"), N_("Previous column"), footer=21),
    Action("columnprofile.copy", ("y",), N_("Copy…"), footer=30),
    # The choice of columns
    Action("picker.turn", ("space", "insert"), N_("Show or hide"), footer=10),
    Action("picker.turn_all", ("ctrl+t",), N_("Show or hide all"), footer=11),
    Action("picker.earlier", ("ctrl+up", "f7"), N_("Earlier"), footer=12),
    Action("picker.later", ("ctrl+down", "f8"), N_("Later"), footer=13),
    Action("picker.down", ("down",), N_("Down"), listed=False),
    Action("picker.up", ("up",), N_("Up"), listed=False),
    Action("picker.page_down", ("pagedown",), N_("Page down"), listed=False),
    Action("picker.page_up", ("pageup",), N_("Page up"), listed=False),
    # The place of groups
    Action("grouped.rows", ("enter",), N_("Rows of the group"), footer=10),
    Action("grouped.regroup", ("a",), N_("Group otherwise…"), footer=30),
    Action("grouped.ungroup", ("u",), N_("All rows, ungrouped"), footer=40),
    Action("grouped.plot", ("full_stop",), N_("Plot"), footer=20, visidata="."),
    Action("grouped.export", ("ctrl+s",), N_("Export…"), footer=45, visidata="^S"),
    Action("grouped.dataset", ("d",), N_("Its dataset"), footer=50),
    # Groups of rows
    Action("groups.sort", ("s",), N_("Sort"), footer=20),
    Action("groups.more", ("m",), N_("More groups"), footer=15),
    Action("groups.drop_filter", ("x",), N_("Remove the last filter")),
    Action("groups.clear_filters", ("X",), N_("Remove all filters")),
    # The choice of groups
    Action("grouping.turn", ("space", "insert"), N_("Choose"), footer=10),
    Action("grouping.other", ("tab", "shift+tab"), N_("Columns or measures"), footer=11),
    Action("grouping.down", ("down",), N_("Down"), listed=False),
    Action("grouping.up", ("up",), N_("Up"), listed=False),
    Action("grouping.page_down", ("pagedown",), N_("Page down"), listed=False),
    Action("grouping.page_up", ("pageup",), N_("Page up"), listed=False),
    # One record of a table
    Action("record.retry", ("r",), N_("Ask again"), footer=5),
    Action("record.next", ("right", "l", "n"), N_("Next"), footer=20),
    Action("record.previous", ("left", "h", "p"), N_("Previous"), footer=21),
    Action("record.find", ("slash",), N_("Find a field"), footer=25),
    Action("record.copy", ("y",), N_("Copy…"), footer=30),
    Action("record.compare", ("equals_sign",), N_("Compare"), footer=40),
    Action("record.differing", ("d",), N_("Differences only"), footer=41),
    # One cell of a table
    Action("cellview.turn", ("t",), N_("Text or tree"), footer=15),
    Action("cellview.copy", ("y",), N_("Copy"), footer=16),
    Action("cellview.next_hidden", ("n",), N_("Next hidden one"), footer=22),
    Action("cellview.previous_hidden", ("N",), N_("Previous hidden one")),
    Action("cellview.characters", ("x",), N_("Characters"), footer=25),
    Action("cellview.go", ("o",), N_("Open here"), footer=26),
    Action("cellview.web", ("w",), N_("Web address"), footer=27),
    Action("cellview.next", ("right", "l"), N_("Next column"), footer=30),
    Action("cellview.previous", ("left", "h"), N_("Previous column"), footer=31),
    Action("cellview.copy_part", ("Y",), N_("Copy this part"), footer=40),
    # The editors of filters and of the order
    Action("prompt.submit", ("enter",), N_("Apply"), footer=5),
    Action("columnfilter.next_operator", ("down",), N_("Operator"), footer=10),
    Action("columnfilter.previous_operator", ("up",), N_("Operator before"), listed=False),
    Action("columnfilter.next_value", ("tab",), N_("Values"), footer=12),
    Action("columnfilter.previous_value", ("shift+tab",), N_("Value before"), listed=False),
    Action("columnfilter.turn", ("space",), N_("Tick or untick"), footer=8),
    Action("columnfilter.another", ("ctrl+n",), N_("Add another"), footer=16),
    Action("columnfilter.remove", ("ctrl+r",), N_("Remove"), footer=14),
    Action("filtertext.take", ("tab",), N_("Take the proposal"), footer=10),
    Action("filtertext.down", ("down",), N_("Next proposal"), footer=12),
    Action("filtertext.up", ("up",), N_("Proposal before"), listed=False),
    Action("filtertree.apply", ("ctrl+s", "w"), N_("Apply"), footer=5),
    Action("filtertree.change", ("enter",), N_("Change"), footer=10),
    Action("filtertree.add", ("a",), N_("Add"), footer=12),
    Action("filtertree.turn", ("o", "space"), N_("and/or"), footer=14),
    Action("filtertree.wrap", ("left_parenthesis",), N_("Group"), footer=18),
    Action("filtertree.unwrap", ("right_parenthesis",), N_("Ungroup"), footer=20),
    Action("filtertree.later", ("J", "shift+down"), N_("Move down"), footer=22),
    Action("filtertree.earlier", ("K", "shift+up"), N_("Move up"), footer=24),
    Action("filtertree.remove", ("x", "delete"), N_("Remove"), footer=16),
    Action("filtertree.undo", ("u",), N_("Undo"), footer=26),
    Action("order.apply", ("ctrl+s", "w"), N_("Apply"), footer=5),
    Action("order.turn", ("enter", "space"), N_("Direction"), footer=10),
    Action("order.add", ("a",), N_("Add"), footer=12),
    Action("order.nulls", ("n",), N_("Empty cells"), footer=14),
    Action("order.later", ("J", "shift+down"), N_("Less important"), footer=20),
    Action("order.earlier", ("K", "shift+up"), N_("More important"), footer=18),
    Action("order.remove", ("x", "delete"), N_("Remove"), footer=16),
    # A plot
    Action("plot.bars", ("b",), N_("Bars"), footer=10),
    Action("plot.line", ("l",), N_("Line"), footer=11),
    Action("plot.points", ("p",), N_("Points"), footer=12),
    Action("plot.across", ("x",), N_("Along"), footer=15),
    Action("plot.measure", ("v",), N_("Measure"), footer=16),
    Action("plot.function", ("f",), N_("Mean, sum…"), footer=28),
    Action("plot.more", ("A",), N_("More rows"), footer=20),
    Action("plot.copy", ("y", "c"), N_("Copy"), footer=25),
    Action("plot.gather", ("s",), N_("Steps"), footer=29),
    Action("plot.order", ("o",), N_("Largest first"), footer=30),
    Action("plot.marks", ("m",), N_("Dots or blocks"), footer=35),
    Action("plot.down", ("down", "j"), N_("Down"), listed=False),
    Action("plot.up", ("up", "k"), N_("Up"), listed=False),
    Action("plot.page_down", ("pagedown", "ctrl+d", "space"), N_("Page down"), listed=False),
    Action("plot.page_up", ("pageup", "ctrl+u"), N_("Page up"), listed=False),
    Action("plot.top", ("home", "g"), N_("First"), listed=False),
    Action("plot.bottom", ("end", "G"), N_("Last"), listed=False),
    # What is counted by month
    Action("metrics.months", ("m",), N_("Months shown"), footer=20),
    Action("metrics.object", ("a",), N_("What is counted"), footer=30),
    Action("metrics.top", ("T",), N_("Top lists"), footer=35),
    Action("metrics.export", ("ctrl+s",), N_("Write as CSV…"), footer=50),
    Action("panels.choose", ("enter",), N_("Chart"), footer=10),
    Action("panels.left", ("left", "h"), N_("Left"), listed=False),
    Action("panels.right", ("right", "l", "tab"), N_("Right"), listed=False),
    # The quality of the datasets of an organization
    Action("scores.open", ("enter",), N_("Its quality"), footer=10),
    Action("scores.unmet", ("f",), N_("What they miss"), footer=20),
    Action("scores.all", ("x",), N_("All datasets"), footer=25),
    Action("scores.sort", ("s",), N_("Sort"), footer=30),
    Action("scores.more", ("m",), N_("Read on"), footer=35),
    Action("scores.export", ("ctrl+s",), N_("Write as CSV…"), footer=50),
    # Its chart
    Action("audience.months", ("m",), N_("Months shown"), footer=10),
    Action("audience.years", ("s",), N_("Sums by year"), footer=12),
    Action("audience.logarithmic", ("l",), N_("Scale by tens"), footer=14),
    Action("audience.compare", ("c",), N_("Compare with…"), footer=13),
    Action("audience.site", ("w",), N_("With the whole site"), footer=16),
    Action("audience.alone", ("x",), N_("Compare less"), footer=17),
    Action("audience.index", ("i",), N_("As 100"), footer=18),
    Action("audience.marks", ("b",), N_("Dots or blocks"), footer=40),
    Action("audience.copy", ("y",), N_("Copy…"), footer=30),
    Action("audience.export", ("ctrl+s",), N_("Write as CSV…"), footer=35),
    # Top lists
    Action("top.of", ("a",), N_("Of what"), footer=20),
    Action("top.by", ("s",), N_("By what"), footer=25),
    Action("top.earlier", ("left", "h"), N_("Month before"), footer=30),
    Action("top.later", ("right", "l"), N_("Month after"), footer=31),
    Action("top.months", ("M",), N_("Month by month"), footer=35),
    Action("top.export", ("ctrl+s",), N_("Write as CSV…"), footer=50),
    # Before an export
    Action("export.start", ("enter",), N_("Export"), footer=5),
    Action("export.next_format", ("down",), N_("Format"), footer=10),
    Action("export.previous_format", ("up",), N_("Format before"), listed=False),
    Action("export.other_rows", ("ctrl+r",), N_("Marked rows or all"), footer=12),
    Action("export.complete", ("tab",), N_("Complete the folder"), footer=14),
    # The downloads and the exports
    Action("exports.stop", ("x",), N_("Stop"), footer=20),
    Action("exports.resume", ("r",), N_("Go on"), footer=21),
    Action("exports.copy_path", ("y",), N_("Copy the path"), footer=30),
    Action("exports.forget", ("X", "delete"), N_("Forget"), footer=40),
    # Grid
    Action("grid.down", ("down", "j"), N_("Down"), listed=False),
    Action("grid.up", ("up", "k"), N_("Up"), listed=False),
    Action("grid.left", ("left", "h"), N_("Left"), listed=False),
    Action("grid.right", ("right", "l"), N_("Right"), listed=False),
    Action("grid.page_down", ("pagedown", "ctrl+d", "space"), N_("Page down"), listed=False),
    Action("grid.page_up", ("pageup", "ctrl+u"), N_("Page up"), listed=False),
    Action("grid.page_left", ("ctrl+left", "less_than_sign"), N_("Columns left"), listed=False),
    Action(
        "grid.page_right", ("ctrl+right", "greater_than_sign"), N_("Columns right"), listed=False
    ),
    Action("grid.top", ("g", "ctrl+home"), N_("First row"), listed=False, visidata="gk"),
    Action("grid.bottom", ("G", "ctrl+end"), N_("Last row"), listed=False, visidata="gj"),
    Action(
        "grid.first_column",
        ("home", "0", "circumflex_accent"),
        N_("First column"),
        listed=False,
        visidata="gh",
    ),
    Action(
        "grid.last_column", ("end", "dollar_sign"), N_("Last column"), listed=False, visidata="gl"
    ),
)


def actions_of(scope: str) -> Iterator[Action]:
    """The actions of one scope, in the registry's order."""
    return (action for action in ACTIONS if action.scope == scope)


def action(action_id: str) -> Action:
    """The action of that id. Raises KeyError."""
    for candidate in ACTIONS:
        if candidate.id == action_id:
            return candidate
    raise KeyError(action_id)


def remapped(keys: Mapping[str, str]) -> tuple[Action, ...]:
    """The registry with the keys of the settings (``{"grid.sort": "S,ctrl+s"}``) in place of the
    defaults."""
    return tuple(
        a._replace(keys=tuple(key.strip() for key in keys[a.id].split(","))) if a.id in keys else a
        for a in ACTIONS
    )


# Scopes that are live together: a key may have one meaning in each row.
LIVE_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("app", "search", "omnibox"),
    ("app", "search", "list"),
    ("app", "search", "facets", "list"),
    ("app", "search", "prose"),
    ("app", "dataset", "list"),
    ("app", "dataset", "prose"),
    ("app", "dataset", "tree", "list"),
    ("app", "dataset", "metrics", "panels", "list"),
    ("app", "dataset", "metrics", "prose"),
    ("app", "index", "list"),
    ("app", "object", "list"),
    ("app", "object", "prose"),
    ("app", "object", "tree", "list"),
    ("app", "api", "list"),
    ("app", "api", "outline", "list"),
    ("app", "api", "prose"),
    ("trying",),
    ("secret",),
    ("sending", "prose"),
    ("answer", "prose"),
    ("answer", "tree", "list"),
    ("answerrows", "rows", "columns", "marks", "grid"),
    ("app", "account", "list"),
    ("app", "account", "prose"),
    ("change", "prose"),
    ("form",),
    ("app", "table", "rows", "columns", "marks", "grid"),
    ("app", "grouped", "groups", "grid"),
    ("app", "structure", "grid"),
    ("app", "feeds", "list"),
    ("app", "feeds", "prose"),
    ("app", "scores", "grid"),
    ("app", "scores", "prose"),
    ("columnprofile", "list"),
    ("columnfilter", "prompt", "list"),
    ("filtertext", "prompt"),
    ("filtertree", "list"),
    ("order", "list"),
    ("picker",),
    ("remembered",),
    ("export",),
    ("exports", "list"),
    ("plot",),
    ("app", "metrics", "panels", "list"),
    ("app", "metrics", "prose"),
    ("audience", "list"),
    ("app", "top", "list"),
    ("app", "top", "prose"),
    ("grouping",),
    ("record", "list"),
    ("filedetails", "prose"),
    ("linkeddata", "prose"),
    ("answer", "toolanswer", "prose"),
    ("answer", "toolanswer", "tree", "list"),
    ("cellview", "prose"),
    ("cellview", "list"),
    ("cellview", "tree", "list"),
)

# A scope nearer to the focus shadows these on purpose.
SHADOWS = frozenset(
    {
        ("dataset.leads", "list.choose"),
        ("dataset.leads", "tree.fold"),
        ("object.leads", "list.choose"),
        ("object.leads", "tree.fold"),
        ("facets.turn", "list.choose"),
        ("panels.choose", "list.choose"),
        ("panels.left", "dataset.previous_tab"),  # beyond the first and last panels, another tab
        ("panels.right", "dataset.next_tab"),
        ("toolanswer.places", "list.choose"),
        ("toolanswer.places", "tree.fold"),
        ("tree.fold", "list.choose"),
        ("outline.fold", "list.choose"),
        ("prompt.submit", "list.choose"),
        ("columnfilter.next_operator", "list.down"),
        ("columnfilter.previous_operator", "list.up"),
        ("filtertree.change", "list.choose"),
        ("order.turn", "list.choose"),
        ("columnprofile.keep", "list.choose"),
    }
)


def key_problems(keys: Mapping[str, str]) -> list[str]:
    """What is wrong with a ``[keys]`` table, in sentences: unknown actions, keys that would have
    two meanings."""
    from tui.i18n import gettext as _

    known = {a.id for a in ACTIONS}
    problems = [
        _("Unknown action “{name}” in [keys].").format(name=name)
        for name in keys
        if name not in known
    ]
    return problems + [
        _("The key {key} means both {one} and {two}.").format(key=key, one=one, two=two)
        for key, one, two in _clashes(tuple(keys.items()))
    ]


@cache
def _clashes(keys: tuple[tuple[str, str], ...]) -> list[tuple[str, str, str]]:
    """The keys that would have two meanings, and the two actions, by their names."""
    table = remapped(dict(keys))
    clashes: dict[tuple[str, str, str], None] = {}
    for scopes in LIVE_TOGETHER:
        owners: dict[str, Action] = {}
        for candidate in (a for a in table if a.scope in scopes):
            for key in candidate.keys:
                other = owners.setdefault(key, candidate)
                if other is not candidate and not _shadows(other, candidate):
                    one, two = sorted((other.id, candidate.id))
                    clashes[key, one, two] = None
    return list(clashes)


def _shadows(one: Action, two: Action) -> bool:
    return (one.id, two.id) in SHADOWS or (two.id, one.id) in SHADOWS
