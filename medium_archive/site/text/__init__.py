"""A post's Markdown as the HTML of its page."""
