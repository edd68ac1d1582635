"""What a new archive holds from the start: a README for whoever finds the folder, and what git leaves alone."""

GITIGNORE = """\
# Made anew by `archive build`
site/
# These hold addresses, sessions, e-mail and unpublished texts: never publish them
exports/
private/
drafts/
# While a run writes
.lock
.*.tmp
"""

# Git on Windows writes other line ends than it was given, and then no checksum holds
GITATTRIBUTES = """\
* -text
"""

README = """\
# An archive of what was written on Medium

This folder holds the posts of one Medium account. Nothing in it needs a special program.

- `posts/`, `responses/`, `drafts/`: a folder for each text. `index.md` is the text itself, in Markdown, readable in any
  editor; the pictures lie beside it. Edit it as you like: the program never overwrites what you changed.
- `about.md`, `archive.toml`: about the author, and settings.
- `original/`: the pages as Medium's export had them, byte for byte, as evidence.
- `exports/`: the exports themselves. **Private**: they hold e-mail addresses, sessions, IP addresses.
  So are `private/` and `drafts/`.
- `records/`: lists of all posts and pictures, one JSON object a line.
- `site/`: the web site made from all this. Open `site/index.html` in a browser. It may be deleted and made again.

Is everything still as it was? In this folder, run

    sha256sum -c SHA256SUMS

(on a Mac `shasum -a 256 -c SHA256SUMS`). To make the site again: `pip install medium-archive`, then `archive build`.
"""

FILES = {"README.md": README, ".gitignore": GITIGNORE, ".gitattributes": GITATTRIBUTES}
