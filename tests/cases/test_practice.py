"""Who stands for others sees their cases, sessions, last days and letters at once, while he does, and nothing of anybody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.cases.models import Hearing
from kardad.inbox.models import Representation
from tests import factories
from tests.cases import board_room, world
from tests.cases.test_following import serve_petition
from tests.cases.test_pages_decisions import entered
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HERE = "cases:practice"


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)


def stands(lawyer, made, side="respondent"):
    return Representation.objects.create(party=made.sides[side], agent=lawyer, began_at=NOW - timedelta(days=1))


def read(client):
    with CaptureQueriesContext(connection) as seen:
        page = client.get(reverse(HERE)).content.decode()
    return page, len(seen)


def test_all_his_clients_are_on_one_page_and_an_ended_mandate_takes_its_case_away():
    lawyer = factories.person(first_name="نگار", last_name="داوری")
    place = world.office()
    made = [board_room.seated(at_office=place) for _ in range(2)]
    held = [stands(lawyer, one) for one in made]
    client = entered(lawyer)
    _, few = read(client)
    first = board_room.listed(made[0])
    second = board_room.listed(made[1], first.starts_at + timedelta(hours=1))
    Hearing.objects.filter(pk=second.pk).update(starts_at=first.starts_at, ends_at=first.ends_at)
    for one in made:
        serve_petition(one)
    page, many = read(client)
    assert page.count("هم‌زمان با جلسه دیگر شما") == 2
    assert page.count(made[0].case.token) == page.count(made[1].case.token) >= 2
    assert "ابلاغ دادخواست" in page  # a letter of a client's case
    assert many <= max(few, 18)
    Representation.objects.filter(pk=held[0].pk).update(ended_at=NOW - timedelta(hours=1))
    assert reverse(HERE) in client.get(reverse("cases:cases")).content.decode()
    page, _ = read(client)
    assert made[0].case.token not in page
    assert made[1].case.token in page
    page, _ = read(entered(made[1].employer))  # the side itself stands for nobody
    assert made[1].case.token not in page


def test_a_lawyer_of_many_reads_as_few_statements_as_one_of_few():
    lawyer = factories.person()
    client = entered(lawyer)
    place = world.office()
    stands(lawyer, world.filed(at_office=place))
    client.get(reverse(HERE))
    _, few = read(client)
    for _ in range(5):
        stands(lawyer, world.filed(at_office=place, state="accepted"))
    page, many = read(client)
    assert (many, page.count('<bdi class="small muted">')) == (few, 6)
    assert client.get(reverse(HERE), {"after": "nonsense"}).status_code == 200
