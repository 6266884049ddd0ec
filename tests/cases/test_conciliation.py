"""Conciliation before the boards: the body of the workshop, the desk that looks again, the way back where it came to nothing."""

import pytest

from kardad.cases.actions import conciliating, intake
from kardad.cases.models import Case
from kardad.cases.queries import standing
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.people.models import Person
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import world
from tests.cases.test_pages_decisions import entered, press, read
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)


def state(made):
    return Case.objects.get(pk=made.case.pk).state


def test_a_petition_goes_to_the_body_of_the_workshop_and_comes_back_to_where_it_was():
    made = world.filed()
    with pytest.raises(conciliating.NoBody):
        conciliating.conciliate(made.case, body="court", by=made.secretary, at=NOW)
    conciliating.conciliate(made.case, body="council", by=made.secretary, at=NOW)
    held = Case.objects.get(pk=made.case.pk)
    assert (held.state, held.due_at > NOW) == ("conciliation", True)
    assert WorkItem.objects.get(closed_at=None).kind == "case.conciliation"
    with pytest.raises(conciliating.NoResult):
        conciliating.end_conciliation(made.case, result=" ", by=made.secretary, at=NOW)
    conciliating.end_conciliation(made.case, result="کارفرما نیامد.", by=made.secretary, at=NOW)
    assert state(made) == "filed"  # nobody had read it before: it is read now
    intake.accept(made.case, by=made.secretary, at=NOW)
    conciliating.conciliate(made.case, body="guild", by=made.secretary, at=NOW)
    conciliating.end_conciliation(made.case, result="به توافق نرسیدند.", by=made.secretary, at=NOW)
    assert state(made) == "accepted"
    assert Letter.objects.filter(event="case.not_conciliated").count() == 4
    assert not WorkItem.objects.filter(closed_at=None).exists()


def test_either_side_may_ask_for_it_and_nobody_else_nor_later():
    made = world.filed(state="accepted")
    token = made.case.token
    read(entered(factories.person()), "cases:propose_conciliation", token, status=404)
    employer = entered(made.employer)
    assert "ماده ۱۵۷" in read(employer, "cases:propose_conciliation", token).text
    press(employer, "cases:propose_conciliation", token, body="representative")
    assert state(made) == "conciliation"
    assert "نماینده قانونی کارگران" in read(entered(made.worker), "cases:case", token).text
    read(employer, "cases:propose_conciliation", token, status=404)
    place = standing.of(made.case, made.worker, at=NOW)
    with pytest.raises(NotAllowed):
        conciliating.propose_conciliation(place, body="council", by=factories.actor(made.worker), at=NOW)
    with pytest.raises(NotAllowed):
        conciliating.end_conciliation(made.case, result="…", by=factories.actor(made.worker), at=NOW)
    secretary = entered(Person.objects.get(pk=made.secretary.person_id), "totp")
    press(secretary, "cases_office:end_conciliation", made.case.pk, result="به نتیجه نرسید.")
    assert state(made) == "accepted"
    for who in (made.worker, made.employer):  # nobody keeps the case from its date
        with pytest.raises(conciliating.TriedAlready):
            conciliating.propose_conciliation(standing.of(made.case, who, at=NOW), body="council", by=factories.actor(who), at=NOW)
    other = entered(factories.staff("secretary", at_office=world.office()), "totp")
    read(other, "cases_office:conciliate", made.case.pk, status=404)
