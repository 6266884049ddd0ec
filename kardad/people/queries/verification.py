"""Reads for joining and verification."""

from django.db.models import QuerySet

from kardad.people.models import Attempt, LabourOffice, RoleGrant


def first_role(person_id: int) -> str | None:
    """The role someone took first."""
    return RoleGrant.objects.filter(person_id=person_id, state="active").order_by("id").values_list("role", flat=True).first()


def holds(person_id: int, role: str) -> bool:
    """Whether someone holds the role now."""
    return RoleGrant.objects.filter(person_id=person_id, role=role, state="active").exists()


def attempt_by_tracking(tracking: str, tail: str) -> Attempt | None:
    """The attempt with this tracking code, if the mobile's last four digits fit (none given where there is no mobile)."""
    found = Attempt.objects.filter(tracking=tracking, depth=Attempt.Depth.VERIFY).first()
    return found if found and found.mobile_tail in (tail, "") else None


def open_offices() -> QuerySet[LabourOffice]:
    """Where one can be verified in person."""
    return LabourOffice.objects.filter(is_open=True).order_by("province", "city", "name")
