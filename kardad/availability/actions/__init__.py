"""Every change to what is known of the site's availability."""

from kardad.availability.actions.certificates import BadInterval, certificate
from kardad.availability.actions.days import prove
from kardad.availability.actions.probes import claim, forget, keep

__all__ = ["BadInterval", "certificate", "claim", "forget", "keep", "prove"]
