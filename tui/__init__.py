"""datagouv-tui: a keyboard-driven terminal browser for data.gouv.fr."""

__version__ = "0.1.0"
