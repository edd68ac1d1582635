"""Certificates that are wrong in one respect each, made with openssl, and servers that break TLS."""

from __future__ import annotations

import os
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.hostile_servers.kind import Exchange, Kind, Reply, after, instead

_NAME = "subjectAltName=IP:127.0.0.1,DNS:localhost"
_SOON, _LONG_AGO, _LATER = "20250101000000Z", "20200101000000Z", "21000101000000Z"
# By the name of a kind: the extension, the first and the last day, the signer ("" for itself), more options
_MADE: Mapping[str, tuple[str, str, str, str]] = {
    "good": (_NAME, _SOON, _LATER, "ca"),
    "expired": (_NAME, _LONG_AGO, _SOON, "ca"),
    "not yet valid": (_NAME, "20990101000000Z", _LATER, "ca"),
    "of another host": ("subjectAltName=DNS:other.example", _SOON, _LATER, "ca"),
    "without a name": ("basicConstraints=CA:FALSE", _SOON, _LATER, "ca"),
    "signed by itself": (_NAME, _SOON, _LATER, ""),
    "of an unknown signer": (_NAME, _SOON, _LATER, "other"),
    "for clients only": (f"{_NAME}\nextendedKeyUsage=clientAuth", _SOON, _LATER, "ca"),
    "signed by one that may not sign": (_NAME, _SOON, _LATER, "good"),
}
_PROTOCOLS = {"of TLS 1.1": ssl.TLSVersion.TLSv1_1, "of TLS 1.0": ssl.TLSVersion.TLSv1}
# All kinds of certificates and protocols that no program may accept
NAMES = (*(name for name in _MADE if name != "good"), *_PROTOCOLS, "of a weak cipher")


class Certificates:
    """The certificates, made in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("ca", "other"):
            self._make(name, "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign", _LONG_AGO, _LATER, "")
        for name, values in _MADE.items():
            self._make(name, *values)

    @property
    def trusted(self) -> Path:
        """What the program is told to trust ($SSL_CERT_FILE)."""
        return self._folder / "ca.pem"

    @cache  # noqa: B019  # few names
    def context(self, name: str) -> ssl.SSLContext:
        """For a server of the kind of this name."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made = name if name in _MADE else "good"
        context.load_cert_chain(self._folder / f"{made}.pem", self._folder / f"{made}.key")
        if name in _PROTOCOLS:
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = _PROTOCOLS[name]
            context.set_ciphers("ALL:@SECLEVEL=0")
        if name == "of a weak cipher":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers("AES128-SHA:@SECLEVEL=0")
        return context

    def _make(self, name: str, extension: str, first: str, last: str, signer: str) -> None:
        place = self._folder / name
        config = place.with_suffix(".cnf")
        common = "127.0.0.1" if extension.startswith("subjectAltName=IP") else name
        config.write_text(
            "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\n"
            f"[dn]\nCN={common}\n[ext]\n{extension}\n"
            "[ca]\ndefault_ca=own\n"
            f"[own]\ndatabase={self._folder}/index.txt\nserial={self._folder}/serial\nnew_certs_dir={self._folder}\n"
            "default_md=sha256\npolicy=any\nunique_subject=no\nemail_in_dn=no\nrand_serial=yes\n[any]\ncommonName=supplied\n",
            "ascii",
        )
        (self._folder / "index.txt").touch()
        key, request, made = f"{place}.key", f"{place}.csr", f"{place}.pem"
        _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
        _openssl("req", "-new", "-key", key, "-config", str(config), "-out", request)
        by = ("-selfsign", "-keyfile", key) if not signer else (
            "-keyfile", f"{self._folder}/{signer}.key", "-cert", f"{self._folder}/{signer}.pem"
        )  # fmt: skip
        _openssl(
            "ca", "-batch", "-notext", "-config", str(config), "-extensions", "ext", "-startdate", first, "-enddate",
            last, "-in", request, "-out", made, *by,
        )  # fmt: skip


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, env={**os.environ, "OPENSSL_CONF": ""})


def _cut(exchange: Exchange) -> None:
    exchange.client.recv(65536)
    exchange.send(b"\x16\x03\x03\x00\x50\x02\x00")


def _hello_and_silence(exchange: Exchange) -> None:
    exchange.client.recv(65536)
    exchange.wait()


def _kinds() -> Iterator[Kind]:
    for name in NAMES:
        yield Kind("TLS", name, after(Reply.sent), tls=name)
    yield Kind(
        "TLS", "closed without a farewell", lambda exchange: exchange.send(exchange.carry_out().sent()[:-3]), "good"
    )
    # Before the handshake
    for name, raw in {
        "plain HTTP": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "nothing but an end": b"",
        "an alert": b"\x15\x03\x03\x00\x02\x02\x28", "random bytes": bytes(range(256)) * 4,
        "a record of 64 KB": b"\x16\x03\x03\xff\xff" + bytes(65535),
    }.items():  # fmt: skip
        yield Kind("TLS", name, instead(raw), tls="raw")
    yield Kind("TLS", "a handshake cut off", _cut, tls="raw")
    yield Kind("TLS", "a handshake that stops", _hello_and_silence, tls="raw")


ALL = tuple(_kinds())
