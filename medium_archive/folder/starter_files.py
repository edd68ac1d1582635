"""The files that every archive gets: a README for people who find the folder, and the files for git."""

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

# Git on Windows would change line ends, and with them the checksums
GITATTRIBUTES = """\
* -text
"""

README = """\
# An archive of posts from Medium

This folder holds the posts of one Medium account. You need no special program to read it.

- `posts/`, `responses/`, `drafts/`: one folder for each post. `index.md` is its text in Markdown, which every editor
  can open; its pictures are in the same folder. You may edit the text: the program never overwrites your changes.
- `about.md`: the page about the author. `archive.toml`: the settings.
- `original/`: the pages of Medium's export, byte for byte, as evidence.
- `exports/`: the exports. **Private**: they contain e-mail addresses, sessions and IP addresses. `private/` and
  `drafts/` are private too.
- `records/`: lists of all posts and pictures, one JSON object per line.
- `site/`: the web site made from these files. Open `site/index.html` in a browser. You may delete the folder.

To check that no file has changed, run in this folder

    sha256sum -c SHA256SUMS

(on a Mac `shasum -a 256 -c SHA256SUMS`). To build the site again: `pip install medium-archive`, then `archive build`.
"""

FILES = {"README.md": README, ".gitignore": GITIGNORE, ".gitattributes": GITATTRIBUTES}
# Checksums of the texts that earlier versions of the program wrote
EARLIER = {
    "README.md": (
        "0ec6b06bec05f97f0d8a93f2eec9e320b6d9bb56a65825feba94d8fea2122adb",
        "a8b1f20de3250c4bb7cd0a3275c987e0d1c6e39751dab22ea6643f7b98daf21e",
        "2da3a78aea529473cbd9d3b58af779f2279db299143c2a73dd91846383e3973b",
    )
}
