"""Google's documents, slides, sheets and forms: the frame's `/embed` or `/pubembed` is the page's `/pub`."""

from urllib.parse import SplitResult

from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (Place("Google Docs", ("docs.google.com",)),)
SAMPLES: tuple[tuple[str, str], ...] = (
    (
        "https://docs.google.com/presentation/d/e/2PACX-1vQ/embed?start=false",
        "https://docs.google.com/presentation/d/e/2PACX-1vQ/pub?start=false",
    ),
    ("https://docs.google.com/presentation/embed?id=1AbC&size=l", "https://docs.google.com/presentation/d/1AbC"),
)


def page(frame: SplitResult) -> str | None:
    if frame.hostname != "docs.google.com":
        return None
    if frame.path == "/presentation/embed" and frame.query.startswith("id="):
        return f"https://docs.google.com/presentation/d/{frame.query.removeprefix('id=').split('&')[0]}"
    head, _, last = frame.path.rpartition("/")
    if last not in ("embed", "pubembed"):
        return None
    return f"https://docs.google.com{head}/pub{f'?{frame.query}' if frame.query else ''}"
