"""Who stands for a side stands by a mandate that is in force, both know of it, and whoever can act no more stands for nobody."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from kardad.core import sweeps
from kardad.inbox import auditing
from kardad.inbox.actions import dossiers, notices, opening, rungs
from kardad.inbox.models import Delivery, Dossier, Letter, Representation
from kardad.people.actions import mandates
from kardad.people.models import Mandate, Person
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, placed, written
from tests.people.racing import at_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def given(principal, agent):
    """A mandate in force."""
    known = {"basis": Mandate.Basis.LAWYER, "subject": "پرونده", "state": "active", "invited_at": NOW, "expires_at": NOW + HOUR}
    return Mandate.objects.create(principal=principal, agent=agent, invitation="A" * 13, **known)


def told(event="representation.began"):
    """Who has a letter of it."""
    return set(Letter.objects.filter(event=event).values_list("person_id", flat=True))


def revoke(mandate):
    """Its principal takes it back."""
    return mandates.revoke(mandate, reason="", factor="totp", by=by(mandate.principal), at=NOW)


def petition(secretary, *, agent, mandate=None):
    """A dossier that was opened whole by a petition, whose claimant somebody stands for."""
    claimant, respondent = factories.person(first_name="علی", last_name="کریمی"), factories.person(first_name="سپهر", last_name="راد")
    mandate = mandate(claimant) if mandate else None
    folder = opening.Folder(title="دعوا", office=factories.office(), number="۱", subject=claimant)
    sides = [
        opening.Side(side="claimant", name=claimant.name, person=claimant, agent=agent, mandate=mandate),
        opening.Side(side="respondent", name=respondent.name, person=respondent),
    ]
    with transaction.atomic():
        return opening.open_whole(folder, sides, by=secretary, at=NOW)[0], claimant


def test_a_mandate_that_was_revoked_since_the_form_was_read_makes_no_representation(case):
    agent = factories.person()
    mandate = given(case.respondent, agent)
    stale = Mandate.objects.get(pk=mandate.pk)
    revoke(mandate)
    with pytest.raises(dossiers.NoMandate):
        dossiers.represent(case.sides["respondent"], agent=agent, mandate=stale, by=by(case.respondent), at=NOW)
    assert not Representation.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL alone")
@pytest.mark.parametrize("turn", range(6))
def test_a_mandate_revoked_in_the_same_moment_leaves_nobody_standing(secretary, turn):
    case, agent = opened(secretary), factories.person()
    mandate, paper, side = given(case.respondent, agent), written(case), case.sides["respondent"]

    def stand():
        return dossiers.represent(side, agent=agent, mandate=mandate, by=by(case.respondent), at=NOW)

    first, *others = at_once([stand, lambda: revoke(mandate), lambda: notices.place(paper, by=secretary, at=NOW)])
    assert isinstance(first, Representation | dossiers.NoMandate), first
    assert not [one for one in others if isinstance(one, Exception)], turn
    assert not Representation.objects.filter(ended_at=None).exists()
    assert not auditing.differs(case.dossier)


def test_a_representation_that_begins_with_a_petition_is_told_to_side_and_agent(secretary):
    agent = factories.person(first_name="نسرین", last_name="وکیلی")
    dossier, claimant = petition(secretary, agent=agent, mandate=lambda principal: given(principal, agent))
    assert told() == {agent.pk, claimant.pk}
    words = Letter.objects.filter(person=claimant).get()
    assert "نسرین وکیلی" in words.title
    assert words.dossier == dossier
    assert not auditing.differs(dossier)


def test_a_petition_by_a_mandate_that_is_over_opens_nothing(secretary):
    agent = factories.person()

    def over(principal):
        mandate = given(principal, agent)
        stale = Mandate.objects.get(pk=mandate.pk)
        revoke(mandate)
        return stale

    with pytest.raises(dossiers.NoMandate):
        petition(secretary, agent=agent, mandate=over)
    assert not Dossier.objects.exists()


def test_who_can_open_nothing_any_more_stands_for_nobody_and_the_side_is_served_itself(case, secretary):
    agent = factories.person()
    side = case.sides["respondent"]
    dossiers.represent(side, agent=agent, by=secretary, at=NOW)
    made = placed(case)["respondent"]
    Person.objects.filter(pk=agent.pk).update(state=Person.State.FROZEN)
    made = Delivery.objects.get(pk=made.pk)
    assert rungs.open_delivery(made, by=by(case.respondent), at=NOW + HOUR)
    assert Delivery.objects.get(pk=made.pk).effect == "actual"
    assert sweeps.run("inbox.end_abandoned", NOW + HOUR) == 1
    assert sweeps.run("inbox.end_abandoned", NOW + 2 * HOUR) == 0
    assert Representation.objects.get(agent=agent).ended_at == NOW + HOUR
    assert told("representation.ended") == {case.respondent.pk}
    later = placed(case, "N12", at=NOW + 2 * HOUR)["respondent"]
    assert (later.agent, {one.person_id for one in later.letters.all()}) == (None, {case.respondent.pk})
    assert not auditing.differs(case.dossier)
