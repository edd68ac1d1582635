"""Pages without a story to take: walls, profiles, pages of other sites."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from tests.saved_pages import states
from tests.saved_pages.tellings import Telling

WALL = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    b'<script>window._cf_chl_opt={cType:"managed"}</script>'
    b'<script src="/cdn-cgi/challenge-platform/x.js"></script></body></html>'
)
BLOCKED = (
    b"<html><head><title>Attention Required!</title></head><body><h1>Sorry, you have been blocked</h1></body></html>"
)
_STORE = '<meta property="al:ios:app_store_id" content="828256236">'
SIGN_IN = (
    f'<html><head><title>Medium</title>{_STORE}<link rel="canonical" href="https://medium.com/m/signin?redirect=x">'
    "</head><body><h2>Welcome back.</h2></body></html>"
).encode()
GONE = (
    f"<html><head><title>Medium</title>{_STORE}</head><body><h1>410</h1><p>This account is under investigation or was "
    'found in violation of the Medium Rules.</p><a href="https://medium.com/@eve/else-77aa88bb99cc">Read this</a>'
    "</body></html>"
).encode()
WORDPRESS = (
    b'<html><head><title>Bread</title><link rel="stylesheet" href="/wp-content/a.css"></head><body>'
    b'<article><p id="a1b2">Words of a new site.</p></article></body></html>'
)
ABOUT = f"<html><head><title>About</title>{_STORE}</head><body><p>Medium is a place.</p></body></html>".encode()


def profile(*tellings: Telling, has_state: bool = True) -> bytes:
    """A profile with previews of stories, and one story of another author that is shown beside them."""
    user, user_id = tellings[0].user, tellings[0].user_id
    entries: dict[str, Any] = {
        f"User:{user_id}": {"id": user_id, "name": "Ada Example", "username": user, "email": states.CANARIES[0]}
    }
    entries |= {
        f"Post:{one.id}": {
            "id": one.id,
            "title": one.title,
            "mediumUrl": f"https://medium.com/@{user}/{one.slug}?source=user_profile",
            "creator": {"__ref": f"User:{user_id}"},
            "extendedPreviewContent": {"isFullContent": False},
        }
        for one in tellings
    }
    entries |= {f"Post:{states.OTHER_ID}": {"id": states.OTHER_ID, "title": states.OTHER_TITLE, "creator": None}}
    links = "".join(
        f'<a href="/@{user}/{one.slug}?source=user_profile"><h2>{escape(one.title)}</h2></a><p id="a1b2">It begins.</p>'
        for one in tellings
    )
    script = f"<script>window.__APOLLO_STATE__ = {json.dumps(entries)}</script>" if has_state else ""
    return (
        f'<html><head><title>{user} – Medium</title>{_STORE}<meta property="al:android:url" content="medium://@{user}">'
        f"</head><body><article>{links}</article>{script}</body></html>"
    ).encode()


def day_archive(*tellings: Telling) -> bytes:
    """The archive of a tag's day: posts are in the references, and times are text."""
    posts = {
        one.id: {"id": one.id, "title": one.title, "creatorId": one.user_id, "uniqueSlug": one.slug} for one in tellings
    }
    users = {one.user_id: {"userId": one.user_id, "username": one.user} for one in tellings}
    data = {"references": {"Post": posts, "User": users}}
    return (
        f'<html><head>{_STORE}</head><body><script>window["obvInit"]({json.dumps(data)})</script></body></html>'
    ).encode()
