"""The settlement table: sealed offers nobody reads, open terms, signatures by code, confirmation, instalments that both follow (2.7)."""

from datetime import timedelta

import pytest

from kardad.cases import bargaining, signals
from kardad.cases.actions import confirming, remitting, settling
from kardad.cases.models import Case, Decision, Hearing, Instalment, Offer, Seat, Settlement
from kardad.cases.queries import settlements, standing
from kardad.evidence.models import Entry
from kardad.inbox.models import Deadline, Letter
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import board_room, boards, world
from tests.cases.boards import moment
from tests.cases.test_pages_decisions import browser, entered, press, read
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
M = 1_000_000
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)


def sit(made, who, at=NOW):
    return standing.of(Case.objects.get(pk=made.case.pk), who, at=at)


def act(made, who, deed, *, at=NOW, **more):
    return deed(sit(made, who, at), by=factories.actor(who), at=at, **more)


def terms(total=90 * M, count=3, **more):
    first = calendar.tehran_day(NOW) + 30 * DAY
    return bargaining.Terms(bargaining.parts(total, count, first), **({"default": "all", "waiver": "case"} | more))


def agreed(made, *, by=None, **more):
    """Both have agreed upon terms that the employer wrote."""
    act(made, made.worker, settling.open_table)
    act(made, made.employer, settling.propose, terms=terms(**more))
    return act(made, made.worker, settling.agree, version=1)


def signed(made, **more):
    table = agreed(made, **more)
    for who in (made.worker, made.employer):
        act(made, who, settling.sign, hash=table.hash)
    return table


def test_where_offers_overlap_the_figure_is_the_middle_and_the_arithmetic_loses_no_rial():
    assert bargaining.met(80, 101, way="middle") == 90
    assert bargaining.met(80, 80, way="middle") == 80
    assert bargaining.met(81, 80, way="middle") is None
    assert (bargaining.met(80, 101, way="taken"), bargaining.met(80, 101, way="paid")) == (80, 101)
    parts = bargaining.parts(100, 3, calendar.parse_jalali("1404-05-31"))
    assert [one.amount for one in parts] == [33, 33, 34]
    assert [calendar.jalali(one.due_on) for one in parts] == ["1404-05-31", "1404-06-31", "1404-07-30"]
    assert bargaining.read(terms().as_json) == terms()


def test_a_sealed_amount_is_read_by_nobody_else_and_two_that_met_make_the_figure():
    made = world.filed(state="accepted")
    with pytest.raises(NotAllowed):
        act(made, made.worker, settling.offer, amount=1)
    table = act(made, made.worker, settling.open_table)
    assert act(made, made.employer, settling.open_table).pk == table.pk
    act(made, made.worker, settling.offer, amount=123_456_789)
    with pytest.raises(settling.OfferedAlready):
        act(made, made.worker, settling.offer, amount=1)
    employer, worker = entered(made.employer), entered(made.worker)
    page = read(employer, "cases:settlement", made.case.token)
    assert "پیشنهاد مهرشده داد" in page.text
    assert "۱۲۳٬۴۵۶٬۷۸۹" not in page.text
    assert "۱۲۳٬۴۵۶٬۷۸۹" in read(worker, "cases:settlement", made.case.token).text
    act(made, made.employer, settling.offer, amount=50 * M)
    assert "پیشنهاد مهرشده، نوبت ۲" in read(employer, "cases:settlement", made.case.token).text
    act(made, made.employer, settling.offer, amount=100 * M)
    table = act(made, made.worker, settling.offer, amount=80 * M)
    assert table.figure == 90 * M
    with pytest.raises(settling.OffersMet):
        act(made, made.worker, settling.offer, amount=80 * M)
    with pytest.raises(settling.BadTerms):
        act(made, made.employer, settling.propose, terms=terms(total=91 * M))
    act(made, made.employer, settling.propose, terms=terms())
    told = str([one.fact for one in Entry.objects.filter(kind__startswith="settlement.")]) + str(list(Letter.objects.values_list("words")))
    assert not any(figure in told for figure in ("123456789", "50000000", "80000000", "100000000", "90000000"))


def test_terms_of_another_sum_than_the_offers_met_at_bind_nobody():
    made = world.filed(state="accepted")
    act(made, made.worker, settling.open_table)
    act(made, made.employer, settling.propose, terms=terms(total=10 * M))
    act(made, made.worker, settling.offer, amount=80 * M)
    table = act(made, made.employer, settling.offer, amount=100 * M)
    assert (table.figure, table.terms, table.total) == (90 * M, "", None)
    with pytest.raises(settling.TermsChanged):  # the page of before
        act(made, made.worker, settling.agree, version=1)
    old = terms(total=10 * M)
    Settlement.objects.update(terms=old.as_json, total=old.total, proposed_by=made.sides["respondent"])  # as it could once come about
    with pytest.raises(settling.OldTerms) as refused:
        act(made, made.worker, settling.agree, version=2)
    assert "۹۰٬۰۰۰٬۰۰۰" in refused.value.text
    act(made, made.worker, settling.propose, terms=terms())
    assert act(made, made.employer, settling.agree, version=3).state == "agreed"


def test_what_was_signed_for_another_sum_than_the_offers_met_at_is_not_confirmed_and_may_be_left():
    made = world.filed(state="accepted")
    signed(made)
    Settlement.objects.update(figure=80 * M)
    with pytest.raises(settling.OldTerms):
        confirming.confirm_settlement(made.case, by=made.secretary, at=NOW)
    assert act(made, made.worker, settling.drop).state == "dropped"


def test_the_days_of_terms_lie_between_today_and_five_years():
    made = world.filed(state="accepted")
    act(made, made.worker, settling.open_table)
    today = calendar.tehran_day(NOW)
    for wrong in (today - DAY, calendar.parse_jalali("1499-01-01")):
        with pytest.raises(settling.BadTerms):
            act(made, made.worker, settling.propose, terms=bargaining.Terms((bargaining.Part(wrong, 90 * M),), "all", "case"))
    assert act(made, made.worker, settling.propose, terms=bargaining.Terms((bargaining.Part(today, 90 * M),), "all", "case")).version == 1


def test_money_that_was_paid_before_the_settlement_pays_no_instalment_of_it():
    made = world.filed(state="accepted")
    signed(made)
    confirming.confirm_settlement(made.case, by=made.secretary, at=NOW + DAY)
    first, told = Instalment.objects.first(), {"amount": 10 * M, "at": NOW + 2 * DAY}
    today = calendar.tehran_day(NOW)
    for who in (made.worker, made.employer):
        with pytest.raises(remitting.BeforeSettlement):
            act(made, who, remitting.remit, instalment=first, paid_on=today - DAY, **told)
    act(made, made.worker, remitting.remit, instalment=first, paid_on=today, **told)  # they agreed that day
    assert Instalment.objects.get(pk=first.pk).paid == 10 * M


def test_a_second_press_makes_neither_an_offer_of_the_next_round_nor_another_version():
    made = world.filed(state="accepted")
    act(made, made.worker, settling.open_table)
    act(made, made.worker, settling.offer, amount=100, round=1)
    assert act(made, made.employer, settling.offer, amount=10, round=1).round == 2
    with pytest.raises(settling.RoundOver):
        act(made, made.employer, settling.offer, amount=10, round=1)
    assert Offer.objects.count() == 2
    for _ in range(2):
        assert act(made, made.employer, settling.propose, terms=terms(), version=0).version == 1
    with pytest.raises(settling.TermsChanged):
        act(made, made.worker, settling.propose, terms=terms(total=60 * M), version=0)


def test_rounds_end():
    made = world.filed(state="accepted")
    act(made, made.worker, settling.open_table)
    for _ in range(5):
        act(made, made.worker, settling.offer, amount=100)
        act(made, made.employer, settling.offer, amount=10)
    with pytest.raises(settling.RoundsOver):
        act(made, made.worker, settling.offer, amount=10)
    assert Offer.objects.count() == 10


def test_terms_are_agreed_to_by_the_other_side_as_it_read_them_and_signed_by_both():
    made = world.filed(state="accepted")
    act(made, made.worker, settling.open_table)
    with pytest.raises(NotAllowed):
        act(made, made.employer, settling.agree, version=0)
    act(made, made.employer, settling.propose, terms=terms())
    act(made, made.employer, settling.propose, terms=terms(total=60 * M))
    with pytest.raises(settling.OwnTerms):
        act(made, made.employer, settling.agree, version=2)
    with pytest.raises(settling.TermsChanged):
        act(made, made.worker, settling.agree, version=1)
    table = act(made, made.worker, settling.agree, version=2)
    for deed, more in ((settling.propose, {"terms": terms()}), (settling.offer, {"amount": 1}), (settling.agree, {"version": 2})):
        with pytest.raises(NotAllowed):
            act(made, made.employer, deed, **more)
    with pytest.raises(settling.TermsChanged):
        act(made, made.worker, settling.sign, hash="0" * 64)
    act(made, made.worker, settling.sign, hash=table.hash)
    with pytest.raises(settling.SignedAlready):
        act(made, made.worker, settling.sign, hash=table.hash)
    with pytest.raises(confirming.NotSigned):
        confirming.confirm_settlement(made.case, by=made.secretary, at=NOW)
    act(made, made.employer, settling.sign, hash=table.hash)
    with pytest.raises(settling.SignedByAll):
        act(made, made.employer, settling.drop)
    assert WorkItem.objects.filter(kind="settlement.confirm", closed_at=None).count() == 1


def test_before_the_boards_the_secretary_confirms_and_the_case_ends_with_a_decision_nobody_objects_to():
    made = world.filed(state="accepted")
    table = signed(made)
    with pytest.raises(confirming.NotConfirmer):
        confirming.confirm_settlement(made.case, by=factories.actor(made.worker), at=NOW)
    done = confirming.confirm_settlement(made.case, by=made.secretary, at=NOW)
    case = Case.objects.get(pk=made.case.pk)
    decision = Decision.objects.get(pk=done.decision.pk)
    assert (case.state, decision.kind, decision.total, decision.state) == ("settled", "settlement", 90 * M, "issued")
    assert decision.notice.code == "N14"
    assert not Deadline.objects.exists()
    assert [(one.amount, calendar.jalali(one.due_on)) for one in Instalment.objects.order_by("position")] == [
        (30 * M, calendar.jalali(one.due_on)) for one in terms().parts
    ]
    assert not WorkItem.objects.filter(kind="settlement.confirm", closed_at=None).exists()
    assert Entry.objects.get(kind="case.settled").fact["data"]["sha256"] == table.hash
    with pytest.raises(NotAllowed):
        confirming.confirm_settlement(made.case, by=made.secretary, at=NOW)


def test_before_a_board_its_chair_confirms_alone_and_nothing_stays_open():
    made = board_room.seated()
    hearing = board_room.listed(made)
    signed(made)
    chair, member = made.seats[0], made.seats[1]
    for by in (made.secretary, board_room.actor(member)):
        with pytest.raises(confirming.NotConfirmer):
            confirming.confirm_settlement(made.case, by=by, at=NOW)
    confirming.confirm_settlement(made.case, by=board_room.actor(chair), at=NOW)
    assert Case.objects.get(pk=made.case.pk).state == "settled"
    assert Hearing.objects.get(pk=hearing.pk).state == "cancelled"
    assert not Seat.objects.filter(case=made.case, left_at=None).exists()


def test_who_has_no_power_or_no_account_or_is_a_stranger_does_not_settle():
    made = world.filed(state="accepted")
    lawyer = factories.person()
    made.sides["respondent"].representations.create(agent=lawyer, began_at=NOW)
    with pytest.raises(settling.NoPower):
        act(made, lawyer, settling.open_table)
    assert "اختیار سازش نداده" in read(entered(lawyer), "cases:settlement", made.case.token).text
    made.sides["respondent"].representations.all().update(ended_at=NOW)
    type(made.sides["respondent"]).objects.filter(pk=made.sides["respondent"].pk).update(person=None, joined_at=None)
    with pytest.raises(settling.NoAccount):
        act(made, made.worker, settling.open_table)
    stranger = entered(factories.person())
    for name in ("settlement", "settlement_open", "settlement_offer", "settlement_propose", "settlement_agree", "settlement_sign"):
        read(stranger, f"cases:{name}", made.case.token, status=404)


def test_a_table_that_was_left_leaves_nothing_and_a_final_case_has_none():
    made = world.filed(state="accepted")
    agreed(made)
    act(made, made.employer, settling.drop)
    assert settlements.table(made.case) is None
    assert act(made, made.worker, settling.open_table).figure is None
    signals.finalised.send(Case, case=made.case, at=NOW)
    assert settlements.table(made.case) is None
    Case.objects.filter(pk=made.case.pk).update(state="final")
    with pytest.raises(NotAllowed):
        act(made, made.worker, settling.offer, amount=1)
    read(entered(factories.person()), "cases:settlement", made.case.token, status=404)


def test_instalments_are_followed_by_both_to_the_last_rial_and_by_nobody_else(time_machine):
    made = world.filed(state="accepted")
    table = signed(made)
    confirming.confirm_settlement(made.case, by=made.secretary, at=NOW)
    first, second, _ = Instalment.objects.order_by("position")
    late = NOW + 35 * DAY
    today = calendar.tehran_day(late)
    due = lambda on: settlements.owed(table, settlements.instalments(table), on=on).due  # noqa: E731 – three of them
    assert (due(first.due_on), due(today)) == (0, 30 * M)
    assert due(first.due_on + 11 * DAY) == 90 * M  # all of it, as was agreed
    twice = [act(made, made.worker, remitting.remit, at=late, instalment=first, amount=10 * M, paid_on=today) for _ in range(2)]
    assert len({one.pk for one in twice}) == 1
    with pytest.raises(remitting.TooMuch):
        act(made, made.worker, remitting.remit, at=late, instalment=first, amount=21 * M, paid_on=today)
    with pytest.raises(remitting.NotYetPaid):
        act(made, made.worker, remitting.remit, at=late, instalment=first, amount=1, paid_on=today + DAY)
    told = act(made, made.employer, remitting.remit, at=late, instalment=first, amount=20 * M, paid_on=today)
    with pytest.raises(remitting.WaitsAlready):
        act(made, made.employer, remitting.remit, at=late, instalment=first, amount=1, paid_on=today)
    with pytest.raises(NotAllowed):
        act(made, made.employer, remitting.confirm_remittance, at=late, remittance=told)
    assert Instalment.objects.get(pk=first.pk).paid == 10 * M
    act(made, made.worker, remitting.deny_remittance, at=late, remittance=told)
    told = act(made, made.employer, remitting.remit, at=late, instalment=first, amount=20 * M, paid_on=today)
    time_machine.move_to(late, tick=False)
    worker, employer = entered(made.worker), entered(made.employer)
    press(worker, "cases:confirm_remittance", made.case.token, told.pk)
    assert Instalment.objects.get(pk=first.pk).paid_on == today
    press(employer, "cases:remit", made.case.token, second.pk, amount="30,000,000", paid_on=calendar.slashed(today))
    assert "منتظر تأیید خواهان" in read(employer, "cases:settlement", made.case.token).text
    assert "نرسیده است" in read(worker, "cases:settlement", made.case.token).text
    secretary = entered(factories.staff("secretary", at_office=made.office), "totp")
    page = read(secretary, "cases_office:decisions", made.case.pk)
    assert "گزارش سازش" in page.text
    assert calendar.long(second.due_on) not in page.text
    read(secretary, "cases:settlement", made.case.token, status=404)
    read(secretary, "cases_office:confirm_settlement", made.case.pk, status=404)


def test_the_table_over_http_from_the_first_press_to_the_report(time_machine):
    made = board_room.seated()
    token = made.case.token
    worker, employer = entered(made.worker), entered(made.employer)
    assert "سازش با طرف دیگر" in read(worker, "cases:case", token).text
    press(worker, "cases:settlement_open", token)
    chair = browser(made.seats[0])
    read(chair, "cases_office:confirm_settlement", made.case.pk, status=404)  # what is on the table is the sides' own
    press(worker, "cases:settlement_offer", token, amount="۸۰ میلیون ریال")
    press(employer, "cases:settlement_offer", token, amount="۱۰۰٬۰۰۰٬۰۰۰")
    form = read(employer, "cases:settlement_propose", token)
    assert "۹۰٬۰۰۰٬۰۰۰" in form.text
    days = {f"due_on_{place}": calendar.slashed(one.due_on) for place, one in enumerate(terms().parts, start=1)}
    given = days | {f"amount_{place}": "30000000" for place in (1, 2, 3)} | {"default": "all", "waiver": "case", "promises": ""}
    answer = employer.post(f"/panel/cases/{token}/settlement/propose/?parts=3", given | {"amount_1": "1"})
    assert answer.status_code == 422
    assert employer.post(f"/panel/cases/{token}/settlement/propose/?parts=3", given).status_code == 302
    press(worker, "cases:settlement_agree", token, version=1)
    words = Settlement.objects.get().hash
    for client in (worker, employer):
        read(client, "cases:settlement_sign", token)
        press(client, "cases:settlement_sign", token, hash=words, sure="on")
    assert "امضا" in read(chair, "cases_office:confirm_settlement", made.case.pk).text
    assert "دو طرف سازش کرده‌اند" in read(chair, "cases_office:decision", made.case.pk).text
    read(browser(made.seats[1]), "cases_office:confirm_settlement", made.case.pk, status=404)
    press(chair, "cases_office:confirm_settlement", made.case.pk)
    page = read(worker, "cases:settlement", token)
    assert "سازش شما" in page.text
    case = read(worker, "cases:case", token)
    assert "مختومه با سازش" in case.text
    assert "اعتراض" not in case.select_one("main .buttons").text
    mine = read(employer, "cases:decisions", token)
    assert "گزارش سازش" in mine.text
    assert "ثبت اعتراض" not in mine.text
    assert "دیوان" not in mine.text
    read(employer, "cases:object", token, status=404)


def test_after_the_first_decision_both_see_what_the_board_found_and_settling_ends_every_day():
    made = boards.heard(at=moment("1404-07-20"))
    boards.served(made, {1: 40 * M, 2: "rejected"}, at=moment("1404-07-23"))
    at = moment("1404-07-25")
    act(made, made.worker, settling.open_table, at=at)
    assert [one.found for one in settlements.sums(made.case)] == [40 * M, 0]
    act(made, made.employer, settling.propose, terms=terms(), at=at)
    table = act(made, made.worker, settling.agree, version=1, at=at)
    for who in (made.worker, made.employer):
        act(made, who, settling.sign, hash=table.hash, at=at)
    confirming.confirm_settlement(made.case, by=boards.member(made.seats[0]), at=at)
    assert not Deadline.objects.filter(superseded_at=None).exists()
    assert Case.objects.get(pk=made.case.pk).state == "settled"
