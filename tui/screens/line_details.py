"""What there is to read of a line of a list, beyond what it says.

Importing this imports the models: whoever calls has some already.
"""

from __future__ import annotations

from tui.api.models import Activity, HarvestItem, Listed, Thread
from tui.i18n import gettext as _
from tui.screens.dialogs import ReadScreen
from tui.screens.other_words import activity_blocks, item_blocks
from tui.screens.thread_texts import thread_blocks


def has_details(item: Listed) -> bool:
    """Whether `details_of` tells something of `item`."""
    return isinstance(item, Thread | HarvestItem | Activity)


def details_of(item: Listed) -> ReadScreen | None:
    """The dialog that tells all of `item`; None for what has a place, which tells more."""
    if isinstance(item, Thread):
        return ReadScreen(_("Discussion"), thread_blocks(item), raw=item.page)
    if isinstance(item, HarvestItem):
        return ReadScreen(_("Item of a harvest"), item_blocks(item), raw=item.remote_url)
    if isinstance(item, Activity):
        return ReadScreen(_("Activity"), activity_blocks(item), raw=item.page)
    return None
