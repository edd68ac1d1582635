"""Saved pages of Medium's: what a person saved of a story, a profile or a list, or what a web archive has of it."""
