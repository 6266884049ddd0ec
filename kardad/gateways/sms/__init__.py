"""Short messages and voice calls to a mobile, and what became of them."""
