"""YouTube: `https://www.youtube.com/embed/ID?feature=oembed`, with `start=` or `list=`, or a list alone."""

from urllib.parse import SplitResult, parse_qs, urlencode

from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (
    Place(
        "YouTube",
        (
            "youtube.com",
            "youtu.be",
        ),
        plays=True,
    ),
)
SAMPLES: tuple[tuple[str, str], ...] = (
    ("https://www.youtube.com/embed/aqz-KE-bpKQ?feature=oembed", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"),
    (
        "https://www.youtube.com/embed/aqz-KE-bpKQ?start=90&feature=oembed&start=90",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=90s",
    ),
    (
        "https://www.youtube.com/embed/aqz-KE-bpKQ?list=PL1234567890&feature=oembed",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ&list=PL1234567890",
    ),
    (
        "https://www.youtube.com/embed/videoseries?list=PL1234567890",
        "https://www.youtube.com/playlist?list=PL1234567890",
    ),
    ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"),
)
_HOSTS = ("www.youtube.com", "youtube.com", "www.youtube-nocookie.com")


def page(frame: SplitResult) -> str | None:
    if frame.hostname not in _HOSTS or not frame.path.startswith("/embed/"):
        return None
    video = frame.path.removeprefix("/embed/").strip("/")
    given = parse_qs(frame.query)
    if video == "videoseries" and "list" in given:
        return f"https://www.youtube.com/playlist?list={given['list'][0]}"
    if not video:
        return None
    query = {"v": video}
    if "list" in given:
        query["list"] = given["list"][0]
    if "start" in given:
        query["t"] = f"{given['start'][0]}s"
    return f"https://www.youtube.com/watch?{urlencode(query)}"
