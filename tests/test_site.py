"""The parts of the site: bodies, references, excerpts, themes, and the folder on the disk."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from medium_archive import links
from medium_archive.articles import sanitiser
from medium_archive.articles.picture_file import Measures
from medium_archive.errors import ThemeBroken
from medium_archive.folder import output as output_module
from medium_archive.folder.output import MANIFEST, Output
from medium_archive.languages import direction
from medium_archive.site import theme
from medium_archive.site.content import shorten
from medium_archive.site.holdings import Holdings, relative
from medium_archive.site.references import References
from medium_archive.site.text.body import Body, render
from medium_archive.site.text.headings import unique
from medium_archive.site.text.shapes import shape
from medium_archive.site.translations import translation_for
from tests import small_archive

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" jav&#x09;ascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    "[x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '<iframe src="https://evil.example"></iframe>',
    "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    '<object data="x.swf"></object><embed src="x.swf">',
    '<form action="https://evil.example"><input type=text><button>x</button></form>',
    '<p style="background:url(https://evil.example/x)">x</p>',
    "<style>@import 'https://evil.example/x.css';</style>",
    '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">',
    '<link rel=stylesheet href="https://evil.example/x.css">',
    '<video src="https://evil.example/x.mp4" autoplay></video>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "![x](//evil.example/x.png) ![x](\\\\evil.example\\x.png)",
    '<p class="h-entry p-name" id="text">x</p>',
]


def references(root: Path, path: str, *others: str) -> References:
    """The references of the post at `path` in an archive with other posts."""
    folders = (path, *others)
    pages = {f"{folder}/index.md": f"{folder}/index.html" for folder in folders}
    return References(Holdings(root, pages, frozenset(folders)), Measures(root), path)


def rendered(text: str, root: Path = Path("/nowhere")) -> Body:
    return render(text, references(root, "posts/a", "posts/b"), translation_for("en"))


def tree(body: Body) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(body.html, create_parent="div")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_post_reaches_a_page_as_live_code(text: str) -> None:
    """No script, handler, frame, form, style, foreign picture or address that runs code passes."""
    root = tree(rendered(f"Before.\n\n{text}\n\nAfter."))
    allowed = {"a", "div", "figure", "p", "span"}
    for element in root.iter():
        assert element.tag in allowed
        assert not {name for name in element.attrib if name.startswith("on") or name in ("style", "src", "action")}
        assert element.get("href", "#").startswith(("#", "https://", "http://")), element.get("href")
        assert not {"h-entry", "p-name"} & set(element.get("class", "").split())
        assert element.get("id") != "text"
    assert root.text_content().startswith("Before.") and root.text_content().endswith("After.")


def test_a_script_shown_as_text_stays_text() -> None:
    """`<script>` in code, or escaped, is text."""
    assert tree(rendered("`<script>` and \\<script>")).text_content() == "<script> and <script>"


def test_html_that_is_left_out_is_an_issue() -> None:
    """A person who wrote a frame into a post learns that the page has none."""
    issues = rendered('<iframe src="https://video.example"></iframe>\n\nText with `<iframe>` in code.').issues
    assert [(issue.where, issue.code) for issue in issues] == [("posts/a/index.md", "html-left-out")]
    assert sanitiser.removed("<p>&lt;script&gt;</p>") == ()


@pytest.mark.parametrize(
    "address", ["http://[::1]/", "https://[2001:DB8::1]:3000/a%5Bb%5D", "http://ada@[::ffff:192.0.2.1]?q=%5B1%5D#x"]
)
def test_a_link_to_an_ipv6_address_is_kept(address: str) -> None:
    """Import and CommonMark percent-encode brackets, also around such a host, where no browser reads them."""
    for written in (address, links.encoded(address)):
        assert f'<a href="{address}" rel="noopener">words</a>' in rendered(f"[words]({written})").html


def test_headings_start_below_the_title_and_skip_no_level() -> None:
    """Whatever levels a text uses, its headings are an outline below the page's h1."""
    root = tree(rendered("### a\n\n### b\n\n## c\n\n### d\n\n# e\n\n## f"))
    assert [(h.tag, h.text) for h in root] == [
        ("h2", "a"), ("h2", "b"), ("h2", "c"), ("h3", "d"), ("h2", "e"), ("h3", "f"),
    ]  # fmt: skip


def test_headings_have_unique_ids_in_every_script() -> None:
    """A heading's id is made of its words; two headings with the same words have two ids."""
    root = tree(rendered("## 第一步：讀\n\n## Two words\n\n## Two words\n\n## !!!\n\n## Text"))
    assert [h.get("id") for h in root] == ["第一步-讀", "two-words", "two-words-2", "section", "text-2"]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("", 0), ("word " * 240 * 7, 7), ("字" * 450 * 7, 7), ("短", 1), ("字" * 450 * 3 + "word " * 240 * 2, 5)],
)
def test_reading_time_counts_words_and_chinese_characters(text: str, minutes: int) -> None:
    """240 words or 450 Chinese characters are a minute; the minimum is one minute, but none without words."""
    assert rendered(text).minutes == minutes


def test_coloured_code_keeps_every_character() -> None:
    """Blank lines, tabs and trailing spaces of a code block stay; code in an unknown language has no colour."""
    code = "\n\n\tdef f():  \n\t\treturn '<&>'\n\n"
    root = tree(rendered(f"```python\n{code}\n```\n\n```nosuch\n{code}\n```"))
    coloured, plain = root.findall("div[@class='code']/pre")
    assert coloured.text_content() == plain.text_content() == code
    assert coloured.findall(".//span") and not plain.findall(".//span")
    assert coloured.get("tabindex") == "0"
    assert coloured[0].get("class") == "language-python"
    # A span is for what a theme can set apart: an element for each blank and bracket makes a long post slow to show
    assert {span.get("class") for span in coloured.findall(".//span")} == {"k", "nf", "s1"}


def test_links_between_posts_lead_to_pages() -> None:
    """A link to a post's index.md leads to its page; a link without a target becomes text and an issue."""
    body = rendered(
        "[b](../b/index.md#part) [c](../../drafts/c/index.md) [d](https://d.example) [e](mailto:e@e.example)"
    )
    links = tree(body).findall(".//a")
    assert [link.get("href") for link in links] == [
        "../b/index.html#part",
        None,
        "https://d.example",
        "mailto:e@e.example",
    ]
    assert [link.get("rel") for link in links] == [None, None, "noopener", None]
    assert [issue.code for issue in body.issues] == ["link-to-nothing"]


def test_addresses_without_a_scheme_lead_to_other_sites() -> None:
    """`www.…` and `//…` mean another site, whatever folder the page is in."""
    links = tree(rendered("[a](www.a.example/x) [b](//b.example) [c](HTTP://c.example)")).findall(".//a")
    assert [link.get("href") for link in links] == ["https://www.a.example/x", "https://b.example", "HTTP://c.example"]


def test_only_files_of_published_posts_reach_the_site(tmp_path: Path) -> None:
    """A post can't show a draft's picture, a private file, a file outside the archive, or a link to one."""
    small_archive.make(tmp_path)
    small_archive.write(tmp_path, "private/secret.png", "x")
    small_archive.write(tmp_path.parent, "outside.png", "x")
    (tmp_path / "posts/2020-11-12-looms/link.png").symlink_to(tmp_path / "private/secret.png")
    of_post = references(tmp_path, "posts/2020-11-12-looms")
    of_about = References(of_post.holdings, of_post.measures, "about")
    assert of_post.file_of("1-wide.png") == "posts/2020-11-12-looms/1-wide.png"
    assert of_about.file_of("ada.png") == "ada.png"
    for reference in (
        "link.png", "nothing.png", "index.md", "../../drafts/hushed-plans/1-secret.png", "../../private/secret.png",
        "../../../outside.png", "/etc/passwd", "../../archive.toml", "..", "", "%00", "%ff", "a\\b", "https://[x",
    ):  # fmt: skip
        assert of_post.file_of(reference) is None, reference


def test_addresses_are_relative_and_encoded() -> None:
    """No name of a file makes its address look like a scheme or a host."""
    assert relative("posts/檔/index.html", "posts/a") == "../%E6%AA%94/index.html"
    assert relative("index.html", "posts/a") == "../../index.html"
    assert relative("a#b?c%d.png", "") == "a%23b%3Fc%25d.png"


def test_pictures_with_the_same_proportions_share_a_css_class() -> None:
    """Shapes are in steps of 3.5 %, and the stylesheet has a rule for each."""
    assert [shape(100, 100), shape(200, 100), shape(100, 200)] == ["r50", "r70", "r30"]
    assert [shape(10_000, 1), shape(1, 10_000)] == ["r100", "r0"]


def test_excerpts_end_between_words() -> None:
    """An excerpt ends with a whole word, or with a whole Chinese character."""
    assert shorten("one two three four", 12) == "one two…"
    assert shorten("文字應該活得比帳號久", 5) == "文字應該活…"
    assert shorten("short", 12) == "short"


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("en", "ltr"),
        ("zh-Hant", "ltr"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_follows_the_script(language: str, way: str) -> None:
    """The usual script of the language decides, unless the tag names another script."""
    assert direction(language) == way


def test_the_words_of_the_site_are_in_its_language() -> None:
    """Traditional and simplified Chinese have their own words; an unknown language gets English."""
    found = [translation_for(tag).all_posts for tag in ("zh-TW", "zh-Hans", "zh", "es-MX", "xx")]
    assert found == ["所有文章", "所有文章", "所有文章", "Todos los artículos", "All posts"]
    assert translation_for("zh-TW").response != translation_for("zh").response


def own_theme(root: Path, **templates: str) -> theme.Theme:
    small_archive.write(root, "themes/mine/theme.toml", 'name = "mine"\n[options]\naccent = "red"\n')
    for name, text in templates.items():
        small_archive.write(root, f"themes/mine/{name}.html", text)
    return theme.load("mine", root)


def test_a_theme_of_the_archive_comes_before_a_shipped_one(tmp_path: Path) -> None:
    """`themes/NAME` of the archive is used, with its options."""
    assert own_theme(tmp_path, page="{{ options.accent }} {{ text }}").render("page.html", {"text": "<"}) == "red &lt;"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\n{% if %}", 2),
        ("one\ntwo\n{{ nothing.there }}", 3),
        ("{{ 1 + 'a' }}", 1),
        ("{% include 'gone.html' %}", 0),
        ("\n{{ 1 / 0 }}", 2),
    ],
)
def test_a_broken_template_is_reported_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    """The message has the theme, the file and the line; the hint says what to do."""
    with pytest.raises(ThemeBroken) as caught:
        own_theme(tmp_path, page=text).render("page.html", {})
    assert "mine" in caught.value.message
    assert not line or f"page.html, line {line}" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("name", ["nosuch", "", "..", "../plain", "/", "x" * 5000, "a\0b"])
def test_a_misspelt_theme_gets_a_list_of_themes(tmp_path: Path, name: str) -> None:
    """The error lists the themes that exist."""
    with pytest.raises(ThemeBroken) as caught:
        theme.load(name, tmp_path)
    assert "plain" in caught.value.hint
    assert len(caught.value.message) < 500


def put(folder: Path, **files: str) -> Output:
    output = Output(folder)
    for name, text in files.items():
        output.write(f"{name}/index.html", text.encode())
    output.finish()
    return output


def test_a_page_that_is_not_built_again_is_removed(tmp_path: Path) -> None:
    """With its folder if that is empty; other files stay."""
    put(tmp_path, a="1", b="2")
    before = (tmp_path / "a/index.html").stat().st_mtime_ns
    put(tmp_path, a="1")
    assert [path.name for path in sorted(tmp_path.iterdir())] == [MANIFEST, "a"]
    assert (tmp_path / "a/index.html").stat().st_mtime_ns == before


def test_other_files_in_the_site_are_kept(tmp_path: Path) -> None:
    """A CNAME, a .git and a person's own page are neither removed nor replaced; the page is an issue."""
    for name in ("CNAME", ".git/HEAD", "a/index.html", "b/mine.txt"):
        small_archive.write(tmp_path, name, "mine")
    output = put(tmp_path, a="1", b="2")
    put(tmp_path)
    assert {path.read_text() for path in tmp_path.rglob("*") if path.is_file() and path.name != MANIFEST} == {"mine"}
    assert [issue.code for issue in output.issues] == ["site-file-kept"]


def test_a_killed_build_is_completed_by_the_next(tmp_path: Path) -> None:
    """The next build knows the files of a build that never finished, and may replace them."""
    Output(tmp_path).write("a/index.html", b"old")
    put(tmp_path, a="new")
    assert (tmp_path / "a/index.html").read_text() == "new"


def test_a_changed_manifest_removes_nothing_outside_the_site(tmp_path: Path) -> None:
    """Its lines can't name files outside the site's folder."""
    small_archive.write(tmp_path, "kept.txt", "mine")
    small_archive.write(tmp_path, f"site/{MANIFEST}", f"../kept.txt\n{tmp_path}/kept.txt\na/../../kept.txt\n")
    put(tmp_path / "site")
    assert (tmp_path / "kept.txt").exists()


@pytest.mark.parametrize("at_once", [0, 1 << 20])
def test_pictures_are_copied_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """A second build leaves a copy alone; a changed picture is copied again; a person's own file stays. A large picture
    is copied in pieces.
    """
    monkeypatch.setattr(output_module, "_AT_ONCE", at_once)
    source = tmp_path / "a.png"
    small_archive.write(tmp_path, "site/mine.png", "mine")
    small_archive.picture(source, 10, 10)
    for width in (10, 10, 20):
        small_archive.picture(source, width, 10)
        output = Output(tmp_path / "site")
        output.copy("a.png", source)
        output.copy("mine.png", source)
        output.finish()
        assert [issue.where for issue in output.issues] == ["site/mine.png"]
        assert (tmp_path / "site/mine.png").read_text() == "mine"
        assert (tmp_path / "site/a.png").read_bytes() == source.read_bytes()
        assert (tmp_path / "site/a.png").stat().st_mtime_ns == source.stat().st_mtime_ns


@pytest.mark.parametrize(
    "address",
    [
        "mailto:a@b.example", "tel:+1", "sms:+1", "ftp://a.example", "ftps://a.example", "geo:1,2", "irc://a.example/x",
        "ircs://a.example", "xmpp:a@b.example", "magnet:?xt=x", "nostr:x", "matrix:r/x:a.example", "gemini://a.example",
        "gopher://a.example", "news:x",
    ],
)  # fmt: skip
def test_links_to_other_programs_stay(address: str) -> None:
    """`mailto:`, `tel:` and others run nothing."""
    body = rendered(f"[x]({address})")
    assert [link.get("href") for link in tree(body).iter("a")] == [address]
    assert body.issues == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[x](javascript:alert)", "javascript:"),
        ('<a href=" jav&#x09;ascript:x">x</a>', "javascript:"),
        ('<a href="DATA:text/html,x">x</a>', "data:"),
        ("[x](vbscript:x)", "vbscript:"),
        ("[x](unheard-of:x)", "unheard-of:"),
        ("<p onclick='x()'>x</p>", "onclick"),
        ("<!DOCTYPE html><iframe></iframe>", "<iframe>"),
        ("<![if x]><script>x</script>", "<script>"),
    ],
)
def test_removed_html_is_named(text: str, named: str) -> None:
    """Elements, handlers, and addresses that run code."""
    (issue,) = rendered(text).issues
    assert issue.code == "html-left-out"
    assert issue.message.endswith(f": {named}")


@pytest.mark.parametrize(
    "text",
    [
        "<!-- <script>x</script> onclick=x -->", "`<script>`", "```\n<iframe src='javascript:x'>\n```", "onclick=x",
        '<p title="<script>">x</p>', "<code>&lt;script&gt;</code>", "javascript:x",
    ],
)  # fmt: skip
def test_text_about_html_is_not_reported_as_html(text: str) -> None:
    """In a comment, in code, in a value, in a sentence."""
    assert rendered(text).issues == ()


def test_rendering_takes_linear_time_in_links_and_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is searched for ids a few times in all, and no number of a heading is tried twice."""
    searches: list[str] = []
    search = lxml.html.HtmlElement.xpath

    def count(element: lxml.html.HtmlElement, path: str, **names: str) -> object:
        searches.append(path)
        return search(element, path, **names)

    monkeypatch.setattr(lxml.html.HtmlElement, "xpath", count, raising=False)
    rendered("[x](#ab12) " * 50)
    assert len(searches) < 10
    tried: list[object] = []

    class Counted(set[str]):
        def __contains__(self, name: object) -> bool:
            tried.append(name)
            return super().__contains__(name)

    met, numbers = Counted(), dict[str, int]()
    assert [unique("same", met, numbers) for _ in range(50)][-1] == "same-50"
    assert len(tried) < 200
