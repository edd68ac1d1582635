"""How the pictures of the example export are drawn."""
