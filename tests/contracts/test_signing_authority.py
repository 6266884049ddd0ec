"""Who signs for an employer without being its signatory: by a paper, for its days, given by who signs himself (signing rule 5)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kardad.contracts.actions import authorising, signing
from kardad.contracts.models import Authority, Signature
from kardad.contracts.queries import authorities
from kardad.inbox.models import Letter
from kardad.kit import calendar
from tests import factories
from tests.contracts import world
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import NOW
from tests.samples import PDF

pytestmark = pytest.mark.django_db
TODAY = calendar.tehran_day(NOW)


def given(client, clerk, made, *, first=TODAY, last=None):
    """The form of the paper, sent."""
    upload = SimpleUploadedFile("معرفی.pdf", PDF, "application/pdf")
    told = {"to": f"{made.company.pk}-{clerk.pk}", "valid_from": calendar.jalali(first), "file": upload}
    return client.post(reverse("contracts:give_authority"), told | ({"valid_to": calendar.jalali(last)} if last else {}))


def test_a_clerk_signs_by_a_paper_that_counts_on_the_day_and_by_no_other(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    made = world.drafted()
    clerk = factories.person(level=2, role="employer")
    clerk.mobile_proved_at = NOW
    clerk.save()
    world.seat(made.company, clerk, rights=["contracts"])
    keeper, his = Side(made, made.keeper, sms), Side(made, clerk, sms)
    page = his.get("send")
    assert ('name="do"' in page.content.decode(), page.context["may_sign"]) == (False, False)
    digest = page.context["form"].digest
    assert his.post("send", {"do": "send", "words": digest}).status_code == 403
    assert given(his.client, clerk, made).status_code == 422  # he gives himself nothing
    assert given(keeper.client, made.worker, made).status_code == 422
    assert given(keeper.client, clerk, made, last=TODAY - timedelta(days=1)).status_code == 422
    assert given(keeper.client, clerk, made, first=TODAY + timedelta(days=1)).status_code == 302
    assert his.post("send", {"do": "send", "words": digest}).status_code == 403
    assert given(keeper.client, clerk, made, last=TODAY).status_code == 302
    assert Letter.objects.filter(event="authority.given", person=clerk).count() == 2
    assert his.asks("send").status_code == 302
    ready = Authority.objects.get(valid_from=TODAY)
    stranger = Side(made, factories.person(level=2), sms)
    for address in (reverse("contracts:end_authority", args=[ready.pk]), reverse("contracts:authority_file", args=[ready.pk])):
        assert stranger.client.get(address).status_code == 404
    assert his.client.get(reverse("contracts:authority_file", args=[ready.pk])).status_code == 200
    assert his.client.post(reverse("contracts:end_authority", args=[ready.pk])).status_code == 404
    authorising.end(made.keeper, ready, by=made.keeps, at=NOW)
    code = world.by_code(sms, clerk)
    assert his.post("send", {"words": digest, "code": code}).status_code == 403  # ended between the code and the signature
    assert not Signature.objects.filter(signed_at__isnull=False).exists()
    assert given(keeper.client, clerk, made, last=TODAY + timedelta(days=9)).status_code == 302
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    assert his.signs("send").status_code == 302
    assert Signature.objects.get(side="employer").authority.valid_to == TODAY + timedelta(days=9)
    listed = keeper.client.get(reverse("contracts:authorities")).content.decode()
    assert clerk.name in listed


def test_a_paper_is_given_only_by_who_signs_himself(sms):
    made = world.drafted()
    clerk, other = (factories.person(level=2, role="employer") for _ in range(2))
    for one in (clerk, other):
        world.seat(made.company, one, rights=["contracts"])
    assert authorities.candidates(clerk) == []
    to = authorities.Candidate(other, made.company)
    with pytest.raises(authorising.NotYoursToGive):
        authorising.give(clerk, to, file=None, days=authorising.Days(TODAY), by=factories.actor(clerk), at=NOW)
    assert signing.authority(world.place(made, made.keeps), at=NOW) is None
