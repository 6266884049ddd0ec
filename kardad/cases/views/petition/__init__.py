"""Pages of a petition: its steps, its lists, its signing."""
