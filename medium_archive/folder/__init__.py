"""The archive on disk, as docs/format.md has it."""
