"""Zola: a folder for each post, a configuration, and templates to begin with. Tried with 0.22.

- An unknown key at the top level of the front matter is an error, so further keys are in `extra`, tags in `taxonomies`.
- `{{ name() }}` and `{% name() %}` are shortcodes, in code too, so their marks are written as character references.
- Zola makes a page for a post with a future date. The templates show its words nowhere before that time: not on its
  page, in no list and not in the feed.
- A link to a place that its own page does not have (`#3e1b`) stops the build, but only in Markdown: it is HTML.
- Braces at the end of a heading are attributes of it, so such a heading is HTML.
- A link `@/path.md` works only in Markdown, not in HTML, so links are relative addresses. `path` names the address.
"""

from __future__ import annotations

import re
from typing import Any

from medium_archive.articles.engine import FURTHER_WORDS, Engine
from medium_archive.articles.entries import Entry
from medium_archive.formats.generator.idiom import Idiom, Site, toml_text

# A link to a place in the text, and braces at the end of a line, which could be a heading
_DIFFERS = re.compile(r"\]\(\s*<?#|\}[ \t#]*$", re.MULTILINE)
_FOLDERS = ("posts", "responses", "drafts")
_CONFIG = """base_url = {url}
title = {title}
theme = "simple"
default_language = {lang}
author = {author}
generate_feeds = true
taxonomies = [{{ name = "tags" }}]
"""
_SECTION = """---
title: {title}
sort_by: date
---
"""
# Whether the date of `page` is past: Tera can't compare dates
_PAST = """{% set at = 0 %}{% if page.date %}{% set at = page.date | date(format="%s") | int %}{% endif -%}
{% if at <= now(timestamp=true) -%}
"""
_PAGE = """<!doctype html>
<html lang="{{ LANG }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ TITLE }}</title>
HEAD</head>
<body>
MAIN
</body>
</html>
"""
_HEAD = """{% if page.description %}<meta name="description" content="{{ page.description }}">{% endif %}
{% if page.extra.canonical %}<link rel="canonical" href="{{ page.extra.canonical }}">{% endif %}
"""
_ARTICLE = """<article>
<h1>{{ page.title }}</h1>
{% if page.extra.subtitle %}<p>{{ page.extra.subtitle }}</p>{% endif %}
{% if page.date %}<time datetime="{{ page.date }}">{{ page.date | date(format="%Y-%m-%d") }}</time>{% endif %}
<div class="content">{{ page.content | safe }}</div>
{% for tag in page.taxonomies.tags | default(value=[]) -%}
<a rel="tag" href="{{ get_taxonomy_url(kind="tags", name=tag) }}">{{ tag }}</a>
{% endfor %}</article>"""
_LIST = """<h1>{{ TITLE }}</h1>
<ul>
{% for page in PAGES %}PAST<li><a href="{{ page.permalink }}">{{ page.title }}</a></li>
{% endif %}{% endfor %}</ul>""".replace("PAST", _PAST)
_FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{{ lang }}">
<title>{{ config.title }}</title>
<link rel="self" type="application/atom+xml" href="{{ feed_url | safe }}"/>
<link rel="alternate" type="text/html" href="{{ config.base_url | safe }}"/>
<updated>{{ last_updated | date(format="%+") }}</updated>
<id>{{ feed_url | safe }}</id>
{% for page in pages %}PAST<entry>
<title>{{ page.title }}</title>
<published>{{ page.date | date(format="%+") }}</published>
{% set changed = page.date %}{% if page.updated %}{% set changed = page.updated %}{% endif -%}
<updated>{{ changed | date(format="%+") }}</updated>
<author><name>{{ page.authors | default(value=[]) | join(sep=", ") }}</name></author>
<link rel="alternate" type="text/html" href="{{ page.permalink | safe }}"/>
<id>{{ page.permalink | safe }}</id>
<content type="html">{{ page.content }}</content>
</entry>
{% endif %}{% endfor %}</feed>
""".replace("PAST", _PAST)
_TERMS = """<h1>{{ taxonomy.name }}</h1>
<ul>
{% for term in terms %}<li><a href="{{ term.permalink }}">{{ term.name }}</a></li>
{% endfor %}</ul>"""
_README = """# {title}

A source for [Zola](https://www.getzola.org), made by `archive export zola`. `zola serve` shows it,
`zola build` builds it. Posts are in content/, templates in themes/simple/, config.toml is the configuration.
For another theme, name it there and do what it says. It may show posts with a date in the future.
The next export replaces only files that you have not changed.
"""


def _values(entry: Entry, cover: str, lang: str) -> dict[str, Any]:
    article = entry.article
    extra: dict[str, Any] = {"subtitle": article.subtitle, "cover": cover, "canonical": article.canonical}
    extra |= {"also": list(article.also), "lang": lang}
    return {
        "title": article.title or entry.name,
        "description": article.description,
        "date": article.published,
        "updated": article.updated,
        "path": entry.path,
        "aliases": [] if entry.is_draft else list(article.old_addresses),
        "authors": [article.author.name] if article.author.name else [],
        "taxonomies": {"tags": list(article.tags)} if article.tags else "",
        "extra": {key: value for key, value in extra.items() if value} or "",
        "draft": entry.is_draft,
    }


def _page(title: str, main: str, lang: str = "config.default_language", head: str = "") -> str:
    return _PAGE.replace("MAIN", main).replace("LANG", lang).replace("HEAD", head).replace("TITLE", title)


def _site(site: Site) -> dict[str, str]:
    values = {"title": site.title, "lang": site.language, "author": site.author}
    values["url"] = site.address
    section, term = (_LIST.replace("PAGES", f"{one}.pages") for one in ("section", "term"))
    home = f'{{% set posts = get_section(path="posts/_index.md") %}}{_LIST.replace("PAGES", "posts.pages")}'
    lang = "page.extra.lang | default(value=config.default_language)"
    return {
        "config.toml": _CONFIG.format(**{key: toml_text(text) for key, text in values.items()}),
        "README.md": _README.format(title=site.title),
        **{f"content/{name}/_index.md": _SECTION.format(title=name.title()) for name in _FOLDERS},
        "themes/simple/theme.toml": 'name = "simple"\n',
        "themes/simple/templates/index.html": _page("config.title", home),
        "themes/simple/templates/section.html": _page("section.title", section),
        "themes/simple/templates/page.html": f"{_PAST}{_page('page.title', _ARTICLE, lang, _HEAD)}{{% endif %}}\n",
        "themes/simple/templates/atom.xml": _FEED,
        "themes/simple/templates/taxonomy_single.html": _page("term.name", term),
        "themes/simple/templates/taxonomy_list.html": _page("taxonomy.name", _TERMS),
    }


IDIOM = Idiom(
    name="zola",
    summary="Write your posts as a source for Zola: a folder for each post, a configuration and simple templates.",
    engine=Engine(templates=re.compile(r"\{\{|\{%|\{#"), differs=_DIFFERS, info_differs=FURTHER_WORDS),
    text=lambda entry: f"content/{entry.path}/index.md",
    picture=lambda entry, name: f"content/{entry.path}/{name}",
    values=_values,
    site=_site,
    hiding=("date", "draft"),
)
