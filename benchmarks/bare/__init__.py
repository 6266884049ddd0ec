"""The baseline: Django as it comes, with its default middleware, the same statements and one flat template."""
