"""Commands that are copied hold words of the service, and run nothing else in a shell."""

from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st

from tui.links import Link
from tui.screens.place import command


@given(st.text(alphabet="ab-1'\"`$();|&<> \n\x1b\u202e", min_size=1, max_size=20))
def test_a_shell_sees_one_argument_whatever_the_identifier(ident: str) -> None:
    copied = command(Link("dataset", ident))
    assert shlex.split(copied) == ["dgv", str(Link("dataset", ident))]
    assert copied.isprintable()
