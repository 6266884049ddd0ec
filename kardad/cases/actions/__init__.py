"""Every change of a dispute: one function, one transaction."""
