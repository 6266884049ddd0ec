"""A paper of another body gives its owner a deadline and a folder, a calendar that he can take back, and announcements are no letters."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.core import files
from kardad.inbox.actions import announcements, feeds
from kardad.inbox.models import Delivery, Feed, Letter
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed
from tests.inbox.service.test_pages_notices import enter, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)
INBOX, ELSEWHERE, FEED = "/panel/inbox/", "/panel/inbox/elsewhere/", "/panel/inbox/calendar/"
PAPER = {"code": "N7", "number": "۱۴۰۴/۹۹", "body": "اداره کار شرق تهران", "day": "۱۴۰۴/۰۸/۲۵", "side": "respondent"}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


@pytest.fixture
def person(client, make):
    return enter(client, make.person())


def entered(client, **changes):
    return client.post(ELSEWHERE, PAPER | changes)["Location"]


@pytest.mark.parametrize("mode", ["authority", "bureau"])
def test_a_paper_has_its_deadline_its_folder_and_a_brief(client, person, settings, mode):
    settings.OPERATOR = mode
    where = entered(client)
    page = shown(client, where)
    assert page.select_one("svg.strip-picture")
    assert "به گفته خود شما" in page.text
    assert "اداره کار شرق تهران" in page.find("main").text
    assert "ابلاغ واقعی" not in page.find("main").text
    assert "ابلاغ قانونی" not in page.find("main").text
    assert "ابلاغیه شماره" not in page.find("main").text
    made = Delivery.objects.get()
    assert (made.served_on, made.deadlines.get().safe_until) == (date(2025, 11, 16), date(2025, 12, 1))
    assert "مهلت اعتراض" in shown(client, INBOX).select_one(".asked").text
    assert shown(client, made.notice.dossier.url).select_one(".event-expected")
    brief = shown(client, f"{where}brief/")
    assert "هنوز در اداره کار ثبت نشده است" in brief.text
    assert "۱۴۰۴/۹۹" in brief.text


def test_a_picture_stays_with_its_paper_and_is_its_owners(client, person, make):
    where = entered(client, photos=[SimpleUploadedFile("ابلاغیه.png", PNG)])
    link = shown(client, where).select_one("a[href*=photos]")["href"]
    assert client.get(link).content == PNG
    assert list(files.orphans(NOW + 3 * DAY)) == []
    enter(client, make.person())
    assert client.get(link).status_code == 404


def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(client, person):
    for changes, said in (({"day": "۱۴۰۴/۱۲/۰۱"}, "پس از"), ({"code": "N99"}, ""), ({"days": "40"}, "قانون گفته است")):
        response = client.post(ELSEWHERE, PAPER | changes)
        assert response.status_code == 422
        assert said in response.content.decode()
        assert 'value="۱۴۰۴/۹۹"' in response.content.decode()
    assert not Delivery.objects.exists()


def test_the_day_is_corrected_and_the_paper_put_away(client, person):
    where = entered(client)
    assert client.post(f"{where}correct/", {"day": "۱۴۰۴/۰۸/۲۶"})["Location"] == where
    assert "سه‌شنبه ۱۱ آذر ۱۴۰۴" in shown(client, where).select_one(".deadline-days").text
    assert "پیش از این چه روزی بود؟" in shown(client, where).text
    assert Delivery.objects.get().served_on == date(2025, 11, 17)
    assert shown(client, f"{where}forget/").select_one(".meaning")
    assert Delivery.objects.get().voided_at is None
    client.post(f"{where}forget/")
    assert shown(client, INBOX).select(".asked") == []
    assert client.get(f"{where}correct/").status_code == 404


def test_papers_of_another_and_notices_of_the_office_are_not_corrected(client, person, make, case):
    where = entered(client)
    enter(client, make.person())
    pages = [f"{where}{leaf}" for leaf in ("", "correct/", "forget/", "brief/")]
    assert [client.get(one).status_code for one in pages] == [404] * 4
    served = placed(case)["claimant"]
    enter(client, case.claimant)
    own = Letter.objects.get(delivery=served, person=case.claimant).pk
    assert [client.post(f"/panel/inbox/{own}/{leaf}/").status_code for leaf in ("correct", "forget")] == [404] * 2


def test_the_calendar_is_shown_once_read_without_log_in_and_taken_back(client, person):
    entered(client)
    assert client.post(FEED, {"do": "make"})["Location"] == FEED
    address = shown(client, FEED).select_one(".feed-address").text
    assert shown(client, FEED).select(".feed-address") == []
    path = address[address.index("/calendar/") :]
    client.logout()
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in answer.content
    assert client.get("/calendar/nobody.ics").status_code == 404
    enter(client, person)
    client.post(FEED, {"do": "revoke"})
    assert not Feed.objects.exists()
    assert client.get(path).status_code == 404


def test_nobody_takes_back_the_calendar_of_another(client, person, make):
    other = make.person()
    feeds.make(other, by=factories.actor(other), at=NOW)
    client.post(FEED, {"do": "revoke"})
    assert Feed.objects.get().person == other


def test_announcements_stand_apart_for_those_whom_they_concern(client, person, make):
    manager = by(make.staff("manager"), "manager")
    times = {"from_at": NOW - DAY, "until_at": NOW + DAY, "by": manager, "at": NOW}
    announcements.announce(title="تعطیلی دفتر", text="شنبه بسته است.", **times)
    announcements.announce(title="برای کارفرمایان", text="…", role="employer_legal", **times)
    announcements.announce(title="برای گیلان", text="…", province="گیلان", **times)
    page = shown(client, INBOX)
    assert [one.text for one in page.select(".announcements summary")] == ["تعطیلی دفتر"]
    assert page.select("form .letter") == []
    assert "ابلاغ" not in page.select_one(".announcements").text
    assert BeautifulSoup(client.get(INBOX, {"show": "unread"}).content, "html.parser").select(".announcements") == []
