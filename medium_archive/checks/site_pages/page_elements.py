"""The elements that the pages of the program's own templates have outside of the text of a post: a closed list.

`element_forms` reads its lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from medium_archive.checks.site_pages import element_forms
from medium_archive.checks.site_pages.element_forms import Form


@dataclass(frozen=True)
class Template:
    """The class of `body` on the pages of a template, as a pattern, and the elements in `main`."""

    body: str
    main: str


HEAD = r"""
title
meta charset=utf-8
meta name content media?
meta property content
meta http-equiv=Content-Security-Policy content
link rel=(?:canonical|icon|apple-touch-icon|manifest|stylesheet) href
link rel=alternate type title href
script type=application/ld\+json
script src=(?:\.\./)*static/page\.js defer=(?:defer)? data-language data-copy=$copy data-copied=$copied \
data-close=$close data-previous=$previous_picture data-next=$next_picture
script src=.*static/(?:old-addresses|scheme)\.js
"""
FRAME = r"""
a class=skip href=#text @site >$skip
header class=site @site
a class=home href
p class=home
img class=photo src alt= width=40 height=40
a href aria-current?=page
nav aria-label=$site_pages
ul
li
button class=scheme-button type=button aria-label=$dark_colours title=$dark_colours aria-pressed=false hidden=
footer class=site @site
p >$made_with
span class=end hidden=
script src defer?=(?:defer)?
"""
_LIST = r"""
h1
span class=count
p class=onward
p class=up
a href
section aria-labelledby=&
h2 id=year-\d+
h2 id=year-none >$undated
ol class=titles
li
time datetime
a href @post
span class=what
span class=author dir?=auto
bdi
nav class=years aria-label=$years
ul
a href aria-current=page
"""
_ROWS = r"""
ol class=rows
span class=excerpt @post
span class=about
"""
_COVERS = r"""
a class=cover href tabindex=-1 aria-hidden=true
picture
source type=image/(?:avif|webp|jpeg|png) srcset sizes
img src alt= width=\d+ height=\d+ fetchpriority=high decoding=async
img src alt= width=\d+ height=\d+ loading=lazy decoding=async
span class=minutes >$minutes
span class=author.p-author.h-card dir=auto
a class=p-name.u-url href
span class=p-name
p class=when
"""
_CARDS = rf"""{_COVERS}
ol class=posts(?:.with-covers)?
li class=h-entry(?:.has-cover)?
h2 @post
p class=excerpt.p-summary @post
time class=dt-published datetime
"""
_TILES = rf"""{_COVERS}
header class=front(?:.later)?
div class=(?:lead(?:.has-cover)?|words)
ol class=(?:tiles(?:.with-covers(?:.cover-first)?)?|briefs)
li class=has-cover
p class=kicker @post
p class=excerpt @post
h2 @post
h3 @post
section class=section aria-labelledby=&
h2 id=section-\d+
h2 id=latest >$more
"""
_PAGER = r"""
nav class=pager aria-label=$list_pages
a class=newer rel=prev href >$newer
span class=place >$page_of
a class=older rel=next href >$older
"""
_AUTHOR = r"""
span class=kind >$response
header class=author
img class=photo src alt= width=(?:72|48) height=(?:72|48)
h1 dir=auto
a dir=auto href
a href rel=noopener
a class=more href >$about
ul class=authors
"""
_POST = r"""
article class=h-entry
header class=post
p class=draft @site-lang >$draft
p class=is-response @site >$response
h1 class=p-name
h1 @site >$response
data class=(?:p-name|u-url|u-uid) value
p class=subtitle.p-summary
p class=byline @site >$updated
a class=p-author.h-card dir=auto href
span class=p-author.h-card dir=auto
time class=dt-published datetime
span class=minutes >$minutes
nav class=contents aria-labelledby=contents
details open?=
summary id=contents @site >$contents
ol
li class=level-[2-6]
a href
div class=text.e-content
footer class=post @site
ul class=tags aria-label=$tags
li
a class=p-category rel=tag href
span class=p-category
p class=source
a class=u-url href rel=noopener >$original|partial
p class=also >$also
a class=u-syndication href rel=syndication.noopener dir=ltr
section class=related aria-labelledby=related @site
h2 id=related >$related
ul
a href @post
time datetime
nav class=neighbours aria-label=$more @site
a class=newer rel=prev href
a class=older rel=next href
span class=which >$newer|older
span class=title @post
"""
_FRONT = r"""
header class=front
form class=seek role=search action=(?:\.\./)*search\.html
input name=q type=search aria-label=$search_for placeholder=$search_for dir=auto autocomplete=off required=
button >$search
div
div class=whose
img class=photo src alt= width=96 height=96
p class=bio lang dir
a href
a class=whole href lang? dir? >$about
div class=h-feed
data class=p-name value
p class=intro >$nothing_yet
"""
_READING = r"""
h1 dir=auto
p class=intro dir=auto
article class=reading
div class=text
ol
li dir=auto
a href
a href rel=noopener
figure
blockquote dir=auto
p
br
code
em
mark
strong
figcaption
time datetime
"""
_YEARS = r"""
h1 >$writing_in_years
p class=intro >$writing_in_years_intro|weeks_intro
section aria-labelledby=&
h2 id=by-year >$words_by_year
h2 id=silence >$longest_silence
p >$longest_silence_days
h2 id=by-week >$weeks
h2 id=by-month >$words_by_month
h2 id=posts-by-month >$posts_by_month
details
summary id=as-table >$as_table
div class=table tabindex=0 role=region aria-labelledby=posts-by-month.as-table
table
thead
tbody
tr
th scope=row
th scope=col >$year|month|post_count|word_count
td
td class=bar
a href
svg class=chart viewbox role=img direction=ltr aria-label=$words_by_month|posts_by_month|weeks
svg class=share viewbox=0.0.100.8 preserveaspectratio=none aria-hidden=true focusable=false
path class=axis d=M0.90H360
g class=bars
text x y
rect x? y? width height
rect class=(?:ground|shade-[1-4]) x y width height
"""
_SEARCH = r"""
h1 >$search
form id=search role=search hidden= data-index data-root data-date=$$date data-months=$$months \
data-found=$$search_found data-nothing=$$search_nothing data-loading=$$search_loading data-failed=$$search_failed \
data-response=$$response data-thousands=$$thousands
label for=search-words >$search_for
input id=search-words type=search autocomplete=off autocapitalize=none spellcheck=false enterkeyhint=search dir=auto
p id=search-status role=status
ol id=search-results class=titles hidden=
p class=onward
button id=search-more type=button hidden= >$search_show_all
div id=search-years
p >$search_by_year
ul
li
a href
"""
_FIND = r"""
h1 >$find
p class=intro >$find_help
form class=find data-none=$$find_none hidden=
label for=address >$find_address
input id=address name=address type=text inputmode=url dir=ltr autocomplete=off spellcheck=false required= \
placeholder=https://medium\.com/…
button >$find_button
p role=status
p class=onward
a href
"""
_NOT_FOUND = r"""
p class=code aria-hidden=true
h1 >$not_found
p >$not_found_help
form class=find data-none=$$find_none data-search? hidden=
label for=address >$find_or_search|find_address
input id=address name=address type=(?:search|text) dir=auto autocomplete=off spellcheck=false required=
button >$search|find_button
p role=status
p class=onward
a href
"""
_ABOUT = r"""
article class=h-card
header
img class=photo.u-photo src alt= width=96 height=96
h1 class=p-name
div class=text.p-note
p class=source
a href
a class=u-url href rel=me.noopener
a class=account.u-url href rel=me.noopener dir=ltr
"""
_PROOF = r"""
h1 >$proof.title
p class=verdict.\w+ role=status
small
p class=intro >$proof.intro
dl class=(?:held|export)
div
dt
dd
ul class=notes
ul
li
section class=(?:losses|by-post|again) aria-labelledby=&
section aria-labelledby=&
h2 id=lost >$proof.lost_title
h2 id=group-\d+ >$proof.not_in_export|proof.not_carried_over|proof.words_kept|proof.not_linked
h2 id=by-year >$proof.by_year
h2 id=by-post >$proof.by_post
h2 id=exports >$proof.exports
h2 id=again >$proof.check_again
h3 id=y(?:\d+)?
p
p class=made >$proof.made_by
details open?=
summary >$proof.originals
span
span lang?
span class=count
bdi
bdi class=count
div class=table tabindex=0 role=region aria-label
table
thead
tbody
tr
tr class=lost
th scope=(?:row|col)
td
ol
li class=lost
a href
a href dir=auto
a href @post
span @post
time datetime
strong
q lang? dir=auto
code
code dir=ltr
pre dir=ltr
pre dir=ltr class=sums tabindex=0
"""
_PLAIN_LIST = "list"
TEMPLATES: Mapping[str, Template] = {
    "post.html": Template("post", _POST),
    "response.html": Template("post(?:.response)?", _POST),
    "index.html": Template("front", _FRONT + _CARDS + _TILES + _LIST + _ROWS + _PAGER),
    "archive.html": Template(_PLAIN_LIST, _LIST + _ROWS + "p class=intro >$nothing_yet"),
    "year.html": Template(_PLAIN_LIST, _LIST + _ROWS),
    "tags.html": Template("list.subjects", _LIST + "ul class=cloud"),
    "tag.html": Template("list(?:.section-page)?", _LIST + _ROWS + _TILES),
    "search.html": Template("list.search", _SEARCH),
    "years.html": Template("list.in-years", _YEARS),
    "authors.html": Template(_PLAIN_LIST, _LIST + _AUTHOR),
    "author.html": Template("list.author-page", _LIST + _AUTHOR),
    "responses.html": Template("list.answers", _LIST + "p class=intro >$responses_about"),
    "drafts.html": Template(_PLAIN_LIST, _LIST + _CARDS),
    "reading.html": Template(_PLAIN_LIST, _READING + "p class=intro >$highlights_about"),
    "find.html": Template(_PLAIN_LIST, _FIND),
    "404.html": Template("nowhere", _NOT_FOUND),
    "about.html": Template("about", _ABOUT),
    "proof.html": Template("list.proof", _PROOF),
}
# Elements in a title, which may have marks and links (docs/markdown.md, "Inline")
INLINE = r"""
a href rel?=noopener title?
abbr title?
bdo dir
time datetime?
"""
_BARE_INLINE = "em strong code del s ins u mark sub sup kbd small q cite dfn var samp ruby rt rp br b i bdi span wbr"


@cache
def inline() -> Mapping[str, tuple[Form, ...]]:
    """The forms of the elements in a title."""
    return {**element_forms.forms(INLINE), **dict.fromkeys(_BARE_INLINE.split(), (Form(),))}
