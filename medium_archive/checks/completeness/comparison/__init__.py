"""The blocks of an original compared with the blocks of what was made of it."""
