"""The law without a computer: dated figures, formulas that show their working, deadlines, procedure. No Django, no clock, no network."""
