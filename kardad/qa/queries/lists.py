"""Lists of questions, by keyset: what readers see, what an asker sees, what waits for staff."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from kardad.core import paging
from kardad.core.actor import Actor
from kardad.core.paging import Page
from kardad.qa import flow
from kardad.qa.models import Comment, Guide, LinkEntry, Question
from kardad.qa.queries.similar import SHOWN, found
from kardad.search import queries as finding

ORDERS = {"new": "تازه‌ترین پاسخ‌ها", "useful": "سودمندترین", "waiting": "منتظر پاسخ"}
COLUMNS = {"new": "answered_at", "useful": "useful"}
MATCHES = 100  # questions that a search goes through
LIMIT = 45_000  # addresses of one sitemap


@dataclass(frozen=True, slots=True)
class Row:
    """A question of a list as readers see it."""

    question: Question
    is_late: bool


def page(order: str, *, topic: str = "", after: str = "", size: int = paging.SIZE) -> Page[Question]:
    """A page of the public questions in one of ORDERS, of one topic or all; one statement."""
    rows = Question.objects.only(*SHOWN)
    if topic:
        rows = rows.filter(topic=topic)
    if order == "waiting":
        return paging.newest(rows.filter(state="published"), after=after, size=size)
    column = COLUMNS[order if order in COLUMNS else "new"]
    return _most(rows.filter(state__in=flow.ANSWERED), by=column, after=after, size=size)


def search(said: str, *, topic: str = "", size: int = paging.SIZE) -> list[Question]:
    """The public questions that fit the words best, best first."""
    ids = found(finding.find(said, kinds=("question",), limit=MATCHES))
    rows = Question.objects.filter(state__in=flow.PUBLIC).only(*SHOWN)
    best = (rows.filter(topic=topic) if topic else rows).in_bulk(ids)
    return [best[pk] for pk in ids if pk in best][:size]


def asked_by(actor: Actor) -> QuerySet[Question]:
    """The questions of a member, to be read by pages."""
    return Question.objects.filter(asker_id=actor.somebody).select_related("merged_into").only(*SHOWN, "reason", "merged_into")


def to_do(state: str, *, after: str = "", size: int = paging.SIZE) -> Page[Question]:
    """What waits for staff in one state, the longest waiting first."""
    rows = Question.objects.filter(state=state if state in flow.TO_DO else "pending").only(*SHOWN)
    return paging.oldest(rows, by="asked_at", after=after, size=size)


def answered(topic: str, *, limit: int = LIMIT) -> QuerySet[Question]:
    """The answered questions of a topic, for search engines, newest first."""
    rows = Question.objects.filter(topic=topic, state__in=flow.ANSWERED).only("slug", "answered_at")
    return rows.order_by("-answered_at", "-pk")[:limit]


def newest(limit: int) -> QuerySet[Question]:
    """The questions answered last."""
    rows = Question.objects.filter(state__in=flow.ANSWERED).only(*SHOWN, "body")
    return rows.order_by("-answered_at", "-pk")[:limit]


def guides() -> QuerySet[Guide]:
    """The guides that everybody reads, the last reviewed first."""
    return Guide.objects.filter(state="published").defer("body").order_by("-reviewed_on", "-pk")


def comments(guide: Guide) -> QuerySet[Comment]:
    """The comments shown below a guide, to be read by pages."""
    return Comment.objects.filter(guide=guide, state="published").only("body", "made_at")


def comments_to_judge() -> QuerySet[Comment]:
    """The comments that nobody has looked at, to be read by pages."""
    return Comment.objects.filter(state="pending").select_related("guide")


def links() -> QuerySet[LinkEntry]:
    """The official addresses by group, in their order."""
    return LinkEntry.objects.filter(is_shown=True).order_by("group", "place", "pk")


def is_late(question: Question, at: datetime) -> bool:
    """Whether the first answer is past its hour."""
    return question.state == "published" and question.due_at is not None and question.due_at < at


def _most(rows: QuerySet[Question], *, by: str, after: str, size: int) -> Page[Question]:
    """A page from the greatest value of a column down, equal ones by id; a cursor that cannot be read begins anew."""
    mark, _, pk = after.rpartition("~")
    try:
        last: datetime | int = datetime.fromisoformat(mark).astimezone(UTC) if by == "answered_at" else int(mark[:18])
        rows = rows.filter(Q(**{f"{by}__lt": last}) | Q(**{by: last, "pk__lt": int(pk[:18])}))
    except (ValueError, OverflowError):
        pass
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    if len(found) <= size:
        return Page(found, "")
    value = getattr(found[size - 1], by)
    told = f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}" if isinstance(value, datetime) else str(value)
    return Page(found[:size], f"{told}~{found[size - 1].pk}")
