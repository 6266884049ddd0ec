"""The kartable: what people are told, and by which ways."""
