"""Eleventy 3: a folder for each post, a configuration, and templates to begin with. Tried with 3.1.

- Liquid runs before Markdown and stops the build at `{{ }}` in prose. eleventy.config.js turns it off for Markdown. Its
  marks are also written as character references, so that texts are safe with another configuration.
- Eleventy publishes drafts and posts with a future date unless a preprocessor leaves them out; eleventy.config.js does.
  Its passthrough copies files of all posts, so eleventy.config.js copies those of each post that it has built.
- Eleventy has no key for old addresses: redirects.njk makes a page that redirects at each of them. A post that is left
  out has none.
"""

from __future__ import annotations

import json
import re
from typing import Any

from medium_archive.articles.engine import BARE_PERCENT, SINGLE_TILDE, Engine
from medium_archive.articles.entries import Entry
from medium_archive.formats.generator.idiom import Idiom, Site, aliases, first_values

_CONFIG = """import { cpSync } from "node:fs";
import { dirname } from "node:path";

export default function (config) {
  config.addGlobalData("site", SITE);
  config.ignores.add("README.md");
  config.addCollection("posts", (all) => all.getFilteredByGlob("posts/*/index.md"));
  config.addCollection("redirects", (all) =>
    all.getAll().flatMap((post) => (post.data.aliases ?? []).map((path) => ({ path, post }))),
  );
  config.addPreprocessor("unpublished", "md", (data) => {
    const unpublished = data.draft || data.page.date > new Date();
    if (unpublished && process.env.ELEVENTY_RUN_MODE === "build") return false;
  });
  config.on("eleventy.after", ({ results }) => {
    for (const { inputPath, outputPath } of results) {
      if (!outputPath || !inputPath.endsWith("/index.md")) continue;
      const filter = (path) => !path.endsWith(".md");
      cpSync(dirname(inputPath), dirname(outputPath), { recursive: true, filter });
    }
  });
  return { markdownTemplateEngine: false };
}
"""
_PACKAGE = """{
  "private": true,
  "type": "module",
  "scripts": { "start": "eleventy --serve", "build": "eleventy" },
  "devDependencies": { "@11ty/eleventy": "^3.1.0" }
}
"""
_PAGE = """<!doctype html>
<html lang="{{ lang or site.lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ title or site.title }}</title>
{% if description %}<meta name="description" content="{{ description }}">{% endif %}
{% if canonical %}<link rel="canonical" href="{{ canonical }}">{% endif %}
</head>
<body>
{{ content | safe }}
</body>
</html>
"""
_POST = """---
layout: page.njk
---
<article>
<h1>{{ title }}</h1>
{% if subtitle %}<p>{{ subtitle }}</p>{% endif %}
{% if date %}<time datetime="{{ page.date.toISOString() }}">{{ page.date.toISOString().slice(0, 10) }}</time>{% endif %}
<div class="content">{{ content | safe }}</div>
{% for tag in tags %}<a rel="tag">{{ tag }}</a> {% endfor %}
</article>
"""
_INDEX = """---
layout: page.njk
---
<h1>{{ site.title }}</h1>
<ul>
{% for post in collections.posts | reverse %}<li><a href="{{ post.url | url }}">{{ post.data.title }}</a></li>
{% endfor %}</ul>
"""
_REDIRECTS = """---
pagination: { data: collections.redirects, size: 1, alias: redirect }
permalink: "{{ redirect.path | safe }}index.html"
eleventyExcludeFromCollections: true
---
<!doctype html>
<html lang="{{ site.lang }}">
<meta charset="utf-8">
<title>{{ redirect.post.data.title }}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={{ redirect.post.url | url }}">
<a href="{{ redirect.post.url | url }}">{{ redirect.post.data.title }}</a>
</html>
"""
_README = """# {title}

A source for [Eleventy](https://www.11ty.dev), made by `archive export eleventy`. `npm install` and `npm start` show it.
Posts are in posts/, templates in _includes/, eleventy.config.js is the configuration. `npm run build` writes _site/.
A post is a folder with index.md and its files; the files of drafts and of posts of the future are not published.
The next export replaces only files that you have not changed.
"""


def _values(entry: Entry, cover: str, lang: str) -> dict[str, Any]:
    article = entry.article
    return {
        "layout": "post.njk",
        **first_values(entry),
        "updated": article.updated,
        "permalink": f"/{entry.path}/index.html",
        "aliases": aliases(entry),
        "tags": list(article.tags),
        "image": cover,
        "canonical": article.canonical,
        "also": list(article.also),
        "lang": lang,
        "draft": entry.is_draft,
    }


def _site(site: Site) -> dict[str, str]:
    data = {"title": site.title, "url": site.url, "lang": site.language, "author": site.author}
    return {
        "eleventy.config.js": _CONFIG.replace("SITE", json.dumps(data, ensure_ascii=False)),
        "package.json": _PACKAGE,
        "README.md": _README.format(title=site.title),
        "_includes/page.njk": _PAGE,
        "_includes/post.njk": _POST,
        "index.njk": _INDEX,
        "redirects.njk": _REDIRECTS,
    }


IDIOM = Idiom(
    name="eleventy",
    summary="Write your posts as a source for Eleventy: a folder for each post, a configuration and simple templates.",
    # markdown-it reads tasks and footnotes only with plugins
    engine=Engine(
        templates=re.compile(r"\{\{|\{%"),
        differs=re.compile(rf"^[ ]*(?:[-*+]|\d+[.)]) \[[ xX]\]|{SINGLE_TILDE}|{BARE_PERCENT}", re.MULTILINE),
        footnotes=False,
    ),
    text=lambda entry: f"{entry.path}/index.md",
    picture=lambda entry, name: f"{entry.path}/{name}",
    values=_values,
    site=_site,
    hiding=("date", "draft"),
)
