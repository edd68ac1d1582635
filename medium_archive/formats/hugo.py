"""Hugo: page bundles in content/, a configuration, and a theme to begin with. Tried with 0.111 and 0.168.

- Without `unsafe`, Goldmark leaves out all HTML; its typographer and linkify change text, braces at the end of a
  heading are attributes of it, and a line that begins with `:` is a definition. hugo.toml sets all five.
- Hugo draws the code of the language `goat`.
- A tag without a letter or a digit has no address, and stops the build, so it is left out. Hugo does
  not encode the `#` in the address of another, and `urlize` leaves it out.
- Shortcodes run in code too, so `{{<` and `{{%` are written as character references.
- `languageCode` is deprecated since 0.158, and 0.111 does not know `locale`: `defaultContentLanguage` is in both.
- Hugo makes an address from `slug` or the folder's name by its own rules, so `url` names the whole address.
"""

from __future__ import annotations

import re
from typing import Any

from medium_archive.articles.engine import BARE_PERCENT, SINGLE_TILDE, Engine
from medium_archive.articles.entries import Entry
from medium_archive.formats.generator.idiom import Idiom, Site, aliases, first_values, tags_with_addresses, toml_text

_CONFIG = """baseURL = {url}
title = {title}
theme = "simple"
defaultContentLanguage = {language}
capitalizeListTitles = false
[params]
author = {author}
[taxonomies]
tag = "tags"
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
title = false
[markup.goldmark.extensions]
definitionList = false
linkify = false
typographer = false
"""
_PAGE = """<!doctype html>
<html lang="{{ with .Params.lang }}{{ . }}{{ else }}{{ site.Language.Lang }}{{ end }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
{{ with .Params.canonical }}<link rel="canonical" href="{{ . }}">{{ end }}
{{ range .AlternativeOutputFormats -}}
<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .RelPermalink }}">
{{- end }}
</head>
<body>
MAIN
</body>
</html>
"""
_SINGLE = """<article>
<h1>{{ .Title }}</h1>
{{ with .Params.subtitle }}<p>{{ . }}</p>{{ end }}
{{ with .Date }}{{ if not .IsZero -}}
<time datetime="{{ .Format "2006-01-02T15:04:05.000Z07:00" }}">{{ .Format "2006-01-02" }}</time>
{{- end }}{{ end }}
<div class="content">{{ .Content }}</div>
{{ range $tag := .Params.tags }}<a rel="tag"
{{- range $.GetTerms "tags" }}{{ if eq (lower .Title) (lower $tag) }} href="{{ replace .RelPermalink "#" "%23" }}"
{{- end }}{{ end }}>{{ $tag }}</a> {{ end }}
</article>"""
_LIST = """<h1>{{ .Title }}</h1>
<ul>
{{ range PAGES }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}</ul>"""
_README = """# {title}

A source for [Hugo](https://gohugo.io), made by `archive export hugo`. `hugo server` shows it, `hugo` builds it.
Posts are in content/, layouts in themes/simple/, hugo.toml is the configuration.
For another theme, name it there and do what it says.
The next export replaces only files that you have not changed.
"""


def _values(entry: Entry, cover: str, lang: str) -> dict[str, Any]:
    article = entry.article
    return {
        **first_values(entry),
        "lastmod": article.updated,
        "url": f"/{entry.path}/",
        "aliases": aliases(entry),
        "tags": tags_with_addresses(entry),
        "images": [cover] if cover else [],
        "canonical": article.canonical,
        "also": list(article.also),
        "lang": lang,
        "draft": entry.is_draft,
    }


def _site(site: Site) -> dict[str, str]:
    config = _CONFIG.format(
        url=toml_text(f"{site.address}/"),
        title=toml_text(site.title),
        language=toml_text(site.language.lower()),
        author=toml_text(site.author),
    )
    return {
        "hugo.toml": config,
        "README.md": _README.format(title=site.title),
        "themes/simple/layouts/_default/single.html": _PAGE.replace("MAIN", _SINGLE),
        "themes/simple/layouts/_default/list.html": _PAGE.replace("MAIN", _LIST.replace("PAGES", ".Pages")),
        "themes/simple/layouts/index.html": _PAGE.replace("MAIN", _LIST.replace("PAGES", "site.RegularPages")),
    }


IDIOM = Idiom(
    name="hugo",
    summary="Write your posts as a source for Hugo: page bundles, a configuration and simple layouts.",
    engine=Engine(
        templates=re.compile(r"\{\{[<%]"),
        differs=re.compile(rf"{SINGLE_TILDE}|{BARE_PERCENT}"),
        info_differs=re.compile(r"\Agoat\b|\{"),
    ),
    text=lambda entry: f"content/{entry.path}/index.md",
    picture=lambda entry, name: f"content/{entry.path}/{name}",
    values=_values,
    site=_site,
    hiding=("date", "draft", "publishDate", "pubdate", "published"),
)
