"""The forms of the kartable, by noun."""
