"""Rows to files: exactly those that were asked for, as they come, whole or not at all.

Producers of rows (`service_rows`, `held_rows`) feed an `Export` (`job`), which writes them through
a writer of their format (`writers`, `parquet`) into a file beside the target (`part`), and gives
the file its name once everything is in it. `exports` holds those of a session.
"""
