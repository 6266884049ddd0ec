"""What always holds of a dispute (disputes.md 6.2), said from the tables alone and by none of the product's own reads."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count

from kardad.cases.models import Case, ClaimItem, Decision, Finding, Hearing, Presence, Vote
from kardad.core.models import Event
from kardad.documents import papers
from kardad.documents.models import Document
from kardad.evidence.models import Chain, Entry
from kardad.inbox.models import Deadline, Delivery, Letter, Party, Representation
from kardad.kit import calendar
from tests.cases import printed, rules_of_moves
from tests.rulebook import arrows

QUORUM = {"DB": 3, "DRB": 7}  # LL 158, 160
CARRIES = {"DB": 2, "DRB": 5}
ENDED = {"settled", "withdrawn", "annulled", "dismissed", "archived"}
VOTED = ("merits", "annulment", "dismissal", "correction")
ARROWS = arrows(rules_of_moves.CASE)
OBJECTING = timedelta(days=15)  # D4, LL 159
MOST_STEPS = 4  # two deeds at once, each with what follows of itself


@dataclass
class Memory:
    """What was seen before: nothing of it may be gone or read otherwise."""

    states: dict[int, str] = field(default_factory=dict)
    heads: dict[int, list[str]] = field(default_factory=dict)
    papers: set[int] = field(default_factory=set)
    events: int = 0


def hold(pk, at, memory):
    """Everything that 6.2 says is so of this case at this moment; the case."""
    case = Case.objects.select_related("dossier").get(pk=pk)
    one_representative_a_side(case)
    a_session_opens_with_its_quorum_and_a_decision_has_its_majority(case)
    nothing_is_final_while_a_window_is_open_or_a_service_missing(case, at)
    a_deadline_has_its_service_and_each_party_his_own(case)
    a_decision_finds_on_each_item_and_adds_up(case, memory)
    service_on_the_representative_is_seen_by_both(case)
    what_ended_waits_for_nothing(case)
    the_way_is_one_of_the_documents(case, memory)
    what_was_noted_stays(case, memory)
    return case


def one_representative_a_side(case):
    """6.2.1"""
    held = Representation.objects.filter(party__dossier=case.dossier, ended_at=None).order_by().values("party")
    assert not held.annotate(n=Count("pk")).filter(n__gt=1).exists()


def a_session_opens_with_its_quorum_and_a_decision_has_its_majority(case):
    """6.2.2"""
    opened = {}
    for entry in _entries(case, "hearing.opened"):
        opened[entry["hearing"]] = entry["members"]
    for one in Hearing.objects.filter(case=case, opened_at__isnull=False):
        assert opened[one.pk] >= QUORUM[one.instance], f"session {one.pk} of {one.instance} began with {opened[one.pk]}"
    for one in Decision.objects.filter(case=case, state="issued", kind__in=VOTED):
        votes = Vote.objects.filter(decision=one, version=one.version).select_related("seat")
        agreeing = [vote for vote in votes if vote.opinion == "agree"]
        assert len(agreeing) >= CARRIES[one.instance], f"decision {one.number} was carried by {len(agreeing)}"
        came = set(Presence.objects.filter(hearing=one.hearing_id, came_at__isnull=False).values_list("seat", flat=True))
        has_heard = one.kind == "correction" or {vote.seat_id for vote in votes} <= came  # whoever sits in the body then corrects (LP 103)
        assert has_heard, f"somebody voted on {one.number} who had not heard it"
        assert {vote.seat.instance for vote in votes} <= {one.instance}


def nothing_is_final_while_a_window_is_open_or_a_service_missing(case, at):
    """6.2.3"""
    if case.state != "final" or case.instance != "DB":
        return
    first = Decision.objects.filter(case=case, instance="DB", kind="merits", state="issued").latest("pk")  # the Divan may have quashed one
    papers = [one.notice_id for one in [first, *Decision.objects.filter(corrects=first, state="issued")]]
    today = calendar.tehran_day(at)
    for party in Party.objects.filter(dossier=case.dossier):
        for paper in papers:
            service = Delivery.objects.get(notice=paper, party=party, is_copy=False, voided_at=None)
            assert service.served_on is not None
            day = Deadline.objects.get(delivery=service, code="D4", superseded_at=None)
            assert day.hard_until < today, f"final on {today} though {party.pk} may object until {day.hard_until}"
            assert case.final_on >= day.final_on


def a_deadline_has_its_service_and_each_party_his_own(case):
    """6.2.4"""
    for one in Deadline.objects.filter(delivery__notice__dossier=case.dossier, superseded_at=None).select_related("delivery"):
        service = one.delivery
        assert (service.served_on, service.voided_at, service.is_copy) == (one.served_on, None, False)
        assert one.served_on < one.safe_until <= one.hard_until < one.final_on
    if case.state in ("serving", "window") or (case.state, case.instance) == ("final", "DB"):
        services = Delivery.objects.filter(notice__dossier=case.dossier, notice__code="N7", is_copy=False, voided_at=None)
        for service in services.exclude(served_on=None):
            day = Deadline.objects.get(delivery=service, superseded_at=None)
            assert (day.code, day.safe_until) == ("D4", service.served_on + OBJECTING), f"days of service {service.pk}"


def a_decision_finds_on_each_item_and_adds_up(case, memory):
    """6.2.5"""
    items = set(ClaimItem.objects.filter(case=case).values_list("pk", flat=True))
    for one in Decision.objects.filter(case=case, state="issued", kind="merits").select_related("notice"):
        found = list(Finding.objects.filter(decision=one))
        assert {each.item_id for each in found} == items
        awarded = [each.amount or 0 for each in found if each.outcome not in ("rejected", "outside")]
        assert one.total == sum(awarded) + one.expert_fee
        if one.notice is not None:
            words_match_digits(one, memory)


def words_match_digits(decision, memory):
    """6.2.5, of every paper of the decision that was issued, as it prints them; a paper never changes, so that each is read once."""
    services = Delivery.objects.filter(notice=decision.notice).values("pk")
    issued = Document.objects.filter(subject_type="inbox.delivery", subject_id__in=services, kind=decision.notice.code)
    assert issued, f"no paper says what {decision.number} decided"
    for paper in issued.exclude(pk__in=memory.papers):
        shown = papers.paper(paper.kind).shaped(json.loads(paper.data))
        sums = [printed.amount(one["amount"]) for one in shown["findings"] if "amount" in one]
        fee = printed.amount(shown["expert_fee"]) if "expert_fee" in shown else 0
        assert printed.amount(shown["total"]) == sum(sums) + fee == decision.total, paper.number
        memory.papers.add(paper.pk)


def service_on_the_representative_is_seen_by_both(case):
    """6.2.6"""
    rows = Delivery.objects.filter(notice__dossier=case.dossier, is_copy=False, agent__isnull=False).select_related("party")
    for one in rows:
        readers = set(Letter.objects.filter(delivery__notice=one.notice_id, delivery__party=one.party_id).values_list("person", flat=True))
        assert {one.agent_id, one.party.person_id} <= readers, f"paper {one.notice_id} did not reach both"
    for one in Representation.objects.filter(party__dossier=case.dossier):
        his = Delivery.objects.filter(party=one.party_id, is_copy=False, placed_at__gt=one.began_at)
        past_him = (his.filter(placed_at__lt=one.ended_at) if one.ended_at else his).exclude(agent=one.agent_id)
        assert not past_him.exists(), f"papers went past the representative {one.agent_id}"


def what_ended_waits_for_nothing(case):
    """No session ahead and no decision in the making where nothing is decided any more."""
    if case.state in ENDED:
        assert not Hearing.objects.filter(case=case, state__in=("set", "open")).exists(), f"{case.state}, and a session is ahead"
        assert not Decision.objects.filter(case=case, state__in=("draft", "voting")).exists(), f"{case.state}, and a decision is written"
    assert Hearing.objects.filter(case=case, state__in=("set", "open")).count() <= (1 if case.state == "set" else 0), case.state
    assert (case.next_at is not None) <= (case.state == "set"), f"{case.state}, and a next date is shown"


def the_way_is_one_of_the_documents(case, memory):
    """2.3: whoever did what, the case went by arrows of the table."""
    before = memory.states.get(case.pk, case.state)
    reached, edge = {before}, {before}
    for _ in range(MOST_STEPS):
        edge = {target for source in edge for target in ARROWS.get(source, ())}
        reached |= edge
    assert case.state in reached, f"{before} became {case.state}"
    memory.states[case.pk] = case.state


def what_was_noted_stays(case, memory):
    """6.2.7"""
    chain = Chain.objects.get(subject_type="inbox.dossier", subject_id=case.dossier_id)
    rows = list(Entry.objects.filter(chain=chain).order_by("seq").values_list("seq", "hash"))
    hashes = [hash_ for _, hash_ in rows]
    assert [seq for seq, _ in rows] == list(range(rows[0][0], rows[0][0] + len(rows)))
    known = memory.heads.get(case.pk, [])
    assert hashes[: len(known)] == known, "an entry is gone or reads otherwise"
    memory.heads[case.pk] = hashes
    events = Event.objects.count() if len(hashes) % 7 == 0 else memory.events
    assert events >= memory.events
    memory.events = events


def _entries(case, kind):
    rows = Entry.objects.filter(chain__subject_type="inbox.dossier", chain__subject_id=case.dossier_id, kind=kind)
    return [one.fact["data"] for one in rows]
