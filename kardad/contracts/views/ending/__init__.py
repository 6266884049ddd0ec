"""The pages on which a contract ends and is settled."""
