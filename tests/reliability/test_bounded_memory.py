"""Answers of 50 megabytes, and of a gigabyte once unpacked: what they may take of memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

from batches import Tried
from client_routes import ASKED
from clocks import Clock, own_time
from faulty import Faulty, sample

from tui.api.errors import ApiError
from tui.api.exchanges import MAX_BODY
from tui.api.service import open_service
from tui.sample.failing import HUGE, Fault, _zeros
from tui.settings import SITES

MEGABYTE = 1024 * 1024
WHOLE = MAX_BODY + 6 * MEGABYTE
"""Bytes that a body may take which is read whole: as much as is read at all, and room to grow."""

PIECES = 6 * MEGABYTE
"""Bytes of one that is read piece by piece, however long it is."""

BOUNDS = {
    ("Catalogue.licenses", Fault.HUGE): WHOLE,
    ("Catalogue.licenses", Fault.PACKED): WHOLE,
    ("Catalogue.licenses", Fault.BOMB): PIECES,
    ("Catalogue.licenses", Fault.HUGE_ERROR): PIECES,
    ("Tabular.exact_rows", Fault.HUGE): WHOLE,
    ("Tabular.stream", Fault.HUGE): PIECES,
    ("Metrics.months_csv", Fault.HUGE): WHOLE,
    ("fetch.fetching", Fault.HUGE): PIECES,
    ("openapi.open_address", Fault.HUGE): WHOLE,
}


class Taken:
    """Bytes: at most, and still at the end."""

    most = 0
    still = 0


@contextmanager
def measured() -> Iterator[Taken]:
    taken = Taken()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    try:
        yield taken
    finally:
        after, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        taken.most, taken.still = peak - before, after - before


async def test_a_huge_answer_takes_no_more_memory_than_is_read_of_it_and_gives_it_back() -> None:
    server, tried = Faulty(sample(), Clock()), Tried()
    with own_time(server.clock):
        service = await open_service(SITES["sample"], asgi_app=server)
    for name, _fault in BOUNDS:
        await ASKED[name](service)  # what is imported at first use
    for times in (1, 2):
        _zeros(times)  # what the sample site makes once
    for (name, fault), bound in BOUNDS.items():
        with tried.trying(f"{name} × {fault}"):
            server.fault, kept = fault, None
            server.only = "/csv/" if name == "Metrics.months_csv" else ""
            service.transport._cache.clear()
            with measured() as taken:
                try:
                    await ASKED[name](service)
                except ApiError as error:
                    kept = error  # as a place does
            assert taken.most < bound < HUGE, f"{taken.most:,}"
            assert taken.still < MEGABYTE, f"{taken.still:,} after {kept!r}"
            server.fault = None
    tried.tell()
    await service.aclose()
