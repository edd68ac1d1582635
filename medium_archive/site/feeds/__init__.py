"""The feeds and the sitemap."""
