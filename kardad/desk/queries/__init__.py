"""The reads of the desk, by noun."""
