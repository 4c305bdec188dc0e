"""A filter tree as a list: a line a group, and under it a line a condition, edited in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.message import Message

from tui.i18n import gettext as _
from tui.tables import tree_edit
from tui.tables.operators import describe
from tui.tables.past import Past
from tui.tables.query import Filter, Group
from tui.tables.tree_edit import Edited, Path
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, cut
from tui.widgets.lines import LineList


class FilterLines(LineList):
    """The lines of a tree under a cursor."""

    BINDINGS = bindings_for("filtertree")

    @dataclass
    class EditWanted(Message):
        """The condition, or the period, at `path` is to be edited."""

        path: Path
        item: Filter

    @dataclass
    class AddWanted(Message):
        """A condition is to be added where `path` is."""

        path: Path

    class Changed(Message):
        """The tree changed."""

    class Applied(Message):
        """The tree is as it should be."""

    def __init__(self, root: Group) -> None:
        super().__init__(id="entries")
        self._past = Past(Edited(root, ()))
        self._lines = tree_edit.lines(root)

    def on_mount(self) -> None:
        self.set_count(len(self._lines), cursor=min(1, len(self._lines) - 1))

    @property
    def root(self) -> Group:
        """The tree as it is."""
        return self._past.now.root

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._past.can_undo if action == "undo" else True

    @property
    def path(self) -> Path:
        """Where the cursor is."""
        return self._lines[self.cursor].path

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        here = self._lines[index]
        lead = cut(self._guides(here.path), width // 2)
        pieces: list[Piece] = [(f" {lead}", self.style_of("dim"))]
        if here.path and here.path[-1]:
            joint = tree_edit.group_at(self.root, here.path[:-1]).joint
            word = _("or") if joint == "or" else _("and")
            pieces.append((f"{word} ", self.style_of("dim")))
        text, tone = self._words(here.item)
        pieces.append((text, self.style_of(tone)))
        return pieces

    def _words(self, item: Filter) -> tuple[str, str]:
        if not isinstance(item, Group):
            return describe(item), "plain"
        if not item.items:
            return _("no filter: all rows"), "dim"
        return (_("any of these") if item.joint == "or" else _("all of these")), "accent"

    def _guides(self, path: Path) -> str:
        """The branches that lead to a line, as a tree is drawn."""
        drawn = ""
        for depth in range(1, len(path) + 1):
            siblings = tree_edit.group_at(self.root, path[: depth - 1]).items
            is_last = path[depth - 1] == len(siblings) - 1
            if depth == len(path):
                drawn += "└ " if is_last else "├ "
            else:
                drawn += "  " if is_last else "│ "
        return drawn

    # Edits

    def put(self, path: Path, item: Filter) -> None:
        """Put `item` in place of what is at `path`."""
        self._use(tree_edit.with_item(self.root, path, item))

    def add(self, path: Path, item: Filter) -> None:
        """Add `item` where `path` is."""
        self._use(tree_edit.added(self.root, path, item))

    def drop(self, path: Path) -> None:
        """Remove what is at `path`."""
        self._use(tree_edit.removed(self.root, path))

    def action_apply(self) -> None:
        self.post_message(self.Applied())

    def action_change(self) -> None:
        """Edit the condition under the cursor, or turn the group there."""
        item = self._lines[self.cursor].item
        if isinstance(item, Group):
            self.action_turn()
        else:
            self.post_message(self.EditWanted(self.path, item))

    def action_choose(self) -> None:
        self.action_change()

    def action_add(self) -> None:
        self.post_message(self.AddWanted(self.path))

    def action_turn(self) -> None:
        self._use(tree_edit.turned(self.root, self.path))

    def action_wrap(self) -> None:
        self._use(tree_edit.wrapped(self.root, self.path))

    def action_unwrap(self) -> None:
        self._use(tree_edit.unwrapped(self.root, self.path))

    def action_later(self) -> None:
        self._move(1)

    def action_earlier(self) -> None:
        self._move(-1)

    def action_remove(self) -> None:
        self.drop(self.path)

    def action_undo(self) -> None:
        self._show(self._past.undo())

    def _move(self, by: Literal[-1, 1]) -> None:
        self._use(tree_edit.moved(self.root, self.path, by))

    def _use(self, edited: Edited) -> None:
        if edited.root == self.root:
            return
        # Undoing comes back to the line that was edited.
        self._past.amend(Edited(self.root, self.path))
        self._past.change(edited)
        self._show(edited)

    def _show(self, edited: Edited) -> None:
        self._lines = tree_edit.lines(edited.root)
        paths = [line.path for line in self._lines]
        self.set_count(len(paths), cursor=paths.index(edited.path) if edited.path in paths else 0)
        self._keep_in_view()
        self.post_message(self.Changed())
