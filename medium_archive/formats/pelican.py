"""Pelican: a folder for each post, and a configuration. Tried with 4.12.

- The front matter is `Key: value` lines, not YAML: a list ends it, and quotes stay. A title is HTML in its themes.
- Python-Markdown differs from CommonMark: blocks that it reads differently are written as HTML.
- Equal slugs stop the build, and a post in another language would get another file, so `Slug` is the whole path.
- `Url` and `Save_as` would publish drafts and posts with a future date, so they are not used.
- A post without a date is an error, so it is a page. So is a tag of which it can make no slug, so it is left out. The
  slug has no HTML and no character reference of the tag. In ASCII, many scripts have equal slugs or none.
- Pelican writes drafts and posts of the future to drafts/, and publishes their files. pelicanconf.py turns off the
  first, a plugin in plugins/ the second.
- Pelican's themes write titles, names and tags as HTML, and the words of a title after `striptags`. pelicanconf.py
  escapes them.
- Pelican has no key for old addresses: a plugin in plugins/ makes a page that redirects at each of them. A post of the
  future has none, because Pelican takes it for a draft.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from medium_archive.articles.engine import FURTHER_WORDS, NO_DESTINATION, Engine
from medium_archive.articles.entries import Entry
from medium_archive.formats.generator.idiom import Idiom, Site, aliases, tags_with_addresses

_CONFIG = """import logging
from html import escape

from jinja2.filters import do_striptags
from pelican.urlwrappers import URLWrapper
from pygments.formatters import HtmlFormatter


class Formatter(HtmlFormatter):  # names the language of a block of code
    def __init__(self, lang_str="", **options):
        super().__init__(**options)
        self.language = lang_str.removesuffix("language-text")

    def _wrap_code(self, source):
        yield 0, f'<code class="{{self.language}}">' if self.language else "<code>"
        yield from source
        yield 0, "</code>"


SITENAME = {title}
AUTHOR = {author}
SITEURL = {url}
RELATIVE_URLS = True
DEFAULT_LANG = {lang}
TIMEZONE = "UTC"
READERS = {{"rst": None}}  # reStructuredText warns of languages that it does not know
THEME = "simple"
THEME_TEMPLATES_OVERRIDES = ["templates"]
PATH = "content"
ARTICLE_PATHS = ["posts", "responses", "drafts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["posts", "responses", "drafts", "pages"]
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["aliases", "unpublished"]
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = ""  # without this line, drafts and posts of the future are in drafts/
ARTICLE_URL = ARTICLE_LANG_URL = PAGE_URL = PAGE_LANG_URL = "{{slug}}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = "{{slug}}/index.html"
USE_FOLDER_AS_CATEGORY = False
JINJA_FILTERS = {{"striptags": lambda text: escape(do_striptags(str(text)))}}
JINJA_ENVIRONMENT = {{  # the names of tags and authors
    "finalize": lambda value: escape(str(value)) if isinstance(value, URLWrapper) else value,
}}
SLUGIFY_USE_UNICODE = True  # without this line, Chinese tags that sound alike share an address
DEFAULT_PAGINATION = 20
WITH_FUTURE_DATES = False
MARKDOWN = {{
    "extension_configs": {{
        "markdown.extensions.codehilite": {{
            "css_class": "highlight",
            "guess_lang": False,
            "pygments_formatter": Formatter,
        }},
        "markdown.extensions.extra": {{}},
        "markdown.extensions.meta": {{}},
    }},
    "output_format": "html5",
}}
# Medium has no alternative text for most pictures
LOG_FILTER = [(logging.WARNING, "Empty alt attribute for image %s in %s")]
"""
_ARTICLE = """{% extends "base.html" %}
{% block html_lang %}{{ post.lang | e }}{% endblock %}
{% block title %}{{ post.title | striptags }}{% endblock %}
{% block head %}
{{ super() }}
{% if post.canonical %}<link rel="canonical" href="{{ post.canonical | e }}">{% endif %}
{% endblock %}
{% block content %}
<article>
<h1>{{ post.title }}</h1>
{% if post.subtitle %}<p>{{ post.subtitle }}</p>{% endif %}
{% if post.date %}<time datetime="{{ post.date.isoformat() }}">{{ post.date.strftime("%Y-%m-%d") }}</time>{% endif %}
<div class="content">{{ post.content }}</div>
{% for tag in post.tags or [] %}<a rel="tag" href="{{ SITEURL }}/{{ tag.url }}">{{ tag | e }}</a> {% endfor %}
</article>
{% endblock %}
"""
_ALIASES = """\"\"\"Writes a page that redirects at each old address of an article or a page (`Aliases`).\"\"\"

import posixpath
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from markupsafe import Markup

from pelican import signals

_PAGE = '''<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Moved</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<a href="{address}">{title}</a>
</html>
'''


def write(generators):
    for generator in generators:
        for post in [*getattr(generator, "articles", []), *getattr(generator, "pages", [])]:
            for alias in post.metadata.get("aliases", "").split():
                old = unquote(alias).strip("/")
                address = quote(posixpath.relpath(post.slug, old)) + "/"
                file = Path(generator.output_path, old, "index.html")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(_PAGE.format(address=escape(address), title=post.title), "utf-8")


def register():
    signals.all_generators_finalized.connect(write)
"""
_UNPUBLISHED = """\"\"\"Publishes no file of a draft or of a post of the future while DRAFT_SAVE_AS is empty.\"\"\"

from pathlib import Path

from pelican import signals


def remove(generators):
    hidden = {
        Path(post.source_path).parent
        for generator in generators
        if not generator.settings["DRAFT_SAVE_AS"]
        for post in [*getattr(generator, "drafts", []), *getattr(generator, "drafts_translations", [])]
    }
    for generator in generators:
        for file in list(getattr(generator, "staticfiles", [])):
            if Path(file.source_path).parent in hidden:
                generator.staticfiles.remove(file)


def register():
    signals.all_generators_finalized.connect(remove)
"""
_README = """# {title}

A source for [Pelican](https://getpelican.com), made by `archive export pelican`. `pip install 'pelican[markdown]'`,
then `pelican --listen --autoreload` shows it. Posts are in content/, pelicanconf.py is the configuration.
For a theme, name it there at `THEME`, and delete the line `THEME_TEMPLATES_OVERRIDES`.
The next export replaces only files that you have not changed.
"""
# The forms that Python-Markdown reads differently from CommonMark
_DIFFERS = re.compile(
    r"[|$~^{}<&\\]|\[\^|\*\[|^[ ]*:|^\d+[.)]|\w[*_]+\w|[*_]{3}|[*_][^\w\s*_]|[^\w\s*_(\[][*_]\w|^\s*[-=]+\s*$"
    r"|``|\]\([^)\s]*\(|^#+ .*#\s*$|^[ ]*#+[^ #]|^#{7}"
    rf"|{NO_DESTINATION}",
    re.MULTILINE,
)


def _text(entry: Entry) -> str:
    if entry.date is None and not entry.is_draft:
        return f"content/pages/{entry.path}/index.md"
    return f"content/{entry.path}/index.md"


def _header(values: Mapping[str, Any]) -> str:
    return "".join(f"{key}: {_one_line(value)}\n" for key, value in values.items()) + "\n"


def _one_line(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, list):
        return "; ".join(tag.replace(";", ",") for tag in value) + ";" * (len(value) == 1)
    return " ".join(str(value).split())


def _has_slug(tag: str) -> bool:
    words = Markup(tag).striptags()  # noqa: S704  # as Pelican does
    return re.search(r"[^\W_]", words) is not None


def _values(entry: Entry, cover: str, lang: str) -> dict[str, Any]:
    article = entry.article
    return {
        "Title": escape(article.title or entry.name, quote=False),
        "Subtitle": escape(article.subtitle, quote=False),
        "Summary": escape(article.description, quote=False),
        "Author": article.author.name.replace(";", ","),
        "Date": article.published,
        "Modified": article.updated,
        "Slug": entry.path,
        "Aliases": " ".join(quote(path) for path in aliases(entry)),
        "Tags": [tag for tag in tags_with_addresses(entry) if _has_slug(tag)],
        "Cover": cover,
        "Canonical": article.canonical,
        "Lang": lang,
        "Status": "draft" if entry.is_draft else "",
    }


def _site(site: Site) -> dict[str, str]:
    values = {
        "title": escape(site.title),
        "author": site.author,
        "lang": escape(site.language),
        "url": site.url or "https://you.example",
    }
    config = _CONFIG.format(**{key: ascii(text) for key, text in values.items()})
    return {
        "pelicanconf.py": config,
        "plugins/aliases.py": _ALIASES,
        "plugins/unpublished.py": _UNPUBLISHED,
        "README.md": _README.format(title=site.title),
        "templates/article.html": _ARTICLE.replace("post.", "article."),
        "templates/page.html": _ARTICLE.replace("post.", "page."),
    }


IDIOM = Idiom(
    name="pelican",
    summary="Write your posts as a source for Pelican: a folder for each post, and a configuration.",
    engine=Engine(
        differs=_DIFFERS,
        code_differs=re.compile(r"\A\n|^[ ]+$|\t", re.MULTILINE),
        info_differs=FURTHER_WORDS,
        as_html=frozenset({"Table", "BlockQuote", "List"}),
        is_commonmark=False,
        footnotes=False,
    ),
    text=_text,
    picture=lambda entry, name: f"content/{entry.path}/{name}",
    shown=lambda entry, name: f"{{static}}/{entry.path}/{unquote(name)}",
    link=lambda _, other: "{filename}/" + _text(other).removeprefix("content/"),
    values=_values,
    site=_site,
    hiding=("Date", "Status", "Url", "Save_as"),
    header=_header,
)
