"""Calls of any HTTP API: how a request is written, sent within limits, and what answered.

Everything here is made of plain values: what a description of an API says is given as `Slot`,
`Encoding` and JSON, whatever it was read from. A call never holds a secret, only the name of what
holds it (see `credentials`).
"""
