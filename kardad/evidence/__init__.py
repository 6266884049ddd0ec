"""Proof: append-only chains, the daily log over their heads, receipts, and the verifier that needs nothing of ours."""
