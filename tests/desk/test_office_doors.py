"""Every staff page of the desk and every role: whoever does not belong there finds nothing, and changes nothing."""

import pytest
from django.urls import reverse

from kardad.core.models import Event
from kardad.desk.actions import pricing, reviewing, talking
from kardad.desk.models import Attachment, Deliverable
from tests import factories
from tests.conftest import NOW
from tests.desk import world
from tests.desk.office_world import browser
from tests.people.staff_world import stored

pytestmark = pytest.mark.django_db

# The page → who may enter; `expert` is the one who is assigned.
MANAGER, EXPERT = {"manager"}, {"expert"}
BOTH = MANAGER | EXPERT
PAGES = {
    "queue": MANAGER,
    "mine": EXPERT,
    "request": BOTH,
    "applicant": BOTH,
    "file": BOTH,
    "hide": BOTH,
    "assign": MANAGER,
    "ask": EXPERT,
    "say": BOTH,
    "note": BOTH,
    "ask_opinion": BOTH,
    "opinion": {"asked"},
    "redirect": EXPERT,
    "reject": BOTH,
    "price": BOTH,
    "invoice": BOTH,
    "start": EXPERT,
    "deliver": EXPERT,
    "recall": MANAGER,
    "approvals": MANAGER,
    "approval": MANAGER,
    "drop_approval": EXPERT,
    "experts": MANAGER,
    "expert": MANAGER,
    "picture": MANAGER,
}
ROLES = ["client", "worker", "expert", "asked", "manager", "finance_officer", "reviewer", "officer"]


@pytest.fixture
def pages(bureau, clock, settings, tmp_path):
    """One of everything that a page is about, and the address of each."""
    settings.MEDIA_ROOT = tmp_path
    found = world.priced(bureau, "written")
    by = bureau.by("expert")
    asked = talking.ask_opinion(found, of=bureau.other_expert, question="به نظر شما؟", is_shared=False, by=by, at=NOW)
    kept = stored(bureau.expert, NOW)
    file = Attachment.objects.create(request=found, file_id=kept, added_by=bureau.expert, side="staff", added_at=NOW)
    paid, working = world.paid(bureau, "payslip"), world.in_progress(bureau, "written")
    paper = Deliverable.objects.create(
        item=working.items.get(), version=1, number="DL-1", token="t", kind="opinion", made_by=bureau.expert, made_at=NOW, released_at=NOW
    )
    other = world.in_review(bureau, "written")
    approval = reviewing.propose_rejection(other, code="out_of_scope", reason="مربوط به مالیات است.", by=by, at=NOW)
    item = found.items.get().pk
    args = {
        "file": (found.pk, file.pk),
        "hide": (found.pk, file.pk),
        "opinion": (asked.pk,),
        "redirect": (found.pk, item),
        "start": (paid.pk,),
        "deliver": (working.pk,),
        "recall": (working.pk, paper.pk),
        "approval": (approval.pk,),
        "drop_approval": (approval.pk,),
        "expert": (bureau.expert.pk,),
    }
    lists = ("queue", "mine", "approvals", "experts", "picture")
    return {name: reverse(f"desk_office:{name}", args=() if name in lists else args.get(name, (found.pk,))) for name in PAGES}


def somebody(role, bureau):
    """A person of this role, with everything that his role asks for."""
    known = {"client": bureau.client, "expert": bureau.expert, "asked": bureau.other_expert, "manager": bureau.manager}
    if role in known:
        return known[role]
    if role == "worker":
        return factories.person(level=2)
    return factories.staff(role, at_office=factories.office() if role == "officer" else None)


def test_every_page_of_the_room_stands_in_this_table():
    from kardad.desk.urls import delivery, office

    theirs = {one.name for one in delivery.staff}
    assert {one.name for one in office.urlpatterns} - theirs == set(PAGES)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_those_who_belong_there_and_is_not_there_for_others(bureau, pages, role):
    client = browser(somebody(role, bureau))
    opened = {name for name, place in pages.items() if _opens(client, name, place)}
    allowed = {name for name, roles in PAGES.items() if role in roles}
    if role == "asked":  # he is an expert too: his own work, which is empty
        allowed |= {"mine"}
    assert opened == allowed


def _opens(client, name, place):
    answer = client.get(place)
    assert answer.status_code in (200, 404), (name, answer.status_code)
    return answer.status_code != 404


@pytest.mark.parametrize("role", ["client", "worker", "asked", "finance_officer", "reviewer", "officer"])
def test_a_press_of_somebody_else_changes_nothing(bureau, pages, role):
    client = browser(somebody(role, bureau))
    before = Event.objects.count()
    for name, place in pages.items():
        if role not in PAGES[name] and not (role == "asked" and name == "mine"):
            assert client.post(place, {"body": "متن", "verdict": "approve"}).status_code == 404, name
    assert Event.objects.count() == before


def test_a_visitor_is_led_to_log_in(client, bureau, pages):
    for place in pages.values():
        assert reverse("people:login") in client.get(place)["Location"]


def test_staff_without_a_second_factor_are_led_to_it(client, bureau, pages):
    client.force_login(bureau.manager)
    assert client.get(pages["queue"])["Location"].startswith(reverse("mfa_index"))


def test_nobody_works_on_a_request_of_his_own(bureau, clock):
    bureau.client = factories.staff("manager")
    found = world.submitted(bureau)
    assert browser(bureau.client).get(reverse("desk_office:request", args=[found.pk])).status_code == 404


def test_a_file_of_another_request_is_not_reached_through_ones_own(bureau, clock):
    mine, other = world.in_review(bureau), world.in_review(bureau)
    file = Attachment.objects.create(request=other, file=world.stored(bureau.client), added_by=bureau.client, side="client", added_at=NOW)
    expert = browser(bureau.expert)
    for name in ("file", "hide"):
        assert expert.get(reverse(f"desk_office:{name}", args=[mine.pk, file.pk])).status_code == 404
    item = other.items.get()
    assert expert.get(reverse("desk_office:redirect", args=[mine.pk, item.pk])).status_code == 404


def test_a_relieved_expert_finds_his_requests_no_more(bureau, clock):
    found = world.in_review(bureau)
    expert = browser(bureau.expert)
    assert expert.get(reverse("desk_office:request", args=[found.pk])).status_code == 200
    bureau.expert.grants.update(state="ended")
    assert expert.get(reverse("desk_office:request", args=[found.pk])).status_code == 404


def test_an_invoice_is_priced_by_the_expert_or_a_manager_alone(bureau, clock):
    found = world.in_review(bureau, "written")
    other = browser(bureau.other_expert)
    assert other.get(reverse("desk_office:price", args=[found.pk])).status_code == 404
    with pytest.raises(pricing.common.NotYours):
        pricing.price(found.items.get(), quantity=1, unit_price=None, by=factories.actor(bureau.other_expert, "expert"), at=NOW)
