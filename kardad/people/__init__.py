"""Who someone is: persons, organisations, roles, verification, codes, mandates, counters."""
