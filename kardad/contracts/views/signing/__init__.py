"""Pages on which a side signs, and what its employer does around it."""
