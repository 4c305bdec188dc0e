"""What a person chose: the site, the language, the looks, the keys.

Rising order: the defaults, the settings file, ``DATAGOUV_TUI_*`` in the environment, the command
line's flags. Nothing in the file or the environment stops the application: what cannot be used is
left out, and said in `Settings.warnings`.
"""

from tui.settings.chosen import ASGIApp, Settings, asgi_app, at_home, reporting
from tui.settings.key import HIDDEN, KEY_VARIABLES, KeyProblem, Secret, find_key, key_name, key_path
from tui.settings.load import Sources, language, read_sources, resolve
from tui.settings.options import OPTIONS, URL_KEYS, Option, OptionError
from tui.settings.site import SITES, Site, SiteName

__all__ = [
    "HIDDEN",
    "KEY_VARIABLES",
    "OPTIONS",
    "SITES",
    "URL_KEYS",
    "ASGIApp",
    "KeyProblem",
    "Option",
    "OptionError",
    "Secret",
    "Settings",
    "Site",
    "SiteName",
    "Sources",
    "asgi_app",
    "at_home",
    "find_key",
    "key_name",
    "key_path",
    "language",
    "read_sources",
    "reporting",
    "resolve",
]
