"""What outlives a session: places visited, bookmarks, answers of the services. SQLite, off the
UI's thread."""
