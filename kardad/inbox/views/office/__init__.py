"""Pages of service for staff."""
