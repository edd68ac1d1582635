"""One small post: as Medium exports it, as Markdown, as a page of the site."""

from __future__ import annotations

IMAGE = "https://cdn-images-1.medium.com/max/800"
STYLE = "<style>\n      h1 { color: #333; }\n    </style>"


def page_of(*sections: str, title: str = "Bread & Salt", summary: str = "How a loaf is made.") -> bytes:
    """A page as Medium exports it, with a section for each of `sections`."""
    divider = '<div class="section-divider"><hr class="section-divider"></div>'
    inner = '<div class="section-content"><div class="section-inner sectionLayout--insetColumn">'
    body = "".join(
        f'<section name="f{number}fb" class="section section--body">{divider}{inner}{grafs}</div></div></section>'
        for number, grafs in enumerate(sections)
    )
    name = title.replace("&", "&amp;")
    return (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f'<title>{name}</title>{STYLE}</head><body><article class="h-entry">\n'
        f'<header>\n<h1 class="p-name">{name}</h1>\n</header>\n'
        f'<section data-field="subtitle" class="p-summary">\n{summary}\n</section>\n'
        f'<section data-field="body" class="e-content">\n{body}\n</section>\n'
        '<footer><p>By <a href="https://medium.com/@ada" class="p-author h-card">Ada</a> on '
        '<a href="https://medium.com/p/5c8d3a"><time class="dt-published" datetime="2019-01-09T06:16:00.766Z">'
        "January 9, 2019</time></a>.</p>"
        '<p><a href="https://medium.com/@ada/bread-salt-5c8d3a" class="p-canonical">Canonical link</a></p>'
        "</footer></article></body></html>"
    ).encode()


def graf(tag: str, words: str, kind: str = "", attributes: str = "") -> str:
    return f'<{tag} name="a1" id="a1" {attributes} class="graf graf--{kind or tag}">{words}</{tag}>'


ORIGINAL = page_of(
    graf("h3", "Bread &amp; Salt", "h3 graf--title")
    + graf("p", 'How a <strong class="markup--strong">good </strong>loaf is made.<br>And how it <em>isn’t</em>.')
    + graf(
        "p", 'It begins with <a href="https://example.org/flour%20mill" class="markup--anchor">flour</a>, not yeast.'
    )
    + graf(
        "figure",
        f'<img class="graf-image" data-image-id="1*3Afg.png" alt="Two loaves" src="{IMAGE}/1*3Afg.png">'
        '<figcaption class="imageCaption">Two loaves, by <a href="https://example.org/ben">Ben</a></figcaption>',
    )
    + graf("h3", "What you need")
    + f'<ul class="postList">{graf("li", "flour")}{graf("li", "warm water")}</ul>'
    + f'<ol class="postList">{graf("li", "mix")}{graf("li", "wait")}</ol>',
    graf("h4", "As a program")
    + graf(
        "pre",
        '<span class="pre--content"><span class="hljs-keyword">def</span> bake(loaf):<br />    heat(loaf)<br /><br />'
        "    <span>return</span> loaf</span>",
        "pre graf--preV2",
        'data-code-block-mode="2" data-code-block-lang="python"',
    )
    + graf("blockquote", "Bread is time.", "pullquote")
    + graf("blockquote", "Said a baker.")
    + graf(
        "figure",
        '<iframe src="https://www.youtube.com/embed/mOkA_Y_Bctk?feature=oembed" width="700"></iframe>'
        '<figcaption class="imageCaption">A film of it</figcaption>',
        "figure graf--iframe",
    )
    + graf(
        "div",
        '<a href="https://example.com/salt" title="https://example.com/salt" class="markup--mixtapeEmbed-anchor">'
        "<strong>All about salt</strong><br><em>From the sea to the table</em>example.com</a>"
        '<a href="https://example.com/salt" class="js-mixtapeImage mixtapeImage"></a>',
        "mixtapeEmbed",
    )
    + graf("p", "Use <code>water()</code> once more."),
)

TEXT = """---
title: Bread & Salt
description: How a loaf is made.
date: 2019-01-09T06:16:00.766Z
slug: bread-salt
medium:
  id: 5c8d3a
  url: https://medium.com/@ada/bread-salt-5c8d3a
---

How a **good** loaf is made.\\
And how it *isn’t*.

It begins with [flour](https://example.org/flour%20mill), not yeast.

![Two loaves](1-3Afg.png)
_Two loaves, by [Ben](https://example.org/ben)_

## What you need

- flour
- warm water

1. mix
2. wait

---

### As a program

```python
def bake(loaf):
    heat(loaf)

    return loaf
```

<!-- pull quote -->
> Bread is time.

> Said a baker.

<https://www.youtube.com/watch?v=mOkA_Y_Bctk>
_A film of it_

[All about salt](https://example.com/salt "From the sea to the table")

Use `water()` once more.
"""

_DATE = "2019-01-09T06:16:00.766Z"
_ADDRESS = "https://medium.com/@ada/bread-salt-5c8d3a"
_WORDS = "How a loaf is made."
SITE = f"""<!DOCTYPE html><html lang="en" dir="ltr"><head><title>Bread &amp; Salt · medium-archive</title>
<meta name="description" content="{_WORDS}"><link rel="canonical" href="{_ADDRESS}">
<meta property="og:title" content="Bread &amp; Salt"><meta property="og:description" content="{_WORDS}">
<meta property="article:published_time" content="{_DATE}"><script type="application/ld+json">{{
"@context": "https://schema.org", "@type": "BlogPosting",
"headline": "Bread & Salt", "inLanguage": "en", "description": "{_WORDS}", "datePublished": "{_DATE}",
"sameAs": "{_ADDRESS}", "identifier": "https://medium.com/p/5c8d3a"}}</script></head><body><nav>Ada’s bakery</nav>
<article class="h-entry"><header><h1 class="p-name">Bread &amp; Salt</h1>
<p class="byline"><time class="dt-published" datetime="{_DATE}">January 9, 2019</time> · 1 minute</p></header>
<div class="text e-content"><p>How a <strong>good</strong> loaf is made.<br>And how it <em>isn’t</em>.</p>
<p>It begins with <a href="https://example.org/flour mill" rel="noopener">flour</a>, not yeast.</p>
<figure><span class="missing added"><span class="note">Not here.</span><span class="alt">Two loaves</span>
<a class="address" href="{IMAGE}/1*3Afg.png" rel="noopener">cdn-images-1.medium.com/max/800/1*3Afg.png</a></span>
<figcaption>Two loaves, by <a href="https://example.org/ben" rel="noopener">Ben</a></figcaption></figure>
<h2 id="what">What you need</h2><ul><li>flour</li><li>warm water</li></ul><ol><li>mix</li><li>wait</li></ol><hr>
<h3 id="as">As a program</h3><pre tabindex="0"><code class="language-python"><span class="k">def</span> bake(loaf):
    heat(loaf)

    <span class="k">return</span> loaf</code></pre>
<blockquote class="pull"><p>Bread is time.</p></blockquote><blockquote><p>Said a baker.</p></blockquote>
<figure><a class="embed" href="https://www.youtube.com/watch?v=mOkA_Y_Bctk"
rel="noopener"><span class="added">YouTube</span>
<span class="address">www.youtube.com/watch?v=mOkA_Y_Bctk</span></a><figcaption>A film of it</figcaption></figure>
<figure><a class="card" href="https://example.com/salt"
rel="noopener"><span class="words"><span class="title">All about salt</span>
<span class="description">From the sea to the table</span><span class="host">example.com</span></span></a></figure>
<p>Use <code>water()</code> once more.</p></div><footer>Other words. <a class="u-url" href="{_ADDRESS}">Original</a>
<data class="u-uid" value="https://medium.com/p/5c8d3a"></data></footer></article></body></html>
"""

# What stands where Medium puts nothing: (what it is, HTML, Markdown that holds all of it, what is taken away, the kind)

FRAME = '<iframe src="https://x.org/embed/1A"></iframe>'
PICTURE = f'<img src="{IMAGE}/1*a.png">'
_BOX = "figure graf--iframe"
BACKGROUND = '<div class="section-background" data-image-id="1*a.png"></div>'
TWEET = "https://twitter.com/a/status/12"
STRAYS = [
    (
        "text beside a frame",
        graf("figure", f"{FRAME}<p>Words</p>", _BOX),
        "<https://x.org/embed/1A>\n\nWords",
        "Words",
        "prose",
    ),
    (
        "text instead of a frame",
        graf("figure", "<h1>Bad gateway</h1><p>Words</p><figcaption>A film</figcaption>", _BOX),
        "## Bad gateway\n\nWords\n\n<!-- lost embed with caption -->\n_A film_",
        "Words",
        "prose",
    ),
    (
        "a link in a frame's box",
        graf("figure", '<a href="https://x.org/b">B</a>', _BOX),
        "[B](https://x.org/b)",
        "(https://x.org/b)",
        "links",
    ),
    (
        "a second frame",
        graf("figure", f'{FRAME}<iframe src="https://x.org/2B"></iframe>', _BOX),
        "<https://x.org/embed/1A>\n\n<https://x.org/2B>",
        "<https://x.org/2B>",
        "embeds",
    ),
    (
        "a frame beside a picture",
        graf("figure", f"{FRAME}{PICTURE}", _BOX),
        f"![]({IMAGE}/1*a.png)\n\n<https://x.org/embed/1A>",
        "<https://x.org/embed/1A>",
        "embeds",
    ),
    (
        "a frame that loads late",
        graf("figure", '<iframe data-src="https://x.org/1A"></iframe>', _BOX),
        "<https://x.org/1A>",
        "<https://x.org/1A>",
        "embeds",
    ),
    (
        "a post at Facebook",
        graf("figure", '<div class="fb-post" data-href="https://www.facebook.com/a/posts/1"></div>', _BOX),
        "<https://www.facebook.com/a/posts/1>",
        "<https://www.facebook.com/a/posts/1>",
        "embeds",
    ),
    (
        "a tweet with text",
        graf(
            "figure",
            f'<blockquote><p>Hi <a href="https://t.co/1">x</a></p><a href="{TWEET}">May</a></blockquote>',
            _BOX,
        ),
        "<https://twitter.com/a/status/12>\n\n> Hi [x](https://t.co/1)\n>\n> [May](https://twitter.com/a/status/12)",
        "<https://twitter.com/a/status/12>\n",
        "embeds",
    ),
    (
        "a picture in a paragraph",
        graf("p", f"One {PICTURE} two"),
        f"One two\n\n![]({IMAGE}/1*a.png)",
        f"![]({IMAGE}/1*a.png)",
        "pictures",
    ),
    (
        "a picture in code",
        graf("pre", f"one{PICTURE}"),
        f"```\none\n```\n\n![]({IMAGE}/1*a.png)",
        f"![]({IMAGE}/1*a.png)",
        "pictures",
    ),
    (
        "a picture in a card",
        graf("div", f'<a href="https://x.org/1"><strong>One</strong><br>x.org</a>{PICTURE}', "mixtapeEmbed"),
        f'[One](https://x.org/1 "x.org")\n\n![]({IMAGE}/1*a.png)',
        f"![]({IMAGE}/1*a.png)",
        "pictures",
    ),
    (
        "a frame in a heading",
        graf("h4", f"One {FRAME}"),
        "### One\n\n<https://x.org/embed/1A>",
        "<https://x.org/embed/1A>",
        "embeds",
    ),
    (
        "a frame in an item",
        f"<ul>{graf('li', f'One {FRAME}')}</ul>",
        "- One\n\n<https://x.org/embed/1A>",
        "<https://x.org/embed/1A>",
        "embeds",
    ),
    (
        "a film in a quote",
        graf("blockquote", 'One <video><source src="https://x.org/1.mp4">Old browser</video>'),
        "> One Old browser\n\n<https://x.org/1.mp4>",
        "<https://x.org/1.mp4>",
        "embeds",
    ),
    (
        "a gist in a paragraph",
        graf("p", '<script src="https://gist.github.com/a/0a1b.js"></script>'),
        "<https://gist.github.com/a/0a1b>",
        "<https://gist.github.com/a/0a1b>",
        "embeds",
    ),
    ("a bare picture", PICTURE, f"![]({IMAGE}/1*a.png)", f"![]({IMAGE}/1*a.png)", "pictures"),
    (
        "a bare object",
        '<object data="https://x.org/1A"></object>',
        "<https://x.org/1A>",
        "<https://x.org/1A>",
        "embeds",
    ),
    ("a bare paragraph", "<p>One <b>two</b> three</p>", "One **two** three", " three", "prose"),
    ("a heading that is no graf", "<h5>One</h5>", "### One", "### One", "headings"),
    ("paragraphs of an item", f"<ul>{graf('li', '<p>one</p><p>two</p>')}</ul>", "- one\n\n  two", "two", "list_items"),
    (
        "code in an item",
        f"<ul>{graf('li', 'one<pre>a<br>b</pre>')}</ul>",
        "- one\n\n  ```\n  a\n  b\n  ```",
        "  a\n",
        "code_lines",
    ),
    (
        "code in a quote",
        graf("blockquote", "one<pre>a<br>b</pre>"),
        "> one\n>\n> ```\n> a\n> b\n> ```",
        "> a\n",
        "code_lines",
    ),
    (
        "two backgrounds",
        BACKGROUND + BACKGROUND.replace("*a", "*b"),
        "<!-- cover -->\n![](1-a.png)\n\n<!-- cover -->\n![](1-b.png)",
        "![](1-b.png)",
        "pictures",
    ),
]
