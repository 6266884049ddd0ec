"""One deed on many cases: each by itself, each with what came of it, by the right that its asker holds when its turn comes."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.cases import maintenance
from kardad.cases.access.batches import reached
from kardad.cases.actions import batches
from kardad.cases.models import Batch, BatchItem, Case, Hearing, Room
from kardad.inbox.models import Letter
from kardad.people.models import Person, RoleGrant
from tests import factories
from tests.cases import board_room, world
from tests.cases.test_pages_decisions import entered
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)


def asked(deed, made, *, by=None, once="a", **given):
    return batches.begin(deed, [one.case.pk for one in made], given=given, once=once, by=by or made[0].secretary, at=NOW)


def states(batch):
    return list(batch.items.order_by("pk").values_list("state", flat=True))


def several(count, *, state="filed"):
    """So many cases of one office and its secretary."""
    place = world.office()
    found = [world.filed(state=state, at_office=place) for _ in range(count)]
    for one in found[1:]:
        one.secretary = found[0].secretary
    return found


def test_each_is_accepted_by_itself_and_one_that_cannot_be_says_why():
    made = several(3)
    Case.objects.filter(pk=made[1].case.pk).update(state="set")
    elsewhere = world.filed(at_office=factories.office(name="اداره کار غرب تهران", kind="labour"))
    batch = asked("accept", [*made, elsewhere])
    assert asked("accept", made) == batch  # the page that was sent twice
    assert batches.run(batch, reach=reached, at=NOW, most=2) == 2
    assert (states(batch)[2:], Batch.objects.get().done_at) == (["waiting", "waiting"], None)
    assert (maintenance.run_batches(NOW), maintenance.run_batches(NOW)) == (2, 0)
    assert states(batch) == ["done", "refused", "done", "refused"]
    told = list(batch.items.order_by("pk").values_list("said", flat=True))
    assert told[1] == "این کار در وضعیت کنونی ممکن نیست."
    assert told[3] == batches.OutOfReach().text
    assert sorted(Case.objects.order_by("pk").values_list("state", flat=True)) == ["accepted", "accepted", "filed", "set"]
    assert len({*Case.objects.filter(state="accepted").values_list("class_number", flat=True)}) == 2
    assert Letter.objects.get(event="batch.done").person_id == made[0].secretary.person_id


def test_who_is_a_secretary_no_more_does_nothing_more_and_a_fault_of_one_keeps_no_other(monkeypatch):
    made = several(3)
    batch = asked("accept", made)
    accept = batches.intake.accept
    monkeypatch.setattr(batches.intake, "accept", lambda case, **who: 1 / 0 if case.pk == made[0].case.pk else accept(case, **who))
    batches.run(batch, reach=reached, at=NOW, most=2)
    RoleGrant.objects.filter(person=made[0].secretary.person_id).update(state="ended")
    batches.run(batch, reach=reached, at=NOW)
    assert states(batch) == ["refused", "done", "refused"]
    assert BatchItem.objects.order_by("pk")[0].said == batches.BROKEN
    assert Case.objects.filter(state="accepted").count() == 1
    for deed, count in (("accept", 0), ("nothing", 1), ("accept", 501)):
        with pytest.raises(batches.NothingChosen):
            batches.begin(deed, range(1, count + 1), given={}, once="b", by=made[0].secretary, at=NOW)


def test_many_cases_get_the_first_time_at_which_all_who_come_are_free():
    place = world.office()
    made = [board_room.seated(at_office=place) for _ in range(3)]
    batch = asked("set_hearing", made, since=(NOW + 30 * board_room.DAY).date().isoformat())
    batches.run(batch, reach=reached, at=NOW)
    assert states(batch) == ["done"] * 3
    found = list(Hearing.objects.order_by("pk"))
    assert len({(one.room_id, one.starts_at) for one in found}) == 3
    assert min(one.starts_at for one in found) >= NOW + 29 * board_room.DAY
    Room.objects.update(is_open=False)
    other = board_room.seated(at_office=place)
    Room.objects.update(is_open=False)
    batches.run(again := asked("set_hearing", [other], once="z"), reach=reached, at=NOW)
    assert states(again) == ["refused"]


def test_the_list_offers_them_and_the_page_tells_each(client):
    made = several(3)
    staff = Person.objects.get(pk=made[0].secretary.person_id)
    Case.objects.update(due_at=NOW)
    client = entered(staff)
    page = BeautifulSoup(client.get(reverse("cases_office:queue")).content, "html.parser")
    assert len(page.select('input[form="batch"][name="case"]')) == 3
    with CaptureQueriesContext(
        connection,
    ) as seen:
        page = BeautifulSoup(
            client.get(reverse("cases_office:batch"), {"deed": "accept", "all": 1, "desk": "intake"}).content, "html.parser"
        )
    assert len(seen) <= 12
    assert page.h1.text == "پذیرش دادخواست، ۳ پرونده"
    sent = {one["name"]: one["value"] for one in page.select("form#form input[type=hidden]") if one["name"] in ("deed", "once")}
    sent["case"] = [one["value"] for one in page.select("form#form input[name=case]")]
    answer = client.post(reverse("cases_office:batch"), sent)
    assert "۳ انجام شد" in client.get(answer["Location"]).content.decode()
    assert Case.objects.filter(state="accepted").count() == 3
    other = entered(Person.objects.get(pk=world.filed(at_office=factories.office(name="دیگر", kind="labour")).secretary.person_id))
    assert other.get(answer["Location"]).status_code == 404
    assert other.get(reverse("cases_office:batch"), {"deed": "whatever"})["Location"] == reverse("cases_office:queue")
    assert entered(factories.person()).get(reverse("cases_office:batch"), {"deed": "accept"}).status_code == 404


def test_the_house_sets_the_date_when_the_answers_are_in_and_gives_the_secretary_work_when_none_is_left():
    from kardad.cases.actions import dates
    from kardad.work.models import WorkItem

    made = board_room.seated()
    offered = dates.propose(made.case, by=made.secretary, at=NOW)
    assert maintenance.choose_dates(NOW) == 0
    late = offered[0].answer_by
    Room.objects.update(is_open=False)
    assert (maintenance.choose_dates(late), maintenance.choose_dates(late)) == (1, 0)
    assert WorkItem.objects.get(kind="dates.none").closed_at is None
    Room.objects.update(is_open=True)
    WorkItem.objects.filter(kind="dates.none").update(closed_at=late)
    assert (maintenance.choose_dates(late), maintenance.choose_dates(late)) == (1, 0)
    made.case.refresh_from_db()
    assert (made.case.state, made.case.next_at, Hearing.objects.get().set_by_id) == ("set", offered[0].starts_at, 0)


def test_each_evening_the_list_of_the_next_days_is_printed_once_until_it_changes():
    from kardad.documents.models import Document

    made = board_room.seated()
    hearing = board_room.listed(made)
    before = hearing.starts_at.replace(hour=16) - timedelta(days=1)
    assert maintenance.list_causes(before - timedelta(hours=8)) == 0
    assert (maintenance.list_causes(before), maintenance.list_causes(before + timedelta(hours=1))) == (1, 0)
    assert Document.objects.filter(kind="cause_list").count() == 1
