"""A text that a person wrote or edited, compared with its page: words, links, marks, line breaks, code, pictures, and
what each block is. These are the texts about the authors, and posts whose text is not the one that an import wrote.

They may have any Markdown and any HTML that the site shows, also elements that no post of Medium has.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import lxml.etree
import lxml.html
import nh3

from medium_archive import links
from medium_archive.articles import references
from medium_archive.checks.completeness import addresses, converted, hints, marks
from medium_archive.checks.completeness.blocks import LINE_BREAK, TEXTS, Block, Code, ListPlace, Run
from medium_archive.checks.completeness.characters import visible
from medium_archive.checks.completeness.comparison import followed
from medium_archive.checks.completeness.converted import commonmark, quick, vocabulary
from medium_archive.checks.completeness.converted.body import BodyReader
from medium_archive.checks.site_pages import footnotes, tree
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.checks.site_pages.tree import Element
from medium_archive.folder.catalog import same_post
from medium_archive.markdown import open_elements

_Tree: TypeAlias = Any  # lxml's stubs have no types for the changes that are made here
# Elements that the page has if about.md has them. They hide nothing, run nothing and load nothing
_OWN_TAGS = frozenset(
    ("address", "article", "aside", "b", "bdi", "bdo", "code", "col", "colgroup", "dfn", "div", "figcaption", "footer",
     "h1", "header", "i", "samp", "section", "span", "var", "wbr")
)  # fmt: skip
_OWN_ATTRIBUTES = frozenset(("class", "dir", "id", "lang", "title"))
# The site leaves out these elements with their content
_REMOVED = frozenset(("script", "style", "template", "iframe", "object", "noscript", "svg", "math"))
# The classes that a text may have (docs/markdown.md), and those of footnotes and tasks; the site leaves out all others
_CLASSES = re.compile(
    r"a\.(?:card|embed)|blockquote\.(?:center|pull|right|note|tip|important|warning|caution)|figure\.(?:center|cover|full|left|lost|right|wide)"
    r"|h[23]\.(?:center|right)|p\.(?:center|drop-cap|kicker|right)|pre\.gist|code\.language-\S+"
    r"|\w+\.(?:footnote|task-list)\S*"
)
_ATTRIBUTES = _OWN_ATTRIBUTES | {
    "alt", "checked", "colspan", "datetime", "href", "open", "reversed", "rowspan", "scope", "src", "start", "style",
    "type", "value",
}  # fmt: skip
_ALIGNMENT = re.compile(r"text-align: ?(?:left|center|right);?")
_FOLLOWED = ("http:", "https:", "mailto:")  # the site may leave out addresses that begin in another way
_EXTERNAL = re.compile(r"(?:https?:)?//|www\.", re.IGNORECASE)
_NOT_LOADED = re.compile(r"(?:data|javascript|file|blob|cid):", re.IGNORECASE)
# A search begins only where a word begins, or it would take a time that is quadratic
_SCHEME = re.compile(r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+:", re.IGNORECASE)
_KEPT = _OWN_TAGS | vocabulary.IN_TEXT.keys() | {"h4", "h5", "h6", "input"}
_MEDIUM_FRAGMENT = re.compile(r"#(?:[0-9a-f]{4}|\.\w+|-?-?responses|text)")
_ID = re.compile(r"(?:^|[-/])([0-9a-f]{5,12})$")
_MARKS = {bit: tag for tag, bit in reversed(marks.BITS.items())}
_HOST = re.compile(r"[\w.-]+\.[a-z]{2,}|.*medium\.com", re.IGNORECASE)
_STRONG = marks.BITS["strong"]  # the title of a card
_APART = "\ue000"  # no address has it
_QUOTES = frozenset(("pull", *hints.BOXES))  # kinds of quotes with a look of their own
_NOWHERE = "a page that the site does not have"


@dataclass(frozen=True)
class Differences:
    """The facts of about.md that its page lacks, the facts that only the page has, and whether both have the same facts
    with the words in another order.
    """

    lost: tuple[str, ...]
    added: tuple[str, ...]
    is_moved: bool = False


def compare(text: str, content: Element, page: str, facts: Facts, folder: str = "") -> Differences:
    """Compare the Markdown of about.md, or of a post in `folder`, with the element of its page that holds its text."""
    shown: _Tree = lxml.html.fromstring(lxml.html.tostring(content, with_tail=False))
    _remove_links_of_footnotes(shown)
    _keep_links_apart(shown)
    own = _markup(_render(text))
    foreign = tuple(name for name in vocabulary.foreign_to_page(shown) if name not in own)
    _unframe_gists(shown)
    reader = BodyReader(on_page=True)
    reader.read_inside(shown)
    made = converted.read_markdown(text, _render)
    folders = {post.path for post in (*facts.published, *facts.drafts)}
    blocks = [
        block._replace(address="")
        if block.kind == "picture" and not references.may_name(folder, block.address, folders)
        else block
        for block in made.blocks
    ]
    wanted = list(_facts(blocks, lambda address: _target_in_text(address, facts, folder)))
    found = list(_facts(reader.finished(), lambda address: _target_on_page(address, page, facts)))
    lost, added = list((Counter(wanted) - Counter(found)).elements()), []
    for fact in (Counter(found) - Counter(wanted)).elements():
        # If a link leads to a post that the site does not have, the page shows its words alone, or links to Medium
        start = fact.partition(" to ")[0] if fact.startswith("link ") else ""
        nowhere = f"{start} to {_NOWHERE}"
        if start and nowhere in lost:
            lost.remove(nowhere)
        else:
            added.append(fact)
    lost = [fact for fact in lost if not fact.endswith(f" to {_NOWHERE}")]
    is_same = not (lost or added)
    is_moved = is_same and _words(wanted) != _words(found)
    return Differences(tuple(lost), (*added, *foreign), is_moved)


def _words(facts: Sequence[str]) -> list[str]:
    return [fact for fact in facts if fact.startswith("“")]


def _facts(blocks: Sequence[Block], target: Callable[[str], str]) -> Iterator[str]:
    for block in blocks:
        page = target(addresses.normal(block.address).strip(_APART)) if block.kind == "card" else _NOWHERE
        if page not in ("", _NOWHERE) and "://" not in page:
            yield from _own_card(block, page)
            continue
        yield f"“{visible(block.text)}”"
        yield from _form(block)
        if block.code:
            yield from _code(block.code)
        if block.kind in ("embed", "card"):
            # On a page, an embed that leads to an own post has the address elsewhere after it
            yield f"link “” to {target(addresses.normal(block.address.partition(' ')[0]).strip(_APART))}"
            continue
        yield from _inline(block.runs, target)


def _inline(runs: Sequence[Run], target: Callable[[str], str]) -> Iterator[str]:
    """The marks, line breaks and links of a text. A link does not divide a mark, and a mark does not divide a link: the
    page shows a link to nothing as words alone.
    """
    before = ""
    for bits, group in groupby(runs, lambda run: run[1] if run != LINE_BREAK else None):
        words = "".join(run[0] for run in group)
        if bits is None:
            yield from [f"a line break after “{before}”"] * len(words)
        elif bits:
            yield f"{'+'.join(tag for bit, tag in _MARKS.items() if bits & bit)} “{words}”"
        before = words
    for address, group in groupby(runs, lambda run: run[2]):
        if address:
            yield f"link “{''.join(words for words, _, _ in group)}” to {target(address.strip(_APART))}"


def _code(code: Code) -> Iterator[str]:
    for line in code.lines:
        yield f"code “{line}”"
    for blank, line in zip(code.gaps, code.lines[1:], strict=True):
        if blank > 0:
            yield f"{blank} blank lines before “{line}”"
    for block in code.blocks:
        if block.above or block.below:
            yield f"{block.above} and {block.below} blank lines around the code “{code.lines[block.start]}”"


def _own_card(block: Block, page: str) -> Iterator[str]:
    """A card that leads to a post of the site. The site may leave out a description that names the host of the post."""
    title, description = (
        "".join(words for words, bits, _ in block.runs if bool(bits & _STRONG) == is_title)
        for is_title in (True, False)
    )
    yield f"a card of {page} “{visible(title)}”"
    if description and not _HOST.fullmatch(visible(description)):
        yield f"the description “{visible(description)}” of a card of {page}"


def _form(block: Block) -> Iterator[str]:
    """What a block is, if it is not a plain paragraph."""
    words = f" “{visible(block.text)}”" if block.kind in TEXTS else ""
    around = "".join(f" in {one}" for one in block.inside)
    if block.kind != "prose" or around:
        yield f"{block.kind}{words}{around}"
    elif block.opens or words:
        yield f"a paragraph{words}"
    if block.kind == "picture":
        yield f"the picture {posixpath.basename(unquote(urlsplit(block.address).path))} “{block.alt}”"
    if block.layout or block.form in _QUOTES:
        yield f"the form {' '.join((*sorted(block.layout), block.form))} of {block.kind}{words}"
    if isinstance(block.place, ListPlace):
        yield f"the place {block.place.depth} {block.place.number} of item{words}"


def _target_in_text(address: str, facts: Facts, folder: str) -> str:
    """The target of a link in a text: a file of the site, or an address elsewhere."""
    if _EXTERNAL.match(address):
        whole = {"/": "https:", "w": "https://"}.get(address[0].lower(), "") + address
        normal = addresses.normal(whole)
        return _own_post(whole, facts) or (normal if followed.is_followed(normal) else _NOWHERE)
    if address.startswith("#"):
        return "#text" if _MEDIUM_FRAGMENT.fullmatch(address) else address
    if _SCHEME.match(address) or not address:
        return address if address.lower().startswith(_FOLLOWED) else _NOWHERE
    path = posixpath.normpath(posixpath.join(folder, unquote(urlsplit(address).path)))
    file = f"{path.removesuffix('.md')}.html" if path.endswith(".md") else path
    if file in facts.files:
        return file + _fragment(address)
    # A file of which a browser could run scripts is on the site as text
    as_text = next((name for name in (f"{file}.txt.txt", f"{file}.txt") if name in facts.files), "")
    return as_text + _fragment(address) if as_text else _NOWHERE


def _target_on_page(address: str, page: str, facts: Facts) -> str:
    own = tree.own_file(address, page, facts.root)
    if own is None:
        return addresses.normal(address)
    if own.startswith("#"):
        return "#text" if _MEDIUM_FRAGMENT.fullmatch(own) else own
    return own + _fragment(address)


def _own_post(address: str, facts: Facts) -> str:
    """The page of the post that an address at Medium names by its id, "" for any other address."""
    try:
        found = _ID.search(unquote(urlsplit(address).path).rstrip("/"))
    except ValueError:
        return ""
    page = facts.page_by_key.get(same_post(found[1]), "") if found else ""
    return page + _fragment(address) if page else ""


def _fragment(address: str) -> str:
    fragment = "".join(address.partition("#")[1:])
    return "" if _MEDIUM_FRAGMENT.fullmatch(fragment) else fragment


@lru_cache(maxsize=16)  # the text of an author is compared, quoted and searched for words
def _render(text: str) -> str:
    """The HTML of a Markdown text as a reader of the site sees it."""
    render = quick.ENGINES[0] if commonmark.is_slow(text) else commonmark.render
    root: _Tree = tree.division(_nested(open_elements.as_text(render(text))))
    for element in root.iter("*"):
        if not (element.tag in ("td", "th") and _ALIGNMENT.fullmatch(element.get("style", "").strip())):
            element.attrib.pop("style", None)
        if names := tree.classes(element):
            element.set("class", " ".join(name for name in names if _CLASSES.fullmatch(f"{element.tag}.{name}")))
            if not element.get("class"):
                del element.attrib["class"]
        if element.get("class") == "card" and not element.get("title"):
            element.set("title", links.host(element.get("href", "")))  # as the page shows it
    _leave_out_addresses(root)
    footnotes.at_end(root)
    _keep_links_apart(root)
    for comment in list(root.iter(lxml.etree.Comment)):
        if (comment.text or "").strip().startswith("gist "):
            comment.drop_tree()  # code of a gist is code of the text
    return _inside(root)


def _keep_links_apart(root: Element) -> None:
    """Give two links that touch different addresses. Else they would be read as one where they lead to one page, which
    the text may name in two ways.
    """
    for number, link in enumerate(root.iter("a")):
        if not link.get("class") and (address := link.get("href", "").strip()):  # no card, and no picture's address
            link.set("href", address + _APART * (number % 2))


def _leave_out_addresses(root: Element) -> None:
    """Remove the addresses of pictures that the site does not load."""
    for picture in root.iter("img"):
        if _NOT_LOADED.match(picture.get("src", "")):
            picture.set("src", "")


def _inside(division: Element) -> str:
    return str(lxml.html.tostring(division, encoding="unicode")).removeprefix("<div>").removesuffix("</div>")


def _nested(html: str) -> str:
    """The elements of an HTML text as the site and browsers nest them, without those that the site leaves out. A person
    may write a heading inside bold words, or forget the end of an element.
    """
    return nh3.clean(
        _inside(tree.division(html)),
        tags={*_KEPT},
        clean_content_tags={*_REMOVED},
        attributes={"*": {*_ATTRIBUTES}},
        generic_attribute_prefixes={"data-"},
        url_schemes={scheme[:-1].lower() for scheme in _SCHEME.findall(html)},
        strip_comments=False,
        link_rel=None,
    )


def _remove_links_of_footnotes(content: _Tree) -> None:
    """Remove the links back from footnotes, and the places to which they lead (`footnotes`)."""
    for link in list(content.iter("a")):
        around = link.getparent()
        if around.tag == "sup" and around.get("class") == "footnote-reference":
            link.attrib.pop("id", None)
        elif link.get("class") == "added" and _is_in_footnote(link):
            link.drop_tree()


def _is_in_footnote(link: Element) -> bool:
    return any(one.get("class") == "footnote-definition" for one in link.iterancestors("div"))


def _unframe_gists(content: _Tree) -> None:
    """Put the code of each gist below the figure in which the page shows it, as a text has it."""
    for figure in [one for one in content.iter("figure") if "gist" in tree.classes(one)]:
        for frame in reversed([one for one in figure if one.get("class") == "file"]):
            for code in reversed(list(frame.iter("pre"))):
                del code.attrib["class"]
                figure.addnext(code)
        figure.set("class", figure.get("class", "").replace("gist", "").strip())


def _markup(html: str) -> frozenset[str]:
    """The elements and attributes of about.md that its page may have, as `vocabulary` names them."""
    root: _Tree = tree.division(html)
    found = set()
    for element in root.iter():
        if isinstance(element.tag, str):
            found |= {f"<{element.tag}>"} if element.tag in _OWN_TAGS else set()
            found |= {f"<{element.tag} {name}>" for name, _ in element.items() if name in _OWN_ATTRIBUTES}
            found |= {f"<{element.tag} class={name}>" for name in tree.classes(element)}
    return frozenset(found)
