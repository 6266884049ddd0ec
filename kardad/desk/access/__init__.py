"""Who may reach what of the desk: requests, what is delivered, the client book."""
