"""`archive verify` compares a text that a person wrote or edited with its page, which has exactly what it says."""

from __future__ import annotations

import shutil

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue
from tests.site_changes import POST, change_file, replaced

_TEXT = """\
---
title: Knots
date: 2025-01-01
---
The first paragraph has a [link](https://example.org/rope) and *emphasis*.[^1]

- [ ] a task
- [x] a task done

## A heading

| Rope | Length |
|:-----|-------:|
| blue | 12 |

The second paragraph is `short`.

![](own.png)
_A caption_

<https://medium.com/p/{id}>

[A card](https://medium.com/p/{id} "medium.com")

A link that no page can [follow](http://127.0.0.1:8888).).

<div lang="de">Ein Knoten, <svg><text>left out</text></svg> <a href="javascript:any()">noch einer</a></div>

<p class="added">The site has <span class="task added">classes</span> of its own</p>

<h4 class="center">A title at the left</h4>

<font color="red">A heading <h3>in red</h3></font> and <em>a paragraph <p>in</p> slanted</em> words

<a class="card" href="https://example.org/">A card without a description</a>

```

knots

  tied

```

<pre>

loops

</pre>

Two [links](https://medium.com/p/{id})[side](https://medium.com/@any/any-{id}) [by](../../{post}/index.md)
[side](//medium.com/p/{id})

**Bold [words](../none/index.md) that** lead [to nothing](../none/index.md)\\
or [to](../none/index.md) [nothing](../nowhere/index.md)[at all](https://medium.com/p/{id})

![a picture that is](https://example.org/one.png) ![not fetched](https://example.org/two.png)

One <b>bold word without an end

[^1]: A note.
"""
# A fault in the page of such a text
_FAULTS = (
    ("<p>The second", "<p>New words.</p><p>The second"),
    ("<p>The second", '<p lang="tlh">The second'),
    ("<p>The second", '<p class="center">The second'),
    ("<p>The second", '<p onclick="any()">The second'),
    ("<p>The second", '<p hidden="">The second'),
    ("<p>The second", "<hr><p>The second"),
    ("<p>The second", '<form action="https://example.org"></form><p>The second'),
    ("<p>The second", "<iframe></iframe><p>The second"),
    (" paragraph is <", "</p><p>paragraph is <"),
    ("<code>short</code>", "short"),
    ("<code>\nknots", "<code>\n\nknots"),
    (r"tied\n<", "tied\n\n<"),
    ("\n\n  tied", "\n\n\n  tied"),
    (r'<h2 id="a-heading">A heading</h2>', "<p>A heading</p>"),
    (r'<a href="https://example.org/rope" rel="noopener">link</a>', "link"),
    ("example.org/rope", "example.org/robe"),
    (' class="align-right"', ""),
    (r"<figcaption>A caption</figcaption>", "<p>A caption</p>"),
    (r'<ul>(.*?)</ul>', r"<ol>\2</ol>"),
    (r"<input type=\"checkbox\" disabled checked>", r"<input type=\"checkbox\" disabled>"),
)  # fmt: skip


def _found(layout: Layout) -> list[Issue]:
    return [issue for issue in verify(layout).issues if issue.code in ("site-lacks", "site-adds", "lost", "added")]


def _write(layout: Layout, count: int) -> None:
    identity = next(entry.id for entry in catalog.read(layout).values() if entry.path == POST)
    picture = min(path for path in layout.posts.glob("*/*.png"))
    for number in range(count):
        folder = layout.posts / f"knots-{number}"
        folder.mkdir()
        (folder / "index.md").write_text(_TEXT.replace("{id}", identity).replace("{post}", POST), "utf-8")
        shutil.copy(picture, folder / "own.png")


def test_each_difference_between_a_written_text_and_its_page_is_named(own_example: Layout) -> None:
    """The first page is that of a post that a person edited, the others are those of texts without an original."""
    edited = own_example.root / POST / "index.md"
    edited.write_text(f"{edited.read_text('utf-8')}\nOne more paragraph of a person.\n", "utf-8")
    _write(own_example, len(_FAULTS))
    build(own_example)
    assert _found(own_example) == []
    pages = [f"posts/knots-{number}/index.html" for number in range(len(_FAULTS))]
    for page, (old, new) in zip(pages, _FAULTS, strict=True):
        change_file(own_example, page, replaced(f'(e-content">.*?){old}', rf"\g<1>{new}"))
    pages.append(f"{POST}/index.html")
    change_file(own_example, pages[-1], replaced('(e-content">.*?)<p>', r'\g<1><script src="any.js"></script><p>'))
    # The numbers of words on other pages may differ, too
    assert {issue.where for issue in _found(own_example)} >= {f"site/{page}" for page in pages}
