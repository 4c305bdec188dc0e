"""A query as something to run elsewhere: addresses, commands, programs, SQL, a call of a tool.

Each recipe gives the rows that the screen shows, in their order, when it is run. None ever holds a
key. `Asked` says what is asked of the service; `NoRecipe` says why a recipe cannot be written.
"""

from __future__ import annotations

from tui.tables.recipes.asked import Asked, NoRecipe

__all__ = ["Asked", "NoRecipe"]
