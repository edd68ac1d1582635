"""Which pages the site has, and what each says."""
