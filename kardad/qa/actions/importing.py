"""Bringing a knowledge base that stands elsewhere: each question once, by the name it has there; its old addresses lead here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.urls import reverse

from kardad.core import hours
from kardad.core.actor import SYSTEM
from kardad.core.history import record
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import instruments
from kardad.law.articles import UnknownArticle
from kardad.law.instruments import UnknownKey
from kardad.qa import citing, policy, slugs, topics
from kardad.qa.actions import finding, tallies
from kardad.qa.actions.questions import REVIEW, judge_private
from kardad.qa.models import Answer, Citation, OldAddress, Question
from kardad.work import actions as work

BATCH = 100
LONGEST_PATH = 2_000  # letters; no browser sends a longer one reliably
NOON = timedelta(hours=12)


class BadRow(BadInput):
    """A row lacks something or holds what cannot be read."""

    code = "IMPORT_BAD_ROW"
    message = "این ردیف خوانده نشد: {why}"


@dataclass(slots=True)
class Report:
    """How many were made, how many stood here already, and which were refused and why."""

    made: int = 0
    kept: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


def bring(rows: Iterable[Any], *, at: datetime) -> Report:
    """Every row that can be read is a question here; one that was brought before is left as it is now. Safe to run twice."""
    report = Report()
    for batch in _batches(rows):
        with transaction.atomic():
            for place, row in batch:
                _try(place, row, report, at=at)
    return report


def _try(place: int, row: Any, report: Report, *, at: datetime) -> None:
    name = row.get("id") if isinstance(row, Mapping) else None
    try:
        with transaction.atomic():
            is_new = _bring(row, at=at)
    except Refusal as refusal:
        report.refused.append({"row": place, "id": name, **refusal.as_error()})
        return
    report.made += is_new
    report.kept += not is_new


def _bring(row: Any, *, at: datetime) -> bool:
    if not isinstance(row, Mapping) or not _said(row, "id"):
        raise BadRow(why="id")
    if Question.objects.filter(external_id=_said(row, "id")).exists():
        return False
    _judge(row)
    asked_at = _moment(row, "asked_on", at)
    title = text.display(_said(row, "title"))
    question = Question.objects.create(
        external_id=_said(row, "id"),
        title=title,
        slug=slugs.slug(title),
        body=_said(row, "body"),
        topic=_said(row, "topic"),
        asker_role=_said(row, "asker_role") or "other",
        state="pending",
        views=_count(row, "views"),
        asked_at=asked_at,
    )
    for path in row.get("addresses", []):
        _lead(str(path), question)
    tallies.add("asked")
    if row.get("answer"):
        _answer(question, row["answer"], useful=_count(row, "useful"), at=at)
    else:
        due = hours.add(at, 60 * policy.REVIEW_HOURS)
        work.open_item(REVIEW, question, title=f"بررسی «{title}»"[:120], role="expert", at=at, due_at=due)
    record("question.imported", question, by=SYSTEM, at=at, person_id=None)
    return True


def _answer(question: Question, given: Any, *, useful: int, at: datetime) -> None:
    if not isinstance(given, Mapping) or not _said(given, "short"):
        raise BadRow(why="answer.short")
    answered_at = _moment(given, "answered_on", at)
    day = calendar.tehran_day(answered_at)
    cases = [{"when": str(case.get("when", "")), "then": str(case.get("then", ""))} for case in given.get("cases", [])]
    answer = Answer.objects.create(
        question=question,
        state="published",
        short=_said(given, "short")[: policy.LONGEST_SHORT],
        explanation=_said(given, "explanation"),
        coverage=_coverage(given),
        cases=cases,
        is_accepted=True,
        useful=useful,
        valid_as_of=day,
        made_at=answered_at,
        published_at=answered_at,
        changed_at=answered_at,
    )
    ends = [_cite(answer, place, one, day) for place, one in enumerate(given.get("citations", []))]
    answer.expires_on = min((end for end in ends if end), default=None)
    answer.save(update_fields=["expires_on"])
    judge_private({"body": " \n ".join(finding.told(answer))})
    question.state, question.answered_at, question.published_at, question.useful = "answered", answered_at, answered_at, useful
    question.save(update_fields=["state", "answered_at", "published_at", "useful"])
    finding.put(question, at=at)
    tallies.add("answered")


def _cite(answer: Answer, place: int, one: Mapping[str, Any], day: date) -> date | None:
    """One citation as the law stood on the day of the answer; the day on which it lapses."""
    on = _day(one, "on") or day
    is_living = one.get("kind") != "circular" and "on" not in one
    try:
        cited = _cited(one, on)
    except (UnknownArticle, UnknownKey) as unknown:
        raise BadRow(why=f"citations: {one.get('ref')}") from unknown
    Citation.objects.create(
        answer=answer,
        kind=cited.kind,
        ref=cited.ref,
        on=on,
        is_living=is_living,
        fingerprint=cited.fingerprint,
        title=cited.title,
        told=cited.told,
        since=cited.since,
        source=cited.source,
        url=cited.url,
        place=place,
    )
    return cited.until if is_living else None


def _cited(one: Mapping[str, Any], on: date) -> citing.Cited:
    if one.get("kind") == "circular":
        return citing.circular(_said(one, "ref"), title=_said(one, "title"), on=on, url=_said(one, "url"))
    return citing.value(instruments.current(), _said(one, "ref"), on) if one.get("kind") == "value" else citing.article(_said(one, "ref"))


def _judge(row: Mapping[str, Any]) -> None:
    for name, least, most in (("title", policy.SHORTEST_TITLE, policy.LONGEST_TITLE), ("body", 1, policy.LONGEST_BODY)):
        if not least <= len(_said(row, name)) <= most:
            raise BadRow(why=name)
    if _said(row, "topic") not in topics.every():
        raise BadRow(why="topic")
    if _said(row, "asker_role") not in ("", *topics.ASKERS):
        raise BadRow(why="asker_role")
    judge_private({"title": _said(row, "title"), "body": _said(row, "body")})


def _lead(address: str, question: Question) -> None:
    path = unquote(urlsplit(address).path)
    if not path.startswith("/") or len(path) > LONGEST_PATH or path.startswith(("/office/", "/panel/", reverse("qa:questions"))):
        raise BadRow(why=f"addresses: {address}")
    row, _ = OldAddress.objects.get_or_create(digest=slugs.digest(path), defaults={"path": path, "question": question})
    if row.question_id != question.pk:
        raise BadRow(why=f"addresses: {address}")


def _said(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name, "")
    if not isinstance(found, str | int):
        raise BadRow(why=name)
    return str(found).strip()


def _coverage(given: Mapping[str, Any]) -> str:
    said = _said(given, "coverage") or str(Answer.Coverage.ANSWERED)
    if said not in Answer.Coverage.values:
        raise BadRow(why="answer.coverage")
    return said


def _count(row: Mapping[str, Any], name: str) -> int:
    found = row.get(name, 0)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise BadRow(why=name)
    return found


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return calendar.parse_jalali(_said(row, name), field=name) if row.get(name) else None


def _moment(row: Mapping[str, Any], name: str, at: datetime) -> datetime:
    day = _day(row, name)
    moment = calendar.day_start_end(day)[0] + NOON if day else at
    if moment > at:
        raise BadRow(why=name)
    return moment


def _batches(rows: Iterable[Any]) -> Iterator[list[tuple[int, Any]]]:
    batch: list[tuple[int, Any]] = []
    for one in enumerate(rows, start=1):
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
