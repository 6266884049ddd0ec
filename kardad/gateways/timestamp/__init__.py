"""Time stamps (RFC 3161): the port, an authority over HTTP, one of our own, and how anyone reads a token."""
