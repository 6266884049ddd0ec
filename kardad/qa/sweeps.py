"""Later work of questions: the law is compared with what answers cite, years end, what nobody proved is forgotten."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.law import instruments
from kardad.qa.actions import living, questions


@sweep(minutes=30)
def review_citations(at: datetime) -> int:
    """Mark the answers that cite what is no longer so."""
    return living.review(instruments.current(), at=at)


@sweep(minutes=60)
def expire_answers(at: datetime) -> int:
    """Mark the answers whose year is over."""
    return living.expire(at=at)


@sweep(minutes=60)
def forget(at: datetime) -> int:
    """Drop what visitors did not prove, and mobiles that are needed no more."""
    return questions.forget_unproved(at) + questions.forget_guests(at)
