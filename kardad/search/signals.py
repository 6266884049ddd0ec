"""How search asks those above it what stands in their code and files: calculators, guides, services, help."""

from django.dispatch import Signal

gathering = Signal()  # a receiver answers a list of kardad.search.actions.Named
