"""The pages on which an employer writes a contract."""
