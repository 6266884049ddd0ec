"""What people type about contracts."""
