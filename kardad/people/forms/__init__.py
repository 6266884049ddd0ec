"""The forms of people, by noun."""
