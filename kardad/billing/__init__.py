"""Money: what services cost, what is owed, what was paid, given back, and the ledger that must agree with all of it."""
