"""How long services usually take, in working days, as it was measured last night."""

from typing import Final

from kardad.desk.models import UsualTime

DAY: Final = 8 * 60  # working minutes


def days(*codes: str) -> int | None:
    """The working days within which nine of ten such requests were delivered, of the slowest of these services; None where too few were."""
    found = UsualTime.objects.filter(service_code__in=codes).order_by("-minutes").values_list("minutes", flat=True).first()
    return None if found is None else max(1, -(-found // DAY))
