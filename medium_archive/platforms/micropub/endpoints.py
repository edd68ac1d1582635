"""The Micropub endpoint of a site: the site names it, in a header or on its page."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import lxml.html

from medium_archive.errors import PublishRefused
from medium_archive.web import Answer, Redirected, Request, Secret, Web

_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^",;\s]+))*)')
_REL = re.compile(r'rel\s*=\s*(?:"([^"]*)"|([^",;\s]+))', re.IGNORECASE)


def discover(site: str, expected: str, token: Secret, web: Web) -> str:
    """The endpoint. One on another host than the site must be `expected`, which is "" if archive.toml names none.

    Raises PublishRefused and RequestFailed. The token is not sent; it is named so that no message shows it.
    """
    page = _page(site, token, web)
    named = next(filter(None, _links(page)), "")
    if not named:
        hint = "Look whether it has a Micropub endpoint, and whether `url` is its home page."
        raise PublishRefused(f"{site} names no Micropub endpoint.", hint)
    endpoint = urljoin(page.address, named)
    if expected not in ("", endpoint):
        message = f"{site} names the endpoint {endpoint}, archive.toml names {expected}."
        raise PublishRefused(message, "If the site is right, change `endpoint` below [publish.micropub].")
    if not expected and urlsplit(endpoint).netloc != urlsplit(site).netloc:
        message = f"The endpoint of {site} is on another host: {endpoint}."
        hint = f'If that is right, write endpoint = "{endpoint}" below [publish.micropub].'
        raise PublishRefused(message, hint)
    return endpoint


def _page(address: str, token: Secret, web: Web) -> Answer:
    try:
        answer = web.send(Request("GET", address, {"Accept": "text/html"}, secrets=(token,)))
    except Redirected as failure:
        message = f"{address} redirects to {failure.location}."
        raise PublishRefused(message, "If that is your site, write it as `url` below [publish.micropub].") from None
    if answer.status >= 300:
        raise PublishRefused(f"{address} answered {answer.status}.", "Look at `url` below [publish.micropub].")
    return answer


def _links(page: Answer) -> list[str]:
    """The links to an endpoint: those in the headers first."""
    found = []
    for address, values in _LINK.findall(page.headers.get("link", "")):
        rel = _REL.search(values)
        if rel and "micropub" in (rel[1] or rel[2]).lower().split():
            found.append(address)
    if page.body.strip():
        root = lxml.html.fromstring(page.body)
        links = root.iter("link", "a")
        found += [one.get("href", "") for one in links if "micropub" in one.get("rel", "").lower().split()]
    return found
