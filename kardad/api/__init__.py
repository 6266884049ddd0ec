"""The HTTP interface for programs: thin over the law, its own shape of error everywhere, no table of its own."""
