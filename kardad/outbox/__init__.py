"""What is sent out: one row per SMS or voice call, its provider and what became of it."""
