"""The client book: invited, told, agreed or refused, taken back – and what each of them changes for whom."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kardad.billing.models import Invoice
from kardad.core.actor import SYSTEM
from kardad.core.models import Event
from kardad.desk import flow, policy, sweeps
from kardad.desk.actions import clients, drafting, requests
from kardad.desk.models import Engagement
from kardad.desk.queries import clients as queries
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import particulars
from kardad.people.models import Person
from tests import factories
from tests.conftest import NOW
from tests.desk import clients as book
from tests.desk import world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def keeper(db):
    return book.practitioner()


@pytest.fixture
def someone(db):
    return factories.person(first_name="مینا", last_name="رضایی")


def fresh(row):
    return Engagement.objects.get(pk=row.pk)


def letters(person):
    return list(Letter.objects.filter(person=person).order_by("pk").values_list("event", flat=True))


def events(person):
    return list(Event.objects.filter(person_id=person.pk, name__startswith="client.").order_by("pk").values_list("name", flat=True))


def test_an_invited_client_is_told_by_text_and_letter_with_the_way_to_his_consent(keeper, someone):
    row = book.invited(keeper, someone)
    assert row.state == "invited"
    message = Message.objects.get(template="client_invited")
    assert message.mobile == particulars.own(someone).mobile
    letter = Letter.objects.get(person=someone)
    assert (letter.event, letter.url) == ("client.invited", clients.address(row))
    assert "نادر مشاور" in json.loads(letter.words)["title"]
    assert events(keeper) == ["client.invited"]


def test_who_has_no_account_is_told_by_text_alone(keeper):
    clients.invite(keeper, name="ناآشنا", mobile="+989121112233", by=factories.actor(keeper), at=NOW)
    assert Message.objects.filter(template="client_invited").count() == 1
    assert not Letter.objects.exists()


def test_name_mobile_and_code_are_sealed_in_the_database(keeper, someone):
    code = particulars.own(someone).code
    row = book.invited(keeper, someone, code=code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, mobile, code FROM desk_engagement WHERE id = %s", [row.pk])
        kept = " ".join(cursor.fetchone())
    assert book.NAME not in kept
    assert code not in kept
    assert particulars.own(someone).mobile not in kept


def test_the_same_client_twice_is_refused_by_mobile_and_by_code(keeper, someone):
    code = particulars.own(someone).code
    book.invited(keeper, someone, code=code)
    with pytest.raises(clients.AlreadyClient):
        book.invited(keeper, someone)
    with pytest.raises(clients.AlreadyClient):
        clients.invite(keeper, name="همان", mobile="+989121112233", code=code, by=factories.actor(keeper), at=NOW)
    assert book.invited(book.practitioner(), someone).state == "invited"  # another's book is another's
    assert queries.book(keeper.pk).count() == 1


def test_the_database_itself_keeps_one_live_row_a_client(keeper, someone):
    row = book.invited(keeper, someone)
    again = {"practitioner": keeper, "name": "x", "mobile_index": row.mobile_index, "invited_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Engagement.objects.create(**again)
    assert Engagement.objects.create(**again, state="refused").pk


def test_nobody_is_his_own_client(keeper):
    with pytest.raises(clients.OwnClient):
        book.invited(keeper, keeper)
    with pytest.raises(clients.OwnClient):
        clients.invite(keeper, name="من", mobile="+989121112233", code=particulars.own(keeper).code, by=factories.actor(keeper), at=NOW)


def test_so_many_invitations_a_day_and_no_more(keeper, monkeypatch):
    monkeypatch.setattr(policy, "CLIENTS_A_DAY", 1)
    clients.invite(keeper, name="یک", mobile="+989121112233", by=factories.actor(keeper), at=NOW)
    with pytest.raises(clients.TooManyClients):
        clients.invite(keeper, name="دو", mobile="+989121112234", by=factories.actor(keeper), at=NOW)


def test_who_agreed_may_be_asked_for_and_both_read_of_it(keeper, someone):
    row = book.agreed(keeper, someone)
    assert (row.state, row.person, row.terms) == ("agreed", someone, policy.CONSENT_TERMS)
    assert letters(keeper) == ["client.agreed"]
    assert events(keeper)[-1] == events(someone)[-1] == "client.agreed"
    made = book.draft(row)
    assert (made.applicant, made.client, made.engagement_id) == (keeper, someone, row.pk)


def test_who_refused_is_left_in_peace_and_his_number_forgotten(keeper, someone):
    row = clients.refuse(book.invited(keeper, someone), person=someone, by=factories.actor(someone), at=NOW)
    assert (row.state, row.mobile, row.code) == ("refused", "", "")
    with pytest.raises(clients.RefusedLately):
        book.invited(keeper, someone, at=NOW + DAY)
    assert book.invited(keeper, someone, at=NOW + policy.CONSENT_LASTS + DAY).state == "invited"


def test_without_consent_nothing_is_begun(keeper, someone):
    row = book.invited(keeper, someone)
    with pytest.raises(clients.NoConsent):
        book.draft(row)
    with pytest.raises(drafting.NotTheirs):
        requests.begin(keeper, client=someone, by=factories.actor(keeper), at=NOW)


def test_another_practitioner_begins_nothing_by_this_consent(keeper, someone):
    row = book.agreed(keeper, someone)
    other = book.practitioner()
    with pytest.raises(clients.NoConsent):
        clients.begin(row, is_client_buyer=False, by=factories.actor(other), at=NOW)
    with pytest.raises(drafting.NotTheirs):
        requests.begin(other, client=someone, by=factories.actor(other), at=NOW)


@pytest.mark.parametrize("act", [clients.agree, clients.refuse])
def test_nobody_but_who_was_meant_answers(keeper, someone, act):
    row = book.invited(keeper, someone)
    for stranger in (factories.person(), keeper):
        with pytest.raises(NotAllowed):
            act(row, person=stranger, by=factories.actor(stranger), at=NOW)
    assert fresh(row).state == "invited"


def test_a_code_says_more_than_a_mobile(keeper, someone):
    row = book.invited(keeper, someone, code=factories.national_code())  # his number, another's code
    with pytest.raises(NotAllowed):
        clients.agree(row, person=someone, by=factories.actor(someone), at=NOW)
    other = factories.person(level=1)
    mine = clients.invite(
        keeper, name="به کد", mobile="+989121112299", code=particulars.own(other).code, by=factories.actor(keeper), at=NOW
    )
    assert clients.agree(mine, person=other, by=factories.actor(other), at=NOW).state == "agreed"


@pytest.mark.parametrize("change", [{"mobile_proved_at": None}, {"sms_suspended_at": NOW}])
def test_a_mobile_that_is_not_proved_opens_nothing(keeper, someone, change):
    row = book.invited(keeper, someone)
    Person.objects.filter(pk=someone.pk).update(**change)
    someone.refresh_from_db()
    with pytest.raises(NotAllowed):
        clients.agree(row, person=someone, by=factories.actor(someone), at=NOW)


def test_an_invitation_that_is_too_old_is_not_answered_and_ends_by_itself(keeper, someone):
    row, late = book.invited(keeper, someone), NOW + policy.CONSENT_LASTS
    with pytest.raises(clients.InvitationLate):
        clients.agree(row, person=someone, by=factories.actor(someone), at=late)
    assert sweeps.end_invitations(late - DAY) == 0
    assert sweeps.end_invitations(late) == 1
    assert sweeps.end_invitations(late) == 0
    assert (fresh(row).state, fresh(row).mobile) == ("expired", "")


def test_one_person_by_two_numbers_is_one_client(keeper, someone):
    book.agreed(keeper, someone)
    code = particulars.own(someone).code
    again = clients.invite(keeper, name="دوباره", mobile="+989121112298", code=code, by=factories.actor(keeper), at=NOW)
    with pytest.raises(clients.AlreadyClient):
        clients.agree(again, person=someone, by=factories.actor(someone), at=NOW)
    assert fresh(again).state == "invited"


def test_what_was_made_stays_with_the_client_when_he_takes_his_consent_back(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    made, other = book.sent(bureau, row), book.draft(row)
    clients.withdraw(row, by=factories.actor(someone), at=NOW)
    for one in (world.fresh(made), world.fresh(other)):
        assert (one.applicant, one.client, one.engagement_id) == (someone, None, row.pk)
    assert (fresh(row).state, fresh(row).mobile) == ("withdrawn", "")
    assert letters(keeper)[-1] == "client.withdrawn"
    assert list(queries.requests_by(fresh(row))) == []
    with pytest.raises(clients.NoConsent):
        book.draft(row)


def test_nobody_else_takes_it_back(keeper, someone):
    row = book.agreed(keeper, someone)
    for stranger in (factories.actor(keeper), factories.actor(factories.person()), SYSTEM):
        with pytest.raises(NotAllowed):
            clients.withdraw(row, by=stranger, at=NOW)
    with pytest.raises(NotAllowed):
        clients.drop(row, by=factories.actor(someone), at=NOW)


def test_a_practitioner_lets_a_client_go(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    made = book.sent(bureau, row)
    clients.drop(row, by=factories.actor(keeper), at=NOW)
    assert world.fresh(made).applicant == someone
    assert letters(someone)[-1] == "client.dropped"
    waiting = book.invited(book.practitioner(), someone)
    dropped = clients.drop(waiting, by=factories.actor(waiting.practitioner), at=NOW)
    assert (dropped.state, dropped.mobile) == ("dropped", "")


def test_an_unpaid_invoice_of_the_practitioner_asks_for_nothing_after_the_end(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    made = book.invoiced(bureau, row)
    assert made.invoice.person == keeper
    clients.withdraw(row, by=factories.actor(someone), at=NOW)
    assert Invoice.objects.get(pk=made.invoice_id).state == "void"
    assert world.fresh(made).buyer == someone


def test_what_the_practitioner_paid_is_done_for_the_client(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    made = world.pay(book.invoiced(bureau, row))
    clients.withdraw(row, by=factories.actor(someone), at=NOW)
    assert Invoice.objects.get(pk=made.invoice_id).state == "paid"
    assert (world.fresh(made).state, world.fresh(made).applicant) == ("paid", someone)


def test_a_client_who_agrees_anew_does_not_open_what_was_made_before(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    made = book.sent(bureau, row)
    clients.withdraw(row, by=factories.actor(someone), at=NOW)
    again = book.agreed(keeper, someone, at=NOW + DAY)
    assert list(queries.requests_by(again)) == []
    assert world.fresh(made).applicant == someone


def test_the_client_sends_a_draft_that_was_begun_for_him(bureau, keeper, someone):
    made = book.draft(book.agreed(keeper, someone))
    for item in made.items.all():
        requests.fill(item, quantity=1, inputs=world.answers_to(book.world_service(item.service_code)), by=factories.actor(someone), at=NOW)
    sent = requests.submit(made, rules_version=world.RULES, by=factories.actor(someone), at=NOW)
    assert sent.state == "submitted"
    assert letters(someone)[-1] == letters(keeper)[-1] == "request.submitted"


def test_every_state_has_its_words_on_both_sides():
    assert set(flow.ENGAGEMENTS) == set(flow.CONSENTS) == set(flow.ENGAGEMENT.states)
