"""YouTube: `https://www.youtube.com/embed/ID?feature=oembed`, with `start=`, `end=`, `list=`, a clip; or a list."""

from urllib.parse import SplitResult, parse_qs, urlencode

from medium_archive.medium.embeds import query
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
    (
        "https://www.youtube.com/embed/aqz-KE-bpKQ?feature=oembed&start=90&end=120&rel=0",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=90s&end=120",
    ),
    (
        "https://www.youtube.com/embed/aqz-KE-bpKQ?clip=UgkxAbC&clipt=EKcT",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ&clip=UgkxAbC&clipt=EKcT",
    ),
    (
        "https://www.youtube.com/embed/aqz-KE-bpKQ?playlist=mOkA_Y_Bctk,dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ&playlist=mOkA_Y_Bctk,dQw4w9WgXcQ",
    ),
    (
        "https://www.youtube.com/embed/videoseries?list=PL1234567890&index=3",
        "https://www.youtube.com/playlist?list=PL1234567890&index=3",
    ),
    ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"),
)
_HOSTS = ("www.youtube.com", "youtube.com", "www.youtube-nocookie.com")
# developers.google.com/youtube/player_parameters, and older ones
_LOOKS = frozenset(
    (
        "app", "autohide", "autoplay", "border", "cc_lang_pref", "cc_load_policy", "color", "color1", "color2",
        "controls", "disablekb", "ecver", "egm", "enablejsapi", "feature", "fmt", "fs", "hd", "hl", "html5",
        "iv_load_policy", "loop", "modestbranding", "mute", "origin", "playsinline", "rel", "showinfo", "showsearch",
        "si", "theme", "version", "vq", "widget_referrer", "widgetid", "wmode",
    )
)  # fmt: skip
_OF_THE_PAGE = frozenset(("v", "list", "start", "listType"))


def page(frame: SplitResult) -> str | None:
    if frame.hostname not in _HOSTS or not frame.path.startswith("/embed/"):
        return None
    video = frame.path.removeprefix("/embed/").strip("/")
    given = parse_qs(frame.query)
    others = query.without(frame.query, _LOOKS | _OF_THE_PAGE)
    if given.get("listType", ["playlist"])[0] != "playlist":
        return None  # the uploads of a user, or a search: only the player knows these
    if video == "videoseries" and "list" in given:
        return query.join("https://www.youtube.com/playlist", [urlencode({"list": given["list"][0]}), *others])
    if video in ("", "videoseries", "live_stream"):
        return None
    named = {"v": video}
    if "list" in given:
        named["list"] = given["list"][0]
    if "start" in given:
        named["t"] = f"{given['start'][0]}s"
    return query.join("https://www.youtube.com/watch", [urlencode(named), *others])
