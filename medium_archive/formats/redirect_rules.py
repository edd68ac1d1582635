"""The texts of the files that hosts read. Each rule answers 301, which a page of the site cannot do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from medium_archive.articles.addresses import Addressed, OldAddress, Post, renamed_paths
from medium_archive.folder.catalog import same_post
from medium_archive.folder.usernames import Usernames

_NGINX = """\
# In the http block of nginx: include this file. In the server block of the site:
#
#     location / {{ try_files $uri $uri/index.html @medium; }}
#     location @medium {{ if ($medium_page) {{ return 301 $medium_page; }} return 404; }}
#     error_page 404 {base}/404.html;

map_hash_max_size 65536;
map_hash_bucket_size 128;

# The id nearest to the end of the path, without leading zeros
map $uri $medium_id {{
    "~(?:^|.*[/-])0*(?<medium_last>[1-9a-f][0-9a-f]{{5,11}})(?:/[^/]*)?/?$" $medium_last;
}}

map $medium_id $medium_page {{
{lines}}}
"""
_APACHE = """\
# In the <VirtualHost> of the site, or the server's configuration; .htaccess can't read a map.
# Copy apache-map.txt to the path in the line RewriteMap, or change that path.
RewriteEngine On
RewriteMap medium "txt:/etc/apache2/apache-map.txt"
RewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}" !-f
RewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}index.html" !-f
RewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}/index.html" !-f
RewriteCond "%{REQUEST_URI}" "(?:^|[/-])0*([1-9a-f][0-9a-f]{5,11})(?:/[^/]*)?/?$"
RewriteCond "${medium:%1}" "^(.+)$"
RewriteRule "^" "%1" [R=301,QSD,NE,L]
"""


@dataclass(frozen=True)
class Place:
    """The address of the site: `host` is its scheme and host, `base` the path before its pages; "" while unknown."""

    host: str = ""
    base: str = ""

    def path(self, page: str) -> str:
        """The path of a page on the host, percent-encoded; that of its folder for an index.html."""
        return self.base + quote(f"/{page.removesuffix('index.html')}")


def files(
    posts: Sequence[Addressed], olds: Sequence[OldAddress[Post]], place: Place, usernames: Usernames
) -> dict[str, str]:
    """The text of each file by its name. `olds` are in the order of their rules."""
    pairs = [(place.base + quote(f"/{old.path}", safe="/@"), place.path(old.post.page)) for old in olds]
    by_id = {same_post(post.id): place.path(post.page) for post in posts if post.id}
    rules = [{"source": old, "destination": new, "permanent": True} for old, new in pairs]
    return {
        "_redirects": "".join(f"{old} {new} 301\n" for old, new in pairs),
        "vercel.json": json.dumps({"redirects": rules}, indent=1) + "\n",
        "nginx.conf": _NGINX.format(
            base=place.base, lines="".join(f'    {i} "{p}";\n' for i, p in sorted(by_id.items()))
        ),
        "apache.conf": _APACHE,
        "apache-map.txt": "".join(f"{post_id} {path}\n" for post_id, path in sorted(by_id.items())),
        "redirects.csv": _csv(posts, place, usernames),
    }


def _csv(posts: Sequence[Addressed], place: Place, usernames: Usernames) -> str:
    """Whole addresses: for each post the one that it had, also with other user names of its author, and the short one,
    with the new one.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("old", "new"))
    for post in posts:
        renamed = [f"https://medium.com/{quote(path, safe='/@')}" for path in renamed_paths(post, usernames)]
        for old in dict.fromkeys((post.url, *renamed, f"https://medium.com/p/{post.id}" if post.id else "")):
            if old:
                rows.writerow((old, place.host + place.path(post.page)))
    return text.getvalue()
