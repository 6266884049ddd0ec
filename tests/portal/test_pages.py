"""Every public page of the front door stands, in both modes, with a title, a description, one heading and links that lead somewhere."""

from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse

from kardad.portal import leaves
from tests.portal.conftest import paths

pytestmark = pytest.mark.django_db


def test_every_page_stands_in_both_modes_with_one_heading(read, mode):
    for path in paths():
        shown = read(path)
        assert len(shown.find_all("h1")) == 1, path
        assert shown.title.text.strip().endswith("– کارداد"), path
        assert 40 <= len(shown.find("meta", {"name": "description"})["content"]) <= 170, path


def test_titles_and_descriptions_tell_pages_apart():
    every = [*leaves.pages().values(), *leaves.guides().values()]
    assert len({leaf.title for leaf in every}) == len(every)
    assert len({leaf.description for leaf in every}) == len(every)


def test_headings_go_down_one_level_at_a_time(read):
    for path in paths():
        levels = [int(heading.name[1]) for heading in read(path).find("main").find_all(["h1", "h2", "h3", "h4"])]
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), (path, levels)


def test_a_bureau_says_plainly_that_it_is_no_state_body(read, settings):
    settings.OPERATOR = "bureau"
    assert "نهاد دولتی نیست" in read("/about/").find("main").text
    assert "دفتر خصوصی" in read("/about/").find("main").text
    assert "نهاد دولتی نیست" in read("/").find("main").text
    assert "احراز هویت جداگانه دارند" in read("/help/verification/").text


def test_an_authority_does_not_call_itself_private(read, settings):
    settings.OPERATOR = "authority"
    for path in paths():
        assert "دفتر خصوصی" not in read(path).text, path


def test_nobody_is_impersonated(read, mode):
    for path in paths():
        words = read(path).text
        assert "mcls" not in words, path
        assert "kartaban" not in words.lower(), path
        assert "اداره کل خدمات" not in words, path


def test_every_public_page_is_reached_by_links_from_the_home(read):
    known, ahead = {"/"}, ["/"]
    while ahead:
        for link in read(ahead.pop()).select("a[href]"):
            path = urlsplit(link["href"]).path
            if path.startswith("/") and path not in known and path in paths():
                known.add(path)
                ahead.append(path)
    assert known == set(paths())


def test_every_footer_leads_to_calculators_the_law_and_the_room_of_programmers(read, mode):
    for path in paths():
        links = {link["href"]: link.text for link in read(path).select("footer a[href]")}
        assert links["/calculators/"] == "محاسبه‌ها"
        assert links["/law/"] == "عددهای قانون کار"
        assert links["/api/docs"] == "برای برنامه‌نویسان"


def test_every_link_of_every_page_leads_to_a_page_that_exists(read):
    for path in paths():
        for link in read(path).select("a[href], form[action], link[rel=canonical]"):
            target = urlsplit(link.get("href") or link.get("action"))
            if target.path and not target.path.startswith("/static/"):
                try:
                    resolve(target.path)
                except Resolver404:
                    pytest.fail(f"{path} links to {target.path}")


def test_every_guide_has_a_next_step_a_review_date_and_neighbours(read):
    for guide in leaves.guides().values():
        main = read(guide.path).find("main")
        assert main.select_one(".buttons a.button")["href"] == reverse(guide.next), guide.key
        assert "آخرین بازبینی" in main.text, guide.key
        assert guide.key not in guide.related
        assert leaves.related(guide), guide.key


def test_guides_link_to_papers_of_every_role_that_verifies(read):
    from kardad.people import roles

    table = read("/help/what-you-need/").find("table").text
    for key in roles.VERIFYING:
        assert roles.ROLES[key].title in table
    assert "پروانه وکالت" in table


def test_guides_name_the_methods_that_are_open_now_and_why_others_are_not(read, clock):
    words = read("/help/verification/").find("main").text
    assert "روش‌هایی که اکنون باز است" in words
    assert "راه اتصال به این سامانه هنوز منتشر نشده است." in words


def test_a_method_that_staff_closed_is_closed_in_the_guides(read):
    from kardad.people.models import Method

    Method.objects.create(
        key="otp_l1", title="سطح یک", text="—", level=1, order=1, is_enabled=False, disabled_reason="سامانه سیم‌کارت خاموش است."
    )
    assert "سامانه سیم‌کارت خاموش است." in read("/help/in-person/").text


def test_the_ladder_of_a_missing_code_names_the_operators_and_keeps_its_order(read):
    words = read("/help/code-not-received/").find("main").text
    order = [
        words.index(part) for part in ("وضعیت پیامک", "کد تازه بگیرید", "*۸۰۰#", "*۱۹۵#", "با تماس بگیرید", "پنجره ملی", "حضوری بیایید")
    ]
    assert order == sorted(order)


def test_the_guide_of_representatives_tells_of_the_day_to_take_it_back(read):
    words = read("/help/representatives/").find("main")
    assert "تا ۲۴ ساعت پس گرفتنی است" in words.text
    assert words.find("a", href="/panel/")


def test_figures_of_guides_come_from_the_policies(monkeypatch, read):
    from datetime import timedelta

    from kardad.people import policy
    from kardad.portal import figures

    figures.figures.cache_clear()
    monkeypatch.setattr(policy, "TICKET_LIFE", timedelta(days=21))
    try:
        assert "۲۱ روز" in read("/help/in-person/").text
    finally:
        figures.figures.cache_clear()


def test_guides_of_contracts_name_the_days_of_their_policies(read):
    assert "۱۰ روز فرصت دارید" in read("/help/contract-worker/").text
    assert "۴۵، ۳۰ و ۷ روز پیش از پایان" in read("/help/contract-employer/").text
    ends = read("/help/contract-end/").text
    assert all(words in ends for words in ("تا ۱۵ روز پس از پایان", "تا ۳ روز و تنها پیش از پرداخت"))


def test_a_guide_that_is_not_there_is_a_readable_404(read):
    shown = read("/help/no-such-guide/", status=404)
    assert len(shown.find_all("h1")) == 1
    assert "پیدا نشد" in shown.find("h1").text


@pytest.mark.parametrize("path", ["/", "/help/", "/about/", "/status/", "/sitemap.xml", "/robots.txt"])
def test_a_page_to_read_takes_no_post(client, path):
    assert client.post(path).status_code == 405


def test_the_rules_are_marked_with_the_version_that_members_accept(read):
    from kardad.people.actions import persons

    assert persons.RULES_VERSION == "1405-09-01"
    assert "۱۴۰۵-۰۹-۰۱" in read("/rules/").find("main").text


def test_public_pages_ask_the_database_little(client, django_assert_max_num_queries):
    for path in paths():
        with django_assert_max_num_queries(3 if path == "/status/" else 2):  # ninety days are drawn there
            client.get(path)
