"""Roles are asked for with papers, granted by reviewers and nobody else, and end at the next request."""

import pytest
from django.urls import reverse

from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import flow
from kardad.people.actions import papers, roles
from kardad.people.models import Paper, RoleGrant
from kardad.people.queries import roles as queries
from kardad.work.models import WorkItem
from tests.people.staff_world import actor_of, by, events, log_in, picture, questions, stored

LICENCE = roles.Licence("۱۲۳۴", "کانون وکلای مرکز")
MOVES = {
    "accept": lambda grant, who, at: roles.accept(grant, by=who, at=at),
    "ask_papers": lambda grant, who, at: roles.ask_papers(grant, missing=["lawyer_licence"], reason="ناخواناست", by=who, at=at),
    "resend": lambda grant, who, at: roles.resend(grant, by=who, at=at),
    "refuse": lambda grant, who, at: roles.refuse(grant, reason="اعتبار ندارد", by=who, at=at),
    "end": lambda grant, who, at: roles.end(grant, reason="", by=who, at=at),
}


@pytest.fixture
def people(make):
    return {"owner": make.person(), "reviewer": make.staff("reviewer"), "manager": make.staff("manager")}


@pytest.fixture
def lawyer(people, now):
    """A lawyer's pending grant with the scan of the licence."""
    person = people["owner"]
    files = {"lawyer_licence": stored(person, now)}
    return roles.ask(person, role="lawyer", licence=LICENCE, files=files, by=by(person), at=now)


def test_every_move_of_the_flow_is_an_action():
    assert {move.name for move in flow.GRANT.moves} == set(MOVES)


@pytest.mark.parametrize(("state", "move", "role"), list(flow.GRANT.forbidden()))
def test_a_forbidden_move_is_refused_and_changes_nothing(lawyer, people, now, state, move, role):
    RoleGrant.objects.filter(pk=lawyer.pk).update(state=state)
    with pytest.raises(NotAllowed):
        MOVES[move](lawyer, actor_of(role, people), now)
    lawyer.refresh_from_db()
    assert lawyer.state == state


@pytest.mark.parametrize("move", list(MOVES))
def test_a_stranger_makes_no_move(make, lawyer, now, move):
    with pytest.raises(NotAllowed):
        MOVES[move](lawyer, by(make.person(), "lawyer"), now)


def test_a_lawyer_with_a_licence_and_its_scan_is_accepted_and_told(lawyer, people, now):
    assert lawyer.state == "pending"
    assert WorkItem.objects.get(kind="review_grant", closed_at=None).subject_id == lawyer.pk
    accepted = roles.accept(lawyer, by=by(people["reviewer"], "reviewer"), at=now)
    assert accepted.state == "active"
    assert not WorkItem.objects.filter(closed_at=None).exists()
    assert Message.objects.get(template="role_decided").person_id == people["owner"].pk
    assert events("role.accepted")[0].actor_id == people["reviewer"].pk


def test_a_lawyer_without_the_scan_of_his_licence_cannot_obtain_the_role(people, now):
    person = people["owner"]
    with pytest.raises(papers.PapersMissing) as refused:
        roles.ask(person, role="lawyer", licence=LICENCE, files={}, by=by(person), at=now)
    assert refused.value.details["missing"] == ["lawyer_licence"]
    assert not RoleGrant.objects.filter(role="lawyer").exists()


def test_a_reviewer_cannot_accept_a_lawyer_who_came_by_verification_without_a_scan(make, people, now):
    grant = RoleGrant.objects.create(person=make.person(), role="lawyer", state="pending", asked_at=now)
    with pytest.raises(papers.PapersMissing):
        roles.accept(grant, by=by(people["reviewer"], "reviewer"), at=now)
    grant.refresh_from_db()
    assert grant.state == "pending"


def test_a_licensed_role_needs_the_number_of_the_licence(people, now):
    person = people["owner"]
    with pytest.raises(roles.LicenceNeeded):
        roles.ask(person, role="official_expert", files={"expert_licence": stored(person, now)}, by=by(person), at=now)


def test_an_unverified_member_is_given_no_further_role(make, now):
    person = make.person(level=0)
    with pytest.raises(roles.NeedsVerification):
        roles.ask(person, role="employer_natural", files={}, by=by(person), at=now)


@pytest.mark.parametrize("role", ["officer", "reviewer", "manager", "employer_legal", "representative", "nobody"])
def test_roles_that_are_given_another_way_are_not_asked_for_here(people, now, role):
    with pytest.raises(roles.NotAskedHere):
        roles.ask(people["owner"], role=role, files={}, by=by(people["owner"]), at=now)


def test_nobody_asks_for_another(make, people, now):
    with pytest.raises(roles.NotAskedHere):
        roles.ask(people["owner"], role="practitioner", files={}, by=by(make.person()), at=now)


def test_a_natural_employer_needs_no_review_and_a_second_asking_is_harmless(people, now):
    person = people["owner"]
    assert roles.ask(person, role="employer_natural", files={}, by=by(person), at=now).state == "active"
    with pytest.raises(roles.HasRole):
        roles.ask(person, role="employer_natural", files={}, by=by(person), at=now)
    assert RoleGrant.objects.filter(person=person, role="employer_natural").count() == 1


def test_what_the_reviewer_asks_for_must_come_before_he_is_asked_again(lawyer, people, now, clock):
    reviewer = by(people["reviewer"], "reviewer")
    roles.ask_papers(lawyer, missing=["lawyer_licence", "identity_card"], reason="تصویر ناخواناست", by=reviewer, at=now)
    later = now.replace(hour=now.hour + 1)
    owner = by(people["owner"])
    with pytest.raises(papers.PapersMissing):
        roles.resend(lawyer, by=owner, at=later)
    half = roles.add_papers(lawyer, files={"lawyer_licence": stored(people["owner"], now)}, by=owner, at=later)
    assert half.state == "incomplete"
    whole = roles.add_papers(lawyer, files={"identity_card": stored(people["owner"], now)}, by=owner, at=later)
    assert whole.state == "pending"
    assert whole.missing == []
    assert WorkItem.objects.filter(kind="review_grant", closed_at=None).count() == 1


def test_a_file_of_someone_else_or_one_that_serves_elsewhere_is_not_taken(make, lawyer, people, now):
    owner = by(people["owner"])
    with pytest.raises(papers.NotYourFile):
        roles.add_papers(lawyer, files={"identity_card": stored(make.person(), now)}, by=owner, at=now)
    used = Paper.objects.get(grant=lawyer).file_id
    with pytest.raises(papers.NotYourFile):
        roles.add_papers(lawyer, files={"identity_card": used}, by=owner, at=now)


def test_a_paper_nobody_asks_for_is_not_taken(lawyer, people, now):
    with pytest.raises(papers.WrongPaper):
        roles.add_papers(lawyer, files={"gazette": stored(people["owner"], now)}, by=by(people["owner"]), at=now)


def test_papers_do_not_pile_up_without_end(lawyer, people, now, monkeypatch):
    monkeypatch.setattr(papers, "MANY", 1)
    with pytest.raises(papers.TooManyPapers):
        roles.add_papers(lawyer, files={"identity_card": stored(people["owner"], now)}, by=by(people["owner"]), at=now)


def test_a_reviewer_does_not_judge_himself(make, people, now):
    reviewer = people["reviewer"]
    grant = RoleGrant.objects.create(person=reviewer, role="lawyer", state="pending", asked_at=now)
    with pytest.raises(papers.NotYourOwn):
        roles.accept(grant, by=by(reviewer, "reviewer"), at=now)


def test_of_two_reviewers_the_second_learns_that_it_was_decided(make, lawyer, people, now):
    roles.accept(lawyer, by=by(people["reviewer"], "reviewer"), at=now)
    with pytest.raises(papers.AlreadyDecided) as refused:
        roles.refuse(lawyer, reason="نه", by=by(make.staff("reviewer"), "reviewer"), at=now)
    assert "پیش از شما" in refused.value.text
    lawyer.refresh_from_db()
    assert lawyer.state == "active"


@pytest.mark.parametrize("role", ["owner", "reviewer"])
def test_a_staff_role_is_ended_only_by_a_manager(people, now, role):
    grant = people["reviewer"].grants.get()
    actor = by(people["reviewer"]) if role == "owner" else by(people["reviewer"], "reviewer")
    with pytest.raises(NotAllowed):
        roles.end(grant, reason="", by=actor, at=now)


# The pages.


def test_the_page_of_roles_asks_for_log_in_first(client, make):
    response = client.get(reverse("people:roles"))
    assert response.status_code == 302
    assert reverse("people:login") in response["Location"]


def test_a_role_of_someone_else_is_not_there(client, make, lawyer):
    other = log_in(client, make.person())
    assert other.get(reverse("people:role_papers", args=[lawyer.pk])).status_code == 404
    assert other.post(reverse("people:role_papers", args=[lawyer.pk]), {"do": "end"}).status_code == 404
    lawyer.refresh_from_db()
    assert lawyer.state == "pending"


def test_a_lawyer_asks_for_his_role_with_a_scan(client, make, clock):
    person = make.person()
    log_in(client, person)
    address = reverse("people:role_add", args=["lawyer"])
    assert "پروانه وکالت" in client.get(address).content.decode()
    without = client.post(address, {"licence_number": "۱۲۳", "licence_body": "کانون مرکز"})
    assert without.status_code == 422
    assert not RoleGrant.objects.filter(role="lawyer").exists()
    sent = client.post(address, {"licence_number": "۱۲۳", "licence_body": "کانون مرکز", "paper_lawyer_licence": picture()})
    grant = RoleGrant.objects.get(role="lawyer")
    assert sent["Location"] == reverse("people:role_papers", args=[grant.pk])
    assert grant.state == "pending"
    assert "نزد کارشناس" in client.get(sent["Location"]).content.decode()
    again = client.post(address, {"licence_number": "۱۲۳", "licence_body": "کانون مرکز", "paper_lawyer_licence": picture()})
    assert again.status_code == 409
    assert RoleGrant.objects.filter(role="lawyer").count() == 1


def test_a_wrong_file_under_a_right_name_is_refused_beside_its_field(client, make, clock):
    from django.core.files.uploadedfile import SimpleUploadedFile

    log_in(client, make.person())
    bad = SimpleUploadedFile("card.png", b"<html>not a picture</html>", content_type="image/png")
    answer = client.post(
        reverse("people:role_add", args=["lawyer"]), {"licence_number": "1", "licence_body": "k", "paper_lawyer_licence": bad}
    )
    assert answer.status_code == 422
    assert "پذیرفته نیست" in answer.content.decode()


@pytest.mark.parametrize("role", ["manager", "employer_legal", "representative", "xyz"])
def test_there_is_no_page_to_ask_for_other_roles(client, make, role):
    log_in(client, make.person())
    assert client.get(reverse("people:role_add", args=[role])).status_code == 404


def test_an_unverified_member_is_led_to_verification_first(client, make):
    log_in(client, make.person(level=0))
    assert reverse("people:verify") in client.get(reverse("people:role_add", args=["lawyer"]))["Location"]


def test_missing_papers_are_named_and_sent_from_the_page_of_the_role(client, lawyer, people, now, clock):
    roles.ask_papers(lawyer, missing=["identity_card"], reason="کارت ملی هم لازم است", by=by(people["reviewer"], "reviewer"), at=now)
    log_in(client, people["owner"])
    address = reverse("people:role_papers", args=[lawyer.pk])
    shown = client.get(address).content.decode()
    assert "کارت ملی هم لازم است" in shown
    assert "کارت ملی هوشمند" in shown
    assert client.post(address, {}).status_code == 422
    clock.shift(60)
    assert client.post(address, {"paper_identity_card": picture()}).status_code == 302
    lawyer.refresh_from_db()
    assert lawyer.state == "pending"


def test_its_owner_ends_a_role_on_its_page_and_a_second_press_is_harmless(client, lawyer, people):
    log_in(client, people["owner"])
    address = reverse("people:role_papers", args=[lawyer.pk])
    assert client.post(address, {"do": "end", "reason": "بازنشسته شدم"}).status_code == 302
    assert client.post(address, {"do": "end", "reason": ""}).status_code == 409
    lawyer.refresh_from_db()
    assert (lawyer.state, lawyer.reason) == ("ended", "بازنشسته شدم")


# Papers.


def test_a_paper_is_opened_by_its_owner_without_a_trace(client, lawyer, people, clock):
    log_in(client, people["owner"])
    found = client.get(reverse("people:paper", args=[lawyer.papers.get().file.token]))
    assert found.status_code == 200
    assert found["Content-Disposition"].startswith("attachment")
    assert not people["owner"].reads.exists()


def test_a_reviewers_look_at_a_paper_stands_in_its_owners_log(client, make, lawyer, people, clock):
    reviewer = make.staff("reviewer")
    log_in(client, reviewer)
    assert client.get(reverse("people:paper", args=[lawyer.papers.get().file.token])).status_code == 200
    look = people["owner"].reads.get()
    assert (look.reader_id, look.reader_role, look.reason) == (reviewer.pk, "reviewer", "بررسی مدرک")


@pytest.mark.parametrize("who", ["person", "officer", "manager", "reviewer_without_second_factor", "nobody"])
def test_a_paper_is_nobody_elses(client, make, lawyer, who):
    token = lawyer.papers.get().file.token
    people = {
        "person": make.person,
        "officer": lambda: make.staff("officer", at_office=make.office()),
        "manager": lambda: make.staff("manager"),
        "reviewer_without_second_factor": lambda: make.staff("reviewer", factor=False),
    }
    if who != "nobody":
        log_in(client, people[who]())
    answer = client.get(reverse("people:paper", args=[token]))
    assert answer.status_code == (302 if who in ("nobody", "reviewer_without_second_factor") else 404)
    assert b"PNG" not in answer.content


def test_an_unknown_paper_is_not_there(client, make):
    log_in(client, make.person())
    assert client.get(reverse("people:paper", args=["0" * 32])).status_code == 404


# Acting.


def test_the_acting_role_is_switched_and_shown_in_the_header(client, make):
    person = make.person()
    RoleGrant.objects.create(person=person, role="employer_natural", state="active", asked_at=person.joined_at)
    log_in(client, person)
    address = reverse("people:act_as")
    assert "کارفرمای حقیقی" in client.get(address).content.decode()
    assert client.post(address, {"acting": "employer_natural|"}).status_code == 302
    assert client.session["acting"] == "employer_natural|"
    assert "<strong>کارفرمای حقیقی</strong>" in client.get(address).content.decode()


@pytest.mark.parametrize("value", ["manager|", "lawyer|", "employer_legal|organisation:1", "lawyer|person:1", "", "x"])
def test_a_role_that_is_not_held_cannot_be_acted_in(client, make, value):
    log_in(client, make.person())
    assert client.post(reverse("people:act_as"), {"acting": value}).status_code == 422
    assert "acting" not in client.session


def test_a_role_that_ended_is_not_acted_in_at_the_next_request(client, make, now):
    person = make.person()
    grant = RoleGrant.objects.create(person=person, role="practitioner", state="active", asked_at=now)
    log_in(client, person)
    client.post(reverse("people:act_as"), {"acting": "practitioner|"})
    roles.end(grant, reason="", by=by(person), at=now)
    shown = client.get(reverse("people:act_as")).content.decode()
    assert "acting" not in client.session
    assert "<strong>عضو</strong>" in shown


@pytest.mark.parametrize(
    "value", ["employer_legal|organisation:x", "lawyer|person:-1", "employer_legal|company:1", "worker|organisation:1"]
)
def test_a_forged_way_to_act_is_nobodys(make, value):
    assert not queries.still_holds(make.person().pk, value)


def test_the_list_of_roles_asks_the_same_number_of_questions_for_10_and_100(client, make, now):
    counts = []
    for many in (10, 100):
        person = make.person(password=None)
        RoleGrant.objects.bulk_create(
            RoleGrant(person=person, role="practitioner", state="ended", asked_at=now, decided_at=now) for _ in range(many)
        )
        client.force_login(person)
        counts.append(questions(client, reverse("people:roles")))
    assert counts[0] == counts[1] <= 10


def test_a_file_chosen_beside_a_refused_one_is_asked_for_again_and_not_lost_in_silence(client, make, clock):
    from django.core.files.uploadedfile import SimpleUploadedFile

    log_in(client, make.person())
    bad = SimpleUploadedFile("card.png", b"<html>not a picture</html>", content_type="image/png")
    given = {"licence_number": "1", "licence_body": "k", "paper_lawyer_licence": bad}
    address = reverse("people:role_add", args=["lawyer"])
    assert client.post(address, given).content.decode().count("data-again") == 0
    bad.seek(0)
    both = client.post(address, given | {"paper_identity_card": picture()}).content.decode()
    assert both.count("data-again") == 1
    assert "نگه داشته نشد؛ دوباره انتخاب کنید" in both


def test_the_same_file_is_taken_once_and_a_second_press_is_told_so(client, lawyer, people, clock):
    log_in(client, people["owner"])
    address = reverse("people:role_papers", args=[lawyer.pk])
    before = lawyer.papers.count()
    assert client.post(address, {"paper_identity_card": picture(colour="white")}).status_code == 302
    again = client.post(address, {"paper_identity_card": picture(colour="white")})
    assert again.status_code == 409
    assert "پیش‌تر فرستاده‌اید" in again.content.decode()
    assert lawyer.papers.count() == before + 1


def test_what_is_new_beside_a_paper_sent_before_is_taken(lawyer, people, now, clock):
    owner = people["owner"]
    roles.add_papers(lawyer, files={"identity_card": stored(owner, now, "white")}, by=by(owner), at=now)
    both = {"identity_card": stored(owner, now, "white"), "lawyer_licence": stored(owner, now, "white")}
    roles.add_papers(lawyer, files=both, by=by(owner), at=now)
    assert [paper.kind for paper in lawyer.papers.order_by("-pk")[:2]] == ["lawyer_licence", "identity_card"]
