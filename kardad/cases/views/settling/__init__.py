"""Pages of how a dispute ends without a verdict, and of what a representative may do in it."""
