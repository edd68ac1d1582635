"""Turns Medium's export into a folder a person owns, a site made from it, and a proof that nothing was lost."""

__version__ = "0.1.0"
