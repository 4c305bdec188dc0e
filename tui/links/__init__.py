"""Addresses: what a person can paste or type, and the places it names.

A `Link` is the only way to name a place. The command line, go-to, history, bookmarks and the copy
menu all hold links, and `App.go(link)` is the only door that opens one.

Text forms::

    search:WORDS?organization=ID&tag=air&format=csv&sort=-views
    dataset:ID#files
    resource:RID?COL__exact=V&COL__sort=desc&row=120
    metrics:dataset:ID?range=24
    account:#notifications
    file:PATH-or-URL

`parse_link` reads those, any URL of the site, and bare ids, slugs and words; `readings` gives all
that such a text may mean.
"""

from tui.links.link import KINDS, Link, LinkError, Params
from tui.links.readings import readings
from tui.links.text import parse_link
from tui.links.web import is_object_id, is_uuid, site_of

__all__ = [
    "KINDS",
    "Link",
    "LinkError",
    "Params",
    "is_object_id",
    "is_uuid",
    "parse_link",
    "readings",
    "site_of",
]
