"""What the client thought of what he got: once an item."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.desk import flow
from kardad.desk.actions import common
from kardad.desk.actions.common import deed
from kardad.desk.models import Item, Rating
from kardad.desk.queries import delivery as queries
from kardad.kit.refusal import BadInput, Refusal

TAGS = {
    "clear": "روشن و فهمیدنی",
    "useful": "گره از کارم باز کرد",
    "on_time": "به‌موقع",
    "polite": "برخورد محترمانه",
    "late": "دیر",
    "incomplete": "ناقص",
}


class BadRating(BadInput):
    """A score is a whole number from one to five, tags are of the list."""

    code = "RATING_BAD"
    message = "یک امتیاز از ۱ تا ۵ انتخاب کنید."


class Rated(Refusal):
    """The item was rated, or it was not delivered yet."""

    code = "RATING_GIVEN"
    message = "برای این خدمت پیش‌تر نظر داده‌اید یا هنوز تحویل نشده است."


@deed
def rate(item: Item, *, score: int, tags: Sequence[str] = (), comment: str = "", by: Actor, at: datetime) -> Rating:
    """The client's score stands beside the item."""
    if type(score) is not int or not 1 <= score <= 5 or set(tags) - TAGS.keys():
        raise BadRating(field="score")
    request = common.locked(item.request_id)
    held = Item.objects.get(pk=item.pk)
    held.request = request
    if flow.role_of(by.role) != "client":
        raise common.forbid(request, "rate", by=by)
    if not queries.may_rate(held):
        raise Rated
    try:
        with transaction.atomic():
            row = Rating.objects.create(item=held, score=score, tags=list(tags), comment=comment, at=at)
    except IntegrityError:
        raise Rated from None
    record("rating.given", row, by=by, at=at, number=request.number or "", title=held.title)
    return row
