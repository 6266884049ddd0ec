"""Employment contracts: written, checked, signed by both sides, alive until they are settled."""
