"""What pages of the desk's staff show: one request, the lists, the manager's picture."""
