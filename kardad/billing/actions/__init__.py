"""The deeds of money, by noun."""
