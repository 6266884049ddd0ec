"""Every change to a contract, by noun."""
