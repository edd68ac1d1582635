"""CodePen: `https://codepen.io/USER/embed/ID?…` or `…/embed/preview/ID`; the page is `/USER/pen/ID`."""

import re
from urllib.parse import SplitResult

from medium_archive.medium.embeds.place import Place

PLACES: tuple[Place, ...] = (Place("CodePen", ("codepen.io",)),)
SAMPLES: tuple[tuple[str, str], ...] = (
    (
        "https://codepen.io/ada/embed/preview/AbCdEf?height=600&slug-hash=AbCdEf&default-tabs=css,result",
        "https://codepen.io/ada/pen/AbCdEf",
    ),
    ("https://codepen.io/ada/embed/AbCdEf", "https://codepen.io/ada/pen/AbCdEf"),
)
_PATH = re.compile(r"/([^/]+)/embed/(?:preview/)?([^/]+)/?")


def page(frame: SplitResult) -> str | None:
    match = _PATH.fullmatch(frame.path)
    if frame.hostname != "codepen.io" or match is None:
        return None
    return f"https://codepen.io/{match[1]}/pen/{match[2]}"
