"""A saved page of Medium's against itself and against its public original: the state in its scripts, and its elements.

Both tell the same paragraphs, and the id of an element is the name of its paragraph in the state. A page that differs
from itself was changed by somebody, or read wrongly by a program.
"""

from medium_archive.checks.completeness.saved.comparison import Difference, in_page, with_original
from medium_archive.checks.completeness.saved.page import SavedPage, read

__all__ = ["Difference", "SavedPage", "in_page", "read", "with_original"]
