"""Asks web archives what they have kept of a writer's pages: the Wayback Machine and Common Crawl.

Medium itself is never asked here. An archive is asked no more often than it allows, waits when it says so, and an
answer that it does not give never looks like "there is nothing": either the whole list comes, or an error. Captures
that can't be had are values (`NotHad`); `Unreachable` ends the run, which the next one continues.

    search → plan, reading → received, posts, lists
           → wayback, common_crawl → index, encodings → pacing → recent, capture

`search` is a whole run. Its steps can be taken one by one, with `lists = Lists(path, today)` and
`client = Wayback(PacedWeb(NAME, recent=Recent(path)))`:

    pages = [page for query in queries(writer) for page in lists.pages(WAYBACK, query, partial(client.list, query))]
    for post in find(captures(pages), writer).posts:
        for capture in post.captures:  # the newest first, until one is whole
            client.fetch(capture)
"""
