"""The staff rooms under /office/: queues, switches and reviews."""
