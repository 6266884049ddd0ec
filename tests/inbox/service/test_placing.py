"""Placing a notice: all its addressees at once, each by the lawful channel, never the filer, never twice, never by a bureau."""

from datetime import date, timedelta

import pytest

from kardad.core import history
from kardad.documents import queries as documents
from kardad.inbox import proof, signals, sweeps
from kardad.inbox.actions import bulk, dossiers, failing, notices, placing
from kardad.inbox.models import Delivery, Letter
from kardad.inbox.queries import deliveries
from kardad.kit.flow import NotAllowed
from kardad.kit.text import to_persian_digits
from kardad.outbox.models import Message
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import DECIDED, by, opened, placed, written
from tests.people.staff_world import company, place

pytestmark = pytest.mark.django_db


def test_arrival_in_both_accounts_is_service_on_that_day(case):
    heard = []
    signals.notice_served.connect(
        lambda delivery, at, **_: heard.append((delivery.pk, delivery.served_on)), weak=False, dispatch_uid="test"
    )
    try:
        made = placed(case)
    finally:
        signals.notice_served.disconnect(dispatch_uid="test")
    assert set(made) == {"claimant", "respondent"}
    for side, delivery in made.items():
        kept = Delivery.objects.get(pk=delivery.pk)
        assert (kept.via, kept.rung, kept.served_on, kept.effect) == ("account", "placed", date(2025, 11, 22), "legal")
        assert kept.rule.startswith("account-placed-1398-01-05@")
        letter = Letter.objects.get(delivery=kept)
        assert letter.person == getattr(case, side)
        assert (letter.event, letter.dossier) == ("notice.placed", case.dossier)
        assert "رأی بدوی" in letter.title
        assert Message.objects.get(subject_type="inbox.letter", subject_id=letter.pk).channel == "sms"
    assert heard == [(one.pk, date(2025, 11, 22)) for one in made.values()]


def test_numbers_follow_one_another_in_their_year(case):
    first, second = (next(iter(placed(case).values())).notice.number for _ in range(2))
    assert (first, second) == ("NT-1404-000001", "NT-1404-000002")


def test_late_in_the_evening_is_the_same_day_and_the_sms_waits_for_the_morning(case):
    late = NOW.replace(hour=19, minute=10)  # 22:40 in Tehran
    made = placed(case, at=late)["claimant"]
    assert made.served_on == date(2025, 11, 22)
    message = Message.objects.get(subject_id=Letter.objects.get(delivery=made).pk, channel="sms")
    assert message.due_at == late.replace(day=23, hour=3, minute=30)


def test_the_filer_is_not_served_his_own_paper(case):
    made = placed(case, "N8", filer=case.sides["respondent"])
    assert set(made) == {"claimant"}
    with pytest.raises(notices.NotAddressee):
        notices.place(written(case, "N8", filer=case.sides["respondent"]), to=[case.sides["respondent"]], by=case.secretary, at=NOW)
    with pytest.raises(notices.NoAddressee):
        written(case, "N8")


def test_the_law_says_to_whom_each_kind_goes(case):
    assert set(placed(case, "N2")) == {"claimant"}
    assert set(placed(case, "N3")) == {"respondent"}
    with pytest.raises(notices.NoAddressee):
        notices.place(written(case, "N5"), by=case.secretary, at=NOW)
    assert set(placed(case, "N5", to=[case.sides["respondent"]])) == {"respondent"}


def test_a_second_press_places_nothing(case):
    notice = written(case)
    notices.place(notice, by=case.secretary, at=NOW)
    with pytest.raises(NotAllowed):
        notices.place(notice, by=case.secretary, at=NOW + timedelta(seconds=1))
    assert Delivery.objects.count() == 2
    assert Letter.objects.count() == 2


def test_a_dropped_draft_is_not_placed(case):
    notice = written(case)
    notices.drop(notice, by=case.secretary, at=NOW)
    with pytest.raises(NotAllowed):
        notices.place(notice, by=case.secretary, at=NOW)


@pytest.mark.parametrize("role", ["member", "expert", "reviewer"])
def test_only_a_secretary_serves(case, make, role):
    notice, other = written(case), by(make.person(), role)
    with pytest.raises(NotAllowed):
        notices.place(notice, by=other, at=NOW)
    with pytest.raises(NotAllowed):
        notices.drop(notice, by=other, at=NOW)
    with pytest.raises(NotAllowed):
        notices.draft(case.dossier, code="N7", title="رأی", says={}, by=other, at=NOW)


def test_a_bureau_serves_nothing(case, settings):
    notice = written(case)
    settings.OPERATOR = "bureau"
    with pytest.raises(placing.NoPower):
        notices.place(notice, by=case.secretary, at=NOW)
    assert not Delivery.objects.exists()


def test_who_has_no_account_is_served_on_paper_and_the_secretary_has_it_to_hand_out(case, secretary):
    third = dossiers.add_party(case.dossier, side="third", name="رحیمی", address="تهران", by=secretary, at=NOW)
    made = placed(case)["third"]
    assert (made.via, made.rung, made.served_on) == ("paper", "waiting", None)
    assert not Letter.objects.filter(delivery=made).exists()
    item = WorkItem.objects.get(kind="delivery.paper", subject_id=made.pk)
    assert item.role == "secretary"
    assert made.notice.number in item.title
    assert third.has_account is False


def test_the_channel_of_record_is_a_dated_choice(case, settings):
    settings.GOVERNING_CHANNEL = "sana"
    made = placed(case)["claimant"]
    assert (made.via, made.rung, made.served_on, made.due_at) == ("sana", "sending", None, NOW)
    assert placed(case, "N1")["claimant"].via == "account"  # a summons is not among the kinds that may go by SANA
    before = NOW - timedelta(days=365)
    assert placed(case, at=before)["claimant"].via == "account"


def test_without_a_way_to_sana_the_account_is_used(case, settings):
    from kardad.core import outside

    settings.GOVERNING_CHANNEL = "sana"
    settings.GATEWAYS = settings.GATEWAYS | {"sana": []}
    outside.forget()
    assert placed(case)["claimant"].via == "account"


def test_a_confidential_notice_says_its_kind_alone_in_the_letter(case):
    letter = Letter.objects.get(delivery=placed(case, is_confidential=True)["claimant"])
    assert "رأی بدوی" not in letter.title + letter.text


def test_who_can_be_told_by_nothing_is_the_secretarys_work(case):
    case.claimant.sms_suspended_at = NOW
    case.claimant.save()
    made = placed(case)["claimant"]
    kept = Delivery.objects.get(pk=made.pk)
    assert (kept.problem, kept.served_on) == ("unknown", date(2025, 11, 22))
    assert WorkItem.objects.get(kind="delivery.failed", closed_at=None).subject_id == made.pk


def test_each_addressee_has_his_own_official_copy_on_its_way(case):
    made = placed(case)
    (one,) = documents.of(made["claimant"])
    assert (one.kind, one.state, one.chain.subject_id) == ("N7", "waiting", case.dossier.pk)
    assert "علی کریمی (خواهان)" in one.facts
    assert to_persian_digits(made["claimant"].notice.number) in one.facts
    assert documents.of(made["respondent"]).get().pk != one.pk


def test_what_its_paper_cannot_print_is_not_drafted(case):
    for says in ({}, DECIDED | {"strange": 1}):
        with pytest.raises(proof.PaperIncomplete):
            notices.draft(case.dossier, code="N7", title="رأی", says=says, by=case.secretary, at=NOW)


def test_nothing_is_served_in_a_closed_dossier(case):
    notice = written(case)
    case.dossier.closed_at = NOW
    case.dossier.save()
    with pytest.raises(notices.DossierShut):
        notices.place(notice, by=case.secretary, at=NOW)


def test_many_are_placed_as_one_by_one(secretary, make):
    cases = [opened(secretary) for _ in range(3)]
    lawyer, firm = make.person(), company(NOW)
    place(firm, make.person(), NOW, is_owner=True)
    dossiers.add_party(cases[0].dossier, side="third", name="شرکت", organisation=firm, by=secretary, at=NOW)
    dossiers.add_party(cases[1].dossier, side="third", name="رحیمی", by=secretary, at=NOW)
    dossiers.represent(cases[2].sides["claimant"], agent=lawyer, by=secretary, at=NOW)
    alone, together = [[written(case) for case in cases] for _ in range(2)]
    for notice in alone:
        notices.place(notice, by=secretary, at=NOW)
    assert bulk.place_many(together, by=secretary, at=NOW) == 8
    with pytest.raises(NotAllowed):
        bulk.place_many(together, by=secretary, at=NOW)
    for one, other in zip(alone, together, strict=True):
        assert _seen(one) == _seen(other)
    sweeps.look_for_unopened(NOW)
    for notice in together:
        assert all(documents.of(delivery).exists() for delivery in Delivery.objects.filter(notice=notice, is_copy=False))


def _seen(notice):
    """What the placing of the notice left, by side, without numbers that differ."""
    rows = Delivery.objects.filter(notice=notice).select_related("party").order_by("party__side", "is_copy")
    return [
        (
            row.party.side,
            row.via,
            row.is_copy,
            row.rung,
            row.served_on,
            row.effect,
            row.rule,
            row.problem,
            sorted((letter.person_id, letter.event, letter.url, letter.dossier_id) for letter in row.letters.all()),
            sorted((message.template, message.person_id) for message in failing.messages(row)),
            [entry.kind for entry in deliveries.entries(row)],
            [event.name for event in history.of(row)],
        )
        for row in rows
    ]
