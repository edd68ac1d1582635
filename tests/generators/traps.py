"""An archive with everything that a generator could get wrong."""

from __future__ import annotations

import json
from pathlib import Path

from medium_archive.folder.layout import Layout
from tests import small_archive

_HEAD = "---\ntitle: {title}\ndate: 2022-03-04T05:06:07.008Z\ntags: [one two, three]\n---\n\n"
TRAPS = (
    _HEAD.format(title="'Traps: “all” of {{ them }}'")
    + r"""
Prose with {{ braces }}, {% tags %}, {{< shortcodes >}}, a | pipe, $$5 and $$6, snake_case_words, 5 * 3 \* 2, "quotes",
it's -- three... dots, https\://not.a.link, \#notatag, ~tilde~, \[x\], <strong>「粗體」</strong>字,
a [link](../2022-01-01-other/index.md), [another's](../../responses/2019-01-09-thank-you/index.md#--responses),
and a break\
here.

```jinja
{% if x %}{{ y }}{% endif %}

{{< youtube abc >}}
```

`{{ inline }}` and `{% code %}`.

## In braces {&}

### With an id {#id .class}

A [place](#3e1b) of Medium's, one [below](#nowhere).

- one
- two
  - deep
    1. deeper

* another list

1) first
2) second

> A quote

> <!-- nothing -->

<!-- pull quote -->
> Pulled *out*

<!-- drop cap -->
Dropped.

![Alone](1-one.png)

![With | caption](1-one.png)
_The caption with a [link](https://example.com/a)_

![](1-one.png)
![](sub/2-two.png)
_A row_

![Gone](https://cdn-images-1.medium.com/max/800/1*gone.png)

<https://www.youtube.com/watch?v=abc>

[A card](https://example.com/card "Its description")

[A card of ours](../2022-01-01-other/index.md "ours")

<!-- private remark -->

| a | b |
|---|--:|
| 1 | `x\|y` |

<details>
<summary>More</summary>

Hidden [words](../2022-01-01-other/index.md).

</details>

A [reference] and <kbd>Ctrl</kbd>, [a file](paper.pdf), <span onclick="x()">live</span>.

[reference]: https://example.com/reference

---

The [odd](<../2022-01-02-c%23 50%2525 (a+b) & 'c'/index.md>) end.
"""
)
_MEDIUM = 'medium: {id: abcdef0123ab, url: "https://medium.com/@ada/other-abcdef0123ab"}\n'
_WORDS = "Words, and a way [back](../2022-03-04-traps/index.md).\n"
OTHER = _HEAD.format(title="Other").replace("tags", f"{_MEDIUM}tags") + _WORDS
# In a folder that a person has named
ODD_FOLDER = "posts/2022-01-02-c# 50%25 (a+b) & 'c'"
ODD = "---\ntitle: Odd\ndate: 2022-01-02\nmedium: {id: abcdef0123cd}\n---\n\nWords.\n\n![Odd](1-o%23dd%25.png)\n"
# Words that are code if a template does not escape them; also the title of the site
LIVE = '"></title><script>live()</script>'
_LIVE_HEAD = "title: {0}\nsubtitle: {0}\ndescription: {0}\nauthor: {0}\ntags: [{0}]\ncanonical: {0}\nlang: {0}\n"
# Hand-written forms that engines read differently, apart by blank lines
FORMS = r"""
## If {#if}

## Class {.cls}

## A ${x=1}

## {#id}

Term
: yes

- x
  : y

H~2~O and a ~b~ c

```goat
.--.
```

[x]: not a reference

word
5. five

#hash

####### seven

```python title="x"
print(1)
```

- code

      indented

- 2
  5. five

- and

  ```ruby {1}
  x
  ```

An [address](https://example.com/%%c%%), <https://example.com/%%d%%> and (<http://x>).

A [text](https://example.com/a b).

![Remote](https://example.com/%%e%%.png)
"""
DRAFT = "---\ntitle: Hushed\ndraft: true\n---\n\nWhispered.\n"


def make(root: Path) -> Layout:
    """The small archive, with the posts of this module."""
    layout = small_archive.make(root)
    small_archive.write(root, "posts/2022-03-04-traps/index.md", TRAPS)
    small_archive.write(root, "posts/2022-03-04-traps/paper.pdf", "%PDF-")
    small_archive.write(root, "posts/2022-01-01-other/index.md", OTHER)
    small_archive.write(root, f"{ODD_FOLDER}/index.md", ODD)
    live = _LIVE_HEAD.format(json.dumps(LIVE))
    small_archive.write(root, "posts/2022-01-03-live/index.md", f"---\n{live}date: 2022-01-03\n---\n\nWords.\n")
    head = _HEAD.format(title="Forms").replace("three", '"F#", C++')
    small_archive.write(root, "posts/2022-01-04-forms/index.md", head + FORMS)
    small_archive.write(root, "posts/._hidden/index.md", _HEAD.format(title="Hidden") + "Words.\n")
    site = layout.settings.read_text("utf-8").replace('"Ada Example"', json.dumps(LIVE), 1)
    small_archive.write(root, "archive.toml", site)
    small_archive.picture(root / ODD_FOLDER / "1-o#dd%.png", 9, 8)
    small_archive.write(root, "drafts/hushed/index.md", DRAFT)
    small_archive.picture(root / "posts/2022-03-04-traps/1-one.png", 8, 8)
    small_archive.picture(root / "posts/2022-03-04-traps/sub/2-two.png", 8, 8)
    line = '{"id": "ccc111", "written": "", "kind": "response", "path": "responses/2019-01-09-thank-you"}\n'
    small_archive.write(root, "records/catalog.jsonl", line)
    return layout
