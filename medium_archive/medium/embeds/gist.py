"""GitHub's gists, embedded by a script: `https://gist.github.com/USER/HEX.js`, one file of it as `?file=x` or
`#file-x`.
"""

from urllib.parse import SplitResult, parse_qs

from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (Place("GitHub Gist", ("gist.github.com",)),)
SAMPLES: tuple[tuple[str, str], ...] = (
    ("https://gist.github.com/ada/0123456789abcdef0123.js", "https://gist.github.com/ada/0123456789abcdef0123"),
    (
        "https://gist.github.com/ada/0123456789abcdef0123.js?file=main.py",
        "https://gist.github.com/ada/0123456789abcdef0123#file-main-py",
    ),
    (
        "https://gist.github.com/ada/0123456789abcdef0123#file-main-py",
        "https://gist.github.com/ada/0123456789abcdef0123#file-main-py",
    ),
)


def page(frame: SplitResult) -> str | None:
    if frame.hostname != "gist.github.com":
        return None
    file = parse_qs(frame.query).get("file")
    fragment = f"file-{file[0].replace('.', '-')}" if file else frame.fragment.removesuffix(".js")
    return f"https://gist.github.com{frame.path.removesuffix('.js')}{f'#{fragment}' if fragment else ''}"
