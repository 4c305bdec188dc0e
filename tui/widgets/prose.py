"""Text that scrolls: headings, facts as a table, Markdown, plain paragraphs.

Blocks are laid out once for a width and drawn line by line; nothing is mounted. Markdown is parsed
when the first such
block is shown, and its links are written out, never live: opening one is a decision made elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.text import SafeText, clean_prose
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, fit, strip, width_of, wrap

if TYPE_CHECKING:
    from markdown_it.token import Token

Line: TypeAlias = list[Piece]


class Heading(NamedTuple):
    """A line that stands out."""

    text: str


class Paragraph(NamedTuple):
    """Plain text, wrapped. `tone` is the last name of a component class."""

    text: str
    tone: str = "plain"


class Facts(NamedTuple):
    """Names and values, the values wrapped beside the names."""

    rows: tuple[tuple[str, str], ...]


class Markdown(NamedTuple):
    """Markdown, with or without HTML inside."""

    text: SafeText


Block: TypeAlias = Heading | Paragraph | Facts | Markdown

MARKDOWN_LIMIT = 60_000
"""Characters of Markdown laid out at most: more than anybody reads in a terminal."""


def as_text(blocks: Sequence[Block]) -> str:
    """`blocks` as plain text, for those who read without a screen."""
    return "\n".join(line for block in blocks for line in _text_lines(block)).strip()


def _text_lines(block: Block) -> list[str]:
    if isinstance(block, Facts):
        return [f"{name}: {value}" for name, value in block.rows]
    if isinstance(block, Markdown):
        from tui.html import to_markdown

        return clean_prose(to_markdown(block.text), MARKDOWN_LIMIT).split("\n")
    return [clean_prose(block.text)]


class ProseView(ScrollView, can_focus=True, inherit_bindings=False):
    """Blocks of text, scrolled by lines and pages."""

    BINDINGS = bindings_for("prose")

    class Scrolled(Message):
        """Other lines are in sight.

        Attributes:
            below: Number of lines under those in sight.
        """

        def __init__(self, below: int) -> None:
            super().__init__()
            self.below = below

    # The scrollbar takes no room: that there is one changes nothing on the screen.
    show_vertical_scrollbar = reactive(False, repaint=False)

    COMPONENT_CLASSES = {
        "prose--plain",
        "prose--heading",
        "prose--name",
        "prose--dim",
        "prose--accent",
        "prose--warning",
        "prose--code",
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._blocks: tuple[Block, ...] = ()
        self._lines: list[Line] = []
        self._laid_out_for = 0
        self._laid_out_in: list[Style] = []

    def show(self, blocks: Sequence[Block], *, keep_position: bool = False) -> None:
        """Show these blocks, from the top unless told otherwise."""
        self._blocks = tuple(blocks)
        self._laid_out_for = 0
        if not keep_position:
            self.scroll_to(y=0, animate=False, force=True)
        self._lay_out()
        self.refresh()

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return "\n".join("".join(text for text, _style in line).rstrip() for line in self._lines)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again for the new width."""
        self._lay_out()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        # Said before the component classes have their new styles.
        if self.is_mounted:
            self.call_later(self._restyle)

    def _restyle(self) -> None:
        if self._laid_out_in != self._all_styles():
            self._laid_out_for = 0
            self._lay_out()
            self.refresh()

    def _all_styles(self) -> list[Style]:
        names = sorted(self.COMPONENT_CLASSES)
        return [self.get_component_rich_style(name) for name in names]

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        pieces = self._lines[index] if index < len(self._lines) else []
        return strip(self.size.width, self._style("plain"), pieces)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"prose--{name}")

    def _lay_out(self) -> None:
        width = self.size.width
        if not width or width == self._laid_out_for or not self.is_mounted:
            return
        self._laid_out_for = width
        self._laid_out_in = self._all_styles()
        self._lines = [
            line for block in self._blocks for line in self._block(block, max(10, width - 2))
        ]
        self.virtual_size = Size(width, len(self._lines)) if self._lines else Size(0, 0)
        self.call_after_refresh(self._say_scrolled)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._say_scrolled()

    def _say_scrolled(self) -> None:
        below = len(self._lines) - self.scroll_offset.y - self.size.height
        self.post_message(self.Scrolled(max(0, below)))

    def _block(self, block: Block, width: int) -> list[Line]:
        if isinstance(block, Heading):
            return [[(" " + line, self._style("heading"))] for line in wrap(block.text, width)]
        if isinstance(block, Paragraph):
            text = block.text.lstrip(" ")
            margin = " " * (len(block.text) - len(text))
            lines = wrap(text, max(8, width - len(margin)))
            return [[(f" {margin}{line}", self._style(block.tone))] for line in lines]
        if isinstance(block, Facts):
            return self._facts(block, width)
        return self._markdown(block, width)

    def _facts(self, block: Facts, width: int) -> list[Line]:
        names = min(
            max((width_of(name) for name, _value in block.rows), default=0), max(8, width // 3)
        )
        lines: list[Line] = []
        for name, value in block.rows:
            for index, part in enumerate(wrap(value, max(8, width - names - 2))):
                label = fit(name if index == 0 else "", names)
                lines.append([(f" {label}  ", self._style("name")), (part, self._style("plain"))])
        return lines

    def _markdown(self, block: Markdown, width: int) -> list[Line]:
        from rich.markdown import Markdown as RichMarkdown
        from rich.theme import Theme

        from tui.html import to_markdown

        text = clean_prose(to_markdown(block.text), MARKDOWN_LIMIT)
        markdown = RichMarkdown(text, hyperlinks=False, code_theme="bw")
        _name_pictures(markdown.parsed)
        console = self.app.console
        plain = self._style("plain")
        with console.use_theme(Theme(_MARKDOWN_STYLES, inherit=False)):
            rows = console.render_lines(
                markdown,
                console.options.update(width=width, height=None, highlight=False),
                pad=False,
            )
        return [[(" ", plain), *_pieces(row, plain, self._style("code"))] for row in rows]

    def _page(self, by: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + by, animate=False, force=True)

    def action_down(self) -> None:
        self._page(1)

    def action_up(self) -> None:
        self._page(-1)

    def action_page_down(self) -> None:
        self._page(max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        self._page(-max(1, self.size.height - 1))

    def action_top(self) -> None:
        self.scroll_to(y=0, animate=False, force=True)

    def action_bottom(self) -> None:
        self.scroll_to(y=len(self._lines), animate=False, force=True)


def _name_pictures(tokens: Sequence[Token]) -> None:
    """Write what stands for each picture where it is in its paragraph."""
    from tui.html import picture_text

    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                said = picture_text(child.content, str(child.attrs.get("src", "")))
                child.type, child.tag, child.content, child.children = "text", "", said, None


_MARKDOWN_STYLES: dict[str, str] = {
    "markdown.paragraph": "none",
    "markdown.text": "none",
    "markdown.em": "italic",
    "markdown.emph": "italic",
    "markdown.strong": "bold",
    "markdown.code": "bold",
    "markdown.code_block": "dim",
    "markdown.block_quote": "italic",
    "markdown.list": "none",
    "markdown.item": "none",
    "markdown.item.bullet": "bold",
    "markdown.item.number": "bold",
    "markdown.hr": "dim",
    "markdown.h1.border": "dim",
    "markdown.h1": "bold underline",
    "markdown.h2": "bold underline",
    "markdown.h3": "bold",
    "markdown.h4": "bold italic",
    "markdown.h5": "italic",
    "markdown.h6": "italic",
    "markdown.h7": "italic",
    "markdown.link": "underline",
    "markdown.link_url": "dim",
    "markdown.s": "strike",
    "markdown.table.border": "dim",
    "markdown.table.header": "bold",
    "repr.number": "none",
    "rule.line": "dim",
    "none": "none",
}


def _pieces(row: Sequence[Segment], plain: Style, code: Style) -> list[Piece]:
    pieces: list[Piece] = []
    for text, style, _control in row:
        weight = (
            Style(
                bold=style.bold,
                italic=style.italic,
                underline=style.underline,
                strike=style.strike,
                dim=style.dim,
            )
            if style is not None
            else Style()
        )
        pieces.append((text, plain + weight))
    return pieces
