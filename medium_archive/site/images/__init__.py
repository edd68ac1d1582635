"""Pictures as the site shows them."""
