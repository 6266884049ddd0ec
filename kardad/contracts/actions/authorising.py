"""The paper by which somebody signs for an employer is given by who signs himself, for some days, and ended by him (signing rule 5)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kardad.contracts.models import Authority
from kardad.contracts.queries import authorities
from kardad.contracts.queries.authorities import Candidate
from kardad.core.actor import Actor
from kardad.core.files import InfectedFile
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.inbox.actions import telling
from kardad.kit import calendar
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person

LONGEST_DAYS = 5 * 366


class NotYoursToGive(Refusal):
    """Only who signs for an employer himself lets another sign, and only somebody who keeps its contracts."""

    code = "AUTHORITY_NOT_YOURS"
    status = 403
    message = "معرفی‌نامه را کسی ثبت می‌کند که خودش صاحب امضاست، برای کسی که قراردادهای همان کارفرما با اوست."


class DaysWrong(BadInput):
    """The first day comes before the last, and both within a few years."""

    code = "AUTHORITY_DAYS"
    message = "روز پایان باید پس از روز آغاز باشد و اعتبار بیش از پنج سال نمی‌شود."


@dataclass(frozen=True, slots=True)
class Days:
    """From when until when a paper counts, both days included; without an end until it is ended."""

    first: date
    last: date | None = None


@transaction.atomic
def give(giver: Person, to: Candidate, *, file: StoredFile, days: Days, by: Actor, at: datetime) -> Authority:
    """The person may sign contracts for the employer within these days; he is told. Raises NotYoursToGive, DaysWrong, InfectedFile."""
    if to.key not in {one.key for one in authorities.candidates(giver)}:
        raise NotYoursToGive
    last = days.last
    if last is not None and (last < days.first or (last - days.first).days > LONGEST_DAYS or last < calendar.tehran_day(at)):
        raise DaysWrong(field="valid_to")
    if file.scan == "infected":
        raise InfectedFile(field="file")
    whom = {"organisation": to.organisation, "employer": None if to.organisation else giver}
    made = Authority.objects.create(person=to.person, file=file, valid_from=days.first, valid_to=last, given_by=giver, given_at=at, **whom)
    record("authority.given", made, by=by, at=at, person_id=to.person.pk)
    name = to.organisation.name if to.organisation else giver.name
    telling.tell(to.person, "authority.given", about=made, url="/panel/contracts/authority/", at=at, dossier=None, employer=name)
    return made


@transaction.atomic
def end(giver: Person, authority: Authority, *, by: Actor, at: datetime) -> Authority:
    """The person signs for the employer no more; what he signed before stands. Raises NotYoursToGive."""
    held = Authority.objects.select_for_update().get(pk=authority.pk)
    if not authorities.given(giver).filter(pk=held.pk).exists():
        raise NotYoursToGive
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        record("authority.ended", held, by=by, at=at, person_id=held.person_id)
    return held
