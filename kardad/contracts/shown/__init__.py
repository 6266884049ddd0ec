"""What pages show of contracts, made from what is kept."""
