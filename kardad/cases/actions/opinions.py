"""What an expert says: his opinion served on both sides, what they hold against it, and how the case goes on after it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from kardad.billing.actions import invoices
from kardad.cases import flow, policy, proof
from kardad.cases.actions import experts
from kardad.cases.actions.briefs import FileUnsafe, NothingFiled, TooMany
from kardad.cases.actions.common import locked, step
from kardad.cases.actions.noting import noted
from kardad.cases.models import Case, Filing, FilingFile, Referral
from kardad.cases.queries import experts as queries
from kardad.cases.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.core.models import StoredFile
from kardad.inbox.actions import notices
from kardad.inbox.queries import deadlines
from kardad.kit import calendar, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import procedure
from kardad.work import actions as work

OPINION = "N6"


class StillOpen(Refusal):
    """Before the board goes on, each side has its days to object to the opinion (D15)."""

    code = "OPINION_OPEN"
    message = "هنوز {names} می‌تواند به نظر کارشناس ایراد بگیرد. پس از پایان مهلت، یا پس از رسیدن ایراد، ادامه دهید."


class FeeOpen(Refusal):
    """The fee may still be paid."""

    code = "EXPERT_FEE_OPEN"
    message = "مهلت پرداخت هزینه کارشناسی هنوز نگذشته است."


class NoWhy(BadInput):
    """Whoever ends a referral that brought no opinion says why."""

    code = "EXPERT_NO_WHY"
    message = "کارشناس نظری نداده است. بنویسید چرا هیئت بی نظر او ادامه می‌دهد."


class ObjectedAlready(Refusal):
    """A side objects once to an opinion."""

    code = "OPINION_TWICE"
    message = "ایراد شما به این نظر در پرونده هست. اگر چیز دیگری دارید، لایحه بفرستید."


@transaction.atomic
def opine(referral: Referral, *, words: str, files: Sequence[StoredFile], by: Actor, at: datetime) -> Filing:
    """The opinion is in the file and on its way to both sides (N6); raises NotAllowed, NothingFiled, TooMany, FileUnsafe.

    The expert files it himself, or the secretary for one who gave it on paper.
    """
    case, found = experts.held(referral.case, "opine", by)
    role = "expert" if by.person_id == found.expert_id else flow.role_of(by.role)
    is_own = by.person_id == found.expert_id and queries.holds_role(by.somebody)
    if found.pk != referral.pk or not (is_own or by.role == policy.SECRETARY):
        raise NotAllowed(flow="referral", state=found.state, move="opine", role=by.role)
    found.state = flow.REFERRAL.after(found.state, "opine", role)
    if not words.strip():
        raise NothingFiled("نظر خود را بنویسید؛ فایل‌ها پیوست آن است.", field="words")
    made = _kept(case, files, {"kind": Filing.Kind.OPINION, "title": "پاسخ به پرسش هیئت", "text": words.strip()}, by=by, at=at)
    found.opinion = made
    hashes = sorted(one.sha256 for one in files)
    noted(case, "expert.opined", by=by, at=at, referral=found.pk, filing=made.pk, digest=proof.digest(made.text), files=hashes)
    _serve(found, made, at=at)
    return made


@transaction.atomic
def object(place: Standing, *, words: str, files: Sequence[StoredFile], by: Actor, at: datetime) -> Filing:  # noqa: A001 – the deed's one word
    """The side has said what it holds against the opinion; after its days it is kept all the same and says so.

    Raises NotAllowed, ObjectedAlready, NothingFiled, TooMany, FileUnsafe.
    """
    case, found = experts.held(place.case, "object", by)
    found.state = flow.REFERRAL.after(found.state, "object", "party")
    if place.party is None or place.party.dossier_id != case.dossier_id:
        raise NotAllowed(flow="referral", state=found.state, move="object", role=by.role)
    if queries.objections(found).filter(party=place.party).exists():
        raise ObjectedAlready
    if not words.strip():
        raise NothingFiled("بنویسید به چه چیز نظر کارشناس ایراد دارید.", field="words")
    running = queries.clock(found.opinion_notice, place.party)
    is_late = running is not None and deadlines.is_over(running, at)
    title = "ایراد به نظر کارشناس، پس از مهلت" if is_late else "ایراد به نظر کارشناس"
    made = _kept(
        case,
        files,
        {"kind": Filing.Kind.ANSWER, "title": title, "text": words.strip(), "party": place.party, "answers": found.opinion},
        by=by,
        at=at,
    )
    told = {"side": place.party.get_side_display(), "party": place.party.pk, "digest": proof.digest(made.text), "is_late": is_late}
    noted(case, "expert.objected", by=by, at=at, referral=found.pk, filing=made.pk, **told)
    experts.stop(found.opinion_notice, place.party, at=at)
    return made


@transaction.atomic
def take_up(case: Case, *, why: str = "", by: Actor, at: datetime) -> Case:
    """The referral is over and the case waits for a new session; raises StillOpen, FeeOpen, NoWhy."""
    case, found = experts.held(case, "take_up", by)
    return _end(case, found, "take_up", why=why, by=by, at=at)


@transaction.atomic
def go_on(case: Case, *, why: str = "", by: Actor, at: datetime) -> Case:
    """The referral is over and the board deliberates again, without a new session; its chair says so. Raises as `take_up` does."""
    case, found = experts.held(case, "go_on", by)
    experts.chairing(case, by)
    return _end(case, found, "go_on", why=why, by=by, at=at)


@transaction.atomic
def drop(case: Case, *, by: Actor, at: datetime) -> bool:
    """Of a case that has ended no expert is waited for, nobody owes his fee, and one that was paid in vain is asked back."""
    case = locked(case)
    found = Referral.objects.select_for_update(of=("self",)).filter(case=case, state__in=queries.OPEN).first()
    if found is None:
        return False
    was, found.state = found.state, flow.REFERRAL.after(found.state, "drop", "system")
    found.ended_at = at
    found.save(update_fields=["state", "ended_at"])
    found.case = case
    for kind in experts.WORK:
        work.close_item(kind, case, outcome="dropped", at=at)
    experts.stop(found.notice, found.payer, at=at)
    if was == "ordered" and found.invoice is not None:
        with suppress(invoices.PaymentOpen, NotAllowed):  # where money is on its way, it is given back when it comes
            invoices.void(found.invoice, reason="پرونده پیش از کارشناسی بسته شد.", by=SYSTEM, at=at)
    experts.give_back(found, by=by, at=at)
    return True


def _end(case: Case, found: Referral, move: str, *, why: str, by: Actor, at: datetime) -> Case:
    if found.state == "ordered":
        raise FeeOpen
    if waiting := queries.awaited(found, at):
        raise StillOpen(names=" و ".join(dict.fromkeys(one.name for one in waiting)))
    if found.opinion_id is None and not why.strip():
        raise NoWhy(field="why")
    found.state = flow.REFERRAL.after(found.state, "end", flow.role_of(by.role))
    found.ended_at = at
    found.save(update_fields=["state", "ended_at"])
    for kind in experts.WORK:
        work.close_item(kind, case, outcome=move, at=at)
    step(case, move, "expert.ended", by=by, at=at, referral=found.pk, why=why.strip()[:200] or "نظر کارشناس رسید")
    experts.give_back(found, by=by, at=at)
    return case


def _kept(case: Case, files: Sequence[StoredFile], columns: dict[str, Any], *, by: Actor, at: datetime) -> Filing:
    """The filing with its files, which both sides read from now on; however much the others filed, there is room for it."""
    if any(one.scan == StoredFile.Scan.INFECTED for one in files):
        raise FileUnsafe(field="files")
    have = FilingFile.objects.filter(case=case, filing__party=columns.get("party"), filing__kind=columns["kind"]).count()
    if len(files) > policy.FILES_A_FILING or have + len(files) > policy.FILES_A_CASE:
        most = {"once": text.to_persian_digits(policy.FILES_A_FILING), "most": text.to_persian_digits(policy.FILES_A_CASE)}
        raise TooMany(field="files", **most)
    made = Filing.objects.create(case=case, by_id=by.somebody, filed_at=at, shown_at=at, **columns)
    FilingFile.objects.bulk_create(FilingFile(case=case, filing=made, file=one, added_at=at) for one in files)
    return made


def _serve(found: Referral, opinion: Filing, *, at: datetime) -> None:
    case = found.case
    if case.dossier is None or found.expert is None:
        raise LookupError(f"referral {found.pk} has no expert or no dossier")
    said = {"expert": found.expert.name, "given_on": calendar.tehran_day(at).isoformat(), "opinion": opinion.text}
    said["board"] = procedure.body(case.instance).title
    found.opinion_notice = notices.draft(case.dossier, code=OPINION, title="نظر کارشناس", says=said, by=SYSTEM, at=at)
    found.save(update_fields=["state", "opinion", "opinion_notice"])
    notices.place(found.opinion_notice, by=SYSTEM, at=at)
