"""Compares the blocks of an original with the blocks of the converted post."""
