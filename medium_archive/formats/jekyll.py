"""Jekyll 4, and 3.10 of GitHub Pages: posts in _posts/, a configuration, and layouts to begin with. Tried with 4.3.

- Liquid runs before Markdown, and in code too, so its marks are written as character references.
- kramdown differs from CommonMark: a line with `|` is a table, `$$` is mathematics, and lists that touch become one.
  Such blocks are written as HTML. It also changes quotation marks and dashes; _config.yml turns that off.
- Drafts must be in _drafts/: `draft: true` has no effect. A post without a date can't be in _posts/, so it is a page.
- Jekyll publishes the files of drafts and of posts with a future date. _config.yml leaves out those of drafts, and a
  plugin in _plugins/ those of the future. GitHub Pages runs no such plugin.
"""

from __future__ import annotations

import json
import re
from typing import Any

from medium_archive.articles.engine import FURTHER_WORDS, NO_DESTINATION, Engine
from medium_archive.articles.entries import Entry
from medium_archive.formats.generator.idiom import Idiom, Site, aliases, first_values

_DATED = re.compile(r"\d{4}-\d\d-\d\d-.")
_CONFIG = """title: {title}
author: {author}
lang: {lang}
url: {url}
baseurl: {base}
timezone: UTC
layouts_dir: _simple  # without this line, the layouts of a theme
plugins: [jekyll-feed, jekyll-redirect-from]
defaults:
  - scope: {{path: drafts}}
    values: {{published: false}}
exclude: [README.md, Gemfile, Gemfile.lock]
markdown: kramdown
kramdown:
  input: GFM
  math_engine: null
  smart_quotes: "apos,apos,quot,quot"
  typographic_symbols:
    {{hellip: "...", mdash: "---", ndash: "--", laquo: "<<", raquo: ">>", laquo_space: "<< ", raquo_space: " >>"}}
"""
_PLUGIN = """# Publishes the files of a draft, or of a post with a future date, only with its page.
Jekyll::Hooks.register :site, :post_read do |site|
  texts = Dir[File.join(site.source, "_{posts,drafts}/**/*.md")] - site.posts.docs.map(&:path)
  folders = texts.filter_map { |text| File.read(text, encoding: "UTF-8")[/^permalink: *["']?(\\/.+\\/)/, 1] }
  site.static_files.reject! { |file| file.relative_path.start_with?(*folders) }
  site.static_files.each { |file| file.defaults["published"] = true } if site.show_drafts
end
"""
_GEMFILE = """source "https://rubygems.org"
gem "jekyll"
gem "kramdown-parser-gfm"
group :jekyll_plugins do
  gem "jekyll-feed"
  gem "jekyll-redirect-from"
end
"""
_DEFAULT = """<!doctype html>
<html lang="{{ page.lang | default: site.lang | escape }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ page.title | default: site.title | escape }}</title>
{% if page.description %}<meta name="description" content="{{ page.description | escape }}">{% endif %}
{% if page.canonical_url %}<link rel="canonical" href="{{ page.canonical_url | escape }}">{% endif %}
{% feed_meta %}
</head>
<body>
{{ content }}
</body>
</html>
"""
_POST = """---
layout: default
---
<article>
<h1>{{ page.title | escape }}</h1>
{% if page.subtitle %}<p>{{ page.subtitle | escape }}</p>{% endif %}
{% if page.date -%}
<time datetime="{{ page.date | date_to_xmlschema }}">{{ page.date | date: "%Y-%m-%d" }}</time>
{%- endif %}
<div class="content">{{ content }}</div>
{% for tag in page.tags %}<a rel="tag">{{ tag | escape }}</a> {% endfor %}
</article>
"""
_INDEX = """---
layout: default
---
<h1>{{ site.title | escape }}</h1>
<ul>
{% for post in site.posts %}<li><a href="{{ post.url | relative_url }}">{{ post.title | escape }}</a></li>
{% endfor %}</ul>
"""
_README = """# {title}

A source for [Jekyll](https://jekyllrb.com), made by `archive export jekyll`. `bundle install`, then
`bundle exec jekyll serve` shows it. GitHub Pages builds it, too.
Posts are in _posts/, drafts in _drafts/, layouts in _simple/, _config.yml is the configuration.
For a theme, name it there, and delete the line `layouts_dir`.
The next export replaces only files that you have not changed.
"""
# The forms that kramdown reads differently from CommonMark: tables, mathematics, attributes, definitions,
# abbreviations, marks inside words or beside signs, lists with `1)`, tasks, and an underlined line below a paragraph
_DIFFERS = re.compile(
    r"[|$~^{}<]|\[\^|\*\[|\\\n|\\[^\w\s.!#*_\[\]()-]|&(?!\w+;|#\d+;)|^[ ]*:|^[ ]*\d+\)|^[ ]*[-*+] \[[ xX]\]"
    r"|[\w)][*_]+\w|[*_]{3}|[*_][^\w\s*_]|[^\w\s*_(\[][*_]\w|^\s*[-=]+\s*$|https?:\\"
    r"|^[ ]*\[[^\]]*\]:|\A(?!\s*(?:\d+\.|[-*+])\s)[\s\S]*\n[ ]*\d+\.\s"
    rf"|^[ ]*[-*+] .*\n[ ]+(?!1\.)\d+\.\s|{NO_DESTINATION}",
    re.MULTILINE,
)


def _text(entry: Entry) -> str:
    if entry.is_draft:
        return f"_drafts/{entry.name}.md"
    if entry.date is None:
        return f"{entry.path}/index.md"
    name = entry.name if _DATED.match(entry.name) else f"{entry.date:%Y-%m-%d}-{entry.name}"
    return f"_posts/{'responses/' * (entry.folder == 'responses')}{name}.md"


def _values(entry: Entry, cover: str, lang: str) -> dict[str, Any]:
    article = entry.article
    return {
        "layout": "post",
        **first_values(entry),
        "last_modified_at": article.updated,
        "permalink": f"/{entry.path}/",
        "redirect_from": aliases(entry),
        "tags": list(article.tags),
        "image": cover if cover.startswith("http") or not cover else f"/{entry.path}/{cover}",
        "canonical_url": article.canonical,
        "also": list(article.also),
        "lang": lang,
    }


def _site(site: Site) -> dict[str, str]:
    quoted = [json.dumps(text, ensure_ascii=False) for text in (site.title, site.author, site.language)]
    config = _CONFIG.format(
        title=quoted[0],
        author=quoted[1],
        lang=quoted[2],
        url=json.dumps(site.host),
        base=json.dumps(site.path),
    )
    return {
        "_config.yml": config,
        "Gemfile": _GEMFILE,
        "_plugins/unpublished.rb": _PLUGIN,
        "README.md": _README.format(title=site.title),
        "_simple/default.html": _DEFAULT,
        "_simple/post.html": _POST,
        "index.html": _INDEX,
    }


IDIOM = Idiom(
    name="jekyll",
    summary="Write your posts as a source for Jekyll and GitHub Pages: posts, a configuration and simple layouts.",
    engine=Engine(
        templates=re.compile(r"\{\{|\{%"),
        differs=_DIFFERS,
        info_differs=FURTHER_WORDS,
        as_html=frozenset({"Table", "BlockQuote"}),
        is_commonmark=False,
        footnotes=False,
    ),
    text=_text,
    picture=lambda entry, name: f"{entry.path}/{name}",
    values=_values,
    site=_site,
    hiding=("date", "permalink", "published"),
)
