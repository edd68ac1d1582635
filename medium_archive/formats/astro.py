"""Astro 7: a content collection, a configuration, and pages to begin with. Tried with 7.3.

- Astro takes `slug` as the id of a post, and keeps only one of two posts with equal ids. content.config.ts therefore
  takes the path as the id.
- Astro publishes drafts and posts with a future date, and pictures of all posts that a collection has. So the loader in
  content.config.ts leaves such posts out, except in `astro dev`.
- Astro has no key for old addresses. src/pages/[...path].astro makes a page that redirects at each of them.
- Astro processes only pictures in Markdown. So pictures of figures are Markdown. Pictures in other HTML, and files, are
  in files/, not in public/, which Astro publishes whole: src/pages/[folder]/[post]/[file].js publishes those of the
  posts in the collection. A missing picture in Markdown would stop the build, so it is written as HTML.
- Astro does not decode the address of a picture in Markdown.
- Its engine makes links of bare addresses, even after a backslash, and reads `~` and some destinations differently. A
  block with such a form is written as HTML.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from medium_archive.articles.engine import BARE_PERCENT, NO_DESTINATION, SINGLE_TILDE, Engine
from medium_archive.articles.entries import Entry
from medium_archive.formats.generator.idiom import Idiom, Site, aliases, first_values

_CONFIG = """import { satteri } from "@astrojs/markdown-satteri";
import { defineConfig } from "astro/config";

export default defineConfig({
  site: SITE,
  base: BASE,
  markdown: { processor: satteri({ features: { smartPunctuation: false } }) },
});
"""
_COLLECTION = """import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { z } from "astro/zod";

const files = glob({
  base: "./src/content",
  pattern: "**/index.md",
  generateId: ({ entry }) => entry.replace(/\\/index\\.md$/, ""),
});

const posts = defineCollection({
  loader: {
    name: "published",
    load: async (context) => {
      await files.load(context);
      for (const { id, data } of context.store.values()) {
        if (!import.meta.env.DEV && (data.draft || data.date > new Date())) context.store.delete(id);
      }
    },
  },
  schema: ({ image }) =>
    z.object({
      title: z.coerce.string(),
      subtitle: z.string().optional(),
      description: z.string().optional(),
      author: z.string().optional(),
      date: z.coerce.date().optional(),
      updated: z.coerce.date().optional(),
      tags: z.array(z.string()).default([]),
      cover: image().or(z.string()).optional(),
      aliases: z.array(z.string()).default([]),
      canonical: z.string().optional(),
      lang: z.string().optional(),
      draft: z.boolean().default(false),
    }),
});

export const collections = { posts };
"""
_LAYOUT = """---
const { title, description, canonical, lang = LANG } = Astro.props;
---
<!doctype html>
<html lang={lang}>
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>{title}</title>
    {description && <meta name="description" content={description} />}
    {canonical && <link rel="canonical" href={canonical} />}
  </head>
  <body>
    <slot />
  </body>
</html>
"""
_PUBLISHED = """import { getCollection } from "astro:content";

export async function published() {
  const posts = await getCollection("posts");
  return posts.sort((one, other) => (other.data.date ?? 0) - (one.data.date ?? 0));
}
"""
_PAGE = """---
import { render } from "astro:content";
import Page from "../layouts/Page.astro";
import { published } from "../published.js";

export async function getStaticPaths() {
  const posts = await published();
  const moved = posts.flatMap((post) => post.data.aliases.map((path) => ({ path, post, isMoved: true })));
  return [...posts.map((post) => ({ path: post.id, post })), ...moved].map(({ path, ...props }) => ({
    params: { path },
    props,
  }));
}
const { post, isMoved } = Astro.props;
const base = import.meta.env.BASE_URL.replace(/\\/$/, "");
if (isMoved) return Astro.redirect(encodeURI(`${base}/${post.id}/`), 301);
const { title, subtitle, description, date, tags, canonical, lang } = post.data;
const { Content } = await render(post);
---
<Page title={title} description={description} canonical={canonical} lang={lang}>
  <article>
    <h1>{title}</h1>
    {subtitle && <p>{subtitle}</p>}
    {date && <time datetime={date.toISOString()}>{date.toISOString().slice(0, 10)}</time>}
    <div class="content"><Content /></div>
    {tags.map((tag) => <a rel="tag">{tag}</a>)}
  </article>
</Page>
"""
_FILE = """import { existsSync, readdirSync, readFileSync } from "node:fs";
import { published } from "../../../published.js";

export async function getStaticPaths() {
  return (await published()).flatMap(({ id }) => {
    const [folder, post] = id.split("/");
    const names = existsSync(`files/${id}`) ? readdirSync(`files/${id}`) : [];
    return names.map((file) => ({ params: { folder, post, file } }));
  });
}

export function GET({ params }) {
  return new Response(readFileSync(`files/${params.folder}/${params.post}/${params.file}`));
}
"""
_INDEX = """---
import Page from "../layouts/Page.astro";
import { published } from "../published.js";

const base = import.meta.env.BASE_URL.replace(/\\/$/, "");
---
<Page title={TITLE}>
  <h1>{TITLE}</h1>
  <ul>
    {(await published()).map((post) => <li><a href={`${base}/${post.id}/`}>{post.data.title}</a></li>)}
  </ul>
</Page>
"""
_PACKAGE = """{
  "private": true,
  "type": "module",
  "scripts": { "start": "astro dev", "build": "astro build" },
  "dependencies": { "@astrojs/markdown-satteri": "^0.4.2", "astro": "^7.0.0" }
}
"""
_README = """# {title}

A source for [Astro](https://astro.build), made by `archive export astro`. `npm install` and `npm start` show it.
Posts are in src/content/, pages in src/pages/, astro.config.mjs is the configuration. `npm run build` writes dist/.
The next export replaces only files that you have not changed.
"""


def _values(entry: Entry, cover: str, lang: str) -> dict[str, Any]:
    article = entry.article
    return {
        **first_values(entry),
        "updated": article.updated,
        "tags": list(article.tags),
        "cover": cover,
        "aliases": [path.strip("/") for path in aliases(entry)],
        "canonical": article.canonical,
        "lang": lang,
        "draft": entry.is_draft,
    }


def _site(site: Site) -> dict[str, str]:
    config = _CONFIG.replace("SITE", json.dumps(site.host)).replace("BASE", json.dumps(site.path or "/"))
    return {
        "astro.config.mjs": config,
        "package.json": _PACKAGE,
        "README.md": _README.format(title=site.title),
        "src/content.config.ts": _COLLECTION,
        "src/layouts/Page.astro": _LAYOUT.replace("LANG", json.dumps(site.language)),
        "src/published.js": _PUBLISHED,
        "src/pages/[...path].astro": _PAGE,
        "src/pages/[folder]/[post]/[file].js": _FILE,
        "src/pages/index.astro": _INDEX.replace("TITLE", json.dumps(site.title, ensure_ascii=False)),
    }


# A bare address in the text: not the destination of a link, but maybe after an escaped bracket
_DIFFERS = re.compile(
    rf"{SINGLE_TILDE}|{BARE_PERCENT}|{NO_DESTINATION}|(?<!\]\()https?\\?:|\\\]\(https?:|www\\?\.|\w\\?@\w"
)
IDIOM = Idiom(
    name="astro",
    summary="Write your posts as a source for Astro: a content collection, a configuration and simple pages.",
    engine=Engine(differs=_DIFFERS, figures="wrapped"),
    text=lambda entry: f"src/content/{entry.path}/index.md",
    picture=lambda entry, name: f"src/content/{entry.path}/{name}",
    shown=lambda _, name: f"./{unquote(name)}",
    public=lambda entry, name: f"files/{entry.path}/{name}",
    values=_values,
    site=_site,
    hiding=("date", "draft"),
)
