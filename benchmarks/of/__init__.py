"""The figures, one room each."""
