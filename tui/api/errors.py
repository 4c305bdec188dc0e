"""The few things that can go wrong between us and a service, as types a screen can explain.

An `ApiError` carries what a person needs: the sentence (`message`), what to do about it (`hint`),
and whether asking again can help (`retryable`). Details for the journal (status, URL, the server's
own words) are kept apart and are never shown raw: they are hostile text.
"""

from __future__ import annotations

from tui.i18n import gettext as _
from tui.redaction import without_held
from tui.text import SafeText, clean_line

DETAIL_LIMIT = 20_000
"""Characters of a server's words that are looked at: what holds a secret is cut after it is out."""


class ApiError(Exception):
    """Something went wrong with one request.

    Attributes:
        url: The request's URL, without any secret.
        status: The HTTP status, where there was an answer.
        detail: The server's own words, made safe for one line; empty when it said nothing useful.
        retryable: Whether asking again, unchanged, can help.
    """

    retryable = False

    def __init__(self, url: str = "", *, status: int | None = None, detail: str = "") -> None:
        self.url = url
        self.status = status
        self.detail: SafeText = clean_line(without_held(detail[:DETAIL_LIMIT]), 400)
        super().__init__(f"{type(self).__name__}({status}) {self.detail}")

    @property
    def message(self) -> str:
        """One sentence for a person, in their language."""
        return _("The request failed.")

    @property
    def hint(self) -> str:
        """What the person can do about it; may be empty."""
        return ""


class Offline(ApiError):
    """No connection: name resolution, refused, reset, TLS."""

    retryable = True

    @property
    def message(self) -> str:
        return _("The site cannot be reached.")

    @property
    def hint(self) -> str:
        return _("Check the network, then reload.")


class Timeout(ApiError):
    """The service took longer than the request's timeout."""

    retryable = True

    @property
    def message(self) -> str:
        return _("The service did not answer in time.")

    @property
    def hint(self) -> str:
        return _("Reload to ask again.")


class NotFound(ApiError):
    """404: no such object or route, or (Tabular) a file that was never analysed."""

    @property
    def message(self) -> str:
        return _("This was not found.")


class Gone(ApiError):
    """410: deleted by its producer."""

    @property
    def message(self) -> str:
        return _("This was deleted by its producer.")


class Unauthorized(ApiError):
    """401 to a request without a key: one is needed."""

    @property
    def message(self) -> str:
        return _("The service wants an API key for this.")


class NoKey(Unauthorized):
    """There is no key to send, or it cannot be used: nothing was sent. `detail` says why."""

    @property
    def message(self) -> str:
        return self.detail or _("This needs an API key, and none is known for this site.")

    @property
    def hint(self) -> str:
        return _("@ says where to make one, and where to put it.")


class KeyRefused(Unauthorized):
    """401 to a request with a key: it is wrong, expired or revoked."""

    @property
    def message(self) -> str:
        if self.detail.startswith("Revoked"):
            return _("The service says that this API key was revoked.")
        if self.detail.startswith("Expired"):
            return _("The service says that this API key has expired.")
        return _("The service does not know this API key.")

    @property
    def hint(self) -> str:
        return _("Make another one on the site, then put it in place of this one: @ says where.")


class Forbidden(ApiError):
    """403: the right is missing, or the service does not allow this for anybody."""

    @property
    def message(self) -> str:
        return _("The service does not allow this.")


class NoRight(Forbidden):
    """403 to a request with a key: the account may not do this."""

    @property
    def message(self) -> str:
        return _("Your account does not have the right to do this.")

    @property
    def hint(self) -> str:
        return _("Ask an administrator of the organization that owns it.")


class DiscussionClosed(Forbidden):
    """403 to a comment on a discussion that is closed: nobody can add one."""

    @property
    def message(self) -> str:
        return _("This discussion is closed: nobody can add to it.")

    @property
    def hint(self) -> str:
        return _("Open a new one.")


class ReadOnly(ApiError):
    """423: the site takes no change for the moment."""

    @property
    def message(self) -> str:
        return _("The site is read-only for the moment: it takes no change.")

    @property
    def hint(self) -> str:
        return _("Nothing was changed. Try again later.")


class RateLimited(ApiError):
    """429: asked too often.

    Attributes:
        delay: Seconds to wait before asking again, as the service said; None when it did not say.
    """

    retryable = True

    def __init__(
        self,
        url: str = "",
        *,
        status: int | None = 429,
        detail: str = "",
        delay: float | None = None,
    ) -> None:
        super().__init__(url, status=status, detail=detail)
        self.delay = delay

    @property
    def message(self) -> str:
        if self.delay is None:
            return _("The service asks to slow down.")
        return _("The service asks to wait {seconds} s.").format(seconds=max(1, round(self.delay)))


class BadRequest(ApiError):
    """400 and other refusals of what was asked, with the server's own message in `detail`.

    Attributes:
        code: The service's own code, such as SQLSTATE ``22P02`` or ``PGRST100``; empty when it has
            none.
        fields: Message by parameter or field name, where the service tells them apart; both safe
            for one line.
    """

    def __init__(
        self,
        url: str = "",
        *,
        status: int | None = 400,
        detail: str = "",
        code: str = "",
        fields: dict[str, str] | None = None,
    ) -> None:
        super().__init__(url, status=status, detail=detail)
        self.code = code
        self.fields = {clean_line(k, 80): clean_line(v, 400) for k, v in (fields or {}).items()}

    @property
    def message(self) -> str:
        if self.detail:
            return _("The service refused the request: {detail}").format(detail=self.detail)
        return _("The service refused the request.")


class UnsupportedFilter(BadRequest):
    """The Tabular API cannot apply this operator to a column of this type.

    It answers 404 with SQLSTATE 42883.
    """

    @property
    def message(self) -> str:
        return _("The service cannot apply this to a column of this type.")


class PastTheEnd(BadRequest):
    """416: the page asked for is past the last row.

    Attributes:
        total: The number of rows, where the service said it.
    """

    def __init__(
        self, url: str = "", *, status: int | None = 416, detail: str = "", total: int | None = None
    ) -> None:
        super().__init__(url, status=status, detail=detail)
        self.total = total

    @property
    def message(self) -> str:
        return _("There are no rows that far.")


class TooLong(Forbidden):
    """403 on a Tabular stream: over 50,000 rows match."""

    @property
    def message(self) -> str:
        return _("The service streams at most 50,000 rows at once.")


class ServerError(ApiError):
    """5xx."""

    retryable = True

    @property
    def message(self) -> str:
        return _("The service failed (error {status}).").format(status=self.status or 500)

    @property
    def hint(self) -> str:
        return _("Reload to ask again.")


class BadPayload(ApiError):
    """An answer that is not what the service promises: not JSON, cut short, of another shape."""

    retryable = True

    @property
    def message(self) -> str:
        return _("The service answered something unreadable.")


class Redirected(ApiError):
    """The service sends to another site, or sends round in circles: that is not followed.

    `detail` says where to.
    """

    @property
    def message(self) -> str:
        return _("The service sends to another address: {address}").format(address=self.detail)


class SentInwards(Redirected):
    """The web sends to this machine or to its network: not followed. `detail` says where to."""

    @property
    def message(self) -> str:
        said = _("It sends to {address}, on a network of your own, which was not followed.")
        return said.format(address=self.detail)

    @property
    def hint(self) -> str:
        return _("The web has no business there. If you trust it, give that address yourself.")


class NoService(ApiError):
    """The chosen site has no such service (the demo site has no Metrics API)."""

    @property
    def message(self) -> str:
        return _("This site does not have this service.")
