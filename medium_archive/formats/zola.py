"""Zola: a folder for each post, a configuration, and templates to begin with. By its documentation: not tried.

- An unknown key at the top level of the front matter is an error, so further keys are in `extra`, tags in `taxonomies`.
- `{{ name() }}` and `{% name() %}` are shortcodes, in code too, so their marks are written as character references.
- A link `@/path.md` works only in Markdown, not in HTML, so links are relative addresses. `path` names the address.
"""

from __future__ import annotations

import re
from typing import Any

from medium_archive.formats.entries import Entry
from medium_archive.formats.generator.idiom import Engine, Idiom, Site, toml_text

_FOLDERS = ("posts", "responses", "drafts")
_CONFIG = """base_url = {url}
title = {title}
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
{% for page in PAGES %}<li><a href="{{ page.permalink }}">{{ page.title }}</a></li>
{% endfor %}</ul>"""
_TERMS = """<h1>{{ taxonomy.name }}</h1>
<ul>
{% for term in terms %}<li><a href="{{ term.permalink }}">{{ term.name }}</a></li>
{% endfor %}</ul>"""
_README = """# {title}

A source for [Zola](https://www.getzola.org), made by `archive export zola`. `zola serve` shows it,
`zola build` builds it. Posts are in content/, config.toml is the configuration.
For a theme, delete templates/ and do what the theme says.
The next export replaces only files that you have not changed.
"""


def _values(entry: Entry, cover: str, lang: str) -> dict[str, Any]:
    article = entry.article
    extra = {"subtitle": article.subtitle, "cover": cover, "canonical": article.canonical, "lang": lang}
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
    home = _LIST.replace("PAGES", 'get_section(path="posts/_index.md").pages')
    lang = "page.extra.lang | default(value=config.default_language)"
    return {
        "config.toml": _CONFIG.format(**{key: toml_text(text) for key, text in values.items()}),
        "README.md": _README.format(title=site.title),
        **{f"content/{name}/_index.md": _SECTION.format(title=name.title()) for name in _FOLDERS},
        "templates/index.html": _page("config.title", home),
        "templates/section.html": _page("section.title", section),
        "templates/page.html": _page("page.title", _ARTICLE, lang, _HEAD),
        "templates/taxonomy_single.html": _page("term.name", term),
        "templates/taxonomy_list.html": _page("taxonomy.name", _TERMS),
    }


IDIOM = Idiom(
    name="zola",
    summary="Write your posts as a source for Zola: a folder for each post, a configuration and simple templates.",
    engine=Engine(templates=re.compile(r"\{\{|\{%|\{#")),
    text=lambda entry: f"content/{entry.path}/index.md",
    picture=lambda entry, name: f"content/{entry.path}/{name}",
    values=_values,
    site=_site,
)
