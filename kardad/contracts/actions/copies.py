"""The four copies of what was signed (LL 10): who took his, when and how; to whom the council's was given; what went to the office."""

from datetime import date, datetime

from django.db import transaction

from kardad.contracts.actions import common
from kardad.contracts.models import Contract, Delivery, Version
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.kit import calendar
from kardad.kit.refusal import BadInput

LONGEST = 120
NONE = "در این کارگاه شورا، انجمن یا نماینده کارگران نیست"
BODIES = {"council": "شورای اسلامی کار", "guild": "انجمن صنفی کارگران", "representative": "نماینده کارگران"}
DONE = ("taken", "none")


class NotGivenYet(BadInput):
    """A copy is given after the signatures and before today is over."""

    code = "COPY_DAY"
    message = "روز دادن نسخه، میان روز امضای قرارداد و امروز است."


def made(version: Version, *, at: datetime) -> None:
    """It is on record which words were signed; called with the contract held, inside the transaction of the last signature."""
    told = {"what": version.get_kind_display(), "position": version.number, "digest": version.sha256}
    common.noted(version.contract, "contract.copies", by=SYSTEM, at=at, **told)


@transaction.atomic
def taken(place: Standing, version: Version, *, by: Actor, at: datetime) -> None:
    """It is on record that this side took its copy, once, with the moment."""
    whom = Delivery.Whom.WORKER if place.side == standing.WORKER else Delivery.Whom.EMPLOYER
    _done(place, version, whom, way="panel", note="", by=by, at=at)


@transaction.atomic
def to_office(place: Standing, version: Version, *, by: Actor, at: datetime) -> None:
    """It is on record that this side took the package for the labour office; that it arrived there is not known here."""
    _done(place, version, Delivery.Whom.OFFICE, way="package", note="", by=by, at=at)


@transaction.atomic
def to_council(place: Standing, version: Version, *, body: str, name: str, given_on: date | None, by: Actor, at: datetime) -> None:
    """It is on record to whom of the workers' side the employer gave the copy and when; without a body, that there is none.

    Raises NotGivenYet, NotAllowed.
    """
    if not body:
        _done(place, version, Delivery.Whom.COUNCIL, way="", note=NONE, state="none", by=by, at=at)
        return
    today = calendar.tehran_day(at)
    signed_on = calendar.tehran_day(version.closed_at) if version.closed_at else today
    if given_on is None or not signed_on <= given_on <= today:
        raise NotGivenYet(field="given_on")
    told = f"{BODIES[body]}، {name.strip()}، {calendar.slashed(given_on)}"[:LONGEST]
    _done(place, version, Delivery.Whom.COUNCIL, way="paper", note=told, by=by, at=at)


def _done(place: Standing, version: Version, whom: str, *, way: str, note: str, state: str = "taken", by: Actor, at: datetime) -> None:
    """The copy is with whom it is for, with its entry in the chain; a second time changes nothing, but the council's is told anew."""
    contract: Contract = common.locked(version.contract)
    acts = common.acting(place, by)
    row = Delivery.objects.select_for_update().filter(version=version, whom=whom).first()
    if row is None:
        row = Delivery(version=version, whom=whom, made_at=at)
    elif row.state == "taken" or (row.state, row.note) == (state, note):
        return
    row.way, row.state, row.note, row.taken_at = way or row.way or "paper", state, note, at if state == "taken" else None
    row.save()
    told = {"whom": row.get_whom_display(), "way": row.way, "what": version.get_kind_display(), "position": version.number}
    common.noted(contract, "contract.copy_taken" if state == "taken" else "contract.copy_none", by=acts, at=at, **told)
