"""What the files of the sample site hold: a few lines, the same for the same name."""

from __future__ import annotations

import zlib

LINES = 12


def content_of(name: str) -> bytes:
    """The bytes of the file of that name. They are few, whatever size the catalogue tells."""
    seed = zlib.crc32(name.encode())
    if not name.endswith(".csv"):
        return f"{name} : fichier inventé du site d’exemple, numéro {seed}.\n".encode() * LINES
    lines = [f"{line};{(seed >> line) % 997};{name}" for line in range(1, LINES + 1)]
    return "\n".join(["ligne;valeur;fichier", *lines, ""]).encode()
