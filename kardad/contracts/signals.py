"""What contracts tell the apps above them."""

from django.dispatch import Signal

signed = Signal()  # version, at – inside the transaction
ended = Signal()  # contract, at – inside the transaction
