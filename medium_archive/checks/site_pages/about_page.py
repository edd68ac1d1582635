"""The facts that the page about an author must show, from about.md and the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from medium_archive.articles.addresses import canonical, web
from medium_archive.checks.completeness.characters import decoded
from medium_archive.checks.site_pages import elsewhere, opening, text_body, tree
from medium_archive.checks.site_pages import facts as values
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.checks.site_pages.page import Page
from medium_archive.checks.site_pages.page_frame import HeadValues
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder.posts import StoredPost

_PROGRAM_TITLE = "About"  # the title that an import gives about.md; the page shows it in the language of the site


def page(  # noqa: PLR0913, PLR0917  # one caller
    archive: Snapshot,
    facts: Facts,
    stored: StoredPost,
    trees: Mapping[str, Element],
    menu_words: str,
    heading: Callable[[str], str],
) -> Page:
    """The page of about.md, or of about-NAME.md. `menu_words` is its name in the menu, `heading` returns the heading of
    a file of the site.
    """
    file = f"{stored.path}.html"
    key = stored.path.removeprefix("about").removeprefix("-")
    author = facts.settings.author if not key else facts.settings.authors[key]
    menu_words = menu_words or _first_of_title(trees.get(file), facts.title)
    own = " ".join(stored.title.split())
    if not key and own == _PROGRAM_TITLE:
        own = menu_words
    title = own or _og_title(trees.get(file))
    language = stored.lang or facts.language
    text = decoded((archive.layout.root / f"{stored.path}.md").read_bytes())
    head = HeadValues(
        file,
        title,
        author.name,
        whole_title=f"{menu_words} · {facts.title}" if not key else "",
        language=language,
        canonical=canonical(stored, file, facts.url, facts.settings.site.canonical),
        more=("script static/page.js",),
        description=_description(stored, trees.get(file)),
    )
    named = own or author.name or heading(file)
    wanted = partial(_wanted, facts, named, key, text, file, trees.get(file))
    updated = values.shown_at(stored.updated, stored.updated_zone, facts.settings)
    changed = values.stamp(updated or values.shown_at(stored.date, stored.date_zone, facts.settings))
    return Page(file, "about.html", head, wanted, skipped=("p-note",), changed=changed)


def _wanted(  # noqa: PLR0913, PLR0917  # bound by `page`
    facts: Facts,
    named: str,
    key: str,
    text: str,
    file: str,
    root: Element | None,
    found: Sequence[str],
) -> list[str]:
    photo = facts.photo(key)
    wanted = [f"picture {photo}"] if photo else []
    wanted.append(f"h1.p-name “{named}”")
    wanted += ["the text (text, p-note)", *_about_differences(text, root, file, facts)]
    author = next((one for one in facts.authors if one.key == key), None)
    if author is not None and author.page:
        wanted += [fact for fact in found if fact.startswith(f"link {author.page} “{author.name}")][:1]
    url = web((facts.settings.authors[key] if key else facts.settings.author).url)
    path = file.removesuffix(".html")
    return [*wanted, *([f"link {url}"] if url else ()), *elsewhere.accounts(facts.also.get(path, ()))]


def _about_differences(text: str, root: Element | None, file: str, facts: Facts) -> list[str]:
    """The facts of about.md that the page lacks, and a fact about each addition of the page and about another order."""
    content = tree.find(root, "div", "p-note") if root is not None else None
    if content is None:
        return ["the words of about.md"]
    found = text_body.compare(text, content, file, facts)
    added = [f"the text of about.md without the addition {fact}" for fact in found.added]
    return [*found.lost, *added, *(["the words of about.md in their order"] if found.is_moved else [])]


def bio(facts: Facts, trees: Mapping[str, Element], about: str) -> list[str]:
    """The facts about the author on the front page: the description of the page about them, and the link to it with the
    words `about`.
    """
    stored = next((one for one in facts.abouts if one.path == "about"), None)
    words = "" if stored is None or facts.authors else tree.one_line(_description(stored, trees.get("about.html")))
    return [f"p.bio “{words}”", f"link about.html “{about}”"] if words else []


def _description(stored: StoredPost, root: Element | None) -> str:
    """The description that the head must have: that of the front matter, else the beginning of the text."""
    if own := stored.description or stored.subtitle:
        return own
    there = (
        next((one.get("content", "") for one in root.iter("meta") if one.get("name") == "description"), "")
        if root is not None
        else ""
    )
    content = tree.find(root, "div", "p-note") if root is not None else None
    return there if content is None else opening.of_page(content, stored.text, tree.one_line(there))


def _og_title(root: Element | None) -> str:
    for one in root.iter("meta") if root is not None else ():
        if one.get("property") == "og:title":
            return str(one.get("content", ""))
    return ""


def _first_of_title(root: Element | None, site: str) -> str:
    title = next(root.iter("title"), None) if root is not None else None
    return tree.words(title).removesuffix(f" · {site}") if title is not None else ""
