"""The pages of a contract between its signature and its end."""
