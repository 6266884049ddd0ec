"""Changes to questions, answers, guides and links, by noun."""
