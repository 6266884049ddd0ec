"""What contracts do when those below tell something."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from kardad.contracts import signals as ours
from kardad.contracts.actions import joining, suspending
from kardad.contracts.models import Annex, Authority, Batch, Contract, Correction, Diary, DiaryEntry, Ending, Pause, Signature, Wish
from kardad.people import signals
from kardad.people.models import Person
from kardad.people.queries.accounts import EVENTS_EXPORTED, moment

Rows = list[dict[str, Any]]


@receiver(signals.person_verified)
def meet(sender: object, person: Person, at: datetime, **_: Any) -> None:
    """Whoever proves his code finds the contracts that wait for it."""
    joining.meet(person, at=at)


@receiver(ours.ended)
def close_pauses(sender: object, contract: Contract, at: datetime, **_: Any) -> None:
    """With the end of a contract its suspension is over."""
    suspending.close(contract, at=at)


@receiver(signals.asked_for_everything)
def contracts(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """Each Contract of which the person is the worker or the employer, or that he wrote; each Annex, Ending and Correction of his."""
    mine = Q(worker=person, sent_at__isnull=False) | Q(employer=person) | Q(maker=person)
    rows = Contract.objects.filter(mine).order_by("-pk")[:EVENTS_EXPORTED]
    told: Rows = [{"what": "contract", "number": row.number or "", "state": row.state, "at": moment(row.made_at)} for row in rows]
    laid = Annex.objects.filter(by=person).order_by("pk")[:EVENTS_EXPORTED]
    told += [{"what": "annex", "number": "", "state": row.title, "at": moment(row.added_at)} for row in laid]
    named = Ending.objects.filter(by=person).select_related("contract").order_by("pk")[:EVENTS_EXPORTED]
    told += [
        {"what": f"ending {row.cause}", "number": row.contract.number or "", "state": row.state, "at": moment(row.made_at)} for row in named
    ]
    asked = Correction.objects.filter(by=person).order_by("pk")[:EVENTS_EXPORTED]
    return "contracts", told + [{"what": "correction", "number": "", "state": row.words, "at": moment(row.at)} for row in asked]


@receiver(signals.asked_for_everything)
def signatures(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """Each Signature of the person, and each Authority to sign that he has or gave."""
    rows = Signature.objects.filter(person=person).select_related("version__contract").order_by("pk")
    told: Rows = [{"what": "signature", "side": row.side, "of": row.sha256, "at": moment(row.signed_at)} for row in rows[:EVENTS_EXPORTED]]
    given = Authority.objects.filter(Q(person=person) | Q(given_by=person) | Q(employer=person)).order_by("pk")
    return "signatures", told + [{"what": "authority", "side": "", "of": "", "at": moment(row.given_at)} for row in given]


@receiver(signals.asked_for_everything)
def contract_days(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """Each suspension that the person recorded (Pause), and each Wish about the end of a term."""
    rows = Pause.objects.filter(by=person).order_by("pk")[:EVENTS_EXPORTED]
    told: Rows = [{"what": f"pause {row.cause}", "said": row.note, "at": moment(row.made_at)} for row in rows]
    wished = Wish.objects.filter(by=person).order_by("pk")[:EVENTS_EXPORTED]
    return "contract_days", told + [{"what": "wish", "said": row.wants, "at": moment(row.at)} for row in wished]


@receiver(signals.asked_for_everything)
def work_diary(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """Each Diary of the person, and each DiaryEntry in them, word for word."""
    mine = Diary.objects.filter(person=person).order_by("pk")
    told: Rows = [{"what": "diary", "said": row.about, "at": moment(row.made_at)} for row in mine[:EVENTS_EXPORTED]]
    rows = DiaryEntry.objects.filter(diary__person=person).order_by("pk")[:EVENTS_EXPORTED]
    return "work_diary", told + [{"what": row.kind, "said": row.words, "at": moment(row.written_at)} for row in rows]


@receiver(signals.asked_for_everything)
def contract_batches(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """Each Batch that the person sent, or that is about contracts he gives, with what became of its rows."""
    rows = Batch.objects.filter(Q(person=person) | Q(employer=person)).order_by("-pk")[:EVENTS_EXPORTED]
    told = [{"what": row.kind, "state": row.state, "made": row.made, "wrong": row.bad, "at": moment(row.made_at)} for row in rows]
    return "contract_batches", told
