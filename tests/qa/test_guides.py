"""Guides say their day; comments are seen before they are shown; official addresses say when they were opened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.qa.actions import guides
from kardad.qa.actions.guides import LinkTaken, SlugTaken, TooManyComments
from kardad.qa.actions.questions import PrivateFacts
from kardad.qa.models import Guide, LinkEntry
from kardad.work import queries as work
from tests.conftest import NOW

TODAY = calendar.tehran_day(NOW)
GIVEN = {"slug": "unpaid-wage", "title": "مزد پرداخت‌نشده", "lead": "گام به گام.", "topic": "wage", "reviewed_on": TODAY}
LINK = {"group": "systems", "title": "سامانه", "url": "https://example.ir/", "text": "ثبت دادخواست", "checked_on": TODAY}


@pytest.fixture
def guide(desk):
    """A guide that everybody reads."""
    made = guides.write(None, given=GIVEN | {"body": "## نخست\nبنویسید."}, author=desk.person, by=desk.expert, at=NOW)
    return guides.publish(made, by=desk.expert, at=NOW)


def comment(desk, guide, body="بسیار به کارم آمد."):
    return guides.comment(guide, author=desk.worker, body=body, by=desk.asker, at=NOW)


def test_a_draft_is_nobodys_to_read_and_a_withdrawn_guide_neither(client, desk, guide):
    where = reverse("qa:guide", args=[guide.slug])
    assert "آخرین بازبینی" in client.get(where).content.decode()
    guides.withdraw(guide, by=desk.expert, at=NOW)
    assert client.get(where).status_code == 404


def test_a_comment_is_shown_after_somebody_looked(client, desk, guide):
    row = comment(desk, guide)
    where = reverse("qa:guide", args=[guide.slug])
    assert work.is_open("qa_comment", row)
    assert row.body not in client.get(where).content.decode()
    guides.judge_comment(row, is_good=True, by=desk.expert, at=NOW)
    page = client.get(where).content.decode()
    assert row.body in page
    assert desk.worker.last_name not in page
    assert not work.is_open("qa_comment", row)


def test_pages_of_comments_are_not_for_search_engines(client, desk, guide):
    for place in range(7):
        guides.judge_comment(comment(desk, guide, f"نظر شماره {place}"), is_good=True, by=desk.expert, at=NOW)
    first = client.get(reverse("qa:guide", args=[guide.slug])).content.decode()
    rest = client.get(reverse("qa:comments", args=[guide.slug])).content.decode()
    assert "noindex" not in first
    assert "noindex" in rest
    assert "نظرهای پیشین" in first


def test_a_comment_names_nobody_and_is_one_of_few_a_day(desk, guide):
    with pytest.raises(PrivateFacts):
        comment(desk, guide, "با ۰۹۱۲۰۰۰۰۰۰۱ تماس بگیرید")
    for _ in range(10):
        comment(desk, guide)
    with pytest.raises(TooManyComments):
        comment(desk, guide)


def test_a_visitor_is_led_to_log_in_before_he_comments(client, guide):
    answer = client.post(reverse("qa:guide", args=[guide.slug]), {"body": "نظر"})
    assert answer.status_code == 302
    assert reverse("people:login") in answer["Location"]


@pytest.mark.parametrize("deed", ["publish", "withdraw"])
def test_an_asker_keeps_no_guide(desk, guide, deed):
    with pytest.raises(NotAllowed):
        getattr(guides, deed)(guide, by=desk.asker, at=NOW)
    with pytest.raises(NotAllowed):
        guides.write(guide, given=GIVEN | {"body": "…"}, author=desk.worker, by=desk.asker, at=NOW)


def test_an_address_belongs_to_one_guide(desk, guide):
    with pytest.raises(SlugTaken):
        guides.write(None, given=GIVEN | {"body": "…"}, author=desk.person, by=desk.expert, at=NOW)
    again = guides.write(guide, given=GIVEN | {"body": "متن تازه"}, author=desk.person, by=desk.expert, at=NOW)
    assert Guide.objects.get() == again


def test_an_official_address_says_when_it_was_opened_last(client, desk):
    row = guides.keep_link(None, given=LINK, by=desk.expert, at=NOW)
    with pytest.raises(LinkTaken):
        guides.keep_link(None, given=LINK, by=desk.expert, at=NOW)
    later = TODAY + timedelta(days=30)
    guides.check_link(row, is_down=True, on=later, by=desk.manager, at=NOW)
    page = client.get(reverse("qa:links")).content.decode()
    assert "باز نشد" in page
    assert LinkEntry.objects.get().checked_on == later
    with pytest.raises(NotAllowed):
        guides.check_link(row, is_down=False, on=later, by=desk.asker, at=NOW)


def test_staff_keep_guides_comments_and_addresses_on_pages(client, desk, guide):
    row = comment(desk, guide)
    client.force_login(desk.person)
    typed = GIVEN | {"slug": "leave-guide", "body": "متن", "reviewed_on": "1404/09/01"}
    assert client.post(reverse("qa_office:guide_new"), typed).status_code == 302
    made = Guide.objects.get(slug="leave-guide")
    client.post(reverse("qa_office:guide", args=[made.pk]), typed | {"do": "publish"})
    made.refresh_from_db()
    assert made.state == "published"
    where = reverse("qa_office:comment", args=[row.pk])
    assert client.post(where, {"verdict": "reject"}).status_code == 422
    assert client.post(where, {"verdict": "reject", "reason": "تبلیغ است."}).status_code == 302
    assert client.post(reverse("qa_office:links"), LINK | {"checked_on": "1404/09/01", "place": "1"}).status_code == 302
    link = LinkEntry.objects.get()
    client.post(reverse("qa_office:link", args=[link.pk]), {"do": "down"})
    link.refresh_from_db()
    assert link.is_down
