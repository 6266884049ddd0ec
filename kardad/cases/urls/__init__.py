"""Addresses of disputes."""
