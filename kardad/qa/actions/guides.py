"""Guides, the comments below them, and the official addresses that staff keep."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from kardad.core import limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person
from kardad.qa import flow, policy
from kardad.qa.actions.questions import judge_private
from kardad.qa.models import Comment, Guide, LinkEntry
from kardad.search import actions as search
from kardad.work import actions as work

COMMENT = "qa_comment"
KEEPERS = ("expert", "manager")


class SlugTaken(BadInput):
    """Another guide has this address."""

    code = "GUIDE_SLUG_TAKEN"
    message = "راهنمای دیگری این نشانی را دارد؛ نشانی دیگری بنویسید."


class LinkTaken(BadInput):
    """The address stands in the list already."""

    code = "LINK_TAKEN"
    message = "این نشانی در فهرست هست؛ همان ردیف را ویرایش کنید."


class TooManyComments(Refusal):
    """So many comments were written today."""

    code = "COMMENTS_MANY"
    status = 429
    message = "امروز به اندازه کافی نظر نوشته‌اید؛ فردا دوباره بیایید."


@transaction.atomic
def write(guide: Guide | None, *, given: dict[str, Any], author: Person, by: Actor, at: datetime) -> Guide:
    """The guide holds these words and was reviewed on the day given. Raises SlugTaken."""
    _judge(by)
    taken = Guide.objects.filter(slug=given["slug"]).first()
    if taken is not None and taken != guide:
        raise SlugTaken(field="slug")
    found = guide or Guide(written_on=given["reviewed_on"], author=author)
    for name in ("slug", "title", "lead", "body", "topic", "reviewed_on"):
        setattr(found, name, given[name])
    found.changed_at = at
    found.save()
    _tell_search(found, at=at)
    record("guide.written", found, by=by, at=at, person_id=None, title=found.title)
    return found


@transaction.atomic
def publish(guide: Guide, *, by: Actor, at: datetime) -> Guide:
    """Everybody reads the guide."""
    return _move(guide, "publish", by=by, at=at)


@transaction.atomic
def withdraw(guide: Guide, *, by: Actor, at: datetime) -> Guide:
    """Nobody reads the guide any more."""
    return _move(guide, "withdraw", by=by, at=at)


@transaction.atomic
def comment(guide: Guide, *, author: Person, body: str, by: Actor, at: datetime) -> Comment:
    """The member's comment waits for a look. Raises PrivateFacts, TooManyComments."""
    judge_private({"body": body})
    if limits.hit_today("comment", f"person:{author.pk}", at=at) > policy.COMMENTS_A_DAY:
        raise TooManyComments
    row = Comment.objects.create(guide=guide, author=author, body=body, made_at=at)
    work.open_item(COMMENT, row, title=f"نظر زیر «{guide.title}»"[:120], role="expert", at=at)
    record("comment.written", row, by=by, at=at, title=guide.title)
    return row


@transaction.atomic
def judge_comment(comment: Comment, *, is_good: bool, reason: str = "", by: Actor, at: datetime) -> Comment:
    """The comment is shown, or not and why."""
    found = Comment.objects.select_for_update().get(pk=comment.pk)
    deed = "publish" if is_good else "reject"
    found.state = flow.COMMENT.after(found.state, deed, flow.role_of(by.role))
    found.reason = "" if is_good else reason
    found.save(update_fields=["state", "reason"])
    work.close_item(COMMENT, found, outcome=found.state, at=at)
    if is_good:
        record("comment.published", found, by=by, at=at, person_id=found.author_id)
    else:
        record("comment.rejected", found, by=by, at=at, person_id=found.author_id, reason=reason)
    return found


@transaction.atomic
def keep_link(link: LinkEntry | None, *, given: dict[str, Any], by: Actor, at: datetime) -> LinkEntry:
    """The official address stands in the list as somebody found it on that day. Raises LinkTaken."""
    _judge(by)
    taken = LinkEntry.objects.filter(url=given["url"]).first()
    if taken is not None and taken != link:
        raise LinkTaken(field="url")
    found = link or LinkEntry(checked_on=given["checked_on"])
    for name, value in given.items():
        setattr(found, name, value)
    found.save()
    record("link.kept", found, by=by, at=at, person_id=None, title=found.title)
    return found


@transaction.atomic
def check_link(link: LinkEntry, *, is_down: bool, on: date, by: Actor, at: datetime) -> LinkEntry:
    """Somebody opened the address on that day and it worked, or not."""
    _judge(by)
    found = LinkEntry.objects.select_for_update().get(pk=link.pk)
    found.is_down, found.checked_on = is_down, on
    found.save(update_fields=["is_down", "checked_on"])
    record("link.checked", found, by=by, at=at, person_id=None, title=found.title)
    return found


def _move(guide: Guide, deed: str, *, by: Actor, at: datetime) -> Guide:
    found = Guide.objects.select_for_update().get(pk=guide.pk)
    found.state = flow.GUIDE.after(found.state, deed, flow.role_of(by.role))
    found.changed_at = at
    found.save(update_fields=["state", "changed_at"])
    _tell_search(found, at=at)
    name = "guide.published" if deed == "publish" else "guide.withdrawn"
    record(name, found, by=by, at=at, person_id=None, title=found.title)
    return found


def _tell_search(guide: Guide, *, at: datetime) -> None:
    if guide.state != "published":
        search.drop("guide", guide)
        return
    url = reverse("qa:guide", args=[guide.slug])
    search.put("guide", guide, title=guide.title, text=f"{guide.lead} {guide.body}", url=url, weight=2, at=at)


def _judge(by: Actor) -> None:
    if by.role not in KEEPERS:
        raise NotAllowed(flow="guide", move="write", role=by.role)
