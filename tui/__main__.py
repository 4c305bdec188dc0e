"""``dgv`` and ``python -m tui``."""

import gc
import sys

GC_THRESHOLD = 100_000
"""Allocations between two collections: the default runs dozens of them before the first paint."""


def main() -> int:
    """Run the command and return its exit status."""
    gc.set_threshold(GC_THRESHOLD)
    try:
        # Imported once collections are rare: the imports are most of what a start allocates.
        from tui import cli
    except KeyboardInterrupt:
        return 130

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
