"""A request's number is read in Persian digits wherever a person reads it, kept and copied as it is written, and found by either digits."""

import pytest
from django.urls import reverse

from kardad.core import history
from kardad.inbox.models import Letter
from kardad.kit.text import to_persian_digits
from kardad.work.models import WorkItem
from tests.desk import office_world, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau, client, clock):
    """The bureau, with its client logged in."""
    client.force_login(bureau.client)
    return bureau


def read(answer):
    """What is read of a page: neither mark-up nor attributes."""
    assert answer.status_code == 200
    return office_world.words(answer)


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("in_review", "request"),
        ("submitted", "request_done"),
        ("submitted", "request_cancel"),
        ("expired", "request_restore"),
        ("paid", ""),
    ],
)
def test_a_client_reads_the_number_in_persian_digits(desk, client, state, name):
    made = world.request_in(state, desk)
    told = read(client.get(reverse(f"desk:{name}", args=[made.pk]) if name else reverse("desk:requests")))
    assert made.shown_number == to_persian_digits(made.number) in told
    assert made.number not in told


def test_the_number_is_isolated_from_the_sentence_around_it_and_copied_as_it_is_written(desk, client):
    made = world.in_review(desk)
    html = client.get(reverse("desk:request", args=[made.pk])).content.decode()
    assert f'<k-copy data-text="{made.number}"' in html
    assert f'dir="ltr">{made.shown_number}</bdi>' in html


def test_staff_read_the_number_in_persian_digits_in_the_request_the_queue_and_their_work(desk):
    made = world.paid(desk)
    expert, manager = office_world.browser(desk.expert), office_world.browser(desk.manager)
    pages = [expert.get(office_world.address("request", made.pk)), expert.get(office_world.address("start", made.pk))]
    pages += [expert.get(office_world.address("mine")), manager.get(office_world.address("queue")), expert.get(reverse("office:home"))]
    for answer in pages:
        told = read(answer)
        assert made.shown_number in told
        assert made.number not in told
    assert not WorkItem.objects.filter(title__contains=made.number).exists()


def test_letters_and_history_tell_the_number_in_persian_digits_and_keep_it_as_it_is_written(desk):
    made = world.paid(desk)
    told = [one for one in history.of(made) if one.data.get("number")]
    assert {one.data["number"] for one in told} == {made.number}
    assert all(made.number not in history.sentence(one) for one in told)
    assert any(made.shown_number in history.sentence(one) for one in told)
    letters = list(Letter.objects.filter(subject_type="desk.request", subject_id=made.pk).values_list("words", flat=True))
    assert any(made.shown_number in words for words in letters)
    assert all(made.number not in words for words in letters)


@pytest.mark.parametrize("digits", [str, to_persian_digits, lambda number: number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))])
def test_the_whole_number_is_found_by_any_digits(desk, digits):
    made, other = world.submitted(desk), world.submitted(desk)
    manager = office_world.browser(desk.manager)
    answer = manager.get(office_world.address("queue"), {"number": digits(made.number)})
    assert made.shown_number in read(answer)
    assert other.shown_number not in read(answer)
