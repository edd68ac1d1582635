"""Posts that Medium has both ways: as items of a feed and as pages of an export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tests.sample_exports import post_name, post_page

CDN = "https://cdn-images-1.medium.com/max"
_START = datetime(2025, 1, 1, 8, 30, tzinfo=UTC)
PIXEL = (
    '<img src="https://medium.com/_/stat?event=post.clientViewed&amp;referrerSource=full_rss&amp;postId={id}" '
    'width="1" height="1" alt="">'
)


@dataclass(frozen=True)
class Text:
    """The post with a number: of every sixth a response, of every seventh only the snippet in the feed, every fifth in
    a publication. `version` counts its changes at Medium.
    """

    number: int
    version: int = 1
    creator: str = "Ada Example"

    @property
    def id(self) -> str:
        return f"{self.number + 1:03x}c8d3a0123"[:12].rjust(12, "a")

    @property
    def is_response(self) -> bool:
        return self.number % 6 == 5

    @property
    def is_snippet(self) -> bool:
        return self.number % 7 == 6 and not self.is_response

    @property
    def published(self) -> datetime:
        return _START + timedelta(days=3 * self.number)

    @property
    def updated(self) -> datetime:
        return self.published + timedelta(days=1, milliseconds=766) * self.version

    @property
    def title(self) -> str:
        return f"Thank you for number {self.number}, it is…" if self.is_response else f"Letter {self.number} & <more>"

    @property
    def url(self) -> str:
        return f"https://medium.com/@ada/letter-{self.number}-{self.id}"

    @property
    def tags(self) -> tuple[str, ...]:
        return () if self.is_response else ("letters", f"number-{self.number % 12}", "海")

    @property
    def markup(self) -> str:
        """The body in the elements that both have."""
        if self.is_response:
            return f"<p>Thank you for number {self.number}, it is what I was looking for.</p>"
        rows = "<br>".join(f"let a{n} = {n} &lt; {self.number}" for n in range(3))
        return (
            f'<h4 class="graf graf--h4 graf--subtitle">The line under {self.number}</h4>'
            f"<p>Letter {self.number}, written <strong>in version {self.version}</strong> for "
            f'<a href="https://example.com/{self.number}">you</a>. 中文的一段。</p><h3>A heading of {self.number}</h3>'
            f'<figure><img alt="A lamp" src="{CDN}/WIDTH/1*lamp{self.number}.png"><figcaption>Lamp {self.number}'
            f"</figcaption></figure><ul><li>one {self.number}</li><li>two</li></ul><blockquote>So it is.</blockquote>"
            f"<pre>{rows}</pre><p>The <em>end</em> of {self.number}.</p>"
        )

    def item(self) -> str:
        """The item in a feed."""
        title = f"<title><![CDATA[{self.title}]]></title>"
        categories = "".join(f"<category><![CDATA[{tag}]]></category>" for tag in self.tags)
        if self.is_snippet:
            words = f"Letter {self.number}, written in version {self.version}…"
            text = (
                f'<description><![CDATA[<div class="medium-feed-item"><p class="medium-feed-image">'
                f'<a href="{self.url}?source=rss-1------2"><img src="{CDN}/1500/1*lamp{self.number}.png" width="1500">'
                f'</a></p><p class="medium-feed-snippet">{words}</p>'
                f'<p class="medium-feed-link"><a href="{self.url}?source=rss-1------2">Continue reading on Medium »</a>'
                "</p></div>]]></description>"
            )
        else:
            footer = (
                f'<hr><p><a href="{self.url}">{escape(self.title)}</a> was originally published in '
                '<a href="https://medium.com/looms">Looms</a> on Medium, where people are continuing the conversation '
                "by highlighting and responding to this story.</p>"
                if self.number % 5 == 4 and not self.is_response
                else ""
            )
            body = self.markup.replace("WIDTH", "1024") + PIXEL.format(id=self.id) + footer
            text = f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        updated = self.updated.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return (
            f"<item>{title}<link>{self.url}?source=rss-1a2b3c------2</link>"
            f'<guid isPermaLink="false">https://medium.com/p/{self.id}</guid>{categories}'
            f"<dc:creator><![CDATA[{self.creator}]]></dc:creator>"
            f"<pubDate>{format_datetime(self.published, usegmt=True)}</pubDate>"
            f"<atom:updated>{updated}</atom:updated>{text}</item>"
        )

    def page(self, exported: str) -> tuple[str, bytes]:
        """Name and content of the page in an export."""
        heading = "" if self.is_response else None
        page = post_page(
            escape(self.title, quote=False), self.markup.replace("WIDTH", "800"), self.id,
            self.published.isoformat(timespec="milliseconds").replace("+00:00", "Z"), exported, heading=heading,
        ).replace(f"https://medium.com/@ada/slug-{self.id}".encode(), self.url.encode())  # fmt: skip
        return post_name(self.id, f"{self.published:%Y-%m-%d}", f"Letter-{self.number}"), page


def feed(texts: Iterable[Text], name: str = "Ada Example", built: datetime = _START) -> bytes:
    """A feed as Medium writes it, the newest post first."""
    items = "".join(text.item() for text in sorted(texts, key=lambda text: -text.number))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
        f'version="2.0"><channel><title><![CDATA[Stories by {name} on Medium]]></title>'
        f"<description><![CDATA[Stories by {name} on Medium]]></description>"
        "<link>https://medium.com/@ada?source=rss-1a2b3c------2</link><generator>Medium</generator>"
        f"<lastBuildDate>{format_datetime(built, usegmt=True)}</lastBuildDate>"
        '<atom:link href="https://medium.com/@ada/feed" rel="self" type="application/rss+xml"/>'
        "<webMaster><![CDATA[yourfriends@medium.com]]></webMaster>"
        f'<atom:link href="http://medium.superfeedr.com" rel="hub"/>{items}</channel></rss>'
    ).encode()


def export(texts: Sequence[Text], exported: str) -> dict[str, bytes]:
    """The files of an export that has them all."""
    profile = (
        b'<html><body><section><h3 class="p-name">Ada Example</h3>'
        b'<a class="u-url" href="https://medium.com/@ada">x</a></section></body></html>'
    )
    return {**dict(text.page(exported) for text in texts), "profile/profile.html": profile}
