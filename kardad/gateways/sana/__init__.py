"""The judiciary's service of papers (ثنا) as a channel: the port, an adapter over HTTPS and JSON, and the twins."""
