"""What people type about disputes."""
