"""What is sent out: one row per SMS, voice call or e-mail, its provider and what became of it."""
