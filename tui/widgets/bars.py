"""The two lines that frame every place: where we are, and what the keys do."""

from __future__ import annotations

from textual.binding import Binding
from textual.events import Click
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import ACTIONS
from tui.i18n import gettext as _
from tui.keynames import key_name
from tui.widgets.draw import Piece, cut, strip, width_of
from tui.widgets.telling import why_not

_FOOTER_ORDER = {a.id: a.footer for a in ACTIONS}


SEPARATOR = " › "

BOOKMARKED = "★"

SHORTEST_CRUMB = 12
"""Cells that a step of the way keeps however long the others are."""


class TopBar(Widget):
    """The site, the way to this place, and at right what is under way."""

    COMPONENT_CLASSES = {"bar--badge", "bar--crumb", "bar--here", "bar--activity", "bar--sample"}

    def __init__(self) -> None:
        super().__init__()
        self._badge = ""
        self._real = True
        self._crumbs: tuple[str, ...] = ()
        self._activity = ""
        self._bookmarked = False

    def show(
        self,
        *,
        badge: str | None = None,
        real: bool | None = None,
        crumbs: tuple[str, ...] | None = None,
        activity: str | None = None,
        bookmarked: bool | None = None,
    ) -> None:
        """Change what is given, and repaint only if something changed."""
        before = self._shown
        self._badge = self._badge if badge is None else badge
        self._real = self._real if real is None else real
        self._crumbs = self._crumbs if crumbs is None else crumbs
        self._activity = self._activity if activity is None else activity
        self._bookmarked = self._bookmarked if bookmarked is None else bookmarked
        if before != self._shown:
            self.refresh()

    @property
    def _shown(self) -> tuple[object, ...]:
        return (self._badge, self._real, self._crumbs, self._activity, self._bookmarked)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        badge = self.get_component_rich_style("bar--badge" if self._real else "bar--sample")
        activity = f" {self._activity} " if self._activity else ""
        mark = f"{BOOKMARKED} " if self._bookmarked else ""
        taken = width_of(self._badge) + width_of(mark) + width_of(activity) + 4
        crumbs = _fitted(self._crumbs, width - taken)
        crumb, here = (self.get_component_rich_style(f"bar--{n}") for n in ("crumb", "here"))
        pieces: list[Piece] = [(f" {self._badge} ", badge), (" ", base), (mark, here)]
        for index, text in enumerate(crumbs):
            if index:
                pieces.append((SEPARATOR, crumb))
            pieces.append((text, here if index == len(crumbs) - 1 else crumb))
        room = max(0, width - width_of(activity))
        left = strip(room, base, pieces)
        right = strip(
            width - room, base, [(activity, self.get_component_rich_style("bar--activity"))]
        )
        return Strip.join([left, right])


def _fitted(crumbs: tuple[str, ...], room: int) -> list[str]:
    """`crumbs` in `room` cells with their separators: the last ones keep their names longest."""
    fitted: list[str] = []
    left = room
    for text in reversed(crumbs):
        ahead = len(crumbs) - len(fitted) - 1
        share = left - ahead * (SHORTEST_CRUMB + width_of(SEPARATOR))
        fitted.insert(0, cut(text, max(SHORTEST_CRUMB, share)))
        left -= width_of(fitted[0]) + width_of(SEPARATOR)
    return fitted


PINNED = frozenset({"app.help", "app.back", "dialog.close"})
"""Keys that the last line always shows: how to get out, and how to learn the rest."""


class KeyBar(Widget):
    """The keys of the focused thing, most useful first, in one line."""

    COMPONENT_CLASSES = {"keys--key", "keys--title", "keys--notice"}

    def __init__(self) -> None:
        super().__init__()
        self._hits: list[tuple[int, int, str]] = []
        self._notice = ""
        self._covered = ""

    def on_mount(self) -> None:
        """Repaint when the focus or what is available changes."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def notice(self, text: str) -> None:
        """Say `text` in place of the keys, until the next call with nothing."""
        if text != self._notice:
            self._notice = text
            self.refresh()

    def cover(self, text: str) -> None:
        """Say `text` in place of keys that a dialog covers; nothing uncovers them."""
        if text != self._covered:
            self._covered = text
            self.refresh()

    def _changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        said = self._notice or self._covered
        if said:
            style = self.get_component_rich_style("keys--notice")
            return strip(width, base, [(f" {said}", style)])
        pieces: list[Piece] = []
        self._hits = []
        used = 0
        for key, title in self._kept(width):
            size = width_of(key_name(key)) + width_of(title) + 3
            self._hits.append((used, used + size, key))
            used += size
            pieces += self._pieces(key_name(key), title)
        return strip(width, base, pieces)

    def _pieces(self, key: str, title: str) -> list[Piece]:
        key_style, title_style = (
            self.get_component_rich_style(f"keys--{n}") for n in ("key", "title")
        )
        return [(f" {key}", key_style), (f" {title} ", title_style)]

    def _kept(self, width: int) -> list[tuple[str, str]]:
        """Keys and titles that fit in `width` cells: the way back and help always do."""
        shown = [(b.key, _(b.description), b.id in PINNED) for b in self._shown_bindings()]
        sizes = [width_of(key_name(key)) + width_of(title) + 3 for key, title, _pinned in shown]
        room = width - sum(
            size for size, (_k, _t, pinned) in zip(sizes, shown, strict=True) if pinned
        )
        kept = []
        for size, (key, title, pinned) in zip(sizes, shown, strict=True):
            if not pinned and size > room:
                room = 0
                continue
            room -= 0 if pinned else size
            kept.append((key, title))
        return kept

    def _shown_bindings(self) -> list[Binding]:
        # What cannot be done now keeps its place in help and the palette, which say why.
        first_of: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            shown = binding.show and binding.id and active.enabled
            if shown and not why_not(active.node, binding.action):
                first_of.setdefault(binding.id or "", binding)
        return sorted(
            first_of.values(), key=lambda binding: _FOOTER_ORDER.get(binding.id or "", 99)
        )

    async def on_click(self, event: Click) -> None:
        """A click on a key presses it."""
        for start, stop, key in self._hits:
            if start <= event.x < stop:
                self.app.simulate_key(key)
                return
