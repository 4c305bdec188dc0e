"""Lines within lines, folded and unfolded, whose insides are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from textual import events
from textual.message import Message

from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, cut, width_of, wrap
from tui.widgets.lines import LineList

LINE_LIMIT: Final = 5_000
"""Lines at most: a branch may hold itself."""

TEXT_LINES: Final = 12
"""Lines of one text; the whole of it is read elsewhere."""

UNFOLD_DEPTH: Final = 4
"""How deep all is unfolded at once, beneath what is unfolded already."""

Inside: TypeAlias = "Callable[[], Sequence[Branch]]"
Words: TypeAlias = tuple[tuple[str, str], ...]
"""Texts, and the last names of the component classes that they are drawn with."""


@dataclass(eq=False)
class Branch:
    """A line, and what is inside it.

    Attributes:
        words: What it says.
        inside: Makes what it holds; None where it holds nothing.
        is_open: Whether it is unfolded at first.
        wraps: Whether its first text goes on on the next lines, as prose does.
        about: What there is to read of it; Markdown.
        value: What is copied of it, or what makes that.
    """

    words: Words
    inside: Inside | None = None
    is_open: bool = False
    wraps: bool = False
    about: str = ""
    value: str | Callable[[], str] = ""
    _made: Sequence[Branch] | None = field(default=None, repr=False)

    @property
    def children(self) -> Sequence[Branch]:
        """What it holds, made once."""
        if self._made is None:
            self._made = self.inside() if self.inside is not None else ()
        return self._made

    @property
    def title(self) -> str:
        """What it says, as one text."""
        return "".join(text for text, _tone in self.words).strip()


@dataclass(frozen=True, slots=True)
class _Line:
    branch: Branch
    path: tuple[int, ...]
    words: Words


class Outline(LineList):
    """Branches, one line each, texts on several."""

    BINDINGS = bindings_for("outline")

    class Unfolded(Message):
        """Something was unfolded: what it holds was asked for."""

        def __init__(self, outline: Outline) -> None:
            super().__init__()
            self.outline = outline

        @property
        def control(self) -> Outline:
            return self.outline

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._roots: Sequence[Branch] = ()
        self._turned: dict[tuple[int, ...], bool] = {}
        self._shown: list[_Line] = []
        self._laid_out_for = 0

    def show(self, roots: Sequence[Branch], *, keep: bool = False) -> None:
        """Show these branches; what is unfolded stays so where `keep` says that they are the
        same."""
        self._roots = roots
        if not keep:
            self._turned = {}
        self._rebuild(self.cursor if keep else 0)
        if not keep:
            self.scroll_to(y=0, animate=False, force=True)

    @property
    def current(self) -> Branch | None:
        """What the cursor is on."""
        return self._shown[self.cursor].branch if self.cursor < len(self._shown) else None

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return "\n".join(
            "  " * (len(line.path) - 1) + "".join(text for text, _tone in line.words)
            for line in self._shown
        )

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again for the new width."""
        if event.size.width != self._laid_out_for:
            self._rebuild(self.cursor)
        super().on_resize(event)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        shown = self._shown[index]
        fold = " "
        if shown.branch.inside is not None:
            fold = "▾" if self._is_open(shown.branch, shown.path) else "▸"
        pieces: list[Piece] = [(f" {self._indent(shown.path)}{fold} ", self.style_of("dim"))]
        pieces += [(cut(text, width), self.style_of(tone)) for text, tone in shown.words]
        return pieces

    def _indent(self, path: tuple[int, ...]) -> str:
        # The deepest line still has room to say something.
        return " " * min(2 * (len(path) - 1), max(0, self.size.width // 2))

    def _is_open(self, branch: Branch, path: tuple[int, ...]) -> bool:
        return self._turned.get(path, branch.is_open)

    def _rebuild(self, cursor: int) -> None:
        self._laid_out_for = self.size.width
        self._shown = []
        waiting: list[tuple[tuple[int, ...], Branch]] = [
            ((index,), branch) for index, branch in reversed(list(enumerate(self._roots)))
        ]
        while waiting and len(self._shown) < LINE_LIMIT:
            path, branch = waiting.pop()
            self._shown += [_Line(branch, path, words) for words in self._lines(branch, path)]
            if branch.inside is not None and self._is_open(branch, path):
                inside = list(enumerate(branch.children))
                waiting += [((*path, index), child) for index, child in reversed(inside)]
        self.set_count(len(self._shown), cursor=cursor)

    def _lines(self, branch: Branch, path: tuple[int, ...]) -> list[Words]:
        if not branch.wraps or not branch.words:
            return [branch.words]
        text, tone = branch.words[0]
        room = max(10, (self.size.width or 80) - width_of(self._indent(path)) - 4)
        lines = [clean_line(line) for line in wrap(text, room)]
        if len(lines) > TEXT_LINES:
            lines = [*lines[: TEXT_LINES - 1], clean_line("…")]
        return [((line, tone),) for line in lines]

    # Folding

    def action_fold(self) -> None:
        line = self._shown[self.cursor] if self.cursor < len(self._shown) else None
        if line is None or line.branch.inside is None:
            return
        is_open = self._is_open(line.branch, line.path)
        self._turned[line.path] = not is_open
        self._rebuild(self.cursor)
        if not is_open:
            self.post_message(self.Unfolded(self))

    def action_choose(self) -> None:
        self.action_fold()

    def action_unfold_all(self) -> None:
        """Unfold what the cursor is on, some levels deep; everything where that holds nothing."""
        line = self._shown[self.cursor] if self.cursor < len(self._shown) else None
        if line is None:
            return
        waiting = [(line.path, line.branch, UNFOLD_DEPTH)]
        if line.branch.inside is None:
            waiting = [((i,), root, UNFOLD_DEPTH) for i, root in enumerate(self._roots)]
        for _turn in range(LINE_LIMIT):
            if not waiting:
                break
            path, branch, left = waiting.pop()
            if branch.inside is None or not left:
                continue
            self._turned[path] = True
            waiting += [
                ((*path, index), child, left - 1) for index, child in enumerate(branch.children)
            ]
        self._rebuild(self.cursor)
        self.post_message(self.Unfolded(self))

    def action_fold_all(self) -> None:
        """Fold everything."""
        self._turned = {(index,): False for index in range(len(self._roots))}
        self._rebuild(0)
