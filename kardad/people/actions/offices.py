"""Offices: the places at which people are verified in person and staff sit."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.kit.refusal import BadInput
from kardad.people.models import LabourOffice


class BadNetwork(BadInput):
    """A line of the allow-list is no network."""

    code = "OFFICE_NETWORK"
    message = "«{line}» نشانی شبکه نیست. هر شبکه را در یک سطر بنویسید؛ نمونه: ۱۹۲.۱۶۸.۱.۰/۲۴"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is known of an office; `networks` are the addresses its officers may work from, none means anywhere."""

    name: str
    kind: str
    province: str
    city: str
    address: str = ""
    hours: str = ""
    networks: tuple[str, ...] = ()
    is_open: bool = True


def read_networks(typed: str) -> tuple[str, ...]:
    """The networks of a text, one a line, in canonical form; raises BadNetwork."""
    found = []
    for line in (text.to_ascii_digits(part).strip() for part in typed.splitlines()):
        if not line:
            continue
        try:
            found.append(str(ip_network(line, strict=False)))
        except ValueError as error:
            raise BadNetwork(field="networks", line=line[:40]) from error
    return tuple(found)


@transaction.atomic
def add(place: Place, *, by: Actor, at: datetime) -> LabourOffice:
    """The office stands, and people read its address on their tickets."""
    office = LabourOffice.objects.create(**_columns(place))
    record("office.added", office, by=by, at=at, person_id=by.person_id, office=office.name)
    return office


@transaction.atomic
def change(office: LabourOffice, place: Place, *, by: Actor, at: datetime) -> LabourOffice:
    """The office is as described; a closed one opens no desk and stands on no ticket."""
    office = LabourOffice.objects.select_for_update().get(pk=office.pk)
    for column, value in _columns(place).items():
        setattr(office, column, value)
    office.save()
    record("office.changed" if office.is_open else "office.closed", office, by=by, at=at, person_id=by.person_id, office=office.name)
    return office


def _columns(place: Place) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(place, name) for name in Place.__slots__}
    return columns | {"networks": list(place.networks)}
