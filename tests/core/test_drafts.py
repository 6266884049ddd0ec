"""Drafts: nothing typed is lost, and no secret is kept."""

from datetime import timedelta

import pytest

from kardad.core import drafts
from kardad.core.models import Draft
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TYPED = {"first_name": "علی", "address": "خیابان آزادی"}


def test_what_was_typed_comes_back_and_is_sealed_meanwhile():
    kept = drafts.keep("/verify/details/", TYPED, person_id=3, at=NOW)
    assert drafts.typed(drafts.find("/verify/details/", person_id=3)) == TYPED
    assert "علی" not in kept.sealed


@pytest.mark.parametrize("name", ["password", "new_password1", "code", "otp", "captcha_answer", "csrfmiddlewaretoken", "credential"])
def test_secrets_are_left_out(name):
    kept = drafts.keep("/join/", TYPED | {name: "123456"}, person_id=3, at=NOW)
    assert drafts.typed(kept) == TYPED


def test_a_later_draft_replaces_the_earlier_one_of_the_same_form():
    drafts.keep("/a/", {"x": "1"}, person_id=3, at=NOW)
    drafts.keep("/a/", {"x": "2"}, person_id=3, at=NOW + timedelta(minutes=1))
    drafts.keep("/b/", {"x": "3"}, person_id=3, at=NOW)
    assert drafts.typed(drafts.find("/a/", person_id=3)) == {"x": "2"}
    assert Draft.objects.count() == 2


def test_nobody_finds_anothers_draft():
    drafts.keep("/a/", {"x": "1"}, person_id=3, at=NOW)
    assert drafts.find("/a/", person_id=4) is None


def test_visitors_have_drafts_of_their_own_found_by_token_only():
    one, two = (drafts.keep("/join/", {"x": str(n)}, person_id=None, at=NOW) for n in (1, 2))
    assert one.token != two.token
    assert Draft.objects.count() == 2


def test_a_sent_form_has_no_draft():
    drafts.keep("/a/", {"x": "1"}, person_id=3, at=NOW)
    drafts.drop("/a/", person_id=3)
    assert drafts.find("/a/", person_id=3) is None


def test_old_drafts_are_forgotten_on_their_day_and_not_before():
    drafts.keep("/a/", {"x": "1"}, person_id=3, at=NOW)
    assert drafts.forget_old(NOW + drafts.KEPT_FOR) == 0
    assert drafts.forget_old(NOW + drafts.KEPT_FOR + timedelta(seconds=1)) == 1
