"""Fuzzing: inputs that are changed again and again, led by the code that they reach (SECURITY.md, "Fuzzing")."""
