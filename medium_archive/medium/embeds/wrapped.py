"""Players that name the page in their own address: Embedly `url=`, SoundCloud `url=`, Figma `url=`, Facebook
`href=`."""

from urllib.parse import SplitResult, parse_qs

from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (
    Place("SoundCloud", ("soundcloud.com",), plays=True),
    Place("Facebook", ("facebook.com",)),
)
SAMPLES: tuple[tuple[str, str], ...] = (
    (
        "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fx.example&url=https%3A%2F%2Fx.example%2Fpage",
        "https://x.example/page",
    ),
    (
        "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F293&show_artwork=true",
        "https://api.soundcloud.com/tracks/293",
    ),
    (
        "https://www.figma.com/embed?embed_host=oembed&url=https://www.figma.com/file/AbC/Plan",
        "https://www.figma.com/file/AbC/Plan",
    ),
    (
        "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fada%2Fvideos%2F1%2F",
        "https://www.facebook.com/ada/videos/1/",
    ),
)
_PARAMETERS = {
    "cdn.embedly.com": "url",
    "w.soundcloud.com": "url",
    "www.figma.com": "url",
    "www.facebook.com": "href",
}


def page(frame: SplitResult) -> str | None:
    given = parse_qs(frame.query).get(_PARAMETERS.get(frame.hostname or "", ""))
    return given[0] if given and given[0].startswith(("http://", "https://")) else None
