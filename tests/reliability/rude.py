"""Servers on the loopback that do to a connection what no well-behaved server does."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

Talk: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BODY: Final = b'{"version": "0.4.1", "status": "ok"}'
WHOLE: Final = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
DRIP: Final = 0.01
"""Seconds between two pieces of what comes slowly."""


def says(*parts: bytes) -> Talk:
    """A server that says this, whatever it is asked, and closes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.writelines(parts)
        await writer.drain()

    return talk


def resets(*parts: bytes, unasked: bool = False) -> Talk:
    """A server that says this, then breaks the connection off (RST)."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not unasked:
            await reader.readuntil(b"\r\n\r\n")
        writer.writelines(parts)
        await writer.drain()
        if parts:
            await asyncio.sleep(DRIP)  # what was said arrives before the reset, which undoes it
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return talk


def half_closes(*parts: bytes) -> Talk:
    """A server that says this, says that no more comes, and stays."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.writelines(parts)
        writer.write_eof()
        await reader.read()

    return talk


def goes_silent(*parts: bytes) -> Talk:
    """A server that says this, and then nothing more."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.writelines(parts)
        await reader.read()

    return talk


def drips(start: bytes, piece: bytes) -> Talk:
    """A server that says `start`, then `piece` again and again, and never comes to an end."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        while not reader.at_eof() and not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), DRIP)

    return talk


CHUNKED: Final = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def length(number: object) -> bytes:
    return HEAD + f"Content-Length: {number}\r\n\r\n".encode()


TALKS: Final[dict[str, Talk]] = {
    "a reset before the request": resets(unasked=True),
    "a reset after the request": resets(),
    "a reset in the head": resets(HEAD),
    "a reset in the body": resets(length(999) + BODY),
    "closed without a word": says(),
    "half closed without a word": half_closes(),
    "half closed in the head": half_closes(HEAD),
    "half closed in the body": half_closes(length(999) + BODY),
    "silence": goes_silent(),
    "silence in the head": goes_silent(HEAD),
    "silence in the body": goes_silent(length(999) + BODY),
    "silence in a chunk": goes_silent(CHUNKED + b"ff\r\n{"),
    "a head that drips": drips(b"HTTP/1.1 200 OK\r\n", b"x"),
    "headers without an end": drips(b"HTTP/1.1 200 OK\r\n", b"X-More: yes\r\n"),
    "a body that drips": drips(length(999_999), b" "),
    "chunks that drip": drips(CHUNKED, b"1\r\n \r\n"),
    "a body without an end": drips(CHUNKED, b"10000\r\n" + b" " * 65_536 + b"\r\n"),
    "interim answers without an end": drips(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "a huge header": says(HEAD + b"X-Huge: " + b"x" * 200_000 + b"\r\n\r\n", BODY),
    "a thousand headers": says(HEAD + b"X-Many: yes\r\n" * 20_000 + b"\r\n", BODY),
    "a line that folds": says(HEAD + b"Content-Length: 2\r\n\t, 3\r\n\r\n", BODY),
    "HTTP/0.9": says(BODY),
    "HTTP/2 unasked": says(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + b"\x00" * 18),
    "another protocol": says(b"SSH-2.0-OpenSSH_9.9\r\n"),
    "mail": says(b"220 mail.example ESMTP\r\n"),
    "noise": says(bytes(range(256)) * 40),
    "a status of two digits": says(WHOLE.replace(b" 200 ", b" 20 ")),
    "a status of four digits": says(WHOLE.replace(b" 200 ", b" 2000 ")),
    "a status that is a word": says(WHOLE.replace(b" 200 ", b" OK ")),
    "another protocol agreed to": says(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
    ),
    "a header without a colon": says(HEAD + b"nothing\r\n\r\n", BODY),
    "a header with a nul": says(HEAD + b"X-Nul: a\x00b\r\n\r\n", BODY),
    "a length too long": says(length(len(BODY) + 100) + BODY),
    "a length too short": says(length(10) + BODY),
    "a length below nothing": says(length(-5) + BODY),
    "a length of many digits": says(length("9" * 30) + BODY),
    "a length that is a word": says(length("many") + BODY),
    "two lengths": says(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + BODY),
    "chunks that are none": says(CHUNKED + b"no chunk at all\r\n"),
    "a chunk shorter than it says": says(CHUNKED + b"fff\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk longer than it says": says(CHUNKED + b"5\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk of a huge length": says(CHUNKED + b"f" * 64 + b"\r\n" + BODY),
    "chunks without the last": says(CHUNKED + b"2\r\n{}\r\n"),
    "packing that is none": says(HEAD + b"Content-Encoding: gzip\r\n\r\n" + BODY),
    "an unknown encoding": says(HEAD + b"Transfer-Encoding: banana\r\n\r\n" + BODY),
    "a redirection that is no address": says(
        b"HTTP/1.1 301 Moved\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n"
    ),
    "a redirection to a name that stands for nothing": says(
        b"HTTP/1.1 301 Moved\r\nLocation: http://xn--/\r\nContent-Length: 0\r\n\r\n"
    ),
}
"""What a server says over TCP; none of it is an answer."""

PROMPT: Final = frozenset(
    name
    for name in TALKS
    if not any(word in name for word in ("silence", "drip", "without an end"))
)
"""Those that end by themselves; the others are ended by the client's patience."""


class Served:
    """A server of one's own: its address, and whom it still talks to."""

    def __init__(self) -> None:
        self.url = ""
        self.talking: set[asyncio.Task[Any]] = set()
        self.asked = 0


@asynccontextmanager
async def serving(
    talk: Talk, *, tls: ssl.SSLContext | None = None, scheme: str = ""
) -> AsyncIterator[Served]:
    """`talk` to whoever connects; on leaving, everybody must have gone."""
    served = Served()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        served.talking.add(task)
        served.asked += 1
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await talk(reader, writer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        served.talking.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    served.url = f"{scheme or ('https' if tls else 'http')}://127.0.0.1:{port}"
    async with server:
        yield served
    if served.talking:  # a connection that the client kept open would be here for ever
        await asyncio.wait_for(asyncio.gather(*served.talking), 5)


def certificate(folder: Path, name: str, *, days: int = 30, host: str = "127.0.0.1") -> Path:
    """A certificate that signs itself, and its key, in one file; one of less than 0 `days` has
    expired."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    try:
        named: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        named = x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([named]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def tls_server(path: Path) -> ssl.SSLContext:
    """TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def trusting(*paths: Path) -> ssl.SSLContext:
    """A client's TLS that trusts those certificates alone."""
    context = ssl.create_default_context()
    for path in paths:
        context.load_verify_locations(path)
    return context
