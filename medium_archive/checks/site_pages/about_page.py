"""The page about an author: the words of about.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from medium_archive.articles.addresses import canonical, web
from medium_archive.checks.completeness import converted
from medium_archive.checks.completeness.characters import visible
from medium_archive.checks.completeness.converted import vocabulary
from medium_archive.checks.completeness.converted.body import BodyReader
from medium_archive.checks.site_pages import facts as values
from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.around import About
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.checks.site_pages.page import Page
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder.posts import StoredPost

_PROGRAM_TITLE = "About"  # of an about.md that no person titled: a page shows it in the language of the site


def page(  # noqa: PLR0913, PLR0917  # one caller
    archive: Snapshot,
    facts: Facts,
    stored: StoredPost,
    trees: Mapping[str, Element],
    menu_words: str,
    heading: Callable[[str], str],
) -> Page:
    """The page of about.md, or of about-NAME.md. `menu_words` name it in the menu."""
    file = f"{stored.path}.html"
    key = stored.path.removeprefix("about").removeprefix("-")
    author = facts.settings.author if not key else facts.settings.authors[key]
    menu_words = menu_words or _first_of_title(trees.get(file), facts.title)
    own = " ".join(stored.title.split())
    if not key and own == _PROGRAM_TITLE:
        own = menu_words
    title = own or _og_title(trees.get(file))
    language = stored.lang or facts.language
    about = About(
        file,
        title,
        author.name,
        whole_title=f"{menu_words} · {facts.title}" if not key else "",
        language=language,
        canonical=canonical(stored, file, facts.url, facts.settings.site.canonical),
        more=("script static/page.js",),
        description=_description(stored, trees.get(file)),
    )
    text = (archive.layout.root / f"{stored.path}.md").read_bytes()
    named = own or author.name or heading(file)
    wanted = partial(_wanted, facts, named, key, text, trees.get(file))
    changed = values.stamp(stored.updated or stored.date)
    return Page(file, "about.html", about, wanted, skipped=("p-note",), changed=changed)


def _wanted(  # noqa: PLR0913, PLR0917  # bound by `page`
    facts: Facts,
    named: str,
    key: str,
    text: bytes,
    root: Element | None,
    found: Sequence[str],
) -> list[str]:
    wanted = [fact for fact in found[:1] if fact.startswith("picture ")]
    wanted.append(f"h1.p-name “{named}”")
    wanted += ["the text (text, p-note)", *_differences(text, root)]
    author = next((one for one in facts.authors if one.key == key), None)
    if author is not None and author.page:
        wanted += [fact for fact in found if fact.startswith(f"link {author.page} “{author.name}")][:1]
    url = web((facts.settings.authors[key] if key else facts.settings.author).url)
    return [*wanted, f"link {url}"] if url else wanted


def _differences(text: bytes, root: Element | None) -> list[str]:
    """The parts of about.md that the page lacks, and a fact for others that it has."""
    content = tree.find(root, "div", "p-note") if root is not None else None
    if content is None:
        return ["the words of about.md"]
    foreign = [f"nothing but about.md, without {words}" for words in vocabulary.foreign_to_page(content)]
    reader = BodyReader(on_page=True)
    reader.read_inside(content)
    made = converted.read_markdown(text.decode("utf-8", "replace"))
    wanted = [visible(block.text) for block in made.blocks]
    there = [visible(block.text) for block in reader.finished()]
    if wanted == there:
        return foreign
    lost = [words for words in wanted if words not in there]
    added = [words for words in there if words not in wanted]
    return [f"“{words}”" for words in lost] + [f"nothing but about.md, without “{words}”" for words in added] or [
        "the order of about.md"
    ]


def _description(stored: StoredPost, root: Element | None) -> str:
    """The description in the head, which is in the front matter, or else the beginning of the text."""
    if own := stored.description or stored.subtitle:
        return own
    there = (
        next((one.get("content", "") for one in root.iter("meta") if one.get("name") == "description"), "")
        if root is not None
        else ""
    )
    content = tree.find(root, "div", "p-note") if root is not None else None
    words = visible("".join(content.itertext())) if content is not None else ""
    if not there:
        return ""
    return there if visible(there).removesuffix("…") in words else "the beginning of the text"


def _og_title(root: Element | None) -> str:
    for one in root.iter("meta") if root is not None else ():
        if one.get("property") == "og:title":
            return str(one.get("content", ""))
    return ""


def _first_of_title(root: Element | None, site: str) -> str:
    title = next(root.iter("title"), None) if root is not None else None
    return tree.words(title).removesuffix(f" · {site}") if title is not None else ""
