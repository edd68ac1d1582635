"""A small archive, written by hand, for the tests of the site: one of everything that a page can hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image

from medium_archive.folder.layout import Layout


def read_records(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of records as they are; none when it isn't there."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


SETTINGS = """schema = 1
[site]
title = "Ada Example"
url = "{url}"
theme = "plain"
language = "{language}"
[author]
name = "Ada Example"
username = "ada"
url = "https://medium.com/@ada"
photo = "ada.png"
"""

LOOM = """---
title: "Looms & <logic>"
subtitle: A note upon a note
description: What search engines get.
date: 2020-11-12T06:16:00.766Z
lang: en
tags: [engines]
medium:
  id: 5c8d3a
  url: https://medium.com/@ada/looms-5c8d3a
---

<!-- kicker -->
NOTES

<!-- drop cap -->
Words with **weight**, *slant*, `code`, a [link](https://example.com/?a=1&b=2) and [another
post](../2019-01-09-檔案/index.md).\\
A second line.

### Begins too low

## Then higher

### Then lower

![The engine](1-wide.png)
_Seen from the mill_

![](1-wide.png)
![](1-tall.png)
_A row_

![Not here](https://cdn-images-1.medium.com/max/800/1*gone.png)
_Its caption_

<https://www.youtube.com/watch?v=abc>

[How looms think](https://looms.example/think "About holes in cards")

```python
def weave(n: int) -> str:
    return "x" * n  # < & >
```

```nosuchlanguage
left   alone
```

<!-- lost embed -->

| a | b |
|---|--:|
| 1 | 2 |

- [x] done

A note[^1].

[^1]: Below.
"""

CHINESE = """---
title: 在 Swift 裡寫一個檔案庫
date: 2019-01-09T06:16:00Z
lang: zh-Hant
medium: {id: abcdef123, url: "https://medium.com/@ada/x-abcdef123"}
---

文字應該活得比帳號久。
"""

ARABIC = """---
title: عن حفظ الكلمات
date: 2021-03-04
lang: ar
medium: {id: bbbbbbbb}
---

الكتابة تبقى.
"""

RESPONSE = """---
title: Thank you for this, it is just what…
date: 2019-01-09T10:00:00Z
lang: en
medium: {id: ccc111, url: "https://medium.com/@ada/thank-you-ccc111"}
---

Thank you for this, it is just what I needed.
"""

DRAFT = """---
title: Hushed plans
draft: true
medium: {id: ddd222}
---

Whispered.
"""


def make(root: Path, *, url: str = "", language: str = "en") -> Layout:
    """An archive in `root`: three posts, a response, a draft, a page about the author, pictures."""
    write(root, "archive.toml", SETTINGS.format(url=url, language=language))
    write(
        root,
        "about.md",
        "---\ntitle: Ada Example\n---\n\nI write about [looms](posts/2020-11-12-looms/index.md).\n",
    )
    write(root, "posts/2020-11-12-looms/index.md", LOOM)
    write(root, "posts/2019-01-09-檔案/index.md", CHINESE)
    write(root, "posts/2021-03-04-arabic/index.md", ARABIC)
    write(root, "responses/2019-01-09-thank-you/index.md", RESPONSE)
    write(root, "drafts/hushed-plans/index.md", DRAFT)
    picture(root / "ada.png", 60, 60)
    picture(root / "posts/2020-11-12-looms/1-wide.png", 160, 80)
    picture(root / "posts/2020-11-12-looms/1-tall.png", 80, 80)
    picture(root / "posts/2020-11-12-looms/0-card.png", 50, 40)
    picture(root / "drafts/hushed-plans/1-secret.png", 10, 10)
    records = [
        {"address": "https://cdn-images-1.medium.com/max/800/1*gone.png", "width": 1600, "height": 900},
        {
            "address": "https://cdn-images-1.medium.com/max/800/1*wide.png",
            "files": ["posts/2020-11-12-looms/1-wide.png"],
        },
        {
            "address": "https://cdn-images-1.medium.com/fit/c/160/160/0*card.png",
            "role": "card",
            "cards": ["https://looms.example/think"],
            "files": ["posts/2020-11-12-looms/0-card.png"],
        },
    ]
    write(root, "records/pictures.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    return Layout(root)


def write(root: Path, name: str, text: str) -> None:
    """Write a file of the archive, with the folders it lies in."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def picture(path: Path, width: int, height: int) -> None:
    """Write a picture of that size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), "navy").save(path)
