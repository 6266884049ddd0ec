"""Pages of delivery: hours and papers for the client, calls, calendar and writing for staff."""
