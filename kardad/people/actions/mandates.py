"""Mandates: a person invites another to act for him; staff see the papers; either side ends it at any time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kardad.core import limits
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.outbox import actions as outbox
from kardad.people import flow, policy, queries, roles, signals
from kardad.people import papers as kinds
from kardad.people.actions import papers, persons, undoing
from kardad.people.actions.roles import tell
from kardad.people.models import Mandate, Person, RoleGrant, Undo
from kardad.people.models.verification import tracking_code
from kardad.people.queries import mandates as reads
from kardad.work import actions as work

SAME_DEED = timedelta(minutes=1)
INVITED_AS = (Mandate.Basis.REPRESENTATIVE, Mandate.Basis.LAWYER)


class SideNotVerified(Refusal):
    """Both sides of a mandate are people whose identity is known."""

    code = "MANDATE_LEVEL"
    message = "برای این کار، نخست هویت خود را تأیید کنید."


class InvitationUnknown(Refusal):
    """No invitation waits under this code."""

    code = "MANDATE_CODE"
    status = 422
    message = "دعوتی با این کد در انتظار نیست. کد را از کسی که دعوتتان کرده است دوباره بپرسید."


class InvitationLate(Refusal):
    """The invitation's time has passed."""

    code = "MANDATE_LATE"
    status = 410
    message = "مهلت این دعوت گذشته است. از معرف خود بخواهید دوباره دعوت کند."


class OwnMandate(Refusal):
    """Nobody is his own agent."""

    code = "MANDATE_SELF"
    message = "نمی‌توانید نماینده خودتان باشید. این کد را به نماینده یا وکیل خود بدهید."


class NotLawyer(Refusal):
    """The agent of a lawyer's mandate does not hold the role of a lawyer."""

    code = "MANDATE_NOT_LAWYER"
    message = "نقش وکیل برای این شخص هنوز تأیید نشده است. نخست پروانه وکالت او بررسی شود."


class TooManyInvitations(limits.TooMany):
    """The day's invitations are spent."""

    code = "MANDATE_INVITATIONS"
    message = "امروز به اندازه کافی دعوت کرده‌اید. فردا ادامه دهید."


@transaction.atomic
def invite(principal: Person, *, basis: str, subject: str, factor: str, by: Actor, at: datetime, mobile: str = "") -> Mandate:
    """An invitation waits for the agent who knows its code; it is texted when a mobile was given.

    `factor` is what the principal has just shown himself by (`access.fresh`): a code by SMS leaves him a day to take it back.
    """
    if principal.level < 1:
        raise SideNotVerified
    if basis not in INVITED_AS or by.person_id != principal.pk:
        raise NotAllowed(flow="mandate", state="", move="invite", role=by.role)
    Person.objects.select_for_update().get(pk=principal.pk)
    same = {"principal": principal, "basis": basis, "subject": subject, "state": "invited"}
    if twice := Mandate.objects.filter(**same, invited_at__gt=at - SAME_DEED, invited_at__lte=at).first():
        return twice  # the button was pressed twice
    if limits.hit_today("mandate-invite", str(principal.pk), at=at) > policy.INVITATIONS_A_DAY:
        raise TooManyInvitations
    mandate = Mandate.objects.create(
        principal=principal,
        basis=basis,
        subject=subject,
        invitation=tracking_code(),
        invited_at=at,
        expires_at=at + policy.MANDATE_INVITATION,
    )
    record("mandate.invited", mandate, by=by, at=at, person_id=principal.pk, basis=mandate.get_basis_display(), about=subject)
    if mobile:
        words = {"invitation": flow.show_tracking_code(mandate.invitation)}
        outbox.queue_text("mandate_invited", mobile, at=at, subject=("people.mandate", mandate.pk), parameters=words)
    if factor == undoing.BY_SMS:
        undoing.offer(mandate, Undo.Deed.APPOINT, by=by, at=at)
    return mandate


def look(invitation: str, *, by: Actor, at: datetime) -> Mandate:
    """The invitation behind a typed code, for someone who may accept it or has accepted it; guesses are counted."""
    window = timedelta(hours=1)
    limits.allow("mandate-code", str(by.person_id), limit=policy.INVITATION_TRIES, at=at, window=window)
    waiting = Mandate.objects.filter(invitation=flow.read_tracking_code(invitation)).filter(Q(state="invited") | Q(agent_id=by.person_id))
    mandate = waiting.select_related("principal").first()
    if mandate is None:
        raise InvitationUnknown(field="invitation")
    if mandate.agent_id:
        return mandate
    _fit(mandate, by=by, at=at)
    return mandate


@transaction.atomic
def accept(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """The agent took it on; nothing is open to him before staff have seen his papers."""
    mandate = _locked(mandate)
    state = flow.MANDATE.after(mandate.state, "accept", role_of(mandate, by))
    _fit(mandate, by=by, at=at)
    if Person.objects.get(pk=by.person_id or 0).level < 1:
        raise SideNotVerified
    mandate.state, mandate.agent_id = state, by.person_id
    mandate.save(update_fields=["state", "agent"])
    _told_both(mandate, "mandate.accepted", by=by, at=at)
    if not papers.needed(mandate):
        _to_review(mandate, at=at)
    return mandate


@transaction.atomic
def decline(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """Whoever was invited does not want it; the principal reads so."""
    mandate = _locked(mandate)
    mandate.state = flow.MANDATE.after(mandate.state, "decline", role_of(mandate, by))
    _fit(mandate, by=by, at=at)
    mandate.ended_at = at
    mandate.save(update_fields=["state", "ended_at"])
    record("mandate.declined", mandate, by=by, at=at, person_id=mandate.principal_id, about=mandate.subject)
    return mandate


@transaction.atomic
def add_papers(mandate: Mandate, *, files: dict[str, int], by: Actor, at: datetime) -> Mandate:
    """The agent's papers lie with the mandate; reviewers are asked once nothing is missing."""
    mandate = _locked(mandate)
    role = role_of(mandate, by)
    if role != "agent" or mandate.state not in ("pending", "incomplete"):
        raise NotAllowed(flow="mandate", state=mandate.state, move="add_papers", role=role)
    papers.link(mandate, files, person_id=by.person_id or 0, at=at)
    record("mandate.papers_added", mandate, by=by, at=at, about=mandate.subject, kinds=sorted(files))
    if papers.awaited(mandate):
        return mandate
    if mandate.state == "incomplete":
        return _resend(mandate, by=by, at=at)
    _to_review(mandate, at=at)
    return mandate


@transaction.atomic
def resend(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """The mandate lies with the reviewers again; raises PapersMissing while something they asked for has not come."""
    mandate = _locked(mandate)
    flow.MANDATE.after(mandate.state, "resend", role_of(mandate, by))
    if lacking := papers.awaited(mandate):
        raise papers.PapersMissing(titles=kinds.titles(lacking), missing=lacking)
    return _resend(mandate, by=by, at=at)


@transaction.atomic
def ask_papers(mandate: Mandate, *, missing: list[str], reason: str, by: Actor, at: datetime, seen: str = "") -> Mandate:
    """The agent is told which papers are missing and why.

    `seen`, here and below, is `papers.standing` as the reviewer saw it; after a colleague's decision it is AlreadyDecided.
    """
    mandate = _seen(mandate, seen, by=by)
    mandate.missing = missing
    return _decide(mandate, "ask_papers", by=by, at=at, event="mandate.papers_asked", reason=reason)


@transaction.atomic
def confirm(mandate: Mandate, *, by: Actor, at: datetime, seen: str = "") -> Mandate:
    """The agent may act for the principal from now on, and holds the role that goes with it."""
    return _decide(_seen(mandate, seen, by=by), "confirm", by=by, at=at, event="mandate.confirmed")


@transaction.atomic
def refuse(mandate: Mandate, *, reason: str, by: Actor, at: datetime, seen: str = "") -> Mandate:
    """The mandate is refused for a reason that both sides read."""
    return _decide(_seen(mandate, seen, by=by), "refuse", by=by, at=at, event="mandate.refused", reason=reason)


@transaction.atomic
def revoke(mandate: Mandate, *, reason: str, factor: str, by: Actor, at: datetime) -> Mandate:
    """The principal took it back: the agent's next request finds nothing; he is told. By SMS, a day is left to undo it."""
    mandate = _locked(mandate)
    before = mandate.state
    mandate = _end(mandate, "revoke", by=by, at=at, event="mandate.revoked", reason=reason)
    if factor == undoing.BY_SMS:
        undoing.offer(mandate, Undo.Deed.REVOKE, before=before, by=by, at=at)
    return mandate


@transaction.atomic
def undo(found: Undo, *, by: Actor, at: datetime) -> Mandate:
    """What only a code by SMS confirmed is taken back: the appointment is no more, or the mandate stands where it stood."""
    mandate = _locked(found.mandate)
    found = undoing.spend(found, by=by, at=at)
    if found.deed == Undo.Deed.APPOINT:
        return _end(mandate, "revoke", by=by, at=at, event="mandate.appointment_undone", reason="")
    return _restore(mandate, found.before, by=by, at=at)


@transaction.atomic
def resign(mandate: Mandate, *, reason: str, by: Actor, at: datetime) -> Mandate:
    """The agent laid it down; the principal is told."""
    return _end(_locked(mandate), "resign", by=by, at=at, event="mandate.resigned", reason=reason)


@transaction.atomic
def expire(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """An invitation that nobody took has ended."""
    mandate = _locked(mandate)
    mandate.state = flow.MANDATE.after(mandate.state, "expire", role_of(mandate, by))
    mandate.ended_at = at
    mandate.save(update_fields=["state", "ended_at"])
    record("mandate.expired", mandate, by=by, at=at, person_id=mandate.principal_id, about=mandate.subject)
    return mandate


def expire_due(at: datetime, *, batch: int = 200) -> int:
    """Every invitation whose time has passed has ended; safe to run twice and to kill halfway."""
    done = 0
    for mandate in list(reads.stale_invitations(at)[:batch]):
        try:
            expire(mandate, by=SYSTEM, at=at)
        except NotAllowed:  # accepted or revoked meanwhile
            continue
        done += 1
    return done


def role_of(mandate: Mandate, by: Actor) -> str:
    """The actor's part in the flow; an invitation may be answered by anyone but the principal who knows its code."""
    if by.role == "reviewer" or not by.is_person:
        return by.role
    if by.person_id == mandate.principal_id:
        return "principal"
    if by.person_id == mandate.agent_id or (mandate.agent_id is None and mandate.state == "invited"):
        return "agent"
    return by.role if by.role not in flow.MANDATE.roles else "stranger"


def _locked(mandate: Mandate) -> Mandate:
    return Mandate.objects.select_for_update(of=("self",)).select_related("principal", "agent").get(pk=mandate.pk)


def _seen(mandate: Mandate, seen: str, *, by: Actor) -> Mandate:
    mandate = _locked(mandate)
    papers.require_seen(mandate, seen, by=by)
    return mandate


def _fit(mandate: Mandate, *, by: Actor, at: datetime) -> None:
    if by.person_id == mandate.principal_id:
        raise OwnMandate(field="invitation")
    if mandate.expires_at <= at:
        raise InvitationLate(field="invitation")


def _decide(mandate: Mandate, move: str, *, by: Actor, at: datetime, event: str, reason: str = "") -> Mandate:
    if by.role == "reviewer" and papers.is_own(mandate, by=by):
        raise papers.NotYourOwn
    role = role_of(mandate, by)
    if role == "reviewer" and not flow.MANDATE.allows(mandate.state, move, role):
        raise papers.AlreadyDecided(flow="mandate", state=mandate.state, move=move, role=role)
    mandate.state = flow.MANDATE.after(mandate.state, move, role)
    if move == "confirm" and mandate.agent:
        _prove_role(mandate, mandate.agent, by=by, at=at)
    mandate.reason, mandate.decided_at = reason, at
    mandate.missing = mandate.missing if move == "ask_papers" else []
    mandate.save(update_fields=["state", "reason", "decided_at", "missing"])
    work.close_item("review_mandate", mandate, outcome=mandate.state, at=at)
    _told_both(mandate, event, by=by, at=at, reason=reason, missing=kinds.titles(mandate.missing))
    if mandate.agent:
        tell(mandate.agent, "role_decided", {"role": mandate.get_basis_display()}, at=at)
    return mandate


def _prove_role(mandate: Mandate, agent: Person, *, by: Actor, at: datetime) -> None:
    """A lawyer must be one already; a representative's papers are this mandate's."""
    papers.require_all(mandate)
    if mandate.basis == Mandate.Basis.LAWYER:
        if not _is_lawyer(agent):
            raise NotLawyer
        return
    waiting = RoleGrant.objects.filter(person=agent, role="representative", state__in=["pending", "incomplete"]).first()
    if waiting is None:
        persons.grant_role(agent, "representative", at=at, state="active")
        return
    waiting.state, waiting.decided_at = flow.GRANT.after(waiting.state, "accept", by.role), at
    waiting.save(update_fields=["state", "decided_at"])
    work.close_item("review_grant", waiting, outcome="active", at=at)
    title = roles.title(waiting.role)
    record("role.accepted", waiting, by=by, at=at, person_id=waiting.person_id, role=title, mandate=mandate.pk)


def _is_lawyer(agent: Person) -> bool:
    return agent.grants.filter(role="lawyer", state="active").exists()


def _end(mandate: Mandate, move: str, *, by: Actor, at: datetime, event: str, reason: str) -> Mandate:
    mandate.state = flow.MANDATE.after(mandate.state, move, role_of(mandate, by))
    mandate.reason, mandate.ended_at = reason, at
    mandate.save(update_fields=["state", "reason", "ended_at"])
    work.close_item("review_mandate", mandate, outcome=mandate.state, at=at)
    _told_both(mandate, event, by=by, at=at, reason=reason)
    other = mandate.agent if move == "revoke" else mandate.principal
    if other:
        tell(other, "mandate_ended", {}, at=at)
    _end_role(mandate, at=at)
    signals.mandate_ended.send(Mandate, mandate=mandate, by=by, at=at)
    return mandate


def _restore(mandate: Mandate, before: str, *, by: Actor, at: datetime) -> Mandate:
    mandate.state = flow.MANDATE.after(mandate.state, f"restore_{before}", role_of(mandate, by))
    agent = mandate.agent
    if agent and before == "active" and mandate.basis == Mandate.Basis.LAWYER and not _is_lawyer(agent):
        raise NotLawyer
    if agent and before == "active" and mandate.basis == Mandate.Basis.REPRESENTATIVE:
        persons.grant_role(agent, "representative", at=at, state="active")
    mandate.reason, mandate.ended_at = "", None
    mandate.save(update_fields=["state", "reason", "ended_at"])
    _told_both(mandate, "mandate.revocation_undone", by=by, at=at)
    if agent:
        tell(agent, "mandate_restored", {}, at=at)
    if before == "pending" and not papers.awaited(mandate):
        _to_review(mandate, at=at)
    return mandate


def _end_role(mandate: Mandate, *, at: datetime) -> None:
    """Who represents nobody any more is no representative."""
    if mandate.agent is None or mandate.basis != Mandate.Basis.REPRESENTATIVE or queries.active_mandates(mandate.agent.pk).exists():
        return
    for grant in RoleGrant.objects.select_for_update().filter(person=mandate.agent, role="representative", state="active"):
        grant.state, grant.decided_at = flow.GRANT.after(grant.state, "end", SYSTEM.role), at
        grant.save(update_fields=["state", "decided_at"])
        title = roles.title(grant.role)
        record("role.ended", grant, by=SYSTEM, at=at, person_id=grant.person_id, role=title, reason="نمایندگی دیگری ندارید.")


def _resend(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    mandate.state = flow.MANDATE.after(mandate.state, "resend", role_of(mandate, by))
    mandate.missing, mandate.reason = [], ""
    mandate.save(update_fields=["state", "missing", "reason"])
    record("mandate.resent", mandate, by=by, at=at, person_id=mandate.agent_id, about=mandate.subject)
    _to_review(mandate, at=at)
    return mandate


def _to_review(mandate: Mandate, *, at: datetime) -> None:
    work.open_item("review_mandate", mandate, title=f"بررسی {mandate.get_basis_display()}", role="reviewer", at=at)


def _told_both(mandate: Mandate, event: str, *, by: Actor, at: datetime, **data: str) -> None:
    """The event stands in both sides' history, each naming the other."""
    sides = {mandate.principal_id: mandate.agent, mandate.agent_id: mandate.principal}
    for person_id, other in sides.items():
        if person_id:
            name = other.name if other else "دعوت‌شده"
            record(event, mandate, by=by, at=at, person_id=person_id, about=mandate.subject, other=name, **data)
