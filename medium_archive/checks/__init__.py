"""One file a check: does the archive still hold what it should?"""
