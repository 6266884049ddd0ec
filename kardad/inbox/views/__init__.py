"""Pages of the kartable: the client's here, those of staff in `office`."""
