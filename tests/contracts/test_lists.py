"""Lists of contracts: each side finds its own, narrows them, goes on page by page; nobody sees another's."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.contracts import sweeps
from kardad.contracts.models import Contract, WorkerMark
from kardad.kit.text import to_persian_digits
from tests import factories
from tests.contracts import world
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db
INDEX = "/panel/contracts/"


def at(person):
    """The person's own browser."""
    browser = Client()
    browser.force_login(person)
    return browser


def tokens(page):
    """The contracts that a page lists, from its first row on."""
    return [row.contract.token for row in page.context["rows"]]


@pytest.fixture
def made(sms, clock):
    """A signed contract."""
    clock.move_to(NOW, tick=False)
    return world.signed(world.world(), sms=sms)


def test_each_side_finds_the_contract_by_its_list_its_state_and_its_number(made):
    keeper, worker = at(made.keeper), at(made.worker)
    firm = f"organisation-{made.company.pk}"
    draft = world.drafted(made).contract
    signed = Contract.objects.exclude(pk=draft.pk).get()
    assert tokens(worker.get(INDEX)) == [signed.token]
    assert tokens(keeper.get(INDEX, {"whose": firm})) == [draft.token, signed.token]
    assert tokens(keeper.get(INDEX, {"whose": firm, "state": "running"})) == [signed.token]
    assert tokens(keeper.get(INDEX, {"whose": firm, "state": "writing"})) == [draft.token]
    assert tokens(keeper.get(INDEX, {"whose": firm, "state": "nonsense"})) == [draft.token, signed.token]
    for typed in (signed.number, "۱۴۰۴-۱", "ec ۱۴۰۴ ۰۰۰۰۰۱", " ec-1404-1 "):
        assert tokens(keeper.get(INDEX, {"whose": firm, "number": typed})) == [signed.token], typed
    for typed in ("EC-1404-000002", "علی", "1404", "x" * 400):
        assert tokens(worker.get(INDEX, {"number": typed})) == [], typed
    ways = keeper.get(INDEX, {"whose": firm}).content.decode()
    assert all(f'href="{reverse(name)}"' in ways for name in ("contracts:new", "contracts:drafts", "contracts:authorities"))
    words = worker.get(INDEX).content.decode()
    assert made.company.name in words
    assert "امضا شده" in words
    assert f'href="{INDEX}"' in worker.get(reverse("portal:panel")).content.decode()
    assert f'href="{INDEX}"' in worker.get(signed.url).content.decode()


def test_who_has_no_contract_to_work_by_begins_with_those_he_keeps(made):
    assert tokens(at(made.keeper).get(INDEX)) == tokens(at(made.keeper).get(INDEX, {"whose": f"organisation-{made.company.pk}"})) != []
    Contract.objects.filter(pk=made.contract.pk).update(worker=made.keeper, organisation=None, employer=made.worker)
    assert tokens(at(made.keeper).get(INDEX)) == [made.contract.token]  # he works by one: that is his own list
    empty = at(factories.person(level=2)).get(INDEX).content.decode()
    assert reverse("contracts:diaries") in empty
    assert reverse("portal:help_page", args=["contract-worker"]) in empty


def test_a_draft_is_in_no_list_of_its_worker_and_a_strangers_list_is_not_there(made):
    draft = world.drafted(made).contract
    worker, stranger = at(made.worker), at(factories.person(level=2))
    assert draft.token not in tokens(worker.get(INDEX))
    assert tokens(stranger.get(INDEX)) == []
    for whose in (f"organisation-{made.company.pk}", f"person-{made.worker.pk}", "self", "organisation-", "x" * 300):
        assert stranger.get(INDEX, {"whose": whose}).status_code == 404
    assert at(made.worker).get(INDEX, {"whose": f"organisation-{made.company.pk}"}).status_code == 404
    assert Client().get(INDEX).status_code == 302
    made.company.memberships.update(state="ended")
    assert at(made.keeper).get(INDEX, {"whose": f"organisation-{made.company.pk}"}).status_code == 404


def test_a_long_list_goes_on_page_by_page_and_asks_the_database_as_often(made, django_assert_max_num_queries):
    first = made.contract
    like = {"organisation": made.company, "maker": made.keeper, "worker_name": "کارگر", "terms": first.terms, "made_at": NOW}
    Contract.objects.bulk_create(Contract(state="active", changed_at=NOW, starts_on=first.starts_on, **like) for _ in range(60))
    keeper, seen, following = at(made.keeper), [], f"?whose=organisation-{made.company.pk}&state=running"
    keeper.get(INDEX)
    while following:
        with django_assert_max_num_queries(10):
            page = keeper.get(INDEX + following)
        seen += tokens(page)
        following = page.context["next_url"]
    assert len(seen) == len(set(seen)) == 61
    assert seen[-1] == first.token


def test_an_employer_finds_a_worker_by_words_of_his_name_and_by_his_code_however_they_are_typed(made, sms):
    firm = f"organisation-{made.company.pk}"
    keeper, signed = at(made.keeper), Contract.objects.get()
    assert tokens(keeper.get(INDEX, {"whose": firm, "number": "رضایی"})) == []
    sweeps.mark(NOW)
    code = world.code_of(made.worker)
    for typed in ("رضایی", "رضايي  علي", "علی", code, to_persian_digits(code), f" {code} "):
        assert tokens(keeper.get(INDEX, {"whose": firm, "number": typed})) == [signed.token], typed
    for typed in ("محمدی", "علی محمدی", "رضا", factories.national_code()):
        assert tokens(keeper.get(INDEX, {"whose": firm, "number": typed})) == [], typed
    assert tokens(at(made.worker).get(INDEX, {"number": "علی"})) == []  # his own list is looked through by number
    assert "رضایی" not in str(list(WorkerMark.objects.values()))
    other = world.company(factories.person(level=2), name="شرکت دیگر", company_id="10380284790")
    theirs = at(other.memberships.get().person)
    assert tokens(theirs.get(INDEX, {"whose": f"organisation-{other.pk}", "number": code})) == []
    assert sweeps.mark(NOW) == 0
