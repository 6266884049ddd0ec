"""Kardad: one site for labour affairs – who you are, what you are owed, who hears you."""
