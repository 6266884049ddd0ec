"""The ledger in the office: the balance of every account, what was posted, and a period as a table file."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from kardad.billing import access, books, queries
from kardad.billing.forms import office_money
from kardad.billing.models import Entry, Posting
from kardad.core.pages import page
from kardad.core.paging import newest
from kardad.kit import calendar

KINDS = {
    "issued": "صدور صورتحساب",
    "void": "ابطال صورتحساب",
    "paid": "پرداخت",
    "refunded": "استرداد",
    "paid_out": "پرداخت اعتبار",
    "payout_back": "برگشت پرداخت اعتبار",
}
HEAD = ("شماره سند", "تاریخ", "تاریخ میلادی", "ساعت", "شرح", "شماره موضوع", "حساب", "طرف حساب", "بدهکار (ریال)", "بستانکار (ریال)")
BOM = "\ufeff"


def ledger(request: HttpRequest) -> HttpResponse:
    """The balances, which together are zero, and the newest postings."""
    access.office(request.actor)
    on = calendar.tehran_day(timezone.now())
    found = newest(Posting.objects.prefetch_related("entries"), after=request.GET.get("after", ""))
    month = calendar.to_jalali(on)
    first = calendar.from_jalali(month.year, month.month, 1)
    balances = queries.balances()
    rows = [(row, KINDS.get(row.kind, row.kind), [(*_leg(entry), entry) for entry in row.entries.all()]) for row in found.rows]
    return page(
        request,
        "billing/office/ledger.html",
        balances=[(Entry.Account(account).label, *_sides(rials)) for account, rials in balances.items()],
        sum=sum(balances.values()),
        rows=rows,
        names=books.holders({entry.holder for row in found.rows for entry in row.entries.all() if ":" in entry.holder}),
        next_url=found.next_url,
        form=office_money.Period(initial={"since": first, "until": on}),
    )


def ledger_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Every entry of a period, oldest first, as a table file that spreadsheets read; sent as it is read."""
    access.office(request.actor)
    form = office_money.Period(request.GET or None)
    if not form.is_valid():
        return page(request, "billing/office/ledger_period.html", form=form)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    answer = StreamingHttpResponse(_lines(since, until), content_type="text/csv; charset=utf-8")
    name = f"ledger-{calendar.jalali(since)}-{calendar.jalali(until)}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _lines(since: date, until: date) -> Iterator[str]:
    start, end = calendar.day_start_end(since)[0], calendar.day_start_end(until)[1]
    entries = Entry.objects.filter(posting__at__gte=start, posting__at__lt=end).select_related("posting")
    yield BOM + _line(HEAD)
    for entry in entries.order_by("posting__at", "posting_id", "pk").iterator(chunk_size=1000):
        posting = entry.posting
        day = calendar.tehran_day(posting.at)
        debit, credit = _sides(entry.rials)
        named = (KINDS.get(posting.kind, posting.kind), posting.subject_id, Entry.Account(entry.account).label, entry.holder)
        yield _line((posting.pk, calendar.jalali(day), day.isoformat(), f"{timezone.localtime(posting.at):%H:%M}", *named, debit, credit))


def _line(cells: tuple[object, ...]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _sides(rials: int) -> tuple[int, int]:
    """Debit and credit."""
    return max(rials, 0), max(-rials, 0)


def _leg(entry: Entry) -> tuple[str, int, int]:
    return Entry.Account(entry.account).label, *_sides(entry.rials)
