"""The verbs of the command line: each a function that returns a Report."""
