"""Vimeo: `https://player.vimeo.com/video/ID`, with `h=` for one that is unlisted, `t=` for the moment of the start."""

from urllib.parse import SplitResult, parse_qs

from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (Place("Vimeo", ("vimeo.com",), plays=True),)
SAMPLES: tuple[tuple[str, str], ...] = (
    ("https://player.vimeo.com/video/76979871", "https://vimeo.com/76979871"),
    ("https://player.vimeo.com/video/76979871?app_id=122963", "https://vimeo.com/76979871"),
    ("https://player.vimeo.com/video/76979871?h=8272103f6e", "https://vimeo.com/76979871/8272103f6e"),
    ("https://player.vimeo.com/video/76979871?title=0#t=1m30s", "https://vimeo.com/76979871#t=1m30s"),
    ("https://player.vimeo.com/video/1?h=abc&t=5", "https://vimeo.com/1/abc#t=5"),
)


def page(frame: SplitResult) -> str | None:
    if frame.hostname != "player.vimeo.com" or not frame.path.startswith("/video/"):
        return None
    asked = parse_qs(frame.query)
    key, start = asked.get("h"), asked.get("t")
    video = frame.path.removeprefix("/video/").strip("/")
    moment = f"#{frame.fragment}" if frame.fragment.startswith("t=") else f"#t={start[0]}" if start else ""
    return f"https://vimeo.com/{video}/{key[0]}{moment}" if key else f"https://vimeo.com/{video}{moment}"
