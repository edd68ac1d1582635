"""`archive verify` compares what the site adds to the text of a post: sizes, links and copies of pictures, what is
around code and tables, and words of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from medium_archive.articles.picture_file import Measures
from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.page_markup import Tongue
from medium_archive.checks.site_pages.text_additions import Additions
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.site_changes import change_file, replaced

_PAGE = "posts/knots/index.html"
_PICTURE = (
    '<figure><a class="zoom" href="1-a.png" aria-label="Show the full picture"><picture>'
    '<source type="image/avif" srcset="1-a-640.avif 640w, 1-a-800.avif 800w" sizes="100vw">'
    '<img src="1-a.png" alt="" width="800" height="400" class="r70" fetchpriority="high" decoding="async">'
    "</picture></a>"
    "<figcaption>A caption</figcaption></figure>"
)
_LAZY = '<img src="1-a.png" alt="x" width="800" height="400" class="r70" loading="lazy" decoding="async">'
_CARD = (
    '<a class="card" href="https://example.org/salt"><span class="words"><span class="title">Salt</span></span>'
    '<img src="1-card.png" alt="" width="40" height="40" class="r50" loading="lazy" decoding="async"></a>'
)
_ROW = (
    f'<figure class="with-row"><div class="row"><div class="r70"><a class="zoom" href="1-a.png">{_LAZY}</a></div>'
    f'<div class="r70"><a class="zoom" href="1-a.png">{_LAZY}</a></div></div></figure>'
)
_CODE = (
    '<div class="code"><pre tabindex="0" dir="ltr" data-language="python"><code class="language-python">x</code>'
    "</pre></div>"
)
_TABLE = '<div class="table" tabindex="0"><table><tr><td>a</td></tr></table></div>'
_EMBED = (
    '<figure><a class="embed" href="https://www.youtube.com/watch?v=a"><span class="added plays">YouTube</span>'
    '<span class="address">www.youtube.com/watch?v=a</span></a></figure>'
)
_TASK = '<ul><li><label><input type="checkbox" disabled checked> a</label></li></ul>'
_EMPTY_TASK = '<ul><li><label><input type="checkbox" disabled aria-label="to do"> </label></li></ul>'
_BACK = '<p>Note.<a class="added" href="#to-1" aria-label="Back to the text">↩</a></p>'
_LOST = '<figure class="lost"><p class="added">Medium’s export does not contain what was embedded here</p></figure>'
_BOX = '<blockquote class="tip" role="note"><p class="added"><strong>Tip</strong></p><p>a</p></blockquote>'
_MISSING = (
    '<div class="absent"><figure><span class="missing added"><span class="note">Picture not in the archive</span> '
    '<a class="address" href="https://miro.medium.com/1.png" rel="noopener">View at Medium</a></span></figure></div>'
)
_TWO_MISSING = (
    '<div class="absent"><p class="added">2 pictures not in the archive</p> <figure><span class="missing added">'
    '<a class="address" href="https://miro.medium.com/1.png" aria-label="1: View at Medium" rel="noopener">1</a>'
    '</span></figure> <figure><a href="https://a.example/" rel="noopener"><span class="missing added" '
    'data-address="https://miro.medium.com/2.png"><span class="note" data-size="8 × 4">2</span></span></a> '
    '<a class="address added" href="https://miro.medium.com/2.png" rel="noopener">View at Medium</a></figure></div>'
)

_TEXT = 'A text.\n\n<!-- gist "b.py" by ada: https://gist.github.com/ada/1 -->\n'
_SECOND_FILE = (
    '<figure class="gist"><p class="whose added"><span class="added"><bdi class="name">b.py</bdi> · ada · </span>'
    '<a href="https://gist.github.com/ada/1" rel="noopener">GitHub Gist</a></p></figure>'
)


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Measures:
    folder = tmp_path_factory.mktemp("site")
    (folder / "posts" / "knots").mkdir(parents=True)
    Image.new("RGB", (800, 400)).save(folder / "posts" / "knots" / "1-a.png")
    Image.new("RGB", (40, 40)).save(folder / "posts" / "knots" / "1-card.png")
    return Measures(folder)


def _wrong(html: str, measures: Measures, text: str = _TEXT, *, is_from_medium: bool = False) -> list[str]:
    tongue = Tongue("en", "en", frozenset(("en",)))
    thumbnails = {"https://example.org/salt": frozenset(("1-card.png",))}
    page = Additions(_PAGE, "", text, tongue, measures, thumbnails, is_from_medium=is_from_medium)
    return list(page.wrong(tree.parse(f'<div class="text e-content">{html}</div>'.encode()).find(".//div")))


@pytest.mark.parametrize(
    "html",
    [
        _PICTURE,
        _CARD,
        _ROW,
        _CODE,
        _TABLE,
        _EMBED,
        _TASK,
        _EMPTY_TASK,
        _BACK,
        _LOST,
        _BOX,
        _MISSING,
        _TWO_MISSING,
        _SECOND_FILE,
        f"{_PICTURE}{_ROW}{_CARD}",
    ],
)
def test_what_the_site_adds_to_a_text_is_not_named(html: str, measures: Measures) -> None:
    assert _wrong(html, measures) == []


@pytest.mark.parametrize(
    ("html", "old", "new"),
    [
        (_PICTURE, 'href="1-a.png"', 'href="1-card.png"'),
        (_PICTURE, ' aria-label="Show the full picture"', ""),
        (_PICTURE, "Show the full picture", "Buy"),
        (_PICTURE, 'width="800"', 'width="80"'),
        (_PICTURE, ' height="400"', ""),
        (_PICTURE, "r70", "r30"),
        (_PICTURE, ' fetchpriority="high"', ""),
        (_PICTURE, ' decoding="async"', ""),
        (_PICTURE, "1-a-640.avif 640w", "1-b-640.avif 640w"),
        (_PICTURE, "1-a-640.avif 640w", "1-a-640.avif 320w"),
        (_PICTURE, "image/avif", "image/webp"),
        (_PICTURE, 'sizes="100vw"', ""),
        (_PICTURE, 'src="1-a.png"', 'src="https://example.org/1-a.png"'),
        (_PICTURE, '<a class="zoom" href="1-a.png" aria-label="Show the full picture">', ""),
        (_CARD, "1-card.png", "1-a.png"),
        (_CARD, 'loading="lazy"', 'fetchpriority="high"'),
        (_ROW, '<div class="r70">', '<div class="r10">'),
        (_ROW, "with-row", "wide"),
        (_ROW, 'loading="lazy"', 'loading="lazy" fetchpriority="high"'),
        (_CODE, ' data-language="python"', ""),
        (_CODE, 'dir="ltr"', 'dir="rtl"'),
        (_CODE, '<div class="code">', "<div>"),
        (_TABLE, ' tabindex="0"', ""),
        (_EMBED, ">YouTube<", ">Vimeo<"),
        (_EMBED, "added plays", "added"),
        (_TASK, " disabled", ""),
        (_TASK, "checkbox", "radio"),
        (_TASK, "label", "span"),
        (_EMPTY_TASK, "to do", "done"),
        (_SECOND_FILE, ' rel="noopener"', ""),
        (_SECOND_FILE, "b.py", "c.py"),
        (_TASK, "</label>", '</label><span class="added">Buy</span>'),
        (_BACK, "↩", "Buy"),
        (_LOST, "does not contain", "contains"),
        (_LOST, '<figure class="lost">', "<figure>"),
        (_BOX, "Tip", "Note"),
        (_BOX, '<p class="added"><strong>', '<p class="added" hidden><strong>'),
        (_BOX, "blockquote class", "blockquote id"),
        (_BOX, '<p class="added"><strong>Tip</strong></p>', ""),
        (_BOX, ' role="note"', ""),
        (_BOX, 'role="note"', 'role="presentation"'),
        ("<blockquote><p>a</p></blockquote>", "<blockquote>", '<blockquote role="note">'),
        (_MISSING, "not in the archive", "not here"),
        (_MISSING, "View at Medium", "View at a.example"),
        (_MISSING, "View at Medium", "Buy"),
        (_MISSING, "<figure>", "<p>Buy</p><figure>"),
        (_TWO_MISSING, ">1<", ">2<"),
        (_TWO_MISSING, "1: View", "2: View"),
        (_TWO_MISSING, "2 pictures", "3 pictures"),
        (_TWO_MISSING, '<p class="added">2 pictures not in the archive</p>', ""),
        (_TWO_MISSING, ">2</span>", "></span>"),
        (_TWO_MISSING, 'added" href="https://miro.medium.com/2.png', 'added" href="https://miro.medium.com/3.png'),
        (_TWO_MISSING, ">View at Medium</a></figure>", ">View at X</a></figure>"),
        (_TWO_MISSING, '<a class="address added"', '<a class="address"'),
        (_MISSING, '<span class="note">', '<span class="alt" hidden>'),
    ],
)  # fmt: skip
def test_a_change_in_what_the_site_adds_to_a_text_is_named(html: str, old: str, new: str, measures: Measures) -> None:
    changed = html.replace(old, new, 1)
    assert changed != html
    assert _wrong(changed, measures) != []


@pytest.mark.parametrize(
    ("html", "is_from_medium", "is_right"),
    [
        (_CODE + _CODE, False, True),
        (_CODE + _CODE, True, False),
        (_CODE + _CODE.replace('"code"', '"code continued"'), True, True),
        (_CODE + _CODE.replace('"code"', '"code continued"'), False, False),
        (_CODE + _CODE.replace("python", "sh"), True, True),
        (_CODE + "<p>a</p>" + _CODE, True, True),
    ],
)
def test_a_block_of_code_continues_another_one_only_in_a_post_from_medium(
    html: str, is_from_medium: bool, is_right: bool, measures: Measures
) -> None:
    assert (_wrong(html, measures, is_from_medium=is_from_medium) == []) is is_right


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("![](1-a.png)", [""]),
        ('![](1-a.png "A plan") "see"', ["A plan"]),
        ("[![](./1-a.png (A\nplan))](../b/index.md)", ["A plan"]),
        ("![][a]\n\n[a]: 1-a.png 'A plan'", ["A plan"]),
        ('<img src="1-a.png" title="A plan">', ["A plan"]),
        ('![](1-a.png "A plan") ![](1-a.png)', ["A plan", ""]),
    ],
)
def test_a_picture_has_the_title_that_the_text_gives_it(text: str, titles: list[str], measures: Measures) -> None:
    """And no other one."""
    for title in ("", "A plan", "A plank"):
        picture = _PICTURE.replace('alt=""', f'alt="" title="{title}"' if title else 'alt=""')
        assert bool(_wrong(picture, measures, text)) == (title not in titles), title


@pytest.mark.parametrize(
    ("size", "is_right"), [((640, 320), True), ((640, 322), True), ((640, 300), False), ((8, 4), False)]
)
def test_a_copy_of_a_picture_has_its_shape_and_the_stated_width(
    size: tuple[int, int], is_right: bool, tmp_path: Path
) -> None:
    own = Measures(tmp_path)
    (tmp_path / "posts" / "knots").mkdir(parents=True)
    Image.new("RGB", (800, 400)).save(tmp_path / "posts" / "knots" / "1-a.png")
    Image.new("RGB", size).save(tmp_path / "posts" / "knots" / "1-a-640.avif")
    assert (_wrong(_PICTURE, own) == []) is is_right


def test_verify_names_the_page_with_another_size_of_a_picture(own_example: Layout) -> None:
    page = min(path for path in own_example.site.glob("posts/*/index.html") if "<img" in path.read_text("utf-8"))
    file = page.relative_to(own_example.site).as_posix()
    change_file(own_example, file, replaced(r'(e-content.*?<img [^>]* width=")\d+', r"\g<1>7"))
    assert {issue.where for issue in verify(own_example).issues if issue.level == "error"} == {f"site/{file}"}
