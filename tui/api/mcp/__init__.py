"""A server of the Model Context Protocol: its tools as values, and their calls.

Only `session` imports the SDK, which takes a second: it is imported in a thread, when a server is
first asked. What this package gives is clean and bounded, whatever the server sends.
"""
