"""Reads over disputes."""
