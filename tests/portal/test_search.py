"""What search engines and shared links read."""

import gzip
import json
from xml.etree import ElementTree as ET

import pytest

from kardad.calc import queries as calc
from kardad.law import calculators, instruments
from kardad.portal.queries import public_doors
from tests.portal.conftest import paths

pytestmark = pytest.mark.django_db
LATER = 25_000
ALONE = {"/check/": 38_000}  # carries its script and style in itself, to work from a disk without us
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_the_sitemap_names_every_public_page_once_in_persian(client, settings):
    settings.SITE_URL = "https://kardad.example"
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    urls = ET.fromstring(response.content).findall("s:url", NAMES)
    found = [url.find("s:loc", NAMES).text for url in urls]
    assert sorted(found) == sorted(f"https://kardad.example{path}" for path in [*paths(), *public_doors()])
    assert all(url.find("x:link", NAMES).get("hreflang") == "fa" for url in urls)


def test_the_sitemap_names_every_calculator_and_every_key_of_the_law_once(client):
    root = ET.fromstring(client.get("/sitemap.xml").content)
    found = ["/" + loc.text.split("/", 3)[3] for loc in root.iterfind("s:url/s:loc", NAMES)]
    assert len(found) == len(set(found))
    public = [f"/calculators/{name}/" for name in (*calculators.ROOMS, "owed", "deadline", "payroll-list")]
    law = [f"/law/{key}/" for key in (*instruments.current().keys, "policies")]
    assert {"/calculators/", "/law/", "/api/docs", *public, *law} <= set(found)


def test_every_address_of_the_sitemap_answers(client):
    for url in ET.fromstring(client.get("/sitemap.xml").content).findall("s:url", NAMES):
        path = "/" + url.find("s:loc", NAMES).text.split("/", 3)[3]
        assert client.get(path).status_code == 200, path


def test_no_public_page_is_heavy_on_a_later_visit(client):
    for path in [*paths(), *public_doors()]:
        assert len(gzip.compress(client.get(path).content)) <= ALONE.get(path, LATER), path


def test_robots_keeps_personal_pages_out_and_names_the_sitemap(client, settings):
    settings.SITE_URL = "https://kardad.example"
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/plain")
    assert {"Disallow: /panel/", "Disallow: /office/", "Disallow: /counter/"} <= set(lines)
    assert lines[-1] == "Sitemap: https://kardad.example/sitemap.xml"


def test_every_page_names_its_one_address_and_its_card(read, settings):
    settings.SITE_URL = "https://kardad.example"
    for path in paths():
        shown = read(path, data={"from": "somewhere"}) if path == "/" else read(path)
        assert shown.find("link", rel="canonical")["href"] == f"https://kardad.example{path}"
        facts = {meta["property"]: meta["content"] for meta in shown.select("meta[property^='og:']")}
        assert facts["og:url"] == f"https://kardad.example{path}"
        assert facts["og:locale"] == "fa_IR"
        assert facts["og:title"]
        assert facts["og:image"].startswith("https://kardad.example/static/ui/img/card")


def test_the_doors_of_calculators_law_and_programs_name_their_one_address(read, settings):
    settings.SITE_URL = "https://kardad.example"
    for path in (*calc.public_paths(), "/api/docs"):
        shown = read(path)
        assert shown.find("link", rel="canonical")["href"] == f"https://kardad.example{path}", path
        assert shown.find("meta", property="og:title")["content"] in shown.title.text, path


def test_structured_data_says_what_the_page_says(read, settings):
    settings.SITE_URL = "https://kardad.example"
    for path in paths():
        shown = read(path)
        graph = json.loads(shown.find("script", type="application/ld+json").string)["@graph"]
        about = next(fact for fact in graph if fact["@type"] == "WebPage")
        assert about["url"] == f"https://kardad.example{path}"
        assert about["name"] in shown.title.text
    kinds = {fact["@type"] for fact in json.loads(read("/").find("script", type="application/ld+json").string)["@graph"]}
    assert kinds == {"WebPage", "WebSite", "Organization"}


def test_no_other_script_stands_in_a_page(read):
    for path in paths():
        for script in read(path).find_all("script"):
            assert script.get("src") or script["type"] == "application/ld+json", path


@pytest.mark.parametrize(
    ("asked", "where"),
    [("پنل کاربران قانون کار", "/"), ("احراز هویت", "/help/verification/"), ("کد تأیید نرسید", "/help/code-not-received/")],
)
def test_what_people_search_for_stands_in_the_title(read, asked, where):
    assert asked in read(where).title.text


def test_the_favicon_is_our_own_mark(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith(".svg")


def test_the_panel_asks_not_to_be_indexed(client, make, read):
    client.force_login(make.person())
    assert read("/panel/").find("meta", {"name": "robots"})["content"] == "noindex"
