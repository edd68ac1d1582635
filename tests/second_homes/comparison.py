"""What a second home has of each post, against the archive's own plain HTML."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import unquote

import lxml.html
from lxml.html import HtmlElement

from medium_archive.articles import Article
from medium_archive.articles.entries import Entry
from medium_archive.articles.references import resolve
from medium_archive.platforms.content import Writer
from medium_archive.platforms.departure import Departure
from tests.generators.ledger import Ledger
from tests.second_homes.servers import Home, Shown, checksum

# WordPress and Ghost print other quotes, dashes and dots than a keyboard has
_TYPED = str.maketrans({**dict.fromkeys("“”„″«»", '"'), **dict.fromkeys("‘’‚′", "'"), **dict.fromkeys("–—", "-")})
_BOXES = frozenset(("blockquote", "li", "td", "th", "figcaption"))
_REASONS: Mapping[str, Mapping[str, str]] = {
    "wordpress": {
        "canonical": "WordPress has no place for it",
        "slug": "it drops accents and capital letters, cuts slugs at 200 encoded bytes, and numbers reserved ones",
        "tags": "it ignores upper and lower case, so one spelling is used for all posts",
        "links": "an embed without a caption is an address in a line of its own, which it shows as a player",
        "paragraphs": "an embed without a caption is an address in a line of its own",
    },
    "ghost": {
        "slug": "it writes slugs in Latin letters, so one in another script is replaced by the id of the post",
        "tags": "the file for its importer has one spelling of a tag for all posts",
        "captions": "the caption of an embed that Medium's export has emptied becomes a paragraph",
        "quotes": "a list or code in a quote stands after it",
        "paragraphs": "the caption of an embed that Medium's export has emptied becomes one",
    },
}


def of_sent(departure: Departure, home: Home, deleted: str) -> Ledger:
    """The ledger of the posts that were sent, except the one at the path `deleted`."""
    records = departure.ledger(departure.known_account())
    ids = {entry.article.path: last.id for entry in departure.chosen if (last := records.post(entry.article))}
    shown = {post.id: post for post in home.posts()}
    found = {path: shown[id] for path, id in ids.items() if id in shown}
    return _compare(departure, home, found, [one for one in departure.chosen if one.article.path != deleted])


def of_imported(departure: Departure, home: Home) -> Ledger:
    """The ledger of the chosen posts, of all that the server's own importer made: links lead to the others, too."""
    shown = {(post.title, post.date[:19]): post for post in home.posts()}
    articles = (entry.article for entry in departure.destinations.entries.values())
    keys = {article.path: (article.title, _date(article)) for article in articles}
    found = {path: shown[key] for path, key in keys.items() if key in shown}
    ledger = _compare(departure, home, found, departure.chosen)
    for what in ("slug as told", "slug as told more"):  # what a platform tells before it sends
        ledger.there.pop(what, None)
        ledger.misses.pop(what, None)
    return ledger


def _compare(departure: Departure, home: Home, found: Mapping[str, Shown], entries: Sequence[Entry]) -> Ledger:
    """The ledger of posts, which are there in `found` by their paths."""

    def address_of(article: Article) -> str:
        return found[article.path].address if article.path in found else ""

    ledger = Ledger()
    writer = Writer(departure.destinations, departure.settings.site.url, departure.platform.TRAITS, address_of)
    for entry in entries:
        article, post = entry.article, found.get(entry.article.path)
        ledger.compare("posts", [article.path], [article.path] * (post is not None), article.path)
        if post is None:
            continue
        text = lxml.html.fragment_fromstring(writer.plan(entry).text, create_parent="div")
        _compare_values(ledger, article, departure, post)
        _compare_pictures(ledger, article, departure, home, post)
        _compare_text(ledger, article.path, text, lxml.html.fragment_fromstring(post.html, create_parent="div"))
    return ledger


def unexplained(ledger: Ledger, name: str) -> dict[str, list[str]]:
    """The differences that no documented reason explains."""
    reasons = _REASONS[name]
    return {what: some for what, some in ledger.misses.items() if what.removesuffix(" more") not in reasons}


def table(ledger: Ledger, name: str) -> str:
    """What there is of each kind, how much of it the place has, and why not all, as Markdown."""
    lines = ["| | in the archive | there | reason for a difference |", "|---|---|---|---|"]
    for what, number in sorted(ledger.there.items()):
        differs = what in ledger.misses or f"{what} more" in ledger.misses
        reason = _REASONS[name].get(what, "") if differs else ""
        lines.append(f"| {what} | {number} | {ledger.found[what]} | {reason} |")
    return "\n".join(lines)


def _compare_values(ledger: Ledger, article: Article, departure: Departure, post: Shown) -> None:
    where = article.path
    ledger.compare("title", [article.title], [post.title], where)
    ledger.compare("date", [_date(article)], [post.date[:19]], where)
    ledger.compare("tags", article.tags, post.tags, where)
    ledger.compare("subtitle", _some(article.subtitle or article.description), _some(post.excerpt), where)
    ledger.compare("canonical", _some(article.canonical), _some(post.canonical), where)
    ledger.compare("slug", [article.slug], [post.slug], where)
    told = departure.platform.labels(article)
    ledger.compare("slug as told", [told.slug], [post.slug], where)
    ledger.compare("tags as told", _folded(told.tags), _folded(post.tags), where)


def _date(article: Article) -> str:
    return article.published.strftime("%Y-%m-%dT%H:%M:%S") if article.published else ""


def _compare_pictures(ledger: Ledger, article: Article, departure: Departure, home: Home, post: Shown) -> None:
    """The bytes of each picture of the text whose file the archive has, and of the cover."""
    root = departure.layout.root
    wanted = lxml.html.fragment_fromstring(article.html, create_parent="div")
    files = [root / resolve(article.path, image.get("src", "")) for image in wanted.iter("img")]
    mine = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()]
    given = lxml.html.fragment_fromstring(post.html, create_parent="div")
    there = [checksum(home.original(one.get("src", ""))) for one in given.iter("img") if _is_near(one.get("src", ""))]
    ledger.compare("pictures", mine, there, article.path)
    cover = article.cover.file if article.cover is not None else None
    mine = [hashlib.sha256(cover.read_bytes()).hexdigest()] if cover else []
    there = [checksum(home.original(post.cover))] if _is_near(post.cover) else []
    ledger.compare("covers", mine, there, article.path)


def _is_near(address: str) -> bool:
    return address.startswith("http://127.0.0.1:")


def _compare_text(ledger: Ledger, where: str, wanted: HtmlElement, given: HtmlElement) -> None:
    for added in given.find_class("kg-bookmark-description"):  # the title of a link, which the plain HTML does not show
        added.drop_tree()
    for root in (wanted, given):
        for block in root.iter("br", "p", "ul", "ol", "li", "blockquote", "div", "dt", "dd"):
            block.text, block.tail = f" {block.text or ''}" if block.tag != "br" else None, f" {block.tail or ''}"
    for what, parts in _PARTS.items():
        ledger.compare(what, parts(wanted), parts(given), where)


def _some(text: str) -> list[str]:
    return [text] if text else []


def _folded(tags: Iterable[str]) -> list[str]:
    return [tag.casefold() for tag in tags]


def _words(element: HtmlElement) -> str:
    """With the signs of a keyboard."""
    return " ".join(element.text_content().translate(_TYPED).replace("…", "...").split())


def _of(*tags: str) -> Callable[[HtmlElement], list[str]]:
    return lambda root: [words for one in root.iter(*tags) if (words := _words(one))]


def _paragraphs(root: HtmlElement) -> list[str]:
    """Those that are not in a quote, an item or a cell."""
    found = [one for one in root.iter("p") if not {up.tag for up in one.iterancestors()} & _BOXES]
    return [words for one in found if (words := _words(one))]


def _marked(*tags: str) -> Callable[[HtmlElement], list[str]]:
    """The letters in these elements: the place may divide and join them otherwise."""

    def letters(root: HtmlElement) -> list[str]:
        outer = [one for one in root.iter(*tags) if not {up.tag for up in one.iterancestors()} & set(tags)]
        return [sign for one in outer for sign in _words(one) if sign.isalnum()]

    return letters


def _codes(root: HtmlElement) -> list[str]:
    return [one.text_content().rstrip("\n") for one in root.iter("pre")]


def _links(root: HtmlElement) -> list[str]:
    return [unquote(one.get("href", "")) for one in root.iter("a") if one.get("href", "#")[0] != "#"]


def _signs(root: HtmlElement) -> list[str]:
    """How often each letter is in the text, whatever its blocks."""
    return [f"{sign} × {number}" for sign, number in Counter(_words(root)).items() if sign.isalnum()]


_PARTS: Mapping[str, Callable[[HtmlElement], list[str]]] = {
    "paragraphs": _paragraphs,
    "quotes": _of("blockquote"),
    "headings": _of("h1", "h2", "h3", "h4"),
    "items of lists": _of("li"),
    "captions": _of("figcaption"),
    "letters that are strong": _marked("strong", "b"),
    "letters with emphasis": _marked("em", "i"),
    "letters": _signs,
    "code": _codes,
    "links": _links,
}
