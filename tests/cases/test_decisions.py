"""Deciding: a finding on each claim item, votes by who was there, the law's numbers, one sum in digits and words."""

import json
from datetime import timedelta

import pytest

from kardad.cases import wording
from kardad.cases.actions import deciding, decisions, findings, holding, issuing, minutes, panels, serving
from kardad.cases.models import Case, Decision, Filing, Hearing, Presence, Referral, Seat, Vote
from kardad.cases.queries import decisions as queries
from kardad.core.models import Event
from kardad.evidence.models import Entry
from kardad.inbox.models import Letter, Notice
from kardad.inbox.proof import data_of
from kardad.kit import calendar, money
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import boards, world
from tests.cases.boards import member, moment

pytestmark = pytest.mark.django_db
HEARD, DAY = moment("1404-07-20", "11:00"), moment("1404-07-23")


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


def test_nothing_is_put_to_the_vote_before_the_minutes_of_its_session_are_signed():
    made = boards.heard(at=DAY)
    Hearing.objects.update(locked_at=None, locked_hash="")
    draft = boards.written(made, {1: 1000, 2: "rejected"}, at=DAY)
    chair = member(made.seats[0])
    with pytest.raises(decisions.MinutesUnsigned):
        decisions.propose(draft, by=chair, at=DAY)
    hearing = minutes.write(Hearing.objects.get(), parts={"claimant": "مزد من پرداخت نشده است."}, by=chair, at=DAY)
    Presence.objects.filter(hearing=hearing, seat__isnull=False).update(came_at=DAY)
    minutes.sign(hearing, seen=minutes.digest(hearing), by=chair, at=DAY)
    assert decisions.propose(draft, by=chair, at=DAY).state == "voting"


def test_a_decision_has_one_finding_an_item_and_one_sum_in_digits_and_words():
    made = boards.heard(at=HEARD)
    draft = boards.written(made, {1: 180_000_000}, at=DAY)
    assert calendar.jalali(draft.due_on) == "1404-07-27"  # SC-1, step 3
    with pytest.raises(decisions.Unfinished) as refused:
        decisions.propose(draft, by=member(made.seats[0]), at=DAY)
    assert "عیدی" in refused.value.text
    findings.find(draft, made.items[1], by=member(made.seats[0]), at=DAY, outcome="allowed", amount=55_000_000, reasons="پرداخت نشده است.")
    draft = boards.voted(made, draft, at=DAY)
    decision = issuing.issue(draft, by=member(made.seats[0]), at=DAY)
    rows = list(queries.findings(decision))
    assert (len(rows), decision.total) == (len(made.items), sum(one.amount for one in rows))
    assert money.in_words(decision.total) == "دویست و سی و پنج میلیون ریال"
    made.case.refresh_from_db()
    assert (made.case.state, decision.number) == ("decided", f"1404-{made.office.pk}-000001")
    assert Entry.objects.filter(kind="decision.issued", body__contains=decision.hash).exists()
    with pytest.raises(NotAllowed):  # LP 102
        decisions.write(decision, text="دیگر", by=member(made.seats[0]), at=DAY)


def test_the_paper_prints_each_finding_its_basis_the_members_and_nobodys_vote():
    made = boards.heard(at=HEARD)
    draft = boards.voted(made, boards.written(made, {1: 180_000_000, 2: 55_000_000}, at=DAY), at=DAY, against=[2])
    decision = issuing.issue(draft, by=member(made.seats[0]), at=DAY)
    notice = serving.serve(decision, by=made.secretary, at=moment("1404-07-26"))
    said = json.loads(notice.says)
    assert (notice.code, said["total"], len(said["findings"]), len(said["members"])) == ("N7", 235_000_000, 2, 3)
    assert all(one["basis"] and one["finding"] for one in said["findings"])
    assert "dissents" not in json.dumps(said)
    assert "نظر دیگری" not in notice.says
    printed = data_of(notice.deliveries.first())
    assert printed["last_day"] == calendar.parse_jalali("1404-08-12").isoformat()
    assert WorkItem.objects.get(kind=issuing.SERVING).closed_at
    with pytest.raises(NotAllowed):
        serving.serve(decision, by=made.secretary, at=DAY)
    events = Event.objects.filter(name="decision.voted").values_list("data", flat=True)
    assert len(events) == 3
    assert not any("opinion" in one or "dissent" in one for one in events)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"outcome": "upheld", "reasons": "دلیل"}, findings.BadOutcome),
        ({"outcome": "stands", "reasons": "دلیل"}, findings.BadOutcome),
        ({"outcome": "allowed", "reasons": "دلیل"}, findings.AwardMissing),
        ({"outcome": "allowed", "amount": 0, "reasons": "دلیل"}, findings.AwardMissing),
        ({"outcome": "allowed", "amount": 5, "reasons": " "}, findings.NoReasons),
        ({"outcome": "allowed", "amount": 5, "reasons": "دلیل", "articles": ["ll-999"]}, findings.NoBasis),
    ],
)
def test_a_finding_that_says_too_little_is_refused(said, refusal):
    made = boards.heard(at=HEARD, codes=("W01",))
    draft = decisions.draft(made.case, kind="merits", by=member(made.seats[0]), at=DAY)
    with pytest.raises(refusal):
        findings.find(draft, made.items[0], by=member(made.seats[0]), at=DAY, **said)
    assert queries.missing(draft) == made.items


def test_a_rejected_item_has_no_sum_and_a_deed_is_an_award_too():
    made = boards.heard(at=HEARD, codes=("W01", "W19"))
    draft, chair = boards.written(made, {1: "rejected"}, at=DAY), member(made.seats[0])
    back = {"outcome": "allowed", "order": "بازگشت به کار", "reasons": "اخراج موجه نبود."}
    with pytest.raises(findings.AwardMissing):
        findings.find(draft, made.items[1], by=chair, at=DAY, amount=9, **back)
    found = findings.find(draft, made.items[1], by=chair, at=DAY, **back)
    assert (found.order, found.amount, queries.total(queries.findings(draft), 0)) == ("بازگشت به کار", None, 0)


def test_the_experts_fee_of_a_claimant_who_wins_is_in_the_sum():
    made = boards.heard(at=HEARD, codes=("W01",))
    opinion = Filing.objects.create(case=made.case, by_id=1, kind="opinion", title="نظر کارشناس", filed_at=DAY)
    paid = {
        "case": made.case,
        "opinion": opinion,
        "hearing": Hearing.objects.get(),
        "question": "حساب",
        "pay_by": DAY.date(),
        "ordered_at": DAY,
        "state": "ended",
    }
    Referral.objects.create(payer=made.sides["claimant"], fee=20_000_000, paid_at=DAY, **paid)
    Referral.objects.create(payer=made.sides["respondent"], fee=7_000_000, paid_at=DAY, **paid)
    Referral.objects.create(payer=made.sides["claimant"], fee=9_000_000, **paid)
    draft = boards.written(made, {1: "rejected"}, at=DAY)
    assert decisions.propose(draft, by=member(made.seats[0]), at=DAY).total == 0
    draft = decisions.redraft(draft, by=member(made.seats[0]), at=DAY)
    findings.find(draft, made.items[0], by=member(made.seats[0]), at=DAY, outcome="allowed", amount=100_000_000, reasons="دلیل")
    decision = issuing.issue(boards.voted(made, draft, at=DAY), by=member(made.seats[0]), at=DAY)
    assert (decision.expert_fee, decision.total) == (20_000_000, 120_000_000)
    assert wording.says(decision)["total"] == 120_000_000


def test_more_than_was_asked_is_awarded_knowingly_and_what_is_rejected_awards_nothing():
    made = boards.heard(at=HEARD, codes=("W01",))
    draft, chair = decisions.draft(made.case, kind="merits", by=member(made.seats[0]), at=DAY), member(made.seats[0])
    above = {"by": chair, "at": DAY, "outcome": "allowed", "amount": made.items[0].amount + 1, "reasons": "دلیل"}
    with pytest.raises(findings.AboveClaim):
        findings.find(draft, made.items[0], **above)
    assert findings.find(draft, made.items[0], **above, is_above=True).amount == made.items[0].amount + 1
    for more in ({"amount": 5_000}, {"order": "بازگشت به کار"}):
        with pytest.raises(findings.AwardUnused):
            findings.find(draft, made.items[0], by=chair, at=DAY, outcome="rejected", reasons="دلیل", **more)


def test_votes_are_for_who_was_there_once_and_on_the_words_he_read():
    made = boards.heard(at=HEARD)
    draft = decisions.propose(boards.written(made, {1: 1000, 2: "rejected"}, at=DAY), by=member(made.seats[0]), at=DAY)
    asked = Letter.objects.filter(event="decision.proposed").values_list("person_id", flat=True)
    assert sorted(asked) == sorted(one.person_id for one in made.seats)
    ballot = {"version": 1, "opinion": "agree", "dissent": ""}
    stranger = factories.actor(factories.staff("board_member", at_office=made.office), "board_member")
    with pytest.raises(deciding.NotSeated):
        decisions.vote(draft, by=stranger, at=DAY, **ballot)
    with pytest.raises(deciding.NotSeated):
        decisions.vote(draft, by=factories.actor(made.worker), at=DAY, **ballot)
    decisions.vote(draft, by=member(made.seats[0]), at=DAY, **ballot)
    with pytest.raises(decisions.VotedAlready):
        decisions.vote(draft, by=member(made.seats[0]), at=DAY, **ballot)
    with pytest.raises(issuing.NotCarried):
        issuing.issue(draft, by=member(made.seats[0]), at=DAY)
    decisions.vote(draft, by=member(made.seats[1]), at=DAY, **ballot)
    with pytest.raises(issuing.VotesMissing):
        issuing.issue(draft, by=member(made.seats[0]), at=DAY)
    draft = decisions.redraft(draft, by=member(made.seats[0]), at=DAY)
    draft = decisions.propose(draft, by=member(made.seats[0]), at=DAY)
    with pytest.raises(decisions.OldVersion):
        decisions.vote(draft, by=member(made.seats[1]), at=DAY, **ballot)
    assert queries.tally(draft).agreeing == 0  # new words, new votes
    for seat in made.seats[:2]:
        decisions.vote(draft, by=member(seat), at=DAY, **(ballot | {"version": 2}))
    with pytest.raises(deciding.NotSeated):  # the chair was there: only he ends the vote
        issuing.issue(draft, by=member(made.seats[1]), at=DAY)
    last_day = moment("1404-07-27")
    assert issuing.issue(draft, by=member(made.seats[0]), at=last_day).state == "issued"  # who keeps silent stops nothing


def test_a_first_board_that_loses_one_member_decides_nothing():
    made = boards.heard(at=HEARD)
    draft = decisions.propose(boards.written(made, {1: 1000, 2: "rejected"}, at=DAY), by=member(made.seats[0]), at=DAY)
    decisions.vote(draft, by=member(made.seats[0]), at=DAY, version=1, opinion="agree", dissent="")
    with pytest.raises(issuing.NotRenewed):
        issuing.renew(draft, by=member(made.seats[0]), at=DAY)
    Seat.objects.filter(pk=made.seats[2].pk).update(left_at=DAY, reason="خویشاوندی")
    with pytest.raises(decisions.NoQuorum):
        decisions.vote(draft, by=member(made.seats[1]), at=DAY, version=1, opinion="agree", dissent="")
    with pytest.raises(decisions.NoQuorum):
        issuing.issue(draft, by=member(made.seats[0]), at=DAY)
    issuing.renew(draft, by=member(made.seats[0]), at=DAY)
    assert (Case.objects.get().state, Hearing.objects.get().ground, Decision.objects.get().state) == ("adjourned", "no_quorum", "dropped")


def test_a_member_who_left_before_the_end_of_the_session_does_not_vote():
    made = boards.heard(at=HEARD)
    Presence.objects.filter(seat=made.seats[0]).update(left_at=HEARD - timedelta(minutes=5))
    draft = boards.written(made, {1: 1000, 2: "rejected"}, at=DAY)
    with pytest.raises(deciding.NotSeated):
        decisions.propose(draft, by=member(made.seats[0]), at=DAY)
    with pytest.raises(holding.HeldByOther):  # he wrote last
        decisions.propose(draft, by=member(made.seats[1]), at=DAY)
    with pytest.raises(decisions.NoQuorum):
        decisions.propose(draft, by=member(made.seats[1]), at=DAY + timedelta(minutes=16))


def test_one_editor_holds_the_draft_until_he_lets_go_or_falls_silent():
    made = boards.heard(at=HEARD)
    first, second = member(made.seats[0]), member(made.seats[1])
    draft = decisions.draft(made.case, kind="merits", by=first, at=DAY)
    with pytest.raises(holding.HeldByOther) as refused:
        decisions.write(draft, text="دیگری", by=second, at=DAY + timedelta(minutes=5))
    assert made.seats[0].person.name in refused.value.text
    decisions.write(draft, text="متن نخست", by=first, at=DAY + timedelta(minutes=14))
    with pytest.raises(holding.HeldByOther):
        decisions.write(draft, text="دیگری", by=second, at=DAY + timedelta(minutes=20))
    holding.release(made.case, by=first)
    assert decisions.write(draft, text="متن دوم", by=second, at=DAY + timedelta(minutes=20)).text == "متن دوم"
    with pytest.raises(decisions.InTheMaking):
        decisions.draft(made.case, kind="dismissal", by=second, at=DAY + timedelta(minutes=20))


def test_a_petition_is_annulled_only_when_its_claimant_was_away():
    made = boards.heard(at=HEARD)
    with pytest.raises(decisions.ClaimantCame):
        decisions.draft(made.case, kind="annulment", by=member(made.seats[0]), at=DAY)
    away = boards.heard(at=HEARD, absent=["claimant"])
    Presence.objects.filter(hearing__case=away.case, party__side="claimant").update(by_whom="لایحه")
    with pytest.raises(decisions.ClaimantCame):  # he sent a brief (LP 57)
        decisions.draft(away.case, kind="annulment", by=member(away.seats[0]), at=DAY)
    Presence.objects.filter(hearing__case=away.case, party__side="claimant").update(by_whom="")
    order = boards.issued(away, {}, at=DAY, kind="annulment", text="بی توضیح او نمی‌شد رأی داد.")
    notice = serving.serve(order, by=away.secretary, at=DAY)
    away.case.refresh_from_db()
    assert (away.case.state, notice.code, away.case.ended_at) == ("annulled", "N10", DAY)
    assert json.loads(notice.says)["reasons"] == "بی توضیح او نمی‌شد رأی داد."
    with pytest.raises(NotAllowed):
        decisions.draft(away.case, kind="merits", by=member(away.seats[0]), at=DAY)


def test_a_case_outside_the_boards_power_is_dismissed_with_a_reason():
    made = boards.heard(at=HEARD)
    draft = decisions.draft(made.case, kind="dismissal", by=member(made.seats[0]), at=DAY)
    with pytest.raises(decisions.Unfinished):
        decisions.propose(draft, by=member(made.seats[0]), at=DAY)
    decisions.write(draft, text="رابطه کارگری در میان نیست.", by=member(made.seats[0]), at=DAY)
    issuing.issue(boards.voted(made, draft, at=DAY), by=member(made.seats[0]), at=DAY)
    assert Case.objects.get().state == "dismissed"


def test_a_correction_keeps_the_outcome_mends_the_sum_and_opens_the_days_anew():
    made = boards.heard(at=HEARD)
    first = boards.served(made, {1: 180_000_000, 2: "rejected"}, at=DAY)
    chair = member(made.seats[0])
    draft = issuing.correct(first, by=chair, at=DAY)
    with pytest.raises(decisions.Unfinished):
        decisions.propose(draft, by=chair, at=DAY)
    with pytest.raises(findings.BadOutcome):  # LP 102: no second look
        findings.find(draft, made.items[1], by=chair, at=DAY, outcome="allowed", amount=5, reasons="دلیل")
    findings.find(draft, made.items[0], by=chair, at=DAY, outcome="allowed", amount=108_000_000, reasons="رقم‌ها جابه‌جا نوشته شده بود.")
    decisions.write(draft, text="۱۰۸٬۰۰۰٬۰۰۰ ریال", was="۱۸۰٬۰۰۰٬۰۰۰ ریال", by=chair, at=DAY)
    fixed = issuing.issue(boards.voted(made, draft, at=DAY), by=chair, at=DAY)
    made.case.refresh_from_db()
    assert (fixed.total, queries.as_corrected(first).pk, made.case.state) == (108_000_000, fixed.pk, "serving")
    notice = serving.serve(fixed, by=made.secretary, at=moment("1404-07-30"))
    made.case.refresh_from_db()
    assert (notice.code, notice.corrects_id, made.case.state) == ("N11", first.notice_id, "window")
    assert Notice.objects.filter(code="N7").count() == 1


def test_nobody_begins_a_decision_before_the_session_is_over():
    place = world.office()
    world.pool(place)
    made = world.filed(state="set", at_office=place)
    seats = boards.seat_panel(made.case, at=HEARD)
    with pytest.raises(NotAllowed):
        decisions.draft(made.case, kind="merits", by=member(seats[0]), at=DAY)
    assert not Decision.objects.exists()
    assert not Vote.objects.exists()


def test_an_earlier_decision_says_ever_after_who_chaired_it():
    made = boards.heard(at=HEARD, codes=("W01",))
    Case.objects.filter(pk=made.case.pk).update(instance="DRB", state="set")
    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=HEARD)
    draft, chair = decisions.draft(made.case, kind="merits", by=member(made.seats[0]), at=DAY), member(made.seats[0])
    found = {"outcome": "reversed", "amount": 5, "reasons": "حداقل مزد رعایت نشده است.", "is_breach": True}
    findings.find(draft, made.items[0], by=chair, at=DAY, **found)
    decision = issuing.issue(boards.voted(made, draft, at=DAY), by=chair, at=DAY)
    signed = [(one["name"], one["role"]) for one in wording.says(decision)["members"]]
    assert [role.endswith("(رئیس)") for _, role in signed] == [True, *[False] * 8]
    panels.hand_over(made.seats[1], by=made.secretary, at=DAY + timedelta(days=1))
    assert [(one["name"], one["role"]) for one in wording.says(decision)["members"]] == signed
    panels.dissolve(made.case, reason="نقض رأی", by=made.secretary, at=DAY + timedelta(days=2))
    assert [(one["name"], one["role"]) for one in wording.says(Decision.objects.get(pk=decision.pk))["members"]] == signed
    assert not any(one.is_chair for one in Seat.objects.filter(case=made.case, left_at=None))
