"""A picture inside a link that is not in the archive: the page says its whole address."""

from __future__ import annotations

from pathlib import Path

import lxml.html
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


def test_a_reader_reaches_the_link_and_the_picture(tmp_path: Path) -> None:
    """And verify names a page on which the second link leads elsewhere or is gone."""
    address = "https://i.example.net/a/b.jpg"
    link = f'<a href="https://example.org/U" class="graf-imageAnchor"><img class="graf-image" src="{address}"></a>'
    body = p("Its words.") + f'<figure class="graf graf--figure">{link}<figcaption>Warm</figcaption></figure>'
    layout, _ = import_with(tmp_path, {post_name(BAD): post_page("Linked", body, BAD)})
    build(layout)
    (page,) = layout.site.glob("posts/*linked*/index.html")
    html = page.read_text("utf-8")
    (figure,) = lxml.html.document_fromstring(html).findall(".//div[@class='absent']/figure")
    assert [one.get("href") for one in figure.iter("a")] == ["https://example.org/U", address]
    assert verify(layout).exit_code == 0
    second = f'<a class="address added" href="{address}" rel="noopener">View at i.example.net</a>'
    for new in ("", second.replace("b.jpg", "c.jpg"), second.replace("View", "Buy")):
        assert second in html
        page.write_text(html.replace(second, new), "utf-8")
        assert page.relative_to(layout.root).as_posix() in {issue.where for issue in verify(layout).issues}, new
