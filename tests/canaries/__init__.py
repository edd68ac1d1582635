"""Private words and passages, planted in every private place and then copied into public files in many spellings.

`python -m tests.canaries` prints how many of them `archive verify` finds and `archive publish` refuses.
"""
