"""The reads of people, by noun."""

from kardad.people.queries.mandates import active_mandates

__all__ = ["active_mandates"]
