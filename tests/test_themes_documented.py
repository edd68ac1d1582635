"""docs/themes.md lists every name that a template can use, and the shipped templates use no other."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta, nodes
from markupsafe import Markup

from medium_archive.folder.proof_record import Proof
from medium_archive.post import Kind
from medium_archive.site import content, elsewhere, theme
from medium_archive.site.authors import Author
from medium_archive.site.content import Day, PostContent, RenderedPost, SiteInfo
from medium_archive.site.images.covers import Copies, Cover
from medium_archive.site.images.previews import Preview
from medium_archive.site.pages import metadata, page, plan, proof, reading_lists, statistics, tags
from medium_archive.site.pages.page import SiteContent
from medium_archive.site.pages.values import values
from medium_archive.site.stored_values import Held
from medium_archive.site.text.headings import Heading
from medium_archive.site.translations import Translation, translation_for
from medium_archive.site.translations.proof_words import ProofWords
from tests.conftest import ROOT, THEMES

DOCUMENT = (ROOT / "docs/themes.md").read_text("utf-8")
SECTION = DOCUMENT.partition("## What a template gets")[2].partition("\n## ")[0]
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split(" | ", 1))
    for line in SECTION.splitlines()
    if line.startswith("| ") and " | " in line and not line.startswith("| name")
]
OPTIONS = set(re.findall(r"`(\w+)`", DOCUMENT.partition("| option |")[2].partition("\n\n")[0]))
KINDS = {
    "site": SiteInfo,
    "author": Author,
    "author of posts": page.AuthorOfPosts,
    "page": page.Page,
    "link": page.Link,
    "link to another site": elsewhere.OutsideLink,
    "post": RenderedPost,
    "date": Day,
    "heading": Heading,
    "cover": Cover,
    "copies of a cover": Copies,
    "preview": Preview,
    "tag": tags.Tag,
    "year with posts": page.YearOfPosts,
    "year with a count": page.YearCount,
    "reading": reading_lists.Reading,
    "link of a reading": reading_lists.Link,
    "quote of a reading": reading_lists.Quote,
    "metadata": metadata.Metadata,
    "tag of metadata": metadata.Tag,
    "statistics": statistics.Statistics,
    "year of statistics": statistics.Year,
    "month of statistics": statistics.Month,
    "silence of statistics": statistics.Silence,
    "site_content": SiteContent,
    "proof": proof.ProofPage,
    "amount of the proof": proof.ProofAmount,
    "post of the proof": proof.ProofPost,
    "year of the proof": proof.ProofYear,
    "group of the proof": proof.ProofGroup,
    "reason of the proof": proof.ProofReason,
    "export of the proof": proof.ProofExport,
    "original of the proof": proof.ProofFile,
    "words of the proof": ProofWords,
}
AUTHORS = (Author("Ada", "", "", "authors/ada.html"), Author("Ben", "", "", "authors/ben.html"))
# What templates use of Jinja's own loop and of Python's text and numbers.
BUILT_IN = {"loop": {"first", "index", "last"}, "text": {"format", "replace", "split"}}


def names(cell: str) -> set[str]:
    """The names in backticks, without calls and attributes."""
    return {name for name in re.findall(r"`(\w+)", cell) if name not in ("none", "post.body")}


def documented_values(kind: str) -> set[str]:
    return next(names(right) for left, right in ROWS if left == kind)


COMMON = {name for left, _ in ROWS if re.fullmatch(r"`\w+`", left) for name in names(left)}
OWN = {
    template: names(right) - {"charts.words"}
    for left, right in ROWS
    for template in re.findall(r"`([\w.]+\.html)`", left)
}
WORDS = set(SECTION.split("```")[1].split())


def public_names(kind: type) -> set[str]:
    fields = {field.name for field in dataclasses.fields(kind)}
    if kind is RenderedPost:
        fields -= {"content", "text_size", "where"}  # where its text is kept
    return fields | {name for name, value in vars(kind).items() if isinstance(value, property)}


def post(path: str, kind: Kind = "story") -> RenderedPost:
    day = content.day(datetime(2020, 1, 1, tzinfo=UTC), translation_for("en"))
    return RenderedPost(
        kind, path, f"{path}/index.html", path, Markup(), "", "", "", "en", "ltr", day, None, 1, ("tides",), "", "", "",
        Held(PostContent(Markup(), "text")), 4, 1, (),
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_a_template_is_documented_with_all_its_names(kind: str) -> None:
    """A post has `title`, `date` and so on: the table has each name and no other."""
    assert documented_values(kind) == public_names(KINDS[kind])


def test_every_word_of_the_site_is_documented() -> None:
    """`words` has the names that are listed, and no other."""
    assert {field.name for field in dataclasses.fields(Translation)} == WORDS


def test_every_template_gets_the_documented_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site with every kind of page: each template gets what is documented for all and for it, and nothing else."""
    monkeypatch.setattr(plan, "_MAX_LIST", 1)
    everything = SiteContent(
        posts=(post("posts/a"), post("posts/b")),
        responses=(post("responses/a", "response"),),
        drafts=(post("drafts/a", "draft"),),
        about=post("about"),
        reading=(reading_lists.Reading("lists/a.html", "A"),),
        proof=proof.of(Proof("medium-archive 1"), translation_for("en")),
    )
    site = SiteInfo("Site", "", "en", "ltr", translation_for("en"), AUTHORS[0], authors=AUTHORS, proof=proof.FILE)
    planned = list(plan.plan(site, everything, {"posts": 1}))
    assert {one.template for one in planned} == set(OWN)
    for one in planned:
        assert {*values(one, site, everything, ()), "options"} == COMMON | OWN[one.template], one.template


@pytest.mark.parametrize("name", THEMES)
def test_every_option_of_a_theme_is_documented(tmp_path: Path, name: str) -> None:
    """The options that archive.toml can set."""
    assert set(theme.load(name, tmp_path).options) <= OPTIONS


def test_the_filters_and_globals_are_the_documented_ones(tmp_path: Path) -> None:
    """One filter beside Jinja's and those that no template can write; no global."""
    environment = theme.load("plain", tmp_path).environment
    plain = jinja2.Environment(autoescape=True)
    assert {name for name in environment.filters if name.isidentifier()} - set(plain.filters) == {"readable"}
    assert set(environment.globals) == set(plain.globals) - {"lipsum"}
    assert "`readable`" in SECTION


def templates() -> list[Path]:
    return sorted(path for name in ("base", *THEMES) for path in (ROOT / "themes" / name).rglob("*.html"))


def defined_in(tree: nodes.Template) -> set[str]:
    """The names that a template defines itself: imports, macros, `set`."""
    imports = {one.target for one in tree.find_all(nodes.Import)}
    macros = {one.name for one in tree.find_all(nodes.Macro)}
    return imports | macros | {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}


@pytest.mark.parametrize("path", templates(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_templates_use_documented_names_only(path: Path) -> None:
    """The names that a template reads, and what it reads of a value, are in the document."""
    tree = jinja2.Environment(autoescape=True).parse(path.read_text("utf-8"))
    own = OWN.get(path.name, OWN["post.html"] if path.name == "related.html" else set())
    assert meta.find_undeclared_variables(tree) - defined_in(tree) <= COMMON | own
    fields = set().union(*(documented_values(kind) for kind in KINDS))
    imported = {one.target for one in tree.find_all(nodes.Import)}
    for attribute in tree.find_all(nodes.Getattr):
        match attribute.node:
            case nodes.Name(name="words"):
                assert attribute.attr in WORDS
            case nodes.Name(name="site" | "page" | "metadata" as kind):
                assert attribute.attr in documented_values(kind)
            case nodes.Name(name="loop"):
                assert attribute.attr in BUILT_IN["loop"]
            case nodes.Name(name="options"):
                assert attribute.attr in OPTIONS
            case nodes.Name(name=name) if name in imported:
                pass  # a macro of another template
            case nodes.Name(name="charts"):
                assert f"`charts.{attribute.attr}`" in SECTION
            case _:
                assert attribute.attr in fields | BUILT_IN["text"], attribute.attr
