"""The pages of money: the buyer's own, and the office's."""
