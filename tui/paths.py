"""Where the package's own files are, in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def styles_dir() -> Path:
    """The folder of the style sheets: in the package once installed, beside it in a checkout."""
    installed = _PACKAGE / "styles"
    return installed if installed.is_dir() else _PACKAGE.parent / "styles"


def locale_dir() -> Path:
    """The folder of the message catalogues."""
    return _PACKAGE / "locale"
