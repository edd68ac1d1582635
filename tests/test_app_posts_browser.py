"""A post in `archive app`, in a browser: what a hostile text or original has in it does nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from tests import local_page
from tests.local_page import LocalPage
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_app_browser import tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATH = "posts/2020-03-01-a-title"
HOSTILE = """
<p>Harmless words</p>
<script>document.documentElement.dataset.ran = "1"; parent.document.documentElement.dataset.ran = "1"</script>
<img src="https://evil.example/a.png" onerror="parent.document.documentElement.dataset.ran = '1'">
<img src="x" onerror="parent.document.documentElement.dataset.ran = '1'">
<svg onload="parent.document.documentElement.dataset.ran = '1'"><script>parent.document.title = "ran"</script></svg>
<iframe src="https://evil.example/frame" srcdoc="<script>top.document.title='ran'</script>"></iframe>
<link rel="preconnect" href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/a.css">
<meta http-equiv="refresh" content="0; url=https://evil.example/refresh">
<base href="https://evil.example/">
<style>@import "https://evil.example/b.css"; p { background: url(https://evil.example/c.png) }</style>
<form action="https://evil.example/"><input name="a"><button>Press</button></form>
<video src="https://evil.example/a.mp4" autoplay></video>
<a href="javascript:parent.document.documentElement.dataset.ran='1'">Press here</a>
"""


@pytest.fixture
def page(layout: Layout, tmp_path: Path) -> Iterator[LocalPage]:
    """The page for an archive with a post whose original and whose text are hostile."""
    export = write_zip(tmp_path / "export.zip", {post_name(): post_page("A Title", HOSTILE, exported="May 1, 2021")})
    import_exports.import_exports([export], layout, import_exports.Options(offline=True))
    text = layout.root / PATH / "index.md"
    text.write_text(text.read_text("utf-8") + HOSTILE.replace("\n<", "\n\n<"), "utf-8")
    build(layout)
    with local_page.opened(layout.root) as running:
        yield running


def test_nothing_in_a_post_runs_or_asks_another_host(browser: Browser, page: LocalPage) -> None:
    """In no frame of its page, also when its links are pressed; `tab` names each request to another host."""
    with tab(browser, page) as opened:
        opened.goto(f"{page.origin}{page.base}/post?name={quote(PATH)}")
        assert "<script>" in opened.get_by_role("region", name="Markdown").inner_text()
        assert len(opened.locator("iframe").all()) == 2
        for number, frame in enumerate(opened.locator("iframe").all()):
            frame.scroll_into_view_if_needed()
            inside = opened.frame_locator("iframe").nth(number)
            inside.get_by_text("Harmless words").first.wait_for()
            for link in inside.get_by_text("Press here").all():
                link.click()
        original = opened.frame_locator("iframe").nth(1)
        assert (
            original.locator("script, iframe, base, form, link, meta[http-equiv], video, svg, [onerror]").count() == 0
        )
        for document in opened.frames:
            assert document.evaluate("document.documentElement.dataset.ran") is None
        assert opened.title().startswith("A Title")
        assert opened.url == f"{page.origin}{page.base}/post?name={quote(PATH)}"
