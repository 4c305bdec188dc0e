"""A list of any length that draws only what is visible.

Moving the cursor repaints the two items it concerns; scrolling repaints the list. Nothing is
mounted, so a list of a
million items costs what a list of twenty does.
"""

from __future__ import annotations

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from tui.i18n import gettext as _
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, strip

WAIT = 0.15
"""Seconds before a list says that what it is to show has not come yet."""


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """A vertical list with a cursor.

    Subclasses give `item_pieces` (what one item says) and may say that an item cannot be chosen
    (`is_choice`).
    """

    ITEM_HEIGHT = 1

    # The scrollbar takes no room: that there is one changes nothing on the screen.
    show_vertical_scrollbar = reactive(False, repaint=False)

    BINDINGS = bindings_for("list")

    COMPONENT_CLASSES = {
        "lines--plain",
        "lines--strong",
        "lines--dim",
        "lines--accent",
        "lines--warning",
        "lines--cursor",
    }

    class AboutItem(Message):
        """Something of the item at `index`."""

        def __init__(self, lines: LineList, index: int) -> None:
            super().__init__()
            self.lines = lines
            self.index = index
            self._shown = lines.generation

        @property
        def control(self) -> LineList:
            return self.lines

        @property
        def is_stale(self) -> bool:
            """Whether the list shows other items since: this was said of one that is gone."""
            return self._shown != self.lines.generation

    class Highlighted(AboutItem):
        """The cursor rests on another item."""

    class Chosen(AboutItem):
        """Enter was pressed, or a click fell, on an item."""

    class NearEnd(Message):
        """The last items are in sight: more may be fetched."""

        def __init__(self, lines: LineList) -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> LineList:
            return self.lines

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.cursor = 0
        self._count = 0
        self.generation = 0
        self._waiter: Timer | None = None
        self._waits = False

    # What subclasses say

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        """What line `line` of item `index` says, in at most `width` cells."""
        raise LookupError(index)

    def is_choice(self, index: int) -> bool:
        """Whether the cursor may rest on item `index` (a heading says no)."""
        return 0 <= index < self._count

    # State

    @property
    def count(self) -> int:
        """Number of items."""
        return self._count

    def set_count(self, count: int, *, cursor: int | None = None) -> None:
        """Show `count` items; the cursor stays where it is unless told, or unless it has nowhere to
        rest."""
        before = self.cursor
        was_empty = not self._count
        self._count = count
        self.generation += 1
        wanted = self.cursor if cursor is None else cursor
        self.cursor = self._nearest_choice(min(max(0, wanted), max(0, count - 1)), 1)
        self._take_size(self.size.width)
        if self.cursor != before:
            self._keep_in_view()
        self.refresh()
        if was_empty != (not count) and self.has_focus:
            self.refresh_bindings()  # the keys that are shown are those of use
        self.call_after_refresh(self._say_near_end)

    def grow(self, count: int) -> None:
        """Show `count` items, the first of which are those that are there already."""
        height = self._count * self.ITEM_HEIGHT
        if height <= self.size.height or height < self.scroll_offset.y + self.size.height:
            self.set_count(count)
            return
        # The new ones are out of sight of a list that scrolls: there is nothing to lay out again.
        self._count = count
        self.set_reactive(LineList.virtual_size, Size(self.size.width, count * self.ITEM_HEIGHT))
        self._say_near_end()

    def wait(self) -> None:
        """Something else was asked for: after a moment what is there is dimmed, and where nothing
        is, that is said."""
        self.came()
        self._waiter = self.set_timer(WAIT, self._show_waiting)

    def came(self, *, old: bool = False) -> None:
        """What was asked for is here, or will not come: what is there is then `old`, and dimmed."""
        if self._waiter is not None:
            self._waiter.stop()
            self._waiter = None
        self.set_class(old and self._count > 0, "-stale")
        if self._waits:
            self._waits = False
            self.refresh()

    def _show_waiting(self) -> None:
        if self._waiter is None:  # It came while this was on its way.
            return
        self._waiter = None
        self.set_class(self._count > 0, "-stale")
        if not self._count:
            self._waits = True
            self.refresh()

    def style_of(self, name: str) -> Style:
        """The style of a component class, by its last name."""
        return self.get_component_rich_style(f"lines--{name}")

    # Drawing

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view whatever the new size is."""
        self._take_size(event.size.width)
        self._keep_in_view()
        self._say_near_end()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index, line = divmod(self.scroll_offset.y + y, self.ITEM_HEIGHT)
        base = self.style_of("plain")
        if index >= self._count:
            loading = [(" " + _("Loading…"), self.style_of("dim"))] if self._waits and not y else ()
            return strip(width, base, loading)
        pieces = self.item_pieces(index, line, width)
        if index != self.cursor or not self.is_choice(index):
            return strip(width, base, pieces)
        cursor = self.style_of("cursor")
        return strip(width, cursor, [(text, _over(style, cursor)) for text, style in pieces])

    def refresh_item(self, index: int) -> None:
        """Repaint one item."""
        top = index * self.ITEM_HEIGHT - self.scroll_offset.y
        self.refresh(Region(0, top, self.size.width, self.ITEM_HEIGHT))

    # Moving

    @property
    def page(self) -> int:
        """Whole items that fit."""
        return max(1, self.size.height // self.ITEM_HEIGHT)

    def move_to(self, index: int, direction: int = 1) -> None:
        """Put the cursor on item `index`, or on the nearest choice in `direction`."""
        if not self._count:
            return
        index = self._nearest_choice(min(max(0, index), self._count - 1), direction)
        old = self.cursor
        if index != old and self.is_choice(index):
            self.cursor = index
            self.refresh_item(old)
            self.refresh_item(index)
            self.post_message(self.Highlighted(self, index))
        self._keep_in_view()
        self._say_near_end()

    def _take_size(self, width: int) -> None:
        # An empty list has no size, so that its first layout is not followed by another.
        height = self._count * self.ITEM_HEIGHT
        self.virtual_size = Size(width, height) if height else Size(0, 0)

    def _nearest_choice(self, index: int, direction: int) -> int:
        for step in (direction, -direction):
            candidate = index
            while 0 <= candidate < self._count:
                if self.is_choice(candidate):
                    return candidate
                candidate += step
        return index

    def _keep_in_view(self) -> None:
        if not self._count or not self.size.height:
            return
        first = self.cursor
        while first > 0 and not self.is_choice(first - 1):
            first -= 1  # a heading shows with the first item under it
        top, bottom = first * self.ITEM_HEIGHT, (self.cursor + 1) * self.ITEM_HEIGHT
        if bottom - top > self.size.height:
            top = self.cursor * self.ITEM_HEIGHT
        y = self.scroll_offset.y
        if top < y:
            self.scroll_to(y=top, animate=False, force=True)
        elif bottom > y + self.size.height:
            self.scroll_to(y=bottom - self.size.height, animate=False, force=True)

    def _say_near_end(self) -> None:
        last_visible = (self.scroll_offset.y + self.size.height) // self.ITEM_HEIGHT
        if self._count and last_visible + self.page >= self._count:
            self.post_message(self.NearEnd(self))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._say_near_end()

    def action_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        self.move_to(self.cursor - 1, -1)

    def action_page_down(self) -> None:
        self.move_to(self.cursor + self.page)

    def action_page_up(self) -> None:
        self.move_to(self.cursor - self.page, -1)

    def action_top(self) -> None:
        self.move_to(0)

    def action_bottom(self) -> None:
        self.move_to(self._count - 1, -1)

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if action == "choose" and not self._count:
            return _("There is nothing to open here.")
        return ""

    def action_choose(self) -> None:
        if self._count and self.is_choice(self.cursor):
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor chooses."""
        index = (self.scroll_offset.y + event.y) // self.ITEM_HEIGHT
        if not self.is_choice(index):
            return
        if index == self.cursor:
            self.action_choose()
        else:
            self.move_to(index)


def _over(style: Style, cursor: Style) -> Style:
    # The cursor's own colours win, and the item keeps its weight.
    return cursor + Style(bold=style.bold or cursor.bold, italic=style.italic)
