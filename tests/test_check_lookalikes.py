"""`archive check`: a page that looks like the requested one, or like Medium's page of a suspension, and is not."""

from __future__ import annotations

import pytest

from medium_archive.commands import check
from medium_archive.folder.layout import Layout
from tests.medium_server import (
    SENTENCE,
    MediumServer,
    Reply,
    app,
    html,
    not_found,
    profile,
    publication,
    redirect,
    story,
)
from tests.test_check import (
    ADA,
    DELETED_BY_AUTHOR,
    SAID,
    STORY,
    SUSPENDED,
    Situation,
    clock,
    gone,
    layout,
    medium,
    no_pause,
    put,
)  # fmt: skip

__all__ = ["layout", "medium"]  # fixtures

HOME = "https://looms.example/"  # of a publication on its own domain
BANNED = SENTENCE.format("publication").rstrip(".")
NONE = Reply()  # the address has no other one
SATIRE = f'<a href="/p/aaaaaaaaaaaa"><h2>{BANNED} (a satire)</h2></a>'
MISSING = "<p>PAGE NOT FOUND</p>"
ECHO = html("Blocked by a filter", "<h1>410 Publication Suspended | by Ada</h1>", 403)
AT_MEDIUM = '<link data-rh="true" rel="canonical" href="{}"/>'

ELSEWHERE = {
    "medium.com/tag/technology": html("Technology – Medium", head=app("tag/technology")),
    "medium.com/@bea": profile("bea"),
    "medium.com/warp": publication("warp"),
    "medium.com/looms": html("Looms – Medium", head=app("looms") + AT_MEDIUM.format(HOME)),
    "www.looms.example/": publication("looms"),
    "warp.example/": publication("warp"),
}
SITUATIONS: dict[str, Situation] = {
    "a domain that leads to a tag": (HOME, redirect("https://medium.com/tag/technology"), NONE, "unknown", "", 62),
    "a domain that leads to another account": (HOME, redirect("https://medium.com/@bea"), NONE, "unknown", "", 62),
    "a domain that leads to a publication without it": (
        HOME, redirect("https://medium.com/warp"), NONE, "unknown", "", 62,
    ),
    "a domain that leads to its publication": (HOME, redirect("https://medium.com/looms"), NONE, "up", "", 0),
    "a domain that leads to its www form": (HOME, redirect("https://www.looms.example/"), NONE, "up", "", 0),
    "a domain that leads to another one": (HOME, redirect("https://warp.example/"), NONE, "unknown", "", 62),
    "a domain that shows a story": (HOME, story("aaaaaaaaaaaa"), NONE, "unknown", "", 62),
    "a domain that shows a tag": (HOME, html("Tech", head=app("tag/technology")), NONE, "unknown", "", 62),
    "a domain of an author": (HOME, profile("ada"), NONE, "up", "", 0),
    "a suspended publication on its domain": (
        HOME, html("Medium", f"<h2>{BANNED}</h2>{SATIRE}", 404), NONE, "suspended", "publication", 60,
    ),
    "a domain not found that recommends a story called like the sentence": (
        HOME, html("Medium", SATIRE, 404), NONE, "gone", "", 61,
    ),
    "a profile not found that recommends a story called like the sentence": (
        ADA, html("Medium", SATIRE + MISSING, 404), html("Medium", f"<ul><li>{BANNED}</li></ul>{MISSING}", 404),
        "gone", "", 61,
    ),
    "a story deleted by its author after a list with one called like the sentence": (
        STORY, gone(f"<a>Why {SAID} It hurt</a>{DELETED_BY_AUTHOR}", "410"),
        gone(f"<article><h2>{SAID}</h2></article>{DELETED_BY_AUTHOR}", "Medium"), "gone", "", 61,
    ),
    "a missing page whose only such sentence is the title of a story": (
        STORY, html("Medium", f"<a>Why {SAID} It hurt</a>", 410), html("Medium", SATIRE, 410), "unknown", "", 62,
    ),
    "a filter that repeats the title of a story": (STORY, ECHO, ECHO, "unknown", "", 62),
    "a filter that repeats the title of a story, with status 404": (
        STORY, html("Filter", "410 Publication Suspended | by Ada", 404), not_found(), "gone", "", 61,
    ),
    "a proxy that wants a password": (
        HOME, html("410 publication suspended — Medium", BANNED, 407), NONE, "unknown", "", 62,
    ),
    "a suspended account whose sentence has a link": (
        ADA, html("Medium", f'<p>This account is <a href="/policy">{SAID.partition(" is ")[2]}</a></p>', 410),
        SUSPENDED, "suspended", "account", 60,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_page_is_not_taken_for_another(name: str, layout: Layout, medium: MediumServer) -> None:
    """Neither a stranger's page for the author's, nor the title of a story for Medium's sentence."""
    address, first, second, verdict, what, code = SITUATIONS[name]
    medium.answers |= ELSEWHERE
    put(medium, address, first, first if second == NONE else second)
    hosts = medium.settings("ada.medium.com", "bea.medium.com", "looms.example", "www.looms.example", "warp.example")
    layout.settings.write_text(layout.settings.read_text("utf-8") + hosts, "utf-8")
    report = check.check(layout, [address], now=clock(), sleep=no_pause)
    (probed,) = report.details["probes"]
    assert (probed["verdict"], probed["what"], report.exit_code) == (verdict, what, code)
