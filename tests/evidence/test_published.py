"""What is published can be compared by anybody: roots, keys, proofs between days – and the page that explains them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kardad.evidence import actions, canonical, merkle, queries
from kardad.evidence.models import Root
from kardad.evidence.verifying import verify
from tests.conftest import NOW
from tests.evidence.conftest import grow

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = timezone.localdate(NOW)


@pytest.fixture
def days(chain):
    for number in range(20):
        if number % 2 == 0:
            grow(chain, at=NOW + number * DAY)
        actions.close_days(at=NOW + (number + 1) * DAY)
    actions.stamp_due(Root.objects.latest("day").pk, at=NOW + 20 * DAY)
    return chain


def test_the_page_shows_the_newest_roots_and_leads_to_the_older(client, days, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        answer = client.get("/evidence/roots/")
    told = answer.content.decode()
    assert answer.status_code == 200
    assert told.count("proof-day") == 15
    newest = Root.objects.latest("day").root
    assert f"<span>{newest[:8]}</span>" in told
    assert "مُهر زمان" in told
    older = client.get(f"/evidence/roots/?before={TODAY + 6 * DAY}").content.decode()
    assert older.count('class="proof-day"') == 6
    assert "ریشه‌های پیش‌تر" not in older


def test_before_the_first_day_the_page_says_what_will_come(client, db):
    assert "هنوز روزی بسته نشده است" in client.get("/evidence/roots/").content.decode()
    assert client.get("/evidence/roots.json").json() == {"roots": [], "next": None}


def test_programs_read_roots_and_keys_and_believe_a_receipt_by_them(client, days):
    answer = client.get("/evidence/roots.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    roots = answer.json()["roots"]
    assert [one["statement"]["day"] for one in roots] == [str(TODAY + number * DAY) for number in reversed(range(20))]
    keys = client.get("/evidence/keys.json").json()
    assert set(keys) == {"keys", "authorities", "certificates"}
    receipt = queries.receipt(days.entries.get(seq=4))
    assert receipt["root"] in roots
    assert verify(canonical.encode(receipt), keys=keys).is_valid
    assert client.get(f"/evidence/roots.json?before={TODAY + DAY}").json()["roots"] == roots[-1:]


def test_programs_prove_that_the_log_only_grew(client, days):
    shown = client.get("/evidence/consistency.json", {"from": TODAY + 2 * DAY, "to": TODAY + 9 * DAY}).json()
    old, new = shown["from"]["statement"], shown["to"]["statement"]
    proof = [bytes.fromhex(one) for one in shown["proof"]]
    assert (old["size"], new["size"]) == (2, 5)
    assert merkle.grows(old["size"], new["size"], proof, bytes.fromhex(old["root"]), bytes.fromhex(new["root"]))
    for asked in ({"from": TODAY + DAY, "to": TODAY}, {"from": "x", "to": TODAY}, {"to": TODAY}, {"from": "2026-02-31", "to": TODAY}):
        assert client.get("/evidence/consistency.json", asked).status_code == 404
