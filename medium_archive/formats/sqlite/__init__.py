"""The whole archive as one SQLite database, with full-text search (docs/database.md)."""
