"""What people tell the apps above them."""

from django.dispatch import Signal

person_verified = Signal()  # person, at – inside the transaction
