"""An expert who does not take the question on: the board names another, for whom the fee that is paid already stays."""

from datetime import datetime

from django.db import transaction

from kardad.cases import flow, policy
from kardad.cases.actions import experts
from kardad.cases.actions.noting import noted
from kardad.cases.models import Case, Decline, Referral
from kardad.cases.queries import boards
from kardad.cases.queries import experts as queries
from kardad.core.actor import Actor
from kardad.inbox.actions import telling
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.people.models import Person
from kardad.work import actions as work


class NoReason(BadInput):
    """Whoever does not take a question on says why."""

    code = "EXPERT_DECLINE_WHY"
    message = "بنویسید چرا نمی‌پذیرید؛ هیئت و دبیرخانه آن را می‌خوانند و طرف‌ها نه."


@transaction.atomic
def decline(referral: Referral, *, reason: str, by: Actor, at: datetime) -> Referral:
    """The question is with the board again, whose chair and secretary are told; the fee stays paid. Raises NotAllowed, NoReason."""
    case, found = experts.held(referral.case, "decline", by)
    role = "expert" if by.person_id == found.expert_id and queries.holds_role(by.somebody) else flow.role_of(by.role)
    if found.pk != referral.pk or found.expert is None or role != "expert" or by.person_id != found.expert_id:
        raise NotAllowed(flow="referral", state=found.state, move="decline", role=by.role)
    found.state = flow.REFERRAL.after(found.state, "decline", role)
    if not reason.strip():
        raise NoReason(field="reason")
    Decline.objects.create(referral=found, expert=found.expert, reason=reason.strip(), declined_at=at)
    found.save(update_fields=["state"])
    noted(case, "expert.declined", by=by, at=at, referral=found.pk)
    number = experts.number(case)
    work.close_item(experts.WAITS, case, outcome="declined", at=at)
    title = f"کارشناس پرونده {number} نپذیرفت"
    work.open_item(experts.DECLINED, case, title=title, role=policy.SECRETARY, at=at, office_id=case.office_id)
    chair = boards.panel(case).filter(is_chair=True).first()
    if chair is not None:
        telling.tell(chair.person, "expert.declined", about=found, url=f"/office/cases/{case.pk}/expert/", at=at, number=number)
    return found


@transaction.atomic
def appoint(case: Case, expert: Person, *, by: Actor, at: datetime) -> Referral:
    """Another expert has the question, the papers and the fee of the one who declined; raises NotSeated, NotAllowed, NotAnExpert."""
    case, found = experts.held(case, "appoint", by)
    experts.chairing(case, by)
    found.state = flow.REFERRAL.after(found.state, "appoint", flow.role_of(by.role))
    if not queries.others(found).filter(person=expert).exists():
        raise experts.NotAnExpert(field="expert")
    found.expert = expert
    found.save(update_fields=["state", "expert"])
    noted(case, "expert.appointed", by=by, at=at, referral=found.pk)
    number = experts.number(case)
    work.close_item(experts.DECLINED, case, outcome="appointed", at=at)
    work.open_item(experts.WAITS, case, title=f"کارشناسی پرونده {number}", role=policy.SECRETARY, at=at, office_id=case.office_id)
    experts.tell_expert(found, at=at)
    return found
