"""Five spellings of the old address of each of many posts, asked of the built site at the root of a host and below a
path; 100 of those that only the 404 page knows, in a browser.

    python -m tests.benchmarks.old_addresses [POSTS]
"""

from __future__ import annotations

import http.client
import random
import re
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from playwright.sync_api import Browser, sync_playwright

from medium_archive.commands.build import build
from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from tests.conftest import need
from tests.static_host import hosting

_REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
_IN_BROWSER = 100
# The script of 404.html, run for each path with a window that only notes where it is sent
_ALL = """([script, root, paths]) => {
  const run = new Function("document", "location", script);
  const page = {currentScript: {src: root + "/static/old-addresses.js"}, querySelector: () => null};
  return paths.map((path) => {
    const at = new URL(root + path);
    let aim = "";
    run(page, {pathname: at.pathname, search: at.search, replace: (address) => { aim = address; }});
    return decodeURI(aim);
  });
}"""


def make(layout: Layout, number: int) -> dict[str, list[str]]:
    """Posts with a line of text each; the spellings of each one's old address, by its folder."""
    dice = random.Random(7)  # noqa: S311  # the same posts each time
    spellings: dict[str, list[str]] = {}
    for count in range(number):
        post_id = f"{dice.getrandbits(48):012x}"
        slug = f"{'潮汐' if count % 3 == 0 else 'the-tide'}-{count}-{post_id}"
        folder = f"2020-01-01-post-{count}"
        kept_id = post_id.lstrip("0") if count % 2 else post_id
        medium = f"medium:\n  id: '{kept_id}'\n  url: https://medium.com/@ada/{quote(slug)}\n"
        text = f"---\ntitle: Post {count}\ndate: 2020-01-01\n{medium}---\n\nWords of post {count}.\n"
        files.write(layout.posts / folder / "index.md", text.encode())
        spellings[folder] = [
            f"/@ada/{quote(slug)}?source=user_profile---{count}",
            f"/p/{post_id}",
            f"/{quote(slug)}",
            f"/@another/an-earlier-title-{post_id.lstrip('0')}",
            f"/the-publication/{quote(slug)}",
        ]
    return spellings


def final(host: str, path: str) -> tuple[int, str]:
    """The status of the last answer, and where redirects and refreshing pages lead."""
    parts = urlsplit(host)
    connection = http.client.HTTPConnection(parts.netloc)
    address = host + path
    for _ in range(4):
        at = urlsplit(address)
        connection.request("GET", at.path + (f"?{at.query}" if at.query else ""))
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        if answer.status == 301:
            address = urljoin(address, answer.headers["Location"])
        elif refresh := _REFRESH.search(body):
            address = urljoin(address, refresh[1])
        else:
            break
    connection.close()
    return answer.status, unquote(urlsplit(address).path)


def look(browser: Browser, layout: Layout, spellings: dict[str, list[str]], base: str) -> None:
    wrong, by_page, by_404 = 0, 0, []
    with hosting(layout.site, base) as host:
        for folder, paths in spellings.items():
            for path in paths:
                status, aim = final(host, path)
                if status == 404:
                    by_404.append((folder, path))
                elif aim == f"{base}/posts/{folder}/index.html":
                    by_page += 1
                else:
                    wrong += 1
        tab = browser.new_page()
        chosen = random.Random(7).sample(by_404, min(_IN_BROWSER, len(by_404)))  # noqa: S311  # the same each time
        found = 0
        for folder, path in chosen:
            tab.goto(host + path)
            tab.wait_for_url(f"{host}/posts/{folder}/index.html", timeout=10_000)
            found += tab.locator("h1").inner_text() == f"Post {folder.rpartition('-')[2]}"
        tab.goto("about:blank")
        source = (layout.site / "static/old-addresses.js").read_text("utf-8")
        aims = tab.evaluate(_ALL, [source, host, [path for _, path in by_404]])
        led = sum(aim == f"{host}/posts/{folder}/index.html" for aim, (folder, _) in zip(aims, by_404, strict=True))
        tab.close()
    left = f"{len(by_404):,} left to 404.html: its script leads {led:,} right, in a browser {found} of {len(chosen)}"
    say(f"{base or '/'}: {by_page:,} right by pages, {wrong} wrong, {left}")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # its only output


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        layout = Layout(Path(place) / "archive")
        layout.root.mkdir()
        spellings = make(layout, number)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=need("chromium"), args=["--no-sandbox"])
            for base in ("", "/repo"):
                url = f"https://ada.example{base}"
                layout.settings.write_text(f'schema = 2\n[site]\nurl = "{url}"\n[author]\nusername = "ada"\n')
                start = time.perf_counter()
                build(layout)
                seconds = time.perf_counter() - start
                sizes = [path.stat().st_size for path in layout.site.rglob("*") if path.is_file()]
                say(f"built in {seconds:.1f} s: {len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB")
                look(browser, layout, spellings, base)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
