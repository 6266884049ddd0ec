"""A request from its draft to its number: for whom, with what, and what is refused with a word on how to mend it."""

import pytest

from kardad.core import crypto
from kardad.core.files import InfectedFile
from kardad.core.models import StoredFile
from kardad.desk import catalogue, policy
from kardad.desk.actions import drafting, files, requests, talking
from kardad.desk.models import Opponent, OwnSide, Request
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.people.models import Mandate, Membership, Organisation, WorkplaceCode
from tests import factories
from tests.conftest import NOW
from tests.desk import world

LONG = ("می‌خواهم بدانم 👩🏽‍🏭 «حق سنوات» چه می‌شود؟\n\n  <b>مهم</b> & 'نقل'‌قول\t" * 100)[: policy.LONGEST_TEXT]
OURS = "متقاضی درخواست را لغو کرد."


def company(owner, *, rights=("requests",)):
    """An organisation in which the person has these rights."""
    index = crypto.blind_index("company", "10100000001")
    made = Organisation.objects.create(
        company_index=index, company_id="10100000001", registration_number="1", name="سازه", checked_at=NOW, joined_at=NOW
    )
    Membership.objects.create(organisation=made, person=owner, rights=list(rights), state="active", asked_at=NOW)
    return made


def mandate(principal, agent, state="active"):
    """Authority of the agent to act for the principal."""
    return Mandate.objects.create(
        principal=principal, agent=agent, subject="کار", invitation="abc", state=state, invited_at=NOW, expires_at=NOW
    )


def test_a_request_gets_its_number_and_its_client_a_letter(bureau):
    request = world.submitted(bureau)
    assert (request.state, request.number, request.submitted_at) == ("submitted", "SR-1404-000001", NOW)
    assert list(Letter.objects.values_list("event", "person_id")) == [("request.submitted", bureau.client.pk)]


def test_several_services_are_asked_for_at_once_and_chosen_again_what_was_filled_in_is_kept(bureau):
    draft = world.begun(bureau, "written", "payslip")
    item = draft.items.get(service_code="payslip")
    requests.fill(item, quantity=2, inputs={}, by=bureau.by("client"), at=NOW)
    requests.choose(draft, services=["payslip", "petition"], by=bureau.by("client"), at=NOW)
    assert list(draft.items.order_by("pk").values_list("service_code", "quantity")) == [("payslip", 2), ("petition", 1)]


def test_what_is_typed_is_kept_letter_for_letter(bureau):
    assert len(LONG) == 5_000
    draft = requests.describe(world.begun(bureau), description=LONG, by=bureau.by("client"), at=NOW)
    assert world.fresh(draft).description == LONG
    with pytest.raises(drafting.TooLong) as refused:
        requests.describe(draft, description=LONG + "م", by=bureau.by("client"), at=NOW)
    assert "۵۰۰۰" in refused.value.text
    request = world.in_review(bureau)
    assert talking.say(request, body=LONG, by=bureau.by("client"), at=NOW).body == LONG
    with pytest.raises(talking.MessageTooLong):
        talking.say(request, body=LONG + "م", by=bureau.by("client"), at=NOW)


@pytest.mark.parametrize(
    ("spoil", "refusal", "field"),
    [
        (lambda draft: draft.items.all().delete(), requests.NothingChosen, "services"),
        (lambda draft: Request.objects.filter(pk=draft.pk).update(description="کوتاه  " + " " * 40), requests.TooShort, "description"),
        (lambda draft: Request.objects.filter(pk=draft.pk).update(description="کوتاه" + "\u200c" * 40), requests.TooShort, "description"),
        (lambda draft: Request.objects.filter(pk=draft.pk).update(description="\u200b\u2060" * 40), requests.TooShort, "description"),
        (lambda draft: draft.items.update(inputs={}), requests.AnswersMissing, None),
        (lambda draft: draft.items.update(service_code="gone"), catalogue.NoSuchService, "services"),
    ],
)
def test_an_unfinished_draft_is_not_sent_and_says_what_is_missing(bureau, spoil, refusal, field):
    draft = world.draft(bureau)
    spoil(draft)
    with pytest.raises(refusal) as refused:
        requests.submit(draft, rules_version=world.RULES, by=bureau.by("client"), at=NOW)
    assert (world.fresh(draft).state, world.fresh(draft).number) == ("draft", None)
    assert field is None or refused.value.field == field


def test_without_the_rules_nothing_is_sent(bureau):
    with pytest.raises(requests.RulesNotAccepted):
        requests.submit(world.draft(bureau), rules_version="", by=bureau.by("client"), at=NOW)


def test_a_paper_that_a_service_wants_is_there_before_sending(bureau, monkeypatch):
    draft = world.draft(bureau)
    code = draft.items.get().service_code
    from dataclasses import replace

    service = catalogue.service(code)
    wanted = replace(service, papers=(catalogue.Paper("last_payslip", "فیش آخر", required=True),))
    monkeypatch.setattr(catalogue, "service", lambda _: wanted)
    with pytest.raises(requests.PapersMissing) as refused:
        requests.submit(draft, rules_version=world.RULES, by=bureau.by("client"), at=NOW)
    assert "فیش آخر" in refused.value.text
    requests.attach(draft, files=[world.stored(bureau.client)], kind="last_payslip", by=bureau.by("client"), at=NOW)
    assert requests.submit(draft, rules_version=world.RULES, by=bureau.by("client"), at=NOW).state == "submitted"


def test_a_file_that_waits_for_the_scanner_holds_the_sending_up(bureau):
    draft = world.draft(bureau)
    waiting = world.stored(bureau.client, scan=StoredFile.Scan.WAITING)
    requests.attach(draft, files=[waiting], by=bureau.by("client"), at=NOW)
    with pytest.raises(requests.FilesNotScanned):
        requests.submit(draft, rules_version=world.RULES, by=bureau.by("client"), at=NOW)


def test_an_infected_file_another_persons_file_and_an_eleventh_are_refused(bureau):
    draft, mine = world.draft(bureau), bureau.by("client")
    with pytest.raises(InfectedFile):
        requests.attach(draft, files=[world.stored(bureau.client, scan=StoredFile.Scan.INFECTED)], by=mine, at=NOW)
    with pytest.raises(files.NotYourFile):
        requests.attach(draft, files=[world.stored(bureau.expert)], by=mine, at=NOW)
    requests.attach(draft, files=[world.stored(bureau.client) for _ in range(10)], by=mine, at=NOW)
    with pytest.raises(files.TooManyFiles):
        requests.attach(draft, files=[world.stored(bureau.client)], by=mine, at=NOW)


def test_a_file_of_a_draft_is_taken_away_and_one_that_was_sent_is_hidden_for_a_reason(bureau):
    request, mine = world.draft(bureau), bureau.by("client")
    for_draft, for_good = requests.attach(request, files=[world.stored(bureau.client) for _ in range(2)], by=mine, at=NOW)
    requests.hide(for_draft, by=mine, at=NOW)
    assert request.attachments.count() == 1
    requests.submit(request, rules_version=world.RULES, by=mine, at=NOW)
    with pytest.raises(files.HideReason):
        requests.hide(for_good, by=mine, at=NOW)
    with pytest.raises(files.HideReason):  # what nobody sees is no reason
        requests.hide(for_good, reason="\u200c\u200f", by=mine, at=NOW)
    requests.hide(for_good, reason="سند دیگری است", by=mine, at=NOW)
    assert (world.fresh(for_good).hidden_at, world.fresh(for_good).hidden_reason) == (NOW, "سند دیگری است")


@pytest.mark.parametrize(("said", "kept"), [("", OURS), (" \u200c\u200f ", OURS), (" منصرف شدم ", "منصرف شدم")])
def test_a_request_is_cancelled_for_the_reason_that_can_be_read_or_for_ours(bureau, said, kept):
    request = world.submitted(bureau)
    requests.cancel(request, reason=said, by=bureau.by("client"), at=NOW)
    assert world.fresh(request).end_reason == kept


def test_one_asks_for_an_organisation_by_right_and_for_a_client_by_consent(bureau):
    mine, client = bureau.by("client"), factories.person()
    firm = company(bureau.client)
    assert requests.begin(bureau.client, organisation=firm, by=mine, at=NOW).organisation == firm
    with pytest.raises(drafting.NotTheirs):
        requests.begin(bureau.client, client=client, by=mine, at=NOW)
    held = mandate(client, bureau.client)
    draft = world.told(world.begun(bureau, client=client), bureau)
    held.state = "revoked"
    held.save()
    with pytest.raises(drafting.NotTheirs):  # the consent ended before it was sent
        requests.submit(draft, rules_version=world.RULES, by=mine, at=NOW)


def test_without_the_right_to_requests_nobody_asks_for_an_organisation(bureau):
    with pytest.raises(drafting.NotTheirs):
        requests.begin(bureau.client, organisation=company(bureau.client, rights=["payroll"]), by=bureau.by("client"), at=NOW)


def test_both_who_wrote_and_for_whom_are_told(bureau):
    client = factories.person()
    mandate(client, bureau.client)
    world.submitted(bureau, client=client)
    assert set(Letter.objects.values_list("person_id", flat=True)) == {bureau.client.pk, client.pk}


def test_an_opponent_is_kept_as_blind_index_alone(bureau):
    draft = world.begun(bureau)
    requests.describe(draft, description=world.TEXT, opponent="۹۹۹-۰۰۰۱۲۴-۳", by=bureau.by("client"), at=NOW)
    index = Opponent.objects.values_list("index", flat=True).first()
    assert "9990001243" not in index
    assert len(index) == 64
    with pytest.raises(drafting.BadOpponent):
        requests.describe(draft, description=world.TEXT, opponent="شرکت سازه", by=bureau.by("client"), at=NOW)


def test_the_own_side_of_a_sent_request_is_known_by_its_codes(bureau):
    WorkplaceCode.objects.create(person=bureau.client, code="1234567890", valid_from=NOW.date())
    world.submitted(bureau)
    kept = set(OwnSide.objects.values_list("index", flat=True))
    assert kept == {bureau.client.code_index, crypto.blind_index("workplace", "1234567890")}


def test_a_quantity_stays_within_what_the_service_gives(bureau):
    item = world.begun(bureau, "phone_15").items.get()
    with pytest.raises(drafting.QuantityWrong):
        requests.fill(item, quantity=99, inputs={}, by=bureau.by("client"), at=NOW)


def test_a_draft_is_dropped_without_a_trace_and_a_sent_request_is_not(bureau):
    draft = world.draft(bureau)
    requests.drop(draft, by=bureau.by("client"), at=NOW)
    assert not Request.objects.exists()
    with pytest.raises(NotAllowed):
        requests.drop(world.submitted(bureau), by=bureau.by("client"), at=NOW)


def test_after_sending_the_text_and_the_services_stand(bureau):
    request, mine = world.submitted(bureau), bureau.by("client")
    for deed in (
        lambda: requests.describe(request, description="دیگر", by=mine, at=NOW),
        lambda: requests.choose(request, services=["written"], by=mine, at=NOW),
        lambda: requests.fill(request.items.get(), quantity=1, inputs={}, by=mine, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_a_cancelled_request_frees_its_invoice_but_not_once_something_was_paid(bureau):
    request = world.invoiced(bureau)
    requests.cancel(request, reason="جای دیگری گرفتم", by=bureau.by("client"), at=NOW)
    request = world.fresh(request)
    assert (request.state, request.invoice.state, world.states(request)) == ("cancelled", "void", ["cancelled"])
    with pytest.raises(NotAllowed):
        requests.cancel(world.partially_paid(bureau), by=bureau.by("client"), at=NOW)


def test_money_of_which_the_desk_has_not_heard_yet_is_not_cancelled_away(bureau):
    request = world.invoiced(bureau)
    invoice = request.invoice
    invoice.state, invoice.paid = "paid", invoice.total
    invoice.save()
    with pytest.raises(requests.AlreadyPaid):
        requests.cancel(request, by=bureau.by("client"), at=NOW)
