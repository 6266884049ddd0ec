"""The desk's later work: dates chosen, sessions that nobody ended, batches run on, cause lists and figures made in the evening."""

from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from kardad.cases import policy
from kardad.cases.access.batches import reached
from kardad.cases.actions import archiving, batches, causes, dates, figures
from kardad.cases.actions.hearings import NO_DATE, UNFINISHED
from kardad.cases.models import Batch, Case, Hearing, Proposal
from kardad.cases.queries import sittings
from kardad.core.actor import SYSTEM
from kardad.core.sweeps import sweep
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.people.models import LabourOffice
from kardad.work import actions as work
from kardad.work.models import WorkItem

OFFICES_AT_ONCE: Final = 20
EVENING: Final = time(16)  # from when on the list of the next days is made
LISTED_DAYS: Final = 3  # over a Friday and a day beside it


@sweep(minutes=10)
def choose_dates(at: datetime) -> int:
    """Set the session of each case whose sides had their time to strike out dates; where none is left, its secretary has work."""
    late = Proposal.objects.filter(case=OuterRef("pk"), answer_by__lte=at, answer_by__gt=at - timedelta(days=14), chosen_at=None)
    late = late.filter(ended_at=None)
    known = WorkItem.objects.filter(kind=NO_DATE, subject_type="cases.case", subject_id=OuterRef("pk"), closed_at=None)
    states = ("accepted", "conciliation", "adjourned", "appealed", "rehearing")
    rows = Case.objects.filter(Exists(late), ~Exists(known), state__in=states).order_by("pk")
    return sum(_chosen(case, at=at) for case in rows[: policy.BATCH])


def _chosen(case: Case, *, at: datetime) -> bool:
    try:
        dates.choose(case, by=SYSTEM, at=at)
    except (NotAllowed, dates.AnswersOpen):  # an offer that came after these dates counts, and it may be open
        return False
    except dates.NoneLeft:
        with transaction.atomic():
            number = case.class_number or case.number or ""
            title = f"پرونده {number}: هیچ زمان پیشنهادی نمانده است"
            work.open_item(NO_DATE, case, title=title, role=policy.SECRETARY, at=at, office_id=case.office_id)
    return True


@sweep(minutes=60)
def find_unfinished(at: datetime) -> int:
    """Its secretary has work wherever the day of a session went by and nobody closed it or put it off."""
    known = WorkItem.objects.filter(kind=UNFINISHED, subject_type="cases.hearing", subject_id=OuterRef("pk"), closed_at=None)
    return sum(_unfinished(pk, at=at) for pk in sittings.unfinished(at).filter(~Exists(known)).values_list("pk", flat=True)[: policy.BATCH])


@transaction.atomic
def _unfinished(pk: int, *, at: datetime) -> bool:
    found = sittings.unfinished(at).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if found is None:
        return False
    number, day = found.case.class_number or found.case.number or "", calendar.long(calendar.tehran_day(found.starts_at))
    title = f"پرونده {number}: جلسه {day} به پایان نرسید"
    work.open_item(UNFINISHED, found, title=title, role=policy.SECRETARY, at=at, office_id=found.office_id)
    return True


@sweep(minutes=1)
def run_batches(at: datetime) -> int:
    """Go on with deeds that were asked for on many cases."""
    left, done = policy.BATCH, 0
    for batch in Batch.objects.filter(due_at__lte=at).order_by("due_at", "pk"):
        done += batches.run(batch, reach=reached, at=at, most=left - done)
        if done >= left:
            break
    return done


@sweep(minutes=60)
def list_causes(at: datetime) -> int:
    """Print, each evening, the sessions of the days ahead; a list that changed later is printed again."""
    if at.astimezone(calendar.TEHRAN).time() < EVENING:
        return 0
    made = 0
    for step in range(1, LISTED_DAYS + 1):
        day = calendar.tehran_day(at) + timedelta(days=step)
        since, until = calendar.day_start_end(day)
        here = Hearing.objects.filter(starts_at__gte=since, starts_at__lt=until, state__in=("set", "open")).values("office")
        for office in LabourOffice.objects.filter(pk__in=here).order_by("pk"):
            made += causes.issue(office, day=day, by=SYSTEM, at=at).made_at == at
    return made


@sweep(minutes=24 * 60)
def archive(at: datetime) -> int:
    """Put away what has been over for long and has no open matter."""
    return sum(archiving.put_away(pk, at=at) for pk in archiving.due(at))


@sweep(minutes=10)
def count_offices(at: datetime) -> int:
    """Count, once a day, what each office did and how long its cases take."""
    rows = list(figures.due(at)[:OFFICES_AT_ONCE])
    for office in rows:
        figures.count(office, at=at)
    return len(rows)
