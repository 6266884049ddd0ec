"""Official papers: one renderer, a seal that a machine can check, and the words that a person understands."""
