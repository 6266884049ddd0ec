"""The gallery shows every component, and no page of it breaks the rules of the house."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kardad.ui import samples
from tests.ui.conftest import ROOM

COMPONENTS = sorted(path.stem for path in (ROOM / "templates" / "ui").glob("*.html"))
# Parts of the frame and of other components: included, never written as a tag.
FRAME = {
    "site_head",
    "site_opening",
    "head_public",
    "acting_role",
    "autosave",
    "mark",
    "site_footer",
    "site_header",
    "skip_link",
    "tone_icon",
}
VISITS = [f"/gallery/{slug}/" for slug in samples.PARTS] + ["/gallery/"]
VISITS += [f"/gallery/{slug}/?wrong=1" for slug in ("fields", "choices", "question")]


@pytest.fixture
def visit():
    client = Client()

    def visit(address):
        answer = client.get(address)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    return visit


def gallery_source():
    return "".join(path.read_text() for path in (ROOM / "templates").rglob("*.html"))


def test_there_are_components_enough_for_a_ministry():
    assert len(set(COMPONENTS) - FRAME) >= 22


@pytest.mark.parametrize("name", sorted(set(COMPONENTS) - FRAME))
def test_every_component_stands_in_the_gallery(name):
    shown = "".join(path.read_text() for folder in ("gallery", "kinds") for path in (ROOM / "templates" / folder).glob("*.html"))
    assert re.search(rf"<c-{name.replace('_', '-')}[\s/>]", shown)


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_says_what_it_is(name):
    assert (ROOM / "templates" / "ui" / f"{name}.html").read_text().startswith("{# ")


@pytest.mark.parametrize("address", VISITS)
def test_a_room_of_the_gallery_is_a_well_made_page(visit, address):
    page = visit(address)
    assert page.html["lang"] == "fa"
    assert page.html["dir"] == "rtl"
    assert len(page.find_all("h1")) == 1
    assert page.title.string.strip(" –")
    assert page.find("main", id="main")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for label in page.find_all("label"):
        assert label["for"] in ids
    for element in page.find_all(attrs={"aria-describedby": True}):
        assert set(element["aria-describedby"].split()) <= set(ids)


@pytest.mark.parametrize("address", VISITS)
def test_both_doors_are_in_header_and_footer(visit, address):
    page = visit(address)
    for part in (page.header, page.find("footer", class_="footer")):
        assert {"پنل کاربران", "امور اداری آنلاین"} <= {link.get_text(strip=True) for link in part.find_all("a")}


@pytest.mark.parametrize("address", VISITS)
def test_nothing_is_inline(visit, address):
    page = visit(address)
    assert not page.find_all(style=True)
    assert not page.find_all("style")
    assert all(script.get("src") for script in page.find_all("script"))
    assert not [name for element in page.find_all() for name in element.attrs if name.startswith("on")]


@pytest.mark.parametrize("slug", ["fields", "choices", "question"])
def test_every_error_is_in_the_summary_and_beside_its_field(visit, slug):
    page = visit(f"/gallery/{slug}/?wrong=1")
    assert page.title.string.startswith("خطا: ")
    links = page.select(".error-summary a")
    assert links
    for link in links:
        target = page.find(id=link["href"].removeprefix("#"))
        assert target is not None
        field = target.find_parent(class_="field")
        assert link.get_text() in field.select_one(".error").get_text()


def test_a_wrong_field_tells_assistive_technology(visit):
    field = visit("/gallery/fields/?wrong=1").find(id="id_national_code")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "id_national_code_helptext id_national_code_error"


def test_fields_know_their_keyboard_and_direction(visit):
    page = visit("/gallery/fields/")
    mobile, code, password = (page.find(id=f"id_{name}") for name in ("mobile", "code", "password"))
    assert (mobile["type"], mobile["autocomplete"], mobile["dir"]) == ("tel", "tel-national", "ltr")
    assert (code["inputmode"], code["autocomplete"], code["dir"]) == ("numeric", "one-time-code", "ltr")
    assert password["autocomplete"] == "new-password"
    assert page.find(id="id_name").get("dir") is None


def test_a_masked_value_is_whole_only_for_its_owner(visit):
    page = visit("/gallery/facts/")
    assert samples.NATIONAL_CODE in str(page)  # own: opened and copied
    assert "9120000001" not in str(page)
    assert "۰۹۱۲•••۰۰۰۱" in page.get_text()


def test_the_gallery_asks_nothing_of_the_database(visit):
    for address in VISITS:  # without the django_db mark a query would fail
        visit(address)


@pytest.mark.django_db
def test_an_unknown_room_is_not_found():
    answer = Client().get("/gallery/nowhere/")
    assert answer.status_code == 404
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.h1.string == "صفحه پیدا نشد"
    assert page.find("a", string="رفتن به صفحه نخست")


def test_a_failure_of_ours_has_a_page_that_needs_nothing():
    from kardad.core.views import failed

    answer = failed(None)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 500
    assert page.h1.string == "اشکالی از سوی ماست"
    assert not page.find_all("script")


def test_the_acting_role_is_one_press_away_from_being_changed(make):
    client = Client()
    client.force_login(make.person(level=1))
    page = BeautifulSoup(client.get("/gallery/").content, "html.parser")
    acting = page.find(class_="acting")
    assert acting.strong.string.strip()
    assert acting.find("a", string="تغییر نقش")["href"] == "/panel/act-as/"
    way_out = acting.find("button", string="خروج").find_parent("form")
    assert (way_out["method"], way_out["action"]) == ("post", "/logout/")
    assert way_out.find("input", attrs={"name": "csrfmiddlewaretoken"})


def test_a_visitor_has_no_acting_role(visit):
    assert visit("/gallery/").find(class_="acting") is None


def test_the_frame_follows_the_operator(settings, visit):
    settings.OPERATOR, settings.OPERATOR_NAME, settings.DEMO = "bureau", "دفتر نمونه", False
    page = visit("/gallery/")
    assert "نهاد دولتی نیست" in page.find("footer", class_="footer").get_text()
    assert page.find(class_="brand-name").string == "دفتر نمونه"
    assert page.find(class_="demo") is None


def test_a_message_becomes_a_toast(rf):
    from django.contrib.messages import constants
    from django.contrib.messages.storage.base import Message
    from django.template.loader import render_to_string

    page = BeautifulSoup(render_to_string("kinds/text.html", {"messages": [Message(constants.SUCCESS, "نقش تغییر کرد.")]}), "html.parser")
    assert page.select_one(".toasts[role=status] .toast-good").get_text(strip=True) == "نقش تغییر کرد."


@pytest.mark.parametrize(("status", "title"), [(404, "صفحه پیدا نشد"), (429, "کمی صبر کنید"), (409, "این کار اکنون ممکن نیست")])
def test_a_refusal_says_what_and_what_now(status, title):
    from django.template.loader import render_to_string

    from kardad.core.limits import TooMany

    refusal = TooMany(seconds=700)
    refusal.status = status
    page = BeautifulSoup(render_to_string("core/refusal.html", {"refusal": refusal}), "html.parser")
    assert page.h1.string == title
    assert "۱۲ دقیقه دیگر" in page.main.get_text()
    assert page.main.find("a", class_="button-primary")["href"] == "/"
