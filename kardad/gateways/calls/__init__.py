"""Calls through a bridge of ours: neither side sees the other's number."""
