"""Reads over contracts."""
