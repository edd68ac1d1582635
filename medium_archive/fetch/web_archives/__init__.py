"""Asks web archives what they have kept of a writer's pages: the Wayback Machine and Common Crawl.

Medium itself is never asked here. An archive is asked no more often than it allows, waits when it says so, and an
answer that it does not give never looks like "there is nothing": either the whole list comes, or an error.

    posts → wayback, common_crawl → index, encodings → pacing → capture
"""
