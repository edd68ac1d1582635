"""Files that a person put beside a text. Opened by their own address, some would run scripts with the rights of the
site: a page of HTML, an SVG, XML of any kind, and what a server or a browser could take for one of them.

Such a file is published as text, under its name with `.txt`. An SVG is published as a copy without what could run or
load something; a picture in a page runs and loads none of this, so the copy looks the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from medium_archive.folder import regular_files

TEXT = ".txt"
_SVG = ".svg"
# Servers know these types, and no browser looks for markup in them
_PASSIVE = (
    "aac apng avif avi bmp css csv flac gif heic ico jpeg jpg js json jxl m4a m4v mkv mov mp3 mp4 mpeg mpg oga ogg ogv "
    "opus pdf png tif tiff tsv txt wav webm webp zip"
)
# Whatever the file contains; also in the middle of a name: to Apache `a.html.en` is a page
_ACTIVE = (
    "asp aspx atom hta htc htm html jsp mathml mht mhtml mml php phtml rdf rss shtm shtml stm svg svgz xht xhtm xhtml "
    "xml xsd xsl xslt"
)
_PASSIVE_ENDINGS, _ACTIVE_ENDINGS = (frozenset(f".{one}" for one in names.split()) for names in (_PASSIVE, _ACTIVE))
_HEAD = 65_536  # bytes in which markup begins
_MOST = 64_000_000  # bytes of an SVG that is read
_DEEPEST = 500
_SPACE = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\f"  # before markup; the marks of encodings, and the zeros of UTF-16

_NS_SVG, _NS_HTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
_NS_LINK, _NS_MATH = "http://www.w3.org/1999/xlink", "http://www.w3.org/1998/Math/MathML"
_DRAWN = (
    "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix "
    "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow "
    "feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset "
    "fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter font font-face font-face-name "
    "font-face-src foreignObject g glyph hkern image line linearGradient marker mask metadata missing-glyph mpath path "
    "pattern polygon polyline radialGradient rect set solidColor stop style svg switch symbol text textPath title tref "
    "tspan use view vkern"
)
_WRITTEN = (
    "a abbr b bdi bdo blockquote body br cite code dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr html i img ins "
    "kbd li mark ol p pre q rp rt ruby s samp small span strong style sub sup table tbody td tfoot th thead tr u ul "
    "var wbr"
)
_TAGS = {_NS_SVG: frozenset(_DRAWN.split()), _NS_HTML: frozenset(_WRITTEN.split())}
_ADDRESSES = frozenset(
    ("action", "background", "cite", "data", "formaction", "href", "ping", "poster", "src", "srcset", "srcdoc")
)
_ANIMATED = frozenset(("animate", "animateMotion", "animateTransform", "set"))
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_FOLLOWED = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
_SHOWN = re.compile(r"#|data:image/", re.IGNORECASE)
_PICTURES = ("feImage", "image", "img")
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# In a style: names of other style sheets, and what is loaded
_OTHER_SHEET = re.compile(r"@import\b[^;]*(?:;|\Z)", re.IGNORECASE)
_OWN = r"#|data:(?:image|font|application)/"
_OUTSIDE = re.compile(rf"url\(\s*(?![\s\"']*(?:{_OWN}))(?:\"[^\"]*\"|'[^']*'|[^\"')]*)\s*\)", re.IGNORECASE)
_LOADS = re.compile(
    rf"@import|url\((?![\s\"']*(?:{_OWN}))|image-set\(|\bsrc\(|expression\(|-moz-binding", re.IGNORECASE
)
_NAMESPACE = re.compile(r"@namespace\b[^;{}]*;", re.IGNORECASE)  # names one, and loads nothing
_OTHER_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_TYPES = re.compile(rb"<!(?:ENTITY|ATTLIST)")
_UNREADABLE = "The file is not an SVG that browsers can show"
_Element: TypeAlias = Any  # lxml's stubs have other types for comments and instructions


class NotADrawing(Exception):
    """An SVG can't be read. The message is a clause without a full stop."""


@dataclass(frozen=True)
class Drawing:
    """An SVG as it is published: its own bytes, or, if it `is_changed`, those of a copy without what is named in
    `left_out`.
    """

    content: bytes
    is_changed: bool = False
    left_out: tuple[str, ...] = ()


def published_name(file: str, root: Path) -> str:
    """The path in a site for the path of a file in the archive at `root`: the same, or with `.txt` if a browser could
    run scripts of the file. Raises OSError.
    """
    if not _is_active(root / file):
        return file
    name = file + TEXT
    while (root / name).exists():  # a person's own
        name += TEXT
    return name


def drawing(path: Path) -> Drawing:
    """An SVG as it is published. Raises NotADrawing, OSError."""
    with regular_files.opened(path) as file:
        content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise NotADrawing(f"The file has more than {_MOST // 1_000_000} MB")
    drawn = _cleaned(content)
    if drawn.is_changed and _clean(etree.fromstring(drawn.content, etree.XMLParser(huge_tree=True))):
        raise NotADrawing(_UNREADABLE)
    return drawn


def is_drawing(file: str | Path) -> bool:
    """Whether the name of a file is that of an SVG."""
    return str(file).lower().endswith(_SVG)


def _is_active(path: Path) -> bool:
    """Whether a browser could run scripts of a file that is published as it is, or, if it is an SVG, as its copy."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    last = suffixes[-1] if suffixes else ""
    if last in _PASSIVE_ENDINGS:
        return False
    if last == _SVG:
        try:
            drawing(path)
        except NotADrawing:
            return True
        return False
    if not _ACTIVE_ENDINGS.isdisjoint(suffixes):
        return True
    with regular_files.opened(path) as file:
        head = file.read(_HEAD)
    # XML has many endings, and of a type that the server does not know a browser looks at the first bytes
    return bool(head) and head.lstrip(_SPACE)[:1] in (b"<", b"")


def _cleaned(content: bytes) -> Drawing:
    is_plain = b"\0" not in content and not _OTHER_ENCODING.search(content[:_HEAD])
    # Entities could make a small file huge: libxml2 limits what they make, but not with `huge_tree`
    is_huge = is_plain and b"<!DOCTYPE" not in content
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # lxml's stubs do not know this value
        no_network=True,
        load_dtd=False,
        huge_tree=is_huge,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotADrawing(_UNREADABLE) from error
    if root.tag != f"{{{_NS_SVG}}}svg" or content.lstrip(_SPACE)[:1] != b"<":
        raise NotADrawing(_UNREADABLE)
    left_out = _clean(root)
    if _TYPES.search(content.replace(b"\0", b"")):
        left_out.append("DOCTYPE")
    if is_plain and not left_out:
        return Drawing(content)
    # In another encoding, a browser could read other elements than libxml2
    copy: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Drawing(copy, True, tuple(dict.fromkeys(left_out)))


def _clean(root: _Element) -> list[str]:
    """Remove what could run or load something from the elements of an SVG. Returns its names."""
    left_out = [_name(one) for one in (*root.itersiblings(preceding=True), *root.itersiblings()) if _is_styling(one)]
    unwanted: list[_Element] = [*root.iter(etree.Entity)]
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "pi")):
        if event == "pi":
            unwanted += [element] if _is_styling(element) else []
            continue
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise NotADrawing("The file is nested too deeply")
        if event == "start" and _is_known(element):
            left_out += _clean_attributes(element)
        elif event == "start":
            unwanted.append(element)
    for element in unwanted:
        left_out.append(_name(element))
        _remove(element)
    for style in root.iter(*(f"{{{namespace}}}style" for namespace in _TAGS)):
        written = "".join(style.itertext())
        if (clean := _clean_style(written)) != written:
            left_out.append("style")
            del style[:]
            style.text = clean
    return left_out


def _is_known(element: _Element) -> bool:
    name = etree.QName(element)
    if name.namespace in (None, _NS_MATH):  # without one, an element of an entity could get that of SVG in the copy
        return False
    if name.namespace in _TAGS and name.localname not in _TAGS[name.namespace]:
        return False
    if name.namespace == _NS_SVG and name.localname in _ANIMATED:
        target = _UNSEEN.sub("", element.get("attributeName", "")).rpartition(":")[2].lower()
        return target not in _ADDRESSES and not target.startswith("on")
    return True  # elements of other programs mean nothing to a browser


def _clean_attributes(element: _Element) -> list[str]:
    """Remove what could run or load something from the attributes of an element. Returns their names."""
    left_out = []
    for key, value in element.items():
        clean = _clean_value(element, etree.QName(key), value)
        if clean == value:
            continue
        left_out.append(etree.QName(key).localname)
        if clean:
            element.set(key, clean)
        else:
            del element.attrib[key]
    return left_out


def _clean_value(element: _Element, key: etree.QName, value: str) -> str:
    name = key.localname.lower()
    if key.namespace == "http://www.w3.org/XML/1998/namespace":
        return "" if name == "base" else value
    if key.namespace not in (None, _NS_LINK):
        return value  # of another program
    if name.startswith("on"):
        return ""
    if name not in _ADDRESSES:
        return _clean_style(value)
    bare, tag = _UNSEEN.sub("", value), etree.QName(element).localname
    is_safe = bare.startswith("#") or (
        (tag == "a" and _FOLLOWED.match(bare)) or (tag in _PICTURES and _SHOWN.match(bare))
    )
    return value if name in ("href", "src") and (is_safe or not bare) else ""


def _clean_style(style: str) -> str:
    """A style, or any other text, without what it loads; "" if that is written with escapes."""
    if "(" not in style and "@" not in style and "\\" not in style:
        return style
    clean = _OUTSIDE.sub("url(#)", _OTHER_SHEET.sub("", style)) if _loads(style) else style
    return "" if _loads(clean) else clean


def _loads(style: str) -> bool:
    written = _NAMESPACE.sub("", style)
    plain = _COMMENT.sub("", _ESCAPE.sub(_unescaped, written))
    return any(_LOADS.search(one) is not None for one in (plain, written))


def _unescaped(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else 0
    return match[2] or (chr(number) if 0 < number < 0x110000 else "")


def _is_styling(node: _Element) -> bool:
    """Whether a node is an instruction that names a style sheet: one of XSLT makes another page of the file."""
    return node.tag is etree.PI and str(node.target).lower() == "xml-stylesheet"


def _name(node: _Element) -> str:
    if node.tag is etree.PI:
        return str(node.target)
    return "entity" if node.tag is etree.Entity else etree.QName(node).localname


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
