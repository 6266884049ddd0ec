"""Counting an office: what it did in each month, what lies open, how long its cases take; so that no page counts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from kardad.cases import counting, flow
from kardad.cases.models import Case, ClaimItem, Decision, Figure, Pace
from kardad.kit import calendar
from kardad.people.models import LabourOffice

YEAR = timedelta(days=365)
AGAIN, FIRST = 2, 12  # how many months are counted: this one and that before it; of an office that was never counted, a year
UNENDED = [state for state in flow.STATES if state not in flow.ENDED | {counting.FINAL, "draft", "prepared"}]
Counted = tuple[str, str, int]  # what, key, how many


@transaction.atomic
def count(office: LabourOffice, *, at: datetime) -> Pace:
    """The figures of the office are those of today; counted again they are the same."""
    today = calendar.tehran_day(at)
    is_new = not Pace.objects.filter(office=office).exists()
    spans = counting.months(today, FIRST if is_new else AGAIN)
    for span in spans:
        _keep(office, span.first, list(_of_month(office, span)))
    Figure.objects.filter(office=office, what="open").delete()  # yesterday's
    Figure.objects.bulk_create(_rows(office, spans[-1].first, _open(office, at)))
    days = _days(office, today - YEAR)
    is_enough = len(days) >= counting.ENOUGH
    told = {
        "cases": len(days),
        "usual_days": counting.percentile(days, counting.USUAL) if is_enough else None,
        "middle_days": counting.percentile(days, counting.MIDDLE) if is_enough else None,
        "counted_on": today,
    }
    return Pace.objects.update_or_create(office=office, defaults=told)[0]


def due(at: datetime) -> QuerySet[LabourOffice]:
    """The offices that were not counted today."""
    today = calendar.tehran_day(at)
    rows = LabourOffice.objects.filter(kind=LabourOffice.Kind.LABOUR)
    return rows.filter(Q(pace=None) | Q(pace__counted_on__lt=today)).order_by("pk")


def _of_month(office: LabourOffice, span: counting.Month) -> Iterator[Counted]:
    filed = Case.objects.filter(office=office, filed_at__gte=span.since, filed_at__lt=span.until)
    yield "filed", "", filed.count()
    claims = ClaimItem.objects.filter(case__in=filed).order_by().values_list("code").annotate(n=Count("pk"))
    yield from (("claim", code, n) for code, n in claims)
    issued = Decision.objects.filter(case__office=office, issued_at__gte=span.since, issued_at__lt=span.until)
    issued = issued.exclude(kind=Decision.Kind.CORRECTION).order_by()
    yield from (("decided", instance, n) for instance, n in issued.values_list("instance").annotate(n=Count("pk")))
    ended = Case.objects.filter(office=office, ended_at__gte=span.since, ended_at__lt=span.until).exclude(state="archived").order_by()
    yield from (("ended", state, n) for state, n in ended.values_list("state").annotate(n=Count("pk")))
    last = calendar.tehran_day(span.until)
    yield "ended", counting.FINAL, Case.objects.filter(office=office, final_on__gte=span.first, final_on__lt=last).count()


def _open(office: LabourOffice, at: datetime) -> list[Counted]:
    """What lies open by its age."""
    found = {key: 0 for key, _, _ in counting.AGES}
    today = calendar.tehran_day(at)
    rows = Case.objects.filter(office=office, state__in=UNENDED, filed_at__isnull=False).values_list("filed_at", flat=True)
    for filed in filter(None, rows.iterator()):
        found[counting.age((today - calendar.tehran_day(filed)).days)] += 1
    return [("open", key, n) for key, n in found.items()]


def _days(office: LabourOffice, since: date) -> list[int]:
    """How many days each case took that came to its end since then; an archived one that was not decided says no more when it ended."""
    rows = Case.objects.filter(office=office, filed_at__isnull=False)
    rows = rows.filter(Q(final_on__gte=since) | Q(ended_at__gte=calendar.day_start_end(since)[0]))
    found = []
    for filed, ended, final, state in rows.values_list("filed_at", "ended_at", "final_on", "state").iterator():
        last = final or (calendar.tehran_day(ended) if ended and state != "archived" else None)
        if filed is not None and last is not None and last >= since:
            found.append((last - calendar.tehran_day(filed)).days)
    return found


def _keep(office: LabourOffice, month: date, rows: list[Counted]) -> None:
    Figure.objects.filter(office=office, month=month).exclude(what="open").delete()
    Figure.objects.bulk_create(_rows(office, month, rows))


def _rows(office: LabourOffice, month: date, counted: list[Counted]) -> list[Figure]:
    return [Figure(office=office, month=month, what=what, key=key, count=n) for what, key, n in counted if n]
