"""Spotify: `https://open.spotify.com/embed/track/ID`, older frames
`https://embed.spotify.com/?uri=spotify:track:ID`."""

from urllib.parse import SplitResult, parse_qs

from medium_archive.medium.embeds import query
from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (Place("Spotify", ("open.spotify.com",), plays=True),)
SAMPLES: tuple[tuple[str, str], ...] = (
    (
        "https://open.spotify.com/embed/track/3n3Ppam7vgaVa1iaRUc9Lp",
        "https://open.spotify.com/track/3n3Ppam7vgaVa1iaRUc9Lp",
    ),
    (
        "https://open.spotify.com/embed-podcast/episode/0Gnq8Vq1oqQVSbgEq7LSZ4",
        "https://open.spotify.com/episode/0Gnq8Vq1oqQVSbgEq7LSZ4",
    ),
    (
        "https://open.spotify.com/embed/episode/0Gnq8Vq1oqQVSbgEq7LSZ4?theme=0&t=90",
        "https://open.spotify.com/episode/0Gnq8Vq1oqQVSbgEq7LSZ4?t=90",
    ),
    (
        "https://embed.spotify.com/?uri=spotify%3Atrack%3A3n3Ppam7vgaVa1iaRUc9Lp",
        "https://open.spotify.com/track/3n3Ppam7vgaVa1iaRUc9Lp",
    ),
)
_LOOKS = frozenset(("autoplay", "go", "nd", "si", "theme", "utm_campaign", "utm_medium", "utm_source", "view"))


def page(frame: SplitResult) -> str | None:
    if frame.hostname == "open.spotify.com":
        for prefix in ("/embed/", "/embed-podcast/"):
            if frame.path.startswith(prefix):
                there = f"https://open.spotify.com/{frame.path.removeprefix(prefix)}"
                return query.join(there, query.without(frame.query, _LOOKS))
    uri = parse_qs(frame.query).get("uri", [""])[0]
    if frame.hostname == "embed.spotify.com" and uri.startswith("spotify:"):
        return f"https://open.spotify.com/{uri.removeprefix('spotify:').replace(':', '/')}"
    return None
