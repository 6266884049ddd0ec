"""Every change at the desk, by noun."""
