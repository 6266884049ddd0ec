"""Objections to a decision of the first instance: each side its own, items marked; late ones kept and ruled on by the appeal board."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction

from kardad.cases import flow, wording
from kardad.cases.actions import briefs, deciding
from kardad.cases.actions.common import locked, step
from kardad.cases.actions.findings import carry
from kardad.cases.actions.noting import noted
from kardad.cases.models import Case, ClaimItem, Decision, Objection
from kardad.cases.queries import decisions as queries
from kardad.cases.queries import windows
from kardad.cases.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.core.models import StoredFile
from kardad.inbox.actions import notices, telling
from kardad.inbox.models import Notice
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person
from kardad.work import actions as work

LATE: Final = "objection.late"
RULINGS: Final = ("heard", "refused")
COPY: Final = "N8"
# Where the appeal board has the case and has not heard it yet: the other side objects too, and nothing moves.
BEFORE_APPEAL: Final = frozenset({"appealed", "set", "adjourned", "expert"})


class NoExpressPower(Refusal):
    """A representative objects only when his letter says so in so many words (LP 26); there are two ways out."""

    code = "OBJECTION_NO_POWER"
    status = 403
    message = (
        "معرفی‌نامه شما آشکارا اختیار اعتراض نداده است (ماده ۲۶ آیین دادرسی کار). دو راه دارید: "
        "موکل خودش از حساب خود اعتراض کند، یا معرفی‌نامه‌ای بدهد که اختیار اعتراض در آن نوشته شده باشد."
    )


class NoObjection(NotAllowed):
    """There is no decision of the first instance to object to now."""

    code = "OBJECTION_NONE"
    message = "اکنون رأیی نیست که بتوان به آن اعتراض کرد."


class ObjectedAlready(Refusal):
    """A side objects once to a decision."""

    code = "OBJECTION_TWICE"
    message = "این طرف به همین رأی اعتراض کرده است؛ اعتراض او در پرونده هست."


class NoItems(BadInput):
    """The appeal board works within the objection: what is objected to is marked (LP 110)."""

    code = "OBJECTION_ITEMS"
    message = "دست‌کم یکی از خواسته‌ها را علامت بزنید."


class NoGrounds(BadInput):
    """An objection says why."""

    code = "OBJECTION_GROUNDS"
    message = "دلیل اعتراض را بنویسید."


class Written(TypedDict):
    """What a side writes: the items it marks, why, where it is late what kept it, and the papers that it lays beside."""

    items: Sequence[ClaimItem]
    grounds: str
    excuse: str
    files: NotRequired[Sequence[StoredFile]]


def objectable(case: Case) -> Decision | None:
    """The decision that a side may object to now."""
    by_lapse = case.instance == flow.FIRST and case.state in ("serving", "window", "final")
    if by_lapse or (case.instance == flow.APPEAL and case.state in BEFORE_APPEAL):
        return queries.merits(case, flow.FIRST)
    return None


@transaction.atomic
def object(standing: Standing, *, by: Actor, at: datetime, **written: Unpack[Written]) -> Objection:  # noqa: A001 – the deed's one word
    """The side has objected: in time, the case goes to the appeal board; late, it is kept and flagged, and never refused for it.

    Late is what marks any item whose days are over; those whose days still run are heard all the same.

    Raises NoExpressPower, NoObjection, ObjectedAlready, NoItems, NoGrounds.
    """
    case, party = locked(standing.case), standing.party
    decision = objectable(case)
    if decision is None or party is None or decision.notice_id is None:
        raise NoObjection(flow="case", state=case.state, move="object", role=by.role)
    if not standing.may("object"):
        raise NoExpressPower
    items = [one for one in written["items"] if one.case_id == case.pk]
    if not items:
        raise NoItems(field="items")
    if not written["grounds"].strip():
        raise NoGrounds(field="grounds")
    over = windows.over(case, party, at)
    timely = [one for one in items if one.pk not in over]
    said = {"grounds": written["grounds"], "excuse": written["excuse"], "is_late": len(timely) < len(items)}
    try:
        with transaction.atomic():
            made = Objection.objects.create(case=case, decision=decision, party=party, by_id=by.somebody, filed_at=at, **said)
    except IntegrityError as error:
        raise ObjectedAlready from error
    made.items.set(items)
    made.timely.set(timely if made.is_late else [])
    _go_on(case, made, by=by, at=at)
    briefs.enclose(replace(standing, case=case), title="مدارک اعتراض", files=written.get("files", ()), by=by, at=at)
    _tell(made, standing.person, at=at)
    return made


def _go_on(case: Case, made: Objection, *, by: Actor, at: datetime) -> None:
    """The case moves where it can; what came after finality waits for the secretary, and enforcement is not stopped by it."""
    told = {"objection": made.pk, "party": made.party_id, "side": made.party.get_side_display(), "is_late": made.is_late}
    told["items"] = sorted(made.items.values_list("position", flat=True))
    if case.state in ("serving", "window"):
        case.instance = flow.APPEAL
        step(case, "object", "objection.filed", by=by, at=at, **told)
        _gone_up(case, at=at)
    else:
        noted(case, "objection.filed", by=by, at=at, **told)
    if case.state == "final":
        title = f"اعتراض دیرهنگام در پرونده {case.class_number or case.number}"
        work.open_item(LATE, made, title=title, role="secretary", at=at, office_id=case.office_id)
    made.notice = _copy(case, made, at=at)
    made.save(update_fields=["notice"])


def _copy(case: Case, made: Objection, *, at: datetime) -> Notice | None:
    """The other side has a copy, as it was filed (N8)."""
    if case.dossier is None:
        return None
    said = wording.objection(made)
    copy = notices.draft(case.dossier, code=COPY, title="نسخه اعتراض", says=said, by=SYSTEM, at=at, filer=made.party)
    notices.place(copy, by=SYSTEM, at=at)
    return copy


def _tell(made: Objection, person: Person, *, at: datetime) -> None:
    case = made.case
    event = "objection.late" if made.is_late else "objection.filed"
    url = f"/panel/cases/{case.token}/decisions/"
    number = case.class_number or case.number or ""
    telling.tell(person, event, about=made, url=url, at=at, dossier=case.dossier, number=number, decision=made.decision.number or "")


@transaction.atomic
def send_up(objection: Objection, *, by: Actor, at: datetime) -> Case:
    """A late objection to what is final by lapse goes to the appeal board, which alone says whether it is heard."""
    case = locked(objection.case)
    made = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if case.instance != flow.FIRST or made.ruled:
        raise NotAllowed(flow="case", state=case.state, move="send_up", role=by.role)
    case.instance, case.final_on = flow.APPEAL, None
    step(case, "send_up", "objection.sent_up", by=by, at=at, objection=made.pk)
    _gone_up(case, at=at)
    return case


def _gone_up(case: Case, *, at: datetime) -> None:
    """No late objection waits for the secretary any more: the appeal board has them all."""
    for one in queries.unruled(case):
        work.close_item(LATE, one, outcome="sent_up", at=at)


@transaction.atomic
def rule(objection: Objection, *, ruled: str, by: Actor, at: datetime) -> Objection:
    """The appeal board hears what was objected to late or does not; items that it leaves alone stand as the first board found them."""
    case = locked(objection.case)
    decision = queries.in_the_making(case)
    made = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    is_open = decision is not None and decision.corrects is None  # what is corrected afterwards rules on nothing anew
    if decision is None or not is_open or ruled not in RULINGS or not made.is_late or case.instance != flow.APPEAL:
        raise NotAllowed(flow="decision", state=decision.state if decision else "", move="rule", role=by.role)
    deciding.held(decision, "write", by=by, at=at)
    made.ruled = ruled
    made.save(update_fields=["ruled"])
    decision.findings.filter(item__in=made.items.all()).exclude(item__in=queries.objected(case)).delete()
    carry(decision)
    noted(case, "objection.ruled", by=by, at=at, objection=made.pk, ruled=ruled)
    return made
