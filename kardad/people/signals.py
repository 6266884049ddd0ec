"""What people tell the apps above them."""

from django.dispatch import Signal

person_verified = Signal()  # person, at – inside the transaction
mandate_ended = Signal()  # mandate, by, at – inside the transaction
asked_for_everything = Signal()  # person, at – each receiver returns (name, rows): what its app keeps of the person
