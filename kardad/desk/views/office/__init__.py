"""Pages of the desk's staff."""
