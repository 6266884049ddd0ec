"""How the kartable is said to its owner, by noun."""
