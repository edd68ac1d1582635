"""Small exports for tests, in Medium's own shape."""

from __future__ import annotations

import zipfile
from pathlib import Path

BODY = '<p name="1a2b" id="1a2b" class="graf graf--p graf-after--h3">The first paragraph of it.</p>'


def post_page(
    title: str = "A Title",
    body: str = BODY,
    post_id: str = "0123456789ab",
    date: str = "2020-03-01T10:00:00.123Z",
    exported: str = "April 12, 2021",
    *,
    heading: str | None = None,
    subtitle: str = "",
    draft: bool = False,
) -> bytes:
    """A post page; `heading` is the title in the body, as the page's own unless it is given ("" for none)."""
    heading = title if heading is None else heading
    h3 = f'<h3 name="0a0b" id="0a0b" class="graf graf--h3 graf--leading graf--title">{heading}</h3>' if heading else ""
    summary = f'<section data-field="subtitle" class="p-summary">\n{subtitle}\n</section>\n' if subtitle else ""
    footer = (
        f'<p><a href="https://medium.com/p/{post_id}">View original.</a></p>'
        if draft
        else (
            '<p>By <a href="https://medium.com/@ada" class="p-author h-card">Ada Example</a> on '
            f'<a href="https://medium.com/p/{post_id}">'
            f'<time class="dt-published" datetime="{date}">a day</time></a>.</p>'
            f'<p><a href="https://medium.com/@ada/slug-{post_id}" class="p-canonical">Canonical link</a></p>'
        )
    )
    return (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f"<title>{title}</title><style>body {{}}</style></head>"
        f'<body><article class="h-entry">\n<header>\n<h1 class="p-name">{title}</h1>\n</header>\n{summary}'
        '<section data-field="body" class="e-content">\n'
        '<section name="f1fb" class="section section--body section--first section--last">'
        '<div class="section-divider"><hr class="section-divider"></div><div class="section-content">'
        f'<div class="section-inner sectionLayout--insetColumn">{h3}{body}</div></div></section>\n</section>\n'
        f'<footer>{footer}<p>Exported from <a href="https://medium.com">Medium</a> on {exported}.</p></footer>'
        "</article></body></html>"
    ).encode()


def post_name(post_id: str = "0123456789ab", date: str = "2020-03-01", slug: str = "A-Title") -> str:
    return f"posts/{date}_{slug}-{post_id}.html"


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path
