"""Pages of the desk, by noun."""
