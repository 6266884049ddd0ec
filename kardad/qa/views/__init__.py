"""Pages of questions: asking, reading, guides; and the rooms of staff."""
