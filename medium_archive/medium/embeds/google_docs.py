"""Google's documents, slides, sheets and forms: the frame's `/embed` or `/pubembed` is the page's `/pub`."""

from urllib.parse import SplitResult, parse_qs

from medium_archive.medium.embeds import query
from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (Place("Google Docs", ("docs.google.com",)),)
SAMPLES: tuple[tuple[str, str], ...] = (
    (
        "https://docs.google.com/presentation/d/e/2PACX-1vQ/embed?start=false",
        "https://docs.google.com/presentation/d/e/2PACX-1vQ/pub?start=false",
    ),
    ("https://docs.google.com/presentation/embed?id=1AbC&size=l", "https://docs.google.com/presentation/d/1AbC"),
    (
        "https://docs.google.com/presentation/embed?start=false&id=1AbC&resourcekey=0-xYz&slide=id.p3",
        "https://docs.google.com/presentation/d/1AbC?resourcekey=0-xYz&slide=id.p3",
    ),
)
_LOOKS = frozenset(("id", "start", "loop", "delayms", "size", "rm"))


def page(frame: SplitResult) -> str | None:
    if frame.hostname != "docs.google.com":
        return None
    if frame.path == "/presentation/embed" and (document := parse_qs(frame.query).get("id")):
        there = f"https://docs.google.com/presentation/d/{document[0]}"
        return query.join(there, query.without(frame.query, _LOOKS))
    head, _, last = frame.path.rpartition("/")
    if last not in ("embed", "pubembed"):
        return None
    return f"https://docs.google.com{head}/pub{f'?{frame.query}' if frame.query else ''}"
