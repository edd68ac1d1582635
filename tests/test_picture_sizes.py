"""`archive verify` compares the sizes of covers and preview pictures on a page with the files of the pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from medium_archive.articles.picture_file import Measures
from medium_archive.checks.site_pages import picture_sizes, tree
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.checks.site_pages.theme import Theme
from medium_archive.folder.settings import Settings

_FILE = "posts/a b/1-a.png"
_PAGE = (
    '<html><head><meta property="og:image" content="https://ada.example/blog/posts/a%20b/1-a.png">'
    '<meta property="og:image:width" content="80"><meta property="og:image:height" content="40"></head>'
    '<body><main><a class="cover" href="posts/a%20b/index.html">'
    '<img src="posts/a%20b/1-a.png" alt="" width="80" height="40"></a></main></body></html>'
)


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Measures:
    root = tmp_path_factory.mktemp("site")
    file = Path(root, _FILE)
    file.parent.mkdir(parents=True)
    Image.new("RGB", (80, 40)).save(file)
    return Measures(root)


def _wrong(html: str, measures: Measures) -> list[str]:
    facts = Facts(
        settings=Settings(),
        title="Ada",
        url="https://ada.example/blog",
        language="en",
        direction="ltr",
        root="/blog",
        stories=(),
        responses=(),
        drafts=(),
        abouts=(),
        files=frozenset((_FILE,)),
        theme=Theme(),
    )
    root = tree.parse(html.encode())
    main = root.find(".//main")
    return [
        *picture_sizes.of_covers(main, "index.html", facts, measures),
        *picture_sizes.of_preview(root, facts, measures),
    ]


def test_a_right_size_of_a_cover_and_a_preview_is_not_named(measures: Measures) -> None:
    assert _wrong(_PAGE, measures) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (' width="80"', ' width="81"'),
        (' height="40"', ' height="400"'),
        (' height="40"', ""),
        ('width" content="80"', 'width" content="8"'),
        ('height" content="40"', 'height" content="41"'),
    ],
)
def test_another_size_of_a_cover_or_a_preview_is_named(old: str, new: str, measures: Measures) -> None:
    assert _PAGE.count(old) == 1
    (wrong,) = _wrong(_PAGE.replace(old, new), measures)
    assert _FILE in wrong
