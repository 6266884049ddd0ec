"""The desk under attack: others' requests and papers, numbers that cannot be, words that are mark-up, files that are none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kardad.core import sweeps
from kardad.desk.actions import common, pricing, requests
from kardad.desk.models import Attachment, Message, Request
from kardad.inbox.models import Letter
from kardad.kit.refusal import Refusal
from kardad.people.models import Membership, RoleGrant
from tests import factories
from tests.billing import pages
from tests.conftest import NOW
from tests.desk import office_world as office
from tests.desk import world
from tests.journeys.test_logs import written
from tests.people.staff_world import picture

__all__ = ["written"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CLIENTS = ("request", "request_done", "request_say", "request_answer", "request_attach", "request_cancel", "request_restore")
CLIENTS += ("request_accept", "request_reopen", "request_withdraw", "request_object", "request_edit", "request_fields")
CLIENTS += ("request_check", "request_drop")
EVIL = "</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) {{ 7 }}"


def inside(person):
    """A browser in which the person is logged in."""
    client = Client()
    client.force_login(person)
    return client


def known(names):
    """Those of the names that are addresses of the desk."""
    from django.urls import NoReverseMatch

    found = []
    for name in names:
        try:
            found.append((name, reverse(f"desk:{name}", args=[1])))
        except NoReverseMatch:
            continue
    return found


def strangers(bureau):
    """Everybody to whom a request is nothing, by what he is."""
    people = {role: factories.staff(role) for role in ("expert", "manager", "finance_officer", "reviewer", "officer")}
    firm = pages.firm()
    colleague = factories.person()
    pages.seat(firm, colleague)
    return people | {"client": factories.person(), "colleague": colleague, "assigned expert": bureau.expert}


@pytest.mark.parametrize("state", ["draft", "in_review", "paid"])
def test_no_page_of_a_client_opens_to_anybody_else(bureau, state):
    request = world.request_in(state, bureau)
    names = [name for name, _ in known(CLIENTS)]
    assert len(names) >= 6
    for who, person in strangers(bureau).items():
        client = inside(person)
        for name in names:
            address = reverse(f"desk:{name}", args=[request.pk])
            for answer in (client.get(address), client.post(address, {"body": "x", "reason": "x" * 30, "rules": "on"})):
                assert answer.status_code in (404, 405), (who, name, answer.status_code)
    assert world.fresh(request).state == state


def test_a_colleague_without_the_right_and_one_who_left_see_nothing(bureau):
    firm, owner, clerk = pages.firm(), factories.person(), factories.person()
    pages.seat(firm, owner, Membership.Right.REQUESTS)
    seat = pages.seat(firm, clerk, Membership.Right.REQUESTS)
    made = requests.begin(owner, organisation=firm, services=["written"], description=EVIL, by=factories.actor(owner), at=NOW)
    address = reverse("desk:request_edit", args=[made.pk])
    assert inside(clerk).get(address).status_code == 200
    for change in ({"rights": []}, {"rights": [Membership.Right.REQUESTS], "state": "ended"}):
        Membership.objects.filter(pk=seat.pk).update(**change)
        assert inside(clerk).get(address).status_code == 404


def firms_request(bureau, manager):
    """A request of a firm in which the manager has a seat."""
    request = world.in_review(bureau)
    firm = pages.firm()
    pages.seat(firm, manager)
    Request.objects.filter(pk=request.pk).update(organisation=firm)
    return world.fresh(request)


def test_a_manager_works_on_no_request_of_his_own_firm(bureau):
    request = firms_request(bureau, bureau.manager)
    client = office.browser(bureau.manager)
    assert client.get(office.address("request", request.pk)).status_code == 404
    with pytest.raises(common.NotYours):
        common.ensure_yours(request, "price", by=factories.actor(bureau.manager, "manager"))
    assert office.browser(bureau.other_manager).get(office.address("request", request.pk)).status_code == 200


def test_a_manager_meets_nothing_of_his_own_request_among_staff(bureau):
    request = world.in_review(bureau)
    Request.objects.filter(pk=request.pk).update(applicant=bureau.manager)
    client = office.browser(bureau.manager)
    for name in ("request", "applicant", "price", "reject", "assign", "note"):
        assert client.get(office.address(name, request.pk)).status_code == 404, name
    other = world.in_review(bureau)
    queue = client.get(office.address("queue")).content.decode()
    assert other.shown_number in queue
    assert request.shown_number not in queue
    assert client.get(office.address("queue") + f"?open={request.pk}").status_code == 404


def test_who_is_no_expert_any_more_reads_nothing_in_the_same_session(bureau):
    request = world.in_review(bureau)
    client = office.browser(bureau.expert)
    assert client.get(office.address("request", request.pk)).status_code == 200
    RoleGrant.objects.filter(person=bureau.expert).update(state="ended")
    for name in ("request", "applicant", "price", "ask"):
        assert client.get(office.address(name, request.pk)).status_code == 404, name


NUMBERS = ["-1", "0", "9" * 18, "9" * 40, "1.5", "۱٫۵", "1e5", "NaN", "\x00", "=1+1", "²", "<b>"]


WRONG = [(field, number) for field in ("quantity", "unit_price") for number in NUMBERS if (field, number) != ("unit_price", "0")]


@pytest.mark.parametrize(("field", "number"), WRONG)
def test_no_price_that_cannot_be_is_kept_nor_a_fault(bureau, number, field):
    request = world.in_review(bureau)
    item, client = request.items.first(), office.browser(bureau.expert)
    seen = office.hidden(office.opened(client, "price", request.pk), "seen")
    right = {"quantity": "1", "unit_price": "1000", "reason": "دلیل"} | {field: number}
    typed = {f"{name}-{item.pk}": value for name, value in right.items()}
    for do in ("count", ""):
        answer = client.post(office.address("price", request.pk), {"seen": seen, "do": do} | typed)
        assert answer.status_code in (400, 409, 422), answer.status_code
    assert world.fresh(item).unit_price is None


def test_a_service_may_be_given_for_nothing_with_a_reason_and_not_without(bureau):
    request = world.in_review(bureau)
    item, client = request.items.first(), office.browser(bureau.expert)
    for reason, kept in (("", None), ("رایگان برای نخستین بار", 0)):
        seen = office.hidden(office.opened(client, "price", request.pk), "seen")
        typed = {f"quantity-{item.pk}": "1", f"unit_price-{item.pk}": "0", f"reason-{item.pk}": reason}
        client.post(office.address("price", request.pk), {"seen": seen, "do": ""} | typed)
        assert world.fresh(item).unit_price == kept


def test_an_amount_over_every_measure_is_refused_by_the_deed(bureau):
    request = world.in_review(bureau)
    with pytest.raises(Refusal):
        pricing.price(request.items.first(), quantity=10**6, unit_price=10**12, reason="x", by=bureau.by("expert"), at=NOW)


def test_an_item_of_another_request_is_not_priced_along(bureau):
    mine, other = world.in_review(bureau), world.in_review(bureau)
    foreign, client = other.items.first(), office.browser(bureau.expert)
    typed = {f"quantity-{foreign.pk}": "3", f"unit_price-{foreign.pk}": "1", f"reason-{foreign.pk}": "x"}
    own = mine.items.first()
    typed |= {f"quantity-{own.pk}": "1"}
    office.press(client, "price", mine.pk, **typed)
    assert (world.fresh(foreign).unit_price, world.fresh(foreign).quantity) == (None, foreign.quantity)
    assert client.get(reverse("desk_office:redirect", args=[mine.pk, foreign.pk])).status_code == 404


def test_no_expert_says_yes_to_what_he_asked(bureau):
    request = world.in_review(bureau)
    RoleGrant.objects.create(person=bureau.expert, role="manager", state="active", asked_at=NOW)
    from kardad.desk.actions import reviewing

    row = reviewing.propose_rejection(request, code=next(iter(reviewing.REJECTIONS)), reason="x", by=bureau.by("expert"), at=NOW)
    client = office.browser(bureau.expert)
    client.post(office.address("approval", row.pk), {"verdict": "approve", "note": "x", "seen": "x"})
    row.refresh_from_db()
    assert (row.state, world.fresh(request).state) == ("asked", "in_review")


@pytest.mark.parametrize("then", ["later", ""])
def test_words_of_a_draft_are_kept_and_shown_as_words(bureau, then):
    client = inside(bureau.client)
    typed = {"services": ["written"], "description": f"{EVIL} \x00 " + "شرح " * 40, "then": then, "opponent": ""}
    assert client.post(reverse("desk:request_new"), typed).status_code in (302, 422)
    for request in Request.objects.all():
        assert "\x00" not in request.description
        shown = client.get(reverse("desk:request_edit", args=[request.pk])).content
        assert b"<script>alert" not in shown
        assert b"<img src=x" not in shown


def test_words_of_a_conversation_stay_words_on_every_side(bureau):
    request = world.in_review(bureau)
    mine, theirs = inside(bureau.client), office.browser(bureau.expert)
    mine.post(reverse("desk:request_say", args=[request.pk]), {"body": EVIL})
    assert Message.objects.filter(request=request, body__contains="alert(1)").exists()
    for shown in (mine.get(reverse("desk:request", args=[request.pk])), theirs.get(office.address("request", request.pk))):
        assert b"<script>alert" not in shown.content
        assert b"<img src=x" not in shown.content
        assert "no-store" in shown["Cache-Control"]


BAD = {
    "virus": pages.virus,
    "page": lambda: SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script>"),
    "image that is a page": lambda: SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "program": lambda: SimpleUploadedFile("a.pdf.exe", b"%PDF-1.4\n"),
    "empty": lambda: SimpleUploadedFile("a.pdf", b""),
}


@pytest.mark.parametrize("what", BAD)
def test_no_file_that_is_none_lies_with_a_request(bureau, what):
    request = world.in_review(bureau)
    before = Attachment.objects.count()
    answer = inside(bureau.client).post(reverse("desk:request_attach", args=[request.pk]), {"files": BAD[what]()})
    assert answer.status_code != 302
    assert Attachment.objects.count() == before


def test_a_packed_bomb_is_refused(bureau):
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (120 * 1024 * 1024))
    request = world.in_review(bureau)
    bomb = SimpleUploadedFile("a.docx", made.getvalue())
    assert inside(bureau.client).post(reverse("desk:request_attach", args=[request.pk]), {"files": bomb}).status_code != 302


def test_a_file_is_fetched_by_its_own_side_only_and_never_run(bureau):
    request = world.in_review(bureau)
    mine = inside(bureau.client)
    name = "<img src=x onerror=alert(1)>';x=1.png"
    assert mine.post(reverse("desk:request_attach", args=[request.pk]), {"files": picture(name)}).status_code == 302
    row = Attachment.objects.latest("pk")
    answer = mine.get(reverse("desk:request_file", args=[row.pk]))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert b"<img src=x" not in mine.get(reverse("desk:request", args=[request.pk])).content
    for person in (factories.person(), factories.staff("finance_officer"), factories.staff("manager"), bureau.expert):
        assert inside(person).get(reverse("desk:request_file", args=[row.pk])).status_code == 404
    assert office.browser(bureau.other_expert).get(reverse("desk_office:file", args=[request.pk, row.pk])).status_code == 404


def test_what_is_between_staff_is_nowhere_for_the_client(bureau):
    from kardad.desk.actions import talking

    request = world.in_review(bureau)
    talking.say(request, body="یادداشت محرمانه همکاران", is_internal=True, by=bureau.by("expert"), at=NOW)
    shown = inside(bureau.client).get(reverse("desk:request", args=[request.pk])).content.decode()
    assert "یادداشت محرمانه" not in shown


def test_a_letter_is_its_readers_alone_and_leads_nowhere_else(bureau):
    world.in_review(bureau)
    letter = Letter.objects.filter(person=bureau.client).first()
    address = reverse("inbox:letter", args=[letter.pk])
    assert inside(bureau.client).get(address + "?next=https://evil.example/").status_code == 200
    for person in (factories.person(), bureau.expert, bureau.manager):
        assert inside(person).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/login/")
    assert not Letter.objects.exclude(url__startswith="/").exists()
    assert inside(bureau.client).get(reverse("inbox:inbox"), {"after": "\x00", "show": "\x00"}).status_code == 200


@pytest.mark.parametrize("value", ["\x00", "9" * 40, "-1", "a~b", "2026-01-01T00:00:00~" + "9" * 30, "٣", "'\">", "SR-\x00"])
def test_a_list_of_the_desk_takes_whatever_it_is_asked_with(bureau, value):
    world.in_review(bureau)
    asked = dict.fromkeys(("after", "state", "group", "expert", "number", "open", "part", "month", "breached", "q"), value)
    manager, expert, client = office.browser(bureau.manager), office.browser(bureau.expert), inside(bureau.client)
    for name in ("queue", "approvals", "picture", "experts", "calendar"):
        assert manager.get(office.address(name), asked).status_code in (200, 404), name
    assert expert.get(office.address("mine"), asked).status_code == 200
    assert client.get(reverse("desk:requests"), asked).status_code == 200
    assert client.get(reverse("desk:request_new"), {"question": value, "service": value}).status_code == 200


def test_a_number_that_is_nobodys_and_one_that_is_anothers_look_alike(bureau):
    request, client = world.in_review(bureau), inside(factories.person())
    theirs = client.get(reverse("desk:request", args=[request.pk]))
    nobodys = client.get(reverse("desk:request", args=[10**9]))
    assert (theirs.status_code, theirs.content.count(b"<p")) == (nobodys.status_code, nobodys.content.count(b"<p"))


def test_no_log_holds_what_was_asked_nor_who_the_other_side_is(bureau, written, sms):
    code, mobile, secret = "9990001243", "09120000077", "رازی که نباید در گزارش‌ها بماند"
    client = inside(bureau.client)
    typed = {"services": ["written"], "description": f"{secret} " + "شرح " * 40, "opponent": code, "then": "later"}
    assert client.post(reverse("desk:request_new"), typed).status_code == 302
    request = world.in_review(bureau)
    client.post(reverse("desk:request_say", args=[request.pk]), {"body": f"{secret} {code}"})
    client.post(reverse("desk:request_accept", args=[request.pk]), {})
    client.get(reverse("desk:requests"), {"q": code, "after": mobile})
    visitor = Client()
    question = {"title": "مرخصی سالانه کارگر چند روز است؟", "body": f"{secret} و پرسشی درباره مرخصی", "topic": "leave"}
    visitor.post(reverse("qa:ask"), question | {"asker_role": "worker", "seen": "1"})
    visitor.post(reverse("qa:ask_mobile"), {"mobile": mobile, "captcha": "x"})
    visitor.get(f"/pay/back/{mobile}{code}/")
    sweeps.run_all(NOW)
    lines = written()
    assert "move refused" in lines
    for word in (code, mobile, mobile[1:], secret):
        assert word not in lines, word
