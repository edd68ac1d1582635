"""What failed requests leave in memory: nothing, also before the garbage collector runs."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator

import pytest

from medium_archive.web import Limits, Request, RequestFailed
from tests.web_servers import CDN, MEGABYTE, RawServer, always_responds, answer, gzip_bomb, web_to


@pytest.fixture(autouse=True)
def without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(("status", "most"), [(429, 8), (500, 8), (503, 8), (200, 3), (500, 3)])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_bodies_of_errors_are_not_kept(status: int, most: int, method: str) -> None:
    """Ten requests, each tried three times; also if the body is too large."""
    body = gzip_bomb(4 * MEGABYTE)
    limits = Limits(attempts=3, max_bytes=most * MEGABYTE)
    sent = answer(body, status, Content_Encoding="gzip", Retry_After="1")
    with RawServer(always_responds(sent)) as server, web_to(server, limits) as web:
        tracemalloc.start()
        try:
            for number in range(10):
                with pytest.raises(RequestFailed):
                    web.send(Request(method, f"http://{CDN}/{number}"))
            kept, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert kept < 8 * MEGABYTE
