"""Whoever follows an attempt from outside learns its state, and nothing of whom it is about."""

import pytest
from django.test import Client

from kardad.people.models import Attempt
from tests.journeys.walker import CAPTCHA, PEOPLE


def follow(client, tracking, tail, **more):
    return client.post("/verify/follow/", {"tracking": tracking, "tail": tail} | CAPTCHA, **more)


@pytest.mark.parametrize("who", ["not_owned", "wrong_birth"])
def test_no_identifier_of_a_rejected_attempt_is_shown_to_who_follows_it(walker, who):
    walker.choose()
    walker.describe(who)
    attempt = Attempt.objects.get(state="rejected")
    other = Client()
    assert follow(other, attempt.tracking, PEOPLE[who]["mobile"][-4:]).status_code == 302
    for page in ("/verify/details/", "/verify/checks/"):
        body = other.get(page).content.decode().translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
        assert PEOPLE[who]["code"] not in body
        assert PEOPLE[who]["mobile"][1:] not in body
        assert PEOPLE[who]["birth"] not in body


def test_who_typed_it_finds_it_again_after_a_refusal(walker):
    walker.choose()
    walker.describe("wrong_birth")
    assert PEOPLE["wrong_birth"]["code"] in walker.get("people:verify_details").content.decode()


def test_which_field_failed_is_not_told_to_who_follows(walker):
    walker.choose()
    walker.describe("not_owned")
    assert "این شماره به نام" in walker.get("people:verify_checks").content.decode()
    attempt = Attempt.objects.get(state="rejected")
    other = Client()
    follow(other, attempt.tracking, PEOPLE["not_owned"]["mobile"][-4:])
    assert "این شماره به نام" not in other.get("/verify/checks/").content.decode()


def test_an_attempt_that_went_on_elsewhere_is_no_longer_this_sessions(walker):
    walker.choose()
    walker.describe("karimi")
    other = Client()
    follow(other, walker.attempt.tracking, PEOPLE["karimi"]["mobile"][-4:])
    assert other.get("/verify/code/").status_code == 200
    assert walker.get("people:verify_code").status_code == 404
    assert walker.post("people:verify_checks", {"do": "cancel"}).status_code == 404


def test_the_end_of_a_mobile_is_not_guessed_from_many_addresses(walker):
    walker.choose()
    walker.describe("karimi")
    tracking = walker.attempt.tracking
    answers = [follow(Client(REMOTE_ADDR=f"198.51.100.{n}"), tracking, f"{n + 100:04}").status_code for n in range(12)]
    assert answers == [404] * 10 + [429] * 2
