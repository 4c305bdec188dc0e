"""An application that listens on a port of this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from tui.settings import ASGIApp


@contextmanager
def on_loopback(app: ASGIApp, *, keep_alive: int = 5) -> Iterator[str]:
    """`app` on a free port, in a thread; gives its address, without a slash at the end.

    `keep_alive`: seconds that it leaves an idle connection open.
    """
    # The socket listens before the server runs: who comes early waits in its queue.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            app,
            log_level="error",
            lifespan="off",
            loop="asyncio",
            ws="none",
            timeout_keep_alive=keep_alive,
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            server.should_exit = True
            thread.join()
