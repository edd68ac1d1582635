"""Two certificates for medium.com, its subdomains and hosts below .example: one that is valid, one that is expired.

No secrets: only tests trust the first one, and nothing the second one.
"""

from __future__ import annotations

import ssl
import tempfile
from pathlib import Path

# Of the key of VALID, for Chromium's --ignore-certificate-errors-spki-list
FINGERPRINT = "NW0HYe60wmdlvhbPgW+Aj49+HhWN/TCcZzthKy/09No="
VALID = """\
-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUDICSF1n+Y+XegsaBCWOJkieq3SIwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKbWVkaXVtLmNvbTAgFw0yNjExMzAwNTE5NDVaGA8yMTI2MTEw
NjA1MTk0NVowFTETMBEGA1UEAwwKbWVkaXVtLmNvbTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABO1wldJLfkS6lto+GT031CNt9fnVfxvglrR1a+VVYDRNrvrNRPpF
/E3DfIdtZXSCmK+pxmq9u5YKpEo49z5m82ejUTBPMC4GA1UdEQQnMCWCCm1lZGl1
bS5jb22CDCoubWVkaXVtLmNvbYIJKi5leGFtcGxlMB0GA1UdDgQWBBSi71vVVCXa
hW2iA9yUOgSSpWXF2TAKBggqhkjOPQQDAgNIADBFAiEA5FjGcqs+rnX9JYtC4Xq9
5r12FCy4bkRBl/vpBmzCPSkCIEqpKImVopk0YlGZ83NVlLd1fsFKZW2GbIYl+FCS
eQsJ
-----END CERTIFICATE-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEID0V4beYBoRJbQHM89VPkQrLR8xaf6PllA/Qs9U8XZyCoAoGCCqGSM49
AwEHoUQDQgAE7XCV0kt+RLqW2j4ZPTfUI231+dV/G+CWtHVr5VVgNE2u+s1E+kX8
TcN8h21ldIKYr6nGar27lgqkSjj3PmbzZw==
-----END EC PRIVATE KEY-----
"""
EXPIRED = """\
-----BEGIN CERTIFICATE-----
MIIBaTCCARCgAwIBAgIBATAKBggqhkjOPQQDAjAVMRMwEQYDVQQDDAptZWRpdW0u
Y29tMB4XDTIwMDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAwMFowFTETMBEGA1UEAwwK
bWVkaXVtLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDD49LVpJpJVAgjU
+GoyKT6BPxcPnTEb9+3chjlItG0KENm5ytnAfon1aV6lDnHEHIyqAkEGG9Gd7u/g
vlngFXOjUTBPMC4GA1UdEQQnMCWCCm1lZGl1bS5jb22CDCoubWVkaXVtLmNvbYIJ
Ki5leGFtcGxlMB0GA1UdDgQWBBQBVFim5vFV5+yzs7SIc+2bbSdwtDAKBggqhkjO
PQQDAgNHADBEAiAPIoVNUgQqaRM2bKpY7svc1hVuqpqtJDcMbQMsl5muaQIgNZFd
ShSApvdt1qkCrXvVFIOmKRs7pF4s6W//pVExE3s=
-----END CERTIFICATE-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIJ2ryGbW+etKBdbu96tEH/Ro39VIiQXckeQVr4Nrt3i2oAoGCCqGSM49
AwEHoUQDQgAEMPj0tWkmklUCCNT4ajIpPoE/Fw+dMRv37dyGOUi0bQoQ2bnK2cB+
ifVpXqUOccQcjKoCQQYb0Z3u7+C+WeAVcw==
-----END EC PRIVATE KEY-----
"""


def context(certificate: str) -> ssl.SSLContext:
    """For a server that shows this certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "server.pem"
        path.write_text(certificate, "ascii")
        made.load_cert_chain(path)
    return made
