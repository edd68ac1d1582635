"""The watch over the account: what to look at, how, what it means, who is told, and when."""
