"""Places whose page is the frame's address with a word of the path taken out or changed."""

import re
from urllib.parse import SplitResult

from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (
    Place("CodeSandbox", ("codesandbox.io",)),
    Place("Giphy", ("giphy.com",)),
    Place("Airtable", ("airtable.com",)),
    Place("JSFiddle", ("jsfiddle.net",)),
    Place("Loom", ("loom.com",), plays=True),
    Place("TED", ("ted.com",), plays=True),
)
SAMPLES: tuple[tuple[str, str], ...] = (
    ("https://codesandbox.io/embed/brave-fox-x1y2z", "https://codesandbox.io/s/brave-fox-x1y2z"),
    ("https://giphy.com/embed/l0HlNaQ6gWfllcjDO", "https://giphy.com/gifs/l0HlNaQ6gWfllcjDO"),
    ("https://giphy.com/embed/l0HlNaQ6gWfllcjDO/twitter/iframe", "https://giphy.com/gifs/l0HlNaQ6gWfllcjDO"),
    ("https://airtable.com/embed/shrAbC?viewControls=on", "https://airtable.com/shrAbC?viewControls=on"),
    ("https://jsfiddle.net/ada/x1y2/embedded/", "https://jsfiddle.net/ada/x1y2/"),
    ("https://www.loom.com/embed/0123abcd", "https://www.loom.com/share/0123abcd"),
    ("https://embed.ted.com/talks/a_talk", "https://www.ted.com/talks/a_talk"),
    ("https://www.dailymotion.com/embed/video/x7tgad0", "https://www.dailymotion.com/video/x7tgad0"),
    ("https://glitch.com/embed/#!/embed/brave-fox?previewSize=100", "https://glitch.com/~brave-fox"),
    (
        "https://glitch.com/embed/#!/embed/brave-fox?path=README.md:1:0&previewSize=0",
        "https://glitch.com/edit/#!/brave-fox?path=README.md:1:0",
    ),
    ("https://embed.podcasts.apple.com/us/podcast/a/id1?i=2", "https://podcasts.apple.com/us/podcast/a/id1?i=2"),
    ("https://anchor.fm/ada/embed/episodes/a-b1", "https://anchor.fm/ada/episodes/a-b1"),
    ("https://player.youku.com/embed/XMTI3", "https://v.youku.com/v_show/id_XMTI3.html"),
    (
        "https://player.youku.com/embed/XMTI3?client_id=0&password=dock",
        "https://v.youku.com/v_show/id_XMTI3.html?password=dock",
    ),
)
_MOVES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"https://codesandbox\.io/embed/(.*)", r"https://codesandbox.io/s/\1"),
        (r"https://giphy\.com/embed/([^/?]+).*", r"https://giphy.com/gifs/\1"),
        (r"https://airtable\.com/embed/(.*)", r"https://airtable.com/\1"),
        (r"https://jsfiddle\.net/(.*?)embedded/.*", r"https://jsfiddle.net/\1"),
        (r"https://www\.loom\.com/embed/(.*)", r"https://www.loom.com/share/\1"),
        (r"https://embed\.ted\.com/(.*)", r"https://www.ted.com/\1"),
        (r"https://www\.dailymotion\.com/embed/(.*)", r"https://www.dailymotion.com/\1"),
        # A page of a project shows the running program; the file of a frame is in its editor
        (r"https://glitch\.com/embed/#!/embed/([^/?]+)\?(?:.*&)?(path=[^&]*).*", r"https://glitch.com/edit/#!/\1?\2"),
        (r"https://glitch\.com/embed/#!/embed/([^/?]+).*", r"https://glitch.com/~\1"),
        (r"https://embed\.podcasts\.apple\.com/(.*)", r"https://podcasts.apple.com/\1"),
        (r"https://anchor\.fm/([^/]+)/embed/(.*)", r"https://anchor.fm/\1/\2"),
        (
            r"https://player\.youku\.com/embed/([^/?]+)/?\?(?:.*&)?(password=[^&]*).*",
            r"https://v.youku.com/v_show/id_\1.html?\2",
        ),
        (r"https://player\.youku\.com/embed/([^/?]+).*", r"https://v.youku.com/v_show/id_\1.html"),
    )
)


def page(frame: SplitResult) -> str | None:
    address = frame.geturl()
    for pattern, replacement in _MOVES:
        if pattern.fullmatch(address):
            return pattern.sub(replacement, address)
    return None
