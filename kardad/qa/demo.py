"""The demo's questions, answers, guide and official addresses, made through the same actions as everyone else's."""

import secrets
import tomllib
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from django.conf import settings

from kardad.core.actor import Actor
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import instruments
from kardad.people.models import Person, RoleGrant
from kardad.qa import citing
from kardad.qa.actions import answers, guides, living, questions, reading
from kardad.qa.actions.answers import Said
from kardad.qa.models import Answer, Question


def make(people: list[Person], *, at: datetime) -> list[Question]:
    """Questions stand in their states, with a guide, its comments and the official addresses; nothing where nobody is an expert."""
    if not settings.DEMO:
        raise RuntimeError("demo questions are made in a demo only")
    grant = RoleGrant.objects.filter(role="expert", state="active").select_related("person").order_by("pk").first()
    if grant is None:
        return []
    expert, by = grant.person, Actor(grant.person_id, "expert", "", 3)
    told = tomllib.loads(files("kardad.qa").joinpath("data", "demo.toml").read_text("utf-8"))
    askers = [person for person in people if person.pk != expert.pk]
    made = [_question(row, askers[place % len(askers)], expert, by, at=at) for place, row in enumerate(told["questions"])]
    for row in told["guides"]:
        _guide(row, askers, expert, by, at=at)
    for place, row in enumerate(told["links"]):
        given = row | {"place": place, "checked_on": calendar.tehran_day(at - timedelta(days=5)), "is_official": True}
        guides.keep_link(None, given=given, by=by, at=at)
    return made


def _question(row: dict[str, Any], asker: Person, expert: Person, by: Actor, *, at: datetime) -> Question:
    asked_at = at - timedelta(days=row["days"])
    asked = {name: row[name] for name in ("title", "body", "topic", "asker_role")}
    mine = Actor(asker.pk, "member", "", asker.level)
    question = questions.ask(asker, asked=asked, once=secrets.token_hex(16), by=mine, at=asked_at)
    if not row.get("is_published", True):
        return question
    words = {name: row[name] for name in ("title", "body", "topic")}
    question = questions.publish(question, **words, by=by, at=asked_at + timedelta(hours=1))
    if "answer" in row:
        answer = _answer(question, row, expert, by, at=asked_at + timedelta(hours=4))
        if "stale" in row:
            living.outdate(answer, reason=row["stale"], by=by, at=at - timedelta(hours=5))
    return question


def _guide(row: dict[str, Any], readers: list[Person], expert: Person, by: Actor, *, at: datetime) -> None:
    """The guide is read and commented on; one comment waits for a look."""
    written_at = at - timedelta(days=12)
    given = {name: told for name, told in row.items() if name != "comments"} | {"reviewed_on": calendar.tehran_day(written_at)}
    guide = guides.publish(guides.write(None, given=given, author=expert, by=by, at=written_at), by=by, at=written_at)
    for reader, told in zip(readers, row.get("comments", []), strict=False):
        said_at = at - timedelta(days=told["days"])
        comment = guides.comment(guide, author=reader, body=told["body"], by=Actor(reader.pk, "member", "", reader.level), at=said_at)
        if told.get("is_good"):
            guides.judge_comment(comment, is_good=True, by=by, at=said_at + timedelta(hours=2))


def _answer(question: Question, row: dict[str, Any], expert: Person, by: Actor, *, at: datetime) -> Answer:
    told, day = row["answer"], calendar.tehran_day(at)
    said = Said(told["short"], told.get("explanation", ""), told.get("coverage", "answered"), told.get("cases", []))
    draft = answers.draft(question, author=expert, said=said, by=by, at=at)
    for kind, ref in told.get("cites", []):
        _cite(draft, kind, ref, day, by, at=at)
    answer = answers.publish(draft, by=by, at=at)
    for place in range(row.get("useful", 0)):
        reading.opine(answer, is_useful=True, of=reading.Reader(f"demo-{place}"), at=at)
    return answer


def _cite(draft: Answer, kind: str, ref: str, day: date, by: Actor, *, at: datetime) -> None:
    try:
        cited = citing.value(instruments.current(), ref, day) if kind == "value" else citing.article(ref)
    except Refusal:  # the law says nothing on that day: the demo cites the rest
        return
    answers.cite(draft, cited, on=day, by=by, at=at)
