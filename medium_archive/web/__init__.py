"""The web, as a stranger's machine: the only place of the program that opens a connection to another computer.

`Web.get` fetches one address and gives an `Answer`, or raises `FetchFailed` with a reason that has a name. Addresses
come out of other people's pages, so each is taken for hostile: only http and https, only hosts of the public internet,
however they are spelt, resolved or redirected to; and no answer may take more time or memory than the `Limits` say.

    client → connection → guard → answer
"""

from medium_archive.web.answer import Answer, FetchFailed, Limits, Reason, until_reset
from medium_archive.web.client import Web

__all__ = ["Answer", "FetchFailed", "Limits", "Reason", "Web", "until_reset"]
