"""Public questions and answers, guides, links."""
