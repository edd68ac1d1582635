"""Whether the address of a page leads to what an embedded player shows.

There is no list of places. A player and its page are on hosts of one domain, and the names in the player's address are
in the page's address too. Only words about the form of the player may be missing there, and the page's address
may have one word of its own: `youtube.com/embed/ID` is `youtube.com/watch?v=ID`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from medium_archive.checks.completeness import addresses

# Parameters of a player that hold the whole address of the page
_PAGE_PARAMETERS = ("url", "href")
# Parameters that name what is shown, or the moment where it begins
_NAMING = frozenset(("list", "h", "id", "v", "uri", "file", "feed", "start", "t"))
_SIZES = frozenset(("size", "width", "height"))
# Parameters about the look of a player, or about the page that embeds it: the address of the page needs none of them
_LOOK = re.compile(
    r"feature|host|start|title|autoplay|auto_?hide|loop|muted?|rel|hd|fs|vq|fmt|hl|si|dnt|rm|go|nd|version|view|editable|preview"
    r"|(?:app|client|player|widget)_?id|app|colou?r\d?|border|theme(?:-id)?|background|transparent|wmode|html5|controls"
    r"|playsinline|modestbranding|delayms|byline|portrait|badge|enablejsapi|disablekb|origin|ecver|egm|utm_\w+"
    r"|(?:show|hide)_?\w+|embed[-_]?\w*|widget_referrer|cc_\w+|iv_load_policy|default-tabs?|slug-hash|visual|liking"
    r"|buying|sharing|download|ref(?:_\w+)?"
)
# Words that say that this is a player, in a path and as the first part of a host
_PLAYER = re.compile(r"embed(?:ded|[-_].*)?|pubembed|player|preview|iframe|widgets?")
_PLAYER_HOST = re.compile(r"(?:embed|player|widgets?|[a-z])\.")
# Words that name nothing, in the company of these; single letters as in /p/ and /d/
_NAMELESS = re.compile(r"videos?|videoseries|twitter|result|[a-z]")
# What kind of page it is: `watch`, `gifs`, `pen`
_PAGE_WORD = re.compile(r"[a-z_]{1,10}")
_AFFIXES = re.compile(r"^(?:~|id_|file-)|(?:\.js|\.html)$")
_SECONDS = re.compile(r"(\d+)s?")
_INSECURE = re.compile("http(?!s)", re.IGNORECASE)  # in an address, or in one that a parameter of it holds
_START = re.compile(r"(?:\d+[hms]?)+")  # a moment in a film: `90`, `1m30s`


@dataclass(frozen=True)
class Embedded:
    """An address in its parts. `names` are from its path, its fragment and its naming parameters; `parameters` are the
    other ones.
    """

    host: str
    names: frozenset[str] = frozenset()
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def domain(self) -> str:
        """The last two parts of the host, or three as in co.uk."""
        labels = self.host.split(".")
        return ".".join(labels[-3:] if len(labels[-1]) == 2 and len(labels[-2:][0]) <= 3 else labels[-2:])

    @property
    def key(self) -> tuple[str, str]:
        """The domain and the longest name: equal for a player and its page."""
        return self.domain, max(sorted(name for name in self.names if _is_name(name)), key=len, default="")


@lru_cache(maxsize=1024)
def parse(address: str) -> Embedded:
    """The parts of an address; of the page's address where a player names it in a parameter."""
    address = address.strip()
    try:
        parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return Embedded(addresses.normal(address))
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    for name in _PAGE_PARAMETERS:
        if query.get(name, "").startswith(("http://", "https://")):
            return parse(query[name])
    rest = tuple(sorted((name, value) for name, value in query.items() if not _is_naming(name, value)))
    host = host.replace("-nocookie.", ".")  # a player that sets no cookies
    return Embedded(f"{host}:{port}" if port else host, _names(parts, query), rest)


def same(frame: str, kept: str) -> bool:
    """Whether `kept` leads to what the frame shows."""
    if addresses.normal(frame) == addresses.normal(kept):
        return True
    if _INSECURE.match(kept) and not _INSECURE.search(frame):
        return False
    player, page = parse(frame), parse(kept)
    is_player_host = _PLAYER_HOST.match(player.host) is not None and player.domain == page.domain
    if player.host != page.host and not is_player_host:
        return False
    site = player.domain.partition(".")[0]  # as in spotify:track:ID
    lost, new = player.names - page.names - {site}, page.names - player.names
    is_other_form = player.host != page.host or any(_PLAYER.fullmatch(name) for name in lost)
    if lost or new or player.host != page.host:
        has_page_word = len(new) == 1 and _PAGE_WORD.fullmatch(next(iter(new))) is not None
        is_named = any(_is_name(name) for name in player.names & page.names)
        if not is_other_form or any(map(_is_name, lost)) or (new and not has_page_word) or not is_named:
            return False
    had, has = dict(player.parameters), dict(page.parameters)
    dropped = had.keys() - has.keys() - _SIZES
    if dropped and not (is_other_form and all(_LOOK.fullmatch(name.lower()) for name in dropped)):
        return False
    return all(had.get(name) == value for name, value in has.items())


def _is_name(word: str) -> bool:
    return not (_PLAYER.fullmatch(word) or _NAMELESS.fullmatch(word))


def _is_naming(name: str, value: str) -> bool:
    return name in _NAMING and (name not in ("start", "t") or _START.fullmatch(value) is not None)


def _names(parts: SplitResult, query: Mapping[str, str]) -> frozenset[str]:
    path = parts.path
    if "/embedded/" in path:  # what follows says which parts of the player are open
        path = f"{path.partition('/embedded/')[0]}/embedded"
    names = path.split("/")
    for name, value in query.items():
        if _is_naming(name, value):
            names += re.split("[:/]", value)
    fragment = parts.fragment.removeprefix("!").partition("?")[0]
    names += [fragment[2:]] if fragment.startswith("t=") else fragment.split("/")
    return frozenset(plain for name in names if (plain := _plain(name)))


def _plain(name: str) -> str:
    """A name without what its form adds. The name of a gist's file is also written with "-" for "."."""
    name = _AFFIXES.sub("", _AFFIXES.sub("", unquote(name)))
    seconds = _SECONDS.fullmatch(name)
    return seconds[1] if seconds else name.replace(".", "-")
