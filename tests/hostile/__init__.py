"""What strangers may hand to a command, and what a disk may hold: each input ends with a sentence, in bounded time and
memory (SECURITY.md).
"""
