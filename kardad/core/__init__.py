"""The base every app stands on: who acts, history, stored files, sealed columns, sweeps, outages, headers."""
