"""The pages of the site: which there are, and what their templates get."""
