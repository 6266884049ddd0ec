"""What a public page tells machines: its facts stand, its trail leads home, and nothing in it can end its block."""

import json
from datetime import date

from kardad.ui import structured


def graph(told):
    return {fact["@type"]: fact for fact in json.loads(told.facts)["@graph"]}


def test_a_page_tells_its_address_and_the_way_to_it(settings):
    settings.SITE_URL = "https://kardad.example/"
    told = structured.page("WebPage", "/law/a/", name="الف", description="ب", above=(("قانون", "/law/"),), reviewed=date(2026, 11, 22))
    assert told.address == "https://kardad.example/law/a/"
    assert graph(told)["WebPage"]["dateModified"] == "2026-11-22"
    assert [step["item"] for step in graph(told)["BreadcrumbList"]["itemListElement"]] == [
        "https://kardad.example/",
        "https://kardad.example/law/",
        "https://kardad.example/law/a/",
    ]


def test_a_calculator_is_free(settings):
    told = structured.page("WebApplication", "/calculators/a/", name="الف", description="ب")
    assert graph(told)["WebApplication"]["isAccessibleForFree"] is True


def test_the_home_tells_of_the_site_and_its_operator_and_has_no_trail(settings):
    assert set(graph(structured.page("WebPage", "/", name="الف", description="ب"))) == {"WebPage", "WebSite", "Organization"}


def test_facts_cannot_end_their_own_block(settings):
    settings.OPERATOR_NAME = "</script><script>alert(1)</script>&"
    told = structured.page("WebPage", "/", name="</script>", description="&")
    assert not set("<>&") & set(told.facts)
    assert graph(told)["WebSite"]["name"] == settings.OPERATOR_NAME
    assert graph(told)["WebPage"]["name"] == "</script>"
