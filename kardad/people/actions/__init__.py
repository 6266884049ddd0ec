"""The actions of people, by noun."""
