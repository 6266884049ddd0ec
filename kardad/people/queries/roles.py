"""Reads over roles: what a person holds, and in which roles he may act now."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kardad.people import roles
from kardad.people.models import Mandate, Membership, RoleGrant
from kardad.people.queries import mandates, organisations

MEMBER = "member|"
THROUGH = ("employer_legal", "representative")  # acted in only for an organisation or a principal
MANDATE_TITLES: dict[str, str] = {
    Mandate.Basis.LAWYER: "وکیل",
    Mandate.Basis.REPRESENTATIVE: "نماینده",
    Mandate.Basis.GUARDIAN: "ولی یا قیم",
}


@dataclass(frozen=True, slots=True)
class Acting:
    """A way to act that the person holds now: `value` is what the session keeps, `title` what the header shows."""

    value: str
    title: str
    text: str = ""


def grants_of(person_id: int) -> QuerySet[RoleGrant]:
    """Every role the person holds, asked for or held, newest first."""
    return RoleGrant.objects.filter(person_id=person_id).select_related("office").order_by("-pk")


def held(person_id: int) -> QuerySet[RoleGrant]:
    """The roles the person holds now."""
    return RoleGrant.objects.filter(person_id=person_id, state="active")


def staff_grants() -> QuerySet[RoleGrant]:
    """The staff roles that are held now, newest first."""
    return RoleGrant.objects.filter(role__in=roles.STAFF, state="active").select_related("person", "office").order_by("-pk")


def acting_choices(person_id: int) -> list[Acting]:
    """Every way in which the person may act now: in his own roles, for his organisations, for his principals."""
    own = [
        Acting(f"{grant.role}|", roles.title(grant.role), _own_text(grant))
        for grant in held(person_id).select_related("office").order_by("pk")
        if grant.role in roles.ROLES and grant.role not in THROUGH
    ]
    firms = [
        Acting(_firm(place), place.organisation.name, f"کارفرمای حقوقی؛ {'صاحب حساب' if place.is_owner else place.position or 'عضو'}")
        for place in organisations.acting_memberships(person_id)
    ]
    principals = [
        Acting(_principal(one), f"{MANDATE_TITLES[one.basis]} {one.principal.name}", one.subject)
        for one in mandates.active_mandates(person_id).select_related("principal").order_by("pk")
    ]
    return [Acting(MEMBER, "عضو", "برای کارهای شخصی خودتان."), *own, *firms, *_distinct(principals)]


def still_holds(person_id: int, value: str) -> bool:
    """Whether this way to act, as the session keeps it, is still the person's."""
    role, _, behalf = value.partition("|")
    kind, _, pk = behalf.partition(":")
    if not behalf:
        return value == MEMBER or held(person_id).filter(role=role).exists()
    if not pk.isdigit():
        return False
    if kind == "organisation":
        return role == "employer_legal" and organisations.acting_memberships(person_id).filter(organisation_id=int(pk)).exists()
    return kind == "person" and mandates.active_mandates(person_id).filter(basis=role, principal_id=int(pk)).exists()


def _own_text(grant: RoleGrant) -> str:
    return grant.office.name if grant.office else roles.ROLES[grant.role].text


def _firm(place: Membership) -> str:
    return f"employer_legal|organisation:{place.organisation_id}"


def _principal(one: Mandate) -> str:
    return f"{one.basis}|person:{one.principal_id}"


def _distinct(found: list[Acting]) -> list[Acting]:
    """Two mandates of one principal on one basis are one way to act."""
    return list({one.value: one for one in reversed(found)}.values())[::-1]
