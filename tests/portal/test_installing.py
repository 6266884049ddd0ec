"""The site is installed as an app, and its worker keeps nothing of anybody."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db


def test_the_manifest_names_the_house_and_icons_that_exist(client, read):
    told = client.get(read("/").select_one("link[rel=manifest]")["href"]).json()
    assert (told["lang"], told["dir"], told["start_url"]) == ("fa", "rtl", "/panel/inbox/")
    assert all(finders.find(one["src"].removeprefix("/static/")) for one in told["icons"])
    assert {one["purpose"] for one in told["icons"]} == {"any", "maskable"}


def test_the_worker_keeps_one_public_page_and_what_it_looks_like(client, make, read):
    client.force_login(make.person(first_name="فرهاد", rules_version="1405-09-01"))
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    script = answer.content.decode()
    kept = json.loads(re.search(r"const KEPT = (\[.*?\]);", script)[1])
    assert all(one.startswith("/static/ui/") and finders.find(one.removeprefix("/static/")) for one in kept)
    assert "/panel" not in script
    assert 'credentials: "omit"' in script
    assert "cache.put" not in script
    client.logout()
    assert "به اینترنت وصل نیستید" in read("/offline/").find("h1").text
