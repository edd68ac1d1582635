"""The error for a file from which neither a story nor the address of one can be read, apart from the reader of saved
pages, which is slow to import.
"""

from __future__ import annotations


class NoStory(ValueError):
    """Nothing can be taken from the file. `code` is a stable name of the reason, the message one sentence that says
    what the file is and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[NoStory], tuple[str, str]]:
        return NoStory, (self.code, str(self))
