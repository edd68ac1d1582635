"""All kinds of hostile servers."""

from tests.hostile_servers import bodies, certificates, contents, heads, redirecting, waiting
from tests.hostile_servers.kind import Kind

ALL: tuple[Kind, ...] = (
    *waiting.ALL, *redirecting.ALL, *heads.ALL, *bodies.ALL, *contents.ALL, *certificates.ALL,
)  # fmt: skip
GROUPS = tuple(dict.fromkeys(kind.group for kind in ALL))
