"""Pages of what follows a final decision."""
