"""archive.toml and the other files in which a person chooses."""

from __future__ import annotations

from functools import partial

from tests.hostile.kind import ALL_COMMANDS, Content, Kind, write

_DIGITS = "9" * 5_000
_LINES: dict[str, str] = {
    "schema of 5,000 digits": f"schema = {_DIGITS}",
    "schema as text": 'schema = "1"',
    "schema below zero": "schema = -1",
    "schema of a later version": "schema = 999",
    "schema as a list": "schema = [1]",
    "no schema": "",
    "schema of true": "schema = true",
    "schema of 1e400": "schema = 1e400",
    **{
        f"site: {line[:40]}": f"schema = 1\n[site]\n{line}"
        for line in (
            'url = "https://[x"',
            'url = "https://x:99999999/"',
            'url = "https://\\u0000x"',
            'url = "javascript:alert(1)"',
            'url = "https://x org"',
            "url = 1",
            f'url = "https://{"x" * 60_000}"',
            'url = "https://xn--a.example"',
            'url = "https://user:secret@x.org"',
            'url = "https://x.org/../.."',
            f'theme = "{"x" * 5_000}"',
            'theme = "../../etc"',
            'theme = "/etc"',
            'theme = ""',
            'theme = "a\\u0000b"',
            'theme = "con"',
            'theme = "\\u202e"',
            'language = "<x>"',
            f'language = "{"x" * 60_000}"',
            'language = "zz-ZZ-zz"',
            "language = 1979-05-27",
            f'title = "{"x" * 1_000_000}"',
            'title = "[bold]x[/bold]"',
            'title = "\\u0000"',
            "title = []",
            "title = {a = 1}",
            f"unknown = {_DIGITS}",
            "title = nan",
            'title = "\\U0010ffff"',
        )
    },
    **{
        f"table: {name}": f"schema = 1\n{text}"
        for name, text in {
            "author as text": 'author = "x"',
            "authors of 10,000": "".join(f'[authors.a{n}]\nname = "x"\n' for n in range(10_000)),
            "an author named ..": '[authors."../.."]\nname = "x"',
            "an author without a name": '[authors.""]\nname = "x"',
            "photo as a path": '[author]\nphoto = "/etc/passwd"',
            "photo on a device": '[author]\nphoto = "/dev/zero"',
            "photo without a host": '[author]\nphoto = "https://[x"',
            "connections": "[pictures]\nconnections = 100000000000000000000",
            "connections below zero": "[pictures]\nconnections = -1",
            "privacy as text": 'privacy = "x"',
            "privacy of 100,000 names": "[privacy]\nshow = [" + '"x", ' * 100_000 + "]",
            "watch": f"[watch]\nfeed = {'[' * 500}{']' * 500}",
            "publish": '[publish.github]\nrepository = "--upload-pack=x"',
            "theme": f"[theme]\ncolour = {_DIGITS}",
            "nested tables": f"[{'a.' * 5_000}b]\nc = 1",
            "nested lists": f"a = {'[' * 20_000}{']' * 20_000}",
            "nested maps": f"a = {'{a = ' * 5_000}1{'}' * 5_000}",
            "a key twice": "[site]\n[site]",
            "500,000 keys": "".join(f"k{n} = 1\n" for n in range(100_000)),
        }.items()
    },
}
_BYTES: dict[str, Content] = {
    "no UTF-8": b"schema = 1\n# \xff",
    "UTF-16": "schema = 1\n".encode("utf-16"),
    "NUL": b"schema = 1\n\0",
    "zeros": b"\0" * 5_000,
    "nothing": b"",
    "a comment of 20 MB": lambda: b"schema = 1\n#" + b"x" * 20_000_000,
    "text of 20 MB": lambda: b'schema = 1\ntitle = "' + b"x" * 20_000_000,
    "no end of a text": b'schema = 1\n[site]\ntitle = """',
    "brackets": b"[" * 100_000,
    "carriage returns": b"schema = 1\r[site]\r",
    "equals": b"=" * 100_000,
    "dots": b"a" + b".a" * 100_000 + b" = 1",
    "an HTML page": b"<!DOCTYPE html><p>",
}
_OTHERS: dict[str, tuple[str, Content]] = {
    ".gitignore of brackets": (".gitignore", b"[" * 100_000),
    ".gitignore of stars": (".gitignore", b"*" * 20_000 + b"a\n"),
    ".gitignore without UTF-8": (".gitignore", b"\xff\0"),
    "theme.toml of digits": ("theme/theme.toml", f"version = {_DIGITS}".encode()),
    "theme.toml of brackets": ("theme/theme.toml", b"[" * 50_000),
    "a template without end": ("theme/post.html", b"{% for x in y %}" * 200),
    "a template that loops": (
        "theme/post.html",
        b"{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    ),
    "a template of brackets": ("theme/post.html", b"{{" * 5_000),
    "publish.env of NUL": ("private/publish.env", b"\0" * 100),
    "README without UTF-8": ("README.md", b"\xff"),
    "SHA256SUMS of zeros": ("SHA256SUMS", b"\0" * 5_000),
    "SHA256SUMS without UTF-8": ("SHA256SUMS", b"\xff" * 99),
    "SHA256SUMS of paths outside": ("SHA256SUMS", b"0" * 64 + b"  ../../../../etc/passwd\n"),
    "SHA256SUMS of a device": ("SHA256SUMS", b"0" * 64 + b"  /dev/zero\n"),
    "SHA256SUMS of 100,000 lines": ("SHA256SUMS", lambda: (b"0" * 64 + b"  x\n") * 100_000),
    "a cache of zeros": ("private/.cache/build.state", b"\0" * 999),
    "a cache of a pickle": ("private/.cache/texts", b"cos\nsystem\n(S'touch pwned'\ntR."),
    "a last import of brackets": ("private/.cache/import.json", b"[" * 100_000),
}


ALL = (
    *(
        Kind("settings", name, partial(write, "archive.toml", text.encode()), ALL_COMMANDS)
        for name, text in _LINES.items()
    ),
    *(
        Kind("settings", name, partial(write, "archive.toml", content), ALL_COMMANDS)
        for name, content in _BYTES.items()
    ),
    *(Kind("settings", name, partial(write, *other), ALL_COMMANDS) for name, other in _OTHERS.items()),
)
