"""The intake desk: a petition is accepted, sent back field by field, sent on to the office of its place, tied to others, restricted."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from kardad.cases import flow, policy, proof
from kardad.cases.actions import common, dates, grouping, numbering, panels
from kardad.cases.actions.ending import CONCILIATING
from kardad.cases.models import Case, Decision, Enforcement, Grant, Objection, SideMark, Transfer
from kardad.cases.queries import decisions, groups
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.operator import operator
from kardad.inbox.actions import moving, notices, renaming, telling
from kardad.inbox.models import Party
from kardad.inbox.queries import deadlines, dossiers
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import LabourOffice
from kardad.work import actions as work

INTAKE = "case.intake"
GRANT = "case.grant"


class NoReason(BadInput):
    """Whoever is sent back or sent on reads why."""

    code = "CASE_REASON"
    message = "دلیل را بنویسید؛ طرف پرونده همین را می‌خواند."


class NotLate(Refusal):
    """The period in which the filer may mend his petition is not over."""

    code = "CASE_DEFECT_OPEN"
    message = "مهلت رفع نقص هنوز تمام نشده است."


class NotAnOffice(BadInput):
    """A case goes to another labour office that is open."""

    code = "CASE_OFFICE"
    message = "اداره کار دیگری را انتخاب کنید."


class NotRelated(BadInput):
    """A case is tied to another one of the same office that is not tied itself, never to itself."""

    code = "CASE_TIE"
    message = "این پرونده را نمی‌توان به آن یکی پیوند داد: هر دو باید در همین اداره باشند و پرونده اصلی خود پیرو پرونده‌ای نباشد."


@transaction.atomic
def accept(case: Case, *, by: Actor, at: datetime) -> Case:
    """The petition is complete: the case has its class number and waits for a date."""
    held = _ours(case)
    _must("accept", held, by)
    _number(held, by=by, at=at)
    held.accepted_at, held.asked = at, {}
    work.close_item(INTAKE, held, outcome="accepted", at=at)
    common.step(held, "accept", "case.accepted", by=by, at=at)
    _tell_claimant(held, "case.accepted", at=at)
    return held


@transaction.atomic
def mark_defect(case: Case, *, asked: Mapping[str, str], by: Actor, at: datetime) -> Case:
    """The filer is served what his petition lacks, field by field; nothing is rejected by itself (Divan 1332)."""
    told = {name: text.display(words) for name, words in asked.items() if text.display(words)}
    if not told:
        raise NoReason(field="asked")
    held = _ours(case)
    _must("mark_defect", held, by)
    held.asked = told
    work.close_item(INTAKE, held, outcome="defect", at=at)
    common.step(held, "mark_defect", "case.defect_marked", by=by, at=at, fields=sorted(told))
    says = {"petition_number": held.number or "", "defects": list(told.values())}
    notice = notices.draft(_dossier(held), code="N2", title="اخطار رفع نقص", says=says, by=by, at=at)
    notices.place(notice, by=by, at=at)
    return held


@transaction.atomic
def lapse(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """The petition was not mended in its time: it is dismissed, and may be filed again."""
    why = text.display(reason)
    if not why:
        raise NoReason(field="reason")
    held = _ours(case)
    _must("lapse", held, by)
    if not _is_late(held, at=at):
        raise NotLate
    held.end_reason = why[:300]
    common.step(held, "lapse", "case.lapsed", by=by, at=at)
    _tell_claimant(held, "case.lapsed", at=at, reason=why)
    return held


@transaction.atomic
def transfer(case: Case, *, to: LabourOffice, reason: str, by: Actor, at: datetime) -> Transfer:
    """The whole case goes to the office of the last workshop (LP 10), or to a board of the same rank after a quash; both sides are told.

    The day of filing is kept. Its panel, the dates on offer and its co-workers' cases stay behind.
    """
    why = text.display(reason)
    if not why:
        raise NoReason(field="reason")
    held = common.locked(case, besides=groups.of_group(case))
    _must("transfer", held, by)
    if held.office is None or to.pk == held.office_id or to.kind != LabourOffice.Kind.LABOUR or not to.is_open:
        raise NotAnOffice(field="to")
    made = Transfer.objects.create(case=held, from_office=held.office, to_office=to, reason=why[:300], sent_at=at)
    work.close_item(INTAKE, held, outcome="transferred", at=at)
    panels.dissolve(held, reason="پرونده به اداره دیگری رفت", by=by, at=at)
    dates.end(held, by=by, at=at)
    grouping.part(held, to=to, by=by, at=at)
    is_again = held.state == "rehearing"
    held.office = to
    held.class_number = None  # the new office numbers it anew; the old one stays in the chain
    held.accepted_at = held.accepted_at if is_again else None
    dossier = _dossier(held)
    moving.move(dossier, to=to)
    work.close_item(CONCILIATING, held, outcome="transferred", at=at)
    work.move_items(Case, [held.pk], to_office=to.pk)
    for model in (Decision, Objection, Enforcement, Grant):
        work.move_items(model, model.objects.filter(case=held).values("pk"), to_office=to.pk)
    renaming.number(dossier, text.to_persian_digits(held.number or ""), by=by, at=at)  # of registration, until the new office numbers it
    SideMark.objects.filter(case=held).update(office=to)
    common.step(held, "transfer", "case.transferred", by=by, at=at, to=to.name)
    work.open_item(INTAKE, held, title=f"پرونده رسیده {held.number}", role=policy.SECRETARY, at=at, office_id=to.pk)
    for party in Party.objects.filter(dossier=dossier):
        _tell(party, held, "case.transferred_again" if is_again else "case.transferred", at=at, office=to.name, reason=why)
    return made


@transaction.atomic
def receive(case: Case, *, by: Actor, at: datetime) -> Case:
    """The new office has the case, and looks at it as at a new one; one that was quashed waits for its panel there under a new number."""
    held = _ours(case)
    move = "receive_rehearing" if decisions.merits(held, held.instance) else "receive"
    _must(move, held, by)
    Transfer.objects.filter(case=held, received_at=None).update(received_at=at)
    if move == "receive_rehearing":
        _number(held, by=by, at=at)
        work.close_item(INTAKE, held, outcome="received", at=at)
    return common.step(held, move, "case.received", by=by, at=at)


@transaction.atomic
def tie(case: Case, *, lead: Case | None, by: Actor, at: datetime) -> Case:
    """The case is heard together with the lead case of co-workers; with None it stands alone again."""
    return _tied(case, "lead", lead, "case.grouped" if lead else "case.ungrouped", by=by, at=at)


@transaction.atomic
def mark_duplicate(case: Case, *, of: Case | None, by: Actor, at: datetime) -> Case:
    """Staff see that it is the same matter as another case; what becomes of it is the board's to say."""
    return _tied(case, "duplicate_of", of, "case.duplicate" if of else "case.not_duplicate", by=by, at=at)


def _tied(case: Case, column: str, other: Case | None, event: str, *, by: Actor, at: datetime) -> Case:
    held = common.locked(case, besides=Q(pk=other.pk) | groups.of_group(other) if other else None)
    _staff(by)
    if other is not None:
        other = common.locked(other)
        if other.pk == held.pk or other.office_id != held.office_id or getattr(other, f"{column}_id"):
            raise NotRelated(field=column)
        if Case.objects.filter(**{column: held}).exists():
            raise NotRelated(field=column)
    setattr(held, column, other)
    held.changed_at = at
    held.save(update_fields=[f"{column}_id", "changed_at"])
    proof.note(held, event, by=by, at=at, other=other.pk if other else None)
    record(event, held, by=by, at=at, number=held.number or "", other=other.number if other else "")
    if column == "lead" and other is not None:
        grouping.share(groups.head(held), at=at)
    return held


@transaction.atomic
def restrict(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Staff open the case by a grant alone; pressed twice, it is restricted once. What lifts it is a request that another answers."""
    why = text.display(reason)
    if not why:
        raise NoReason(field="reason")
    if by.role != policy.MANAGER:
        raise NotAllowed(flow="case", state=case.state, move="restrict", role=by.role)
    held = common.locked(case)
    return held if held.is_restricted else _restricted(held, is_restricted=True, reason=why, by=by, at=at)


def _lifted(case: Case, *, reason: str, by: Actor, at: datetime) -> None:
    """The case that is held is open to its staff as usual, and with its restriction went what was asked and granted about it."""
    if case.is_restricted:
        _restricted(case, is_restricted=False, reason=reason, by=by, at=at)
    for one in Grant.objects.select_for_update().filter(case=case, state__in=("asked", "granted")):
        one.state = flow.ACCESS.after(one.state, "end", "system")
        one.save(update_fields=["state"])
        work.close_item(GRANT, one, outcome=one.state, at=at)


def _restricted(held: Case, *, is_restricted: bool, reason: str, by: Actor, at: datetime) -> Case:
    held.is_restricted, held.changed_at = is_restricted, at
    held.save(update_fields=["is_restricted", "changed_at"])
    event = "case.restricted" if is_restricted else "case.unrestricted"
    proof.note(held, event, by=by, at=at)
    record(event, held, by=by, at=at, number=held.number or "", reason=reason)
    return held


@transaction.atomic
def ask_access(case: Case, *, reason: str, is_lifting: bool = False, by: Actor, at: datetime) -> Grant:
    """A member of staff asks to open a restricted case for a time, or that its restriction be lifted; asked twice it is one question."""
    why = text.display(reason)
    if not why:
        raise NoReason(field="reason")
    _staff(by)
    mine = {"case": case, "person_id": by.somebody, "is_lifting": is_lifting}
    over = flow.ACCESS.after("granted", "end", "system")
    Grant.objects.filter(**mine, state="granted", until__lte=at).update(state=over)  # its days are gone: he may ask again
    told = {"reason": why[:300], "asked_at": at, "state": flow.ACCESS.initial}
    made, is_new = Grant.objects.get_or_create(**mine, state__in=("asked", "granted"), defaults=told)
    if is_new:
        title = f"درخواست {'برداشتن محدودیت' if is_lifting else 'دیدن'} پرونده محدود {case.number}"
        work.open_item(GRANT, made, title=title, role=policy.MANAGER, at=at, office_id=case.office_id)
        record("grant.asked_lifting" if is_lifting else "grant.asked", made, by=by, at=at, number=case.number or "")
    return made


@transaction.atomic
def decide_access(grant: Grant, name: str, *, by: Actor, at: datetime) -> Grant:
    """The manager granted it for some days, lifted the restriction, refused it, or ended it; nobody decides on his own question."""
    case = common.locked(grant.case)
    held = Grant.objects.select_for_update(of=("self",)).select_related("case", "person").get(pk=grant.pk)
    if held.person_id == by.person_id:
        raise NotAllowed(flow="access", state=held.state, move=name, role=by.role)
    held.state = flow.ACCESS.after(held.state, name, by.role)
    held.decided_at, held.decided_by_id = at, by.person_id
    event = {"granted": "grant.granted", "refused": "grant.refused", "ended": "grant.ended"}[held.state]
    is_lifted = held.is_lifting and name == "grant"
    if is_lifted:  # two have wanted it: it is done, and opens nothing for the one who asked
        held.state = flow.ACCESS.after(held.state, "end", "system")
    elif name == "grant":
        held.until = at + policy.GRANT_LASTS
    held.save()
    work.close_item(GRANT, held, outcome=event.removeprefix("grant."), at=at)
    record(event, held, by=by, at=at, person_id=held.person_id, number=held.case.number or "")
    if is_lifted:
        _lifted(case, reason=held.reason, by=by, at=at)
    return held


def alike(case: Case) -> list[Case]:
    """Other cases of the same filer in a year before this one, newest first: they may be the same matter twice."""
    since = (case.filed_at or case.made_at) - timedelta(days=365)
    rows = Case.objects.filter(~Q(pk=case.pk), filer_id=case.filer_id, filed_at__gte=since).order_by("-pk")
    return list(rows[:5])


def _number(held: Case, *, by: Actor, at: datetime) -> None:
    """The case has the class number of its office."""
    held.class_number = held.class_number or numbering.next_number(numbering.CLASS, office_id=held.office_id or 0, at=at)
    if held.dossier is not None:
        renaming.number(held.dossier, held.class_number, by=by, at=at)


def _is_late(case: Case, *, at: datetime) -> bool:
    """Whether the clock that the last defect notice began is over."""
    running = [one for one in deadlines.of_dossier(_dossier(case)) if one.code == "D13"]
    return bool(running) and all(deadlines.is_over(one, at) for one in running)


def _must(name: str, case: Case, by: Actor) -> None:
    """The move is there before anything is written; public power is an authority's."""
    if not operator().is_authority:
        raise NotAllowed(flow="case", state=case.state, move=name, role=by.role)
    flow.CASE.after(case.state, name, flow.role_of(by.role))


def _ours(case: Case) -> Case:
    return common.locked(case)


def _staff(by: Actor) -> None:
    if by.role not in (policy.SECRETARY, policy.MANAGER):
        raise NotAllowed(flow="case", state="", move="staff", role=by.role)


def _dossier(case: Case) -> Any:
    if case.dossier is None:
        raise LookupError(f"case {case.pk} is not filed")
    return case.dossier


def _tell_claimant(case: Case, event: str, *, at: datetime, **words: str) -> None:
    for party in Party.objects.filter(dossier=case.dossier_id, side=Party.Side.CLAIMANT):
        _tell(party, case, event, at=at, **words)


def _tell(party: Party, case: Case, event: str, *, at: datetime, **words: str) -> None:
    for person in dossiers.persons_of(party):
        telling.tell(
            person, event, about=case, url=f"/panel/cases/{case.token}/", at=at, dossier=case.dossier, number=case.number or "", **words
        )
