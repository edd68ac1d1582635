"""Kills of every command that writes: at any of its changes to the disk, in each of its processes at once."""
