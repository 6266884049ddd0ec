"""What staff must do: work items opened from below and shown by the office."""
