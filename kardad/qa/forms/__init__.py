"""Forms of questions, by who fills them."""
