"""The addresses of contracts."""
