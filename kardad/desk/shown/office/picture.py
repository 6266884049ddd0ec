"""The manager's picture: a few numbers that matter, each with the rows behind it; counted by the database, kept for some minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low

from django.core.cache import cache
from django.db.models import Count, Model, Q, QuerySet, Sum

from kardad.billing.models import Entry
from kardad.core import hours
from kardad.core.models import Event
from kardad.desk import flow
from kardad.desk.models import Rating, Request
from kardad.desk.shown.office import columns, lists
from kardad.kit import calendar, money, text

WEEKS, MONTHS = 12, 12
KEPT_FOR = 600  # seconds
ANSWERS = 2000  # first answers that a median is taken of
SCORES = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """A week or a month: from one moment until another that is not in it."""

    title: str
    since: datetime
    until: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table behind a picture, its figures as words; `href` leads to its month."""

    title: str
    words: tuple[str, ...]
    month: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: what it says in a sentence, what its colours are, its rectangles, its table."""

    key: str
    title: str
    lead: str
    series: tuple[str, ...]
    bars: tuple[columns.Bar, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A row with a bar as long as its share of the greatest, in thousandths."""

    title: str
    count: int
    width: int
    href: str = ""

    @property
    def rest(self) -> int:
        """Where the bar begins when it grows from the right."""
        return 1000 - self.width


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that matters, and what it means."""

    title: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the page shows, as it was at `counted_at`."""

    counted_at: datetime
    figures: tuple[Figure, ...]
    clocks: Chart
    income: Chart
    answers: Chart
    states: tuple[Share, ...]
    scores: tuple[Share, ...]
    mean_score: str


def months(at: datetime, *, last: str = "") -> list[Span]:
    """Twelve Jalali months, the last one the month of `at` or the one of that key, if it has begun."""
    year, month, _ = calendar.to_jalali(calendar.tehran_day(at))
    wanted = _month_of(last)
    if wanted and wanted <= (year, month):
        year, month = wanted
    found = []
    for _ in range(MONTHS):
        found.append(_month(year, month))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def weeks(at: datetime) -> list[Span]:
    """The twelve weeks, Saturday first, up to the one of `at`."""
    today = calendar.tehran_day(at)
    first = today - timedelta(days=calendar.weekday(today), weeks=WEEKS - 1)
    days = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return [Span(calendar.slashed(day)[5:], _start(day), _start(day + timedelta(weeks=1))) for day in days]


def picture(*, month: str = "", at: datetime) -> Picture:
    """The picture of the twelve months that end with this one; counted anew after ten minutes."""
    spans = months(at, last=month)
    key = f"desk.picture.{spans[-1].key}"
    kept: Picture | None = cache.get(key)
    if kept is not None and timedelta() <= at - kept.counted_at < timedelta(seconds=KEPT_FOR):
        return kept
    made = _counted(spans, at)
    cache.set(key, made, KEPT_FOR)
    return made


def _counted(spans: list[Span], at: datetime) -> Picture:
    by_week = weeks(min(at, spans[-1].until - timedelta(days=1)))
    received = _sums(spans, Q(rials__gt=0))
    returned = [-one for one in _sums(spans, Q(rials__lt=0))]
    answers = _answers(by_week[0].since, by_week[-1].until)
    scores = _scores(spans[0].since, spans[-1].until)
    return Picture(
        counted_at=at,
        figures=_figures(spans[-1], received[-1], returned[-1]),
        clocks=_clocks(by_week),
        income=_income(spans, received, returned),
        answers=_answer_chart(by_week, answers),
        states=_states(),
        scores=_shares([(f"{text.to_persian_digits(score)} ستاره", scores.get(score, 0), "") for score in SCORES]),
        mean_score=_mean(scores),
    )


def _figures(span: Span, received: int, returned: int) -> tuple[Figure, ...]:
    sent = Request.objects.filter(state__in=lists.SENT, submitted_at__gte=span.since, submitted_at__lt=span.until)
    told = sent.aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(delivered_at__isnull=False)), redirected=Count("pk", filter=Q(state="redirected_to_qa"))
    )
    minutes = [one for _, one in _answers(span.since, span.until)]
    scores = _scores(span.since, span.until)
    return (
        Figure("درخواست رسیده", money.figures(told["all"]), f"{money.figures(told['done'])} تحویل شده"),
        Figure("هدایت به پرسش و پاسخ", money.figures(told["redirected"]), "بی‌هزینه برای متقاضی"),
        Figure("نخستین پاسخ", lasting(median_low(minutes)) if minutes else "–", "میانه، به ساعت کاری"),
        Figure("دریافتی", money.toman(received), "با مالیات بر ارزش افزوده"),
        Figure("برگشتی", money.toman(returned), "استرداد به متقاضیان"),
        Figure("امتیاز", _mean(scores), f"از {money.figures(sum(scores.values()))} نظر"),
    )


def _clocks(spans: list[Span]) -> Chart:
    """Of what was sent in each week, how much kept its times and how much was late at least once."""
    first, last = spans[0].since, spans[-1].until
    sent = Request.objects.filter(state__in=lists.SENT, submitted_at__gte=first, submitted_at__lt=last)
    label = Request._meta.label_lower
    late = Event.objects.filter(name="request.breached", subject_type=label, at__gte=first).values("subject_id")
    counts = _by_span(sent, "submitted_at", spans)
    lates = _by_span(sent.filter(pk__in=late), "submitted_at", spans)
    pairs = [(count - missed, missed) for count, missed in zip(counts, lates, strict=True)]
    whole, missed = sum(counts), sum(lates)
    lead = "در این هفته‌ها درخواستی نرسیده است."
    if whole:
        lead = f"از {money.figures(whole)} درخواست، {money.figures(whole - missed)} درخواست در همه مهلت‌ها به‌وقت پیش رفت."
    rows = [
        Row(f"هفته {span.title}", (money.figures(kept), money.figures(gone), _percent(kept, kept + gone)))
        for span, (kept, gone) in zip(spans, pairs, strict=True)
    ]
    drawn = columns.bars(pairs, is_stacked=True)
    return Chart("clocks", "مهلت‌ها، هفته به هفته", lead, ("به‌وقت", "دیر"), tuple(drawn), tuple(rows))


def _income(spans: list[Span], received: list[int], returned: list[int]) -> Chart:
    """What came in and what went back in each month, by the ledger's account of the bank."""
    lead = f"در این دوازده ماه {money.toman(sum(received))} رسید و {money.toman(sum(returned))} برگشت."
    rows = [
        Row(span.title, (money.figures(came), money.figures(back), money.figures(came - back)), span.key, span is spans[-1])
        for span, came, back in zip(spans, received, returned, strict=True)
    ]
    drawn = columns.bars(list(zip(received, returned, strict=True)), is_stacked=False)
    return Chart("income", "دریافت و استرداد، ماه به ماه", lead, ("دریافتی", "برگشتی"), tuple(drawn), tuple(rows))


def _answer_chart(spans: list[Span], answers: list[tuple[datetime, int]]) -> Chart:
    """The median of the working time until the first answer, by the week in which the request was sent."""
    found = [[minutes for sent, minutes in answers if span.since <= sent < span.until] for span in spans]
    medians = [median_low(one) if one else 0 for one in found]
    every = [minutes for _, minutes in answers]
    lead = f"نیمی از درخواست‌ها تا {lasting(median_low(every))} کاری پاسخ گرفتند." if every else "هنوز پاسخی نیست که شمرده شود."
    rows = [
        Row(f"هفته {span.title}", (lasting(middle) if one else "–", money.figures(len(one))))
        for span, one, middle in zip(spans, found, medians, strict=True)
    ]
    drawn = columns.bars([(one,) for one in medians], is_stacked=True)
    return Chart("answers", "زمان نخستین پاسخ", lead, ("میانه ساعت کاری",), tuple(drawn), tuple(rows))


def _states() -> tuple[Share, ...]:
    rows = Request.objects.filter(state__in=lists.OPEN).values("state").order_by("state").annotate(count=Count("pk"))
    counts = {row["state"]: row["count"] for row in rows}
    chips = {state: key for key, (_, states, _) in lists.STATES.items() for state in states}
    return _shares(
        [(lists.staff_state(one), counts.get(one, 0), f"?state={chips[one]}") for one in flow.STATES if one in chips and one in lists.OPEN]
    )


def _answers(since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """When each answered request was sent and how many working minutes it waited; the newest so many."""
    rows = Request.objects.filter(state__in=lists.SENT, submitted_at__gte=since, submitted_at__lt=until, first_response_at__isnull=False)
    pairs = rows.order_by("-submitted_at", "-pk").values_list("submitted_at", "first_response_at")[:ANSWERS]
    return [(sent, hours.between(sent, answered)) for sent, answered in pairs if sent and answered]


def _scores(since: datetime, until: datetime) -> dict[int, int]:
    rows = Rating.objects.filter(at__gte=since, at__lt=until).values("score").order_by("score").annotate(count=Count("pk"))
    return {row["score"]: row["count"] for row in rows}


def _sums(spans: list[Span], which: Q) -> list[int]:
    """The bank account's rials in each month, by one reading of the ledger."""
    rows = Entry.objects.filter(account=Entry.Account.BANK, posting__at__gte=spans[0].since, posting__at__lt=spans[-1].until)
    wanted = {
        f"m{number}": Sum("rials", filter=which & Q(posting__at__gte=span.since, posting__at__lt=span.until))
        for number, span in enumerate(spans)
    }
    told = rows.aggregate(**wanted)
    return [told[f"m{number}"] or 0 for number in range(len(spans))]


def _by_span(rows: QuerySet[Model], by: str, spans: Sequence[Span]) -> list[int]:
    wanted = {
        f"s{number}": Count("pk", filter=Q(**{f"{by}__gte": span.since, f"{by}__lt": span.until})) for number, span in enumerate(spans)
    }
    told = rows.aggregate(**wanted)
    return [told[f"s{number}"] for number in range(len(spans))]


def _shares(rows: list[tuple[str, int, str]]) -> tuple[Share, ...]:
    most = max((count for _, count, _ in rows), default=0) or 1
    return tuple(Share(title, count, 1000 * count // most, href) for title, count, href in rows)


def _mean(scores: dict[int, int]) -> str:
    many = sum(scores.values())
    tenths = money.nearest(10 * sum(score * count for score, count in scores.items()), many) if many else 0
    return text.to_persian_digits(f"{tenths // 10}٫{tenths % 10} از {max(SCORES)}") if many else "–"


def _percent(part: int, whole: int) -> str:
    return f"{money.figures(money.nearest(100 * part, whole))}٪" if whole else "–"


def lasting(minutes: int) -> str:
    """Working minutes as hours and minutes."""
    whole, rest = divmod(minutes, 60)
    told = [f"{whole} ساعت"] if whole else []
    return text.to_persian_digits(" و ".join([*told, f"{rest} دقیقه"] if rest or not whole else told))


def _month_of(key: str) -> tuple[int, int] | None:
    year, _, month = text.to_ascii_digits(key).partition("-")
    if not (year.isdigit() and month.isdigit() and len(year) == 4 and 1 <= int(month[:3]) <= 12):
        return None
    return int(year), int(month)


def _month(year: int, month: int) -> Span:
    first = calendar.from_jalali(year, month, 1)
    after = first + timedelta(days=calendar.month_length(year, month))
    title = f"{calendar.month_name(month)} {text.to_persian_digits(year)}"
    return Span(title, _start(first), _start(after), f"{year}-{month:02}")


def _start(day: date) -> datetime:
    return calendar.day_start_end(day)[0]
