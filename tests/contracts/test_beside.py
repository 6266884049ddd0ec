"""A worker's contract with another employer: he is told how it counts beside a new one, and nobody else learns of it."""

import pytest
from django.test import Client

from kardad.contracts.queries import life
from tests import factories
from tests.contracts import world
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db
FULL_TIME = "قرارداد تمام‌وقت دیگری دارد"


@pytest.fixture
def first(clock, sms):
    """The worker has a full-time contract with one company."""
    return world.signed(sms=sms)


@pytest.fixture
def second(first):
    """Another company writes a contract for the same worker and the same days."""
    keeper = factories.person(level=2, role="employer", first_name="کاوه", last_name="نیکان", birth="1979-04-05")
    keeper.mobile_proved_at = NOW
    keeper.save()
    other = world.company(keeper, name="پولاد زاگرس", company_id="10380284790")
    return world.drafted(world.World(other, keeper, first.worker))


def page(person, address):
    browser = Client()
    browser.force_login(person)
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_types_a_workers_code_does_not_learn_where_else_he_works(second):
    for name in ("", "review/", "send/"):
        said = page(second.keeper, f"{second.contract.url}{name}")
        assert FULL_TIME not in said
        assert "فولاد سپهر" not in said


def test_the_worker_is_told_before_he_signs_and_his_new_employer_is_not(second, sms):
    made = world.sent(second, sms=sms)
    assert "C13" not in world.open_version(made).knows
    read = f"{made.contract.url}read/"
    assert FULL_TIME in page(made.worker, read)
    assert FULL_TIME not in page(made.keeper, read)


def test_later_too_it_counts_before_the_worker_alone(second, sms):
    made = world.signed(second, sms=sms)
    assert life.beside(made.contract, for_worker=True).overlapping == 1
    assert life.beside(made.contract, for_worker=False).overlapping == 0
    address = f"{made.contract.url}life/"
    assert FULL_TIME in page(made.worker, address)
    assert FULL_TIME not in page(made.keeper, address)
