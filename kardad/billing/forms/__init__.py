"""The forms of money: the buyer's own, and the office's."""
