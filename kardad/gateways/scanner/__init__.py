"""Whether an uploaded file carries something harmful."""
