"""A picture inside a link that is not in the archive: the page says its whole address."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from tests.sample_exports import post_name, post_page
from tests.test_hostile_pages import BAD, import_with
from tests.test_posts import p


@pytest.mark.parametrize("address", ["https://i.example.net/a/b.jpg", "http://i.example.net/a/b.jpg"])
def test_a_linked_picture_that_is_not_here_is_no_loss(tmp_path: Path, address: str) -> None:
    picture = f'<img class="graf-image" src="{address}">'
    link = f'<a href="https://example.org/U" class="graf-imageAnchor">{picture}</a>'
    body = p("Its words.") + f'<figure class="graf graf--figure">{link}</figure>'
    layout, _ = import_with(tmp_path, {post_name(BAD): post_page("Linked", body, BAD)})
    build(layout)
    report = verify(layout)
    assert [issue.message for issue in report.issues if issue.level == "error"] == []
    assert (report.counts["lost"], report.counts["added"]) == (0, 0)
