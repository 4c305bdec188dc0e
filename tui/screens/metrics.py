"""The place of what is counted of one object, or of the whole site, month by month."""

from __future__ import annotations

from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import metrics_texts as texts
from tui.screens.audience import Audience
from tui.screens.audience_pane import AudiencePane
from tui.screens.figures_place import FiguresPlace
from tui.screens.metrics_address import Chart, metrics_link, range_of
from tui.screens.place import Copy, command
from tui.screens.session import Session
from tui.tables.audience import KINDS
from tui.text import clean_line

SITE_NAMES = {"www": "data.gouv.fr", "demo": "demo.data.gouv.fr", "sample": "sample"}


class MetricsScreen(FiguresPlace):
    """The audience of one object.

    Attributes:
        pane: What shows it.
    """

    pane: AudiencePane

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        kind, _colon, ident = link.ident.partition(":")
        named = kind == "site" or (kind in KINDS and bool(ident))
        audience = Audience(session, kind, "" if kind == "site" else ident) if named else None
        chart = Chart.of_link(link)
        self.pane = AudiencePane(session, audience, shown=range_of(link), chart=chart)
        self.pane.add_class("-shown")
        self._asked_for = link

    # The place

    @property
    def link(self) -> Link:
        audience = self.pane.audience
        if audience is None:
            return self._asked_for
        return metrics_link(audience.kind, audience.ident, self.pane.shown)

    @property
    def crumbs(self) -> tuple[str, ...]:
        audience = self.pane.audience
        if audience is None:
            return (_("Metrics"),)
        if audience.kind == "site":
            return (SITE_NAMES[self.session.site.name], _("Metrics"))
        name = audience.name or (self.hint[-1] if self.hint else clean_line(audience.ident, 40))
        return (_(audience.about.title), name, _("Metrics"))

    def on_mount(self) -> None:
        super().on_mount()
        if self.pane.audience is None:
            self.pane.say(texts.not_an_address())
        else:
            self.pane.focus()
            self.pane.load()

    def copies(self) -> list[Copy]:
        forms, audience = self.pane.copies, self.pane.audience
        if audience is not None and audience.ident:
            forms.append(Copy(_("Id of what is counted"), audience.ident))
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    def plain_text(self) -> str | None:
        return f"{self.pane.text}\n" if self.pane.text else None
