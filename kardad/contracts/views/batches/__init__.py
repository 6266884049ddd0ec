"""The pages of work on many contracts at once."""
