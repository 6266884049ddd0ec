"""Signatures by a person's own certificate: the port, how anyone reads one, and the twin."""
